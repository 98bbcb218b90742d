package conformance.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One kind of failure: the cases in which the same part of the server broke the same rule. */
record Kind(Rule rule, String owner, List<Report.Entry> entries) {
    private static final Comparator<Kind> WORST_FIRST =
            Comparator.comparing((Kind kind) -> kind.rule.level()).thenComparing(kind -> -kind.entries.size());

    /** The most binding rule first, and of those the one that most cases broke. */
    static List<Kind> of(Report report, Predicate<Report.Entry> which) {
        Map<List<Object>, Kind> kinds = new LinkedHashMap<>();
        report.entries().stream().filter(entry -> entry.isBad() && which.test(entry)).forEach(entry -> {
            String owner = report.subject().owner(entry);
            kinds.computeIfAbsent(List.of(entry.broken(), owner),
                    key -> new Kind(entry.broken(), owner, new ArrayList<>()))
                    .entries.add(entry);
        });
        return kinds.values().stream().sorted(WORST_FIRST).toList();
    }

    /** What was seen most often. */
    Report.Entry example() {
        Map<String, List<Report.Entry>> faults = new LinkedHashMap<>();
        entries.forEach(entry -> faults.computeIfAbsent(entry.fault(), key -> new ArrayList<>()).add(entry));
        return faults.values().stream().max(Comparator.comparing(List::size)).orElseThrow().get(0);
    }

    /** In how many ways the rule was broken. */
    int ways() {
        return (int) entries.stream().map(Report.Entry::fault).distinct().count();
    }

    static String cases(int number) {
        return number + (number == 1 ? " case" : " cases");
    }

    /** The first of these ids, and how many more there are. */
    static String ids(List<Report.Entry> entries, int shown) {
        String ids = String.join(" ", entries.stream().limit(shown).map(Report.Entry::id).toList());
        return entries.size() <= shown ? ids : ids + " and " + (entries.size() - shown) + " more";
    }
}
