package conformance.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One kind of failure: the cases that broke the same rule. */
record Kind(Rule rule, List<Report.Entry> entries) {
    private static final Comparator<Kind> WORST_FIRST =
            Comparator.comparing((Kind kind) -> kind.rule.level()).thenComparing(kind -> -kind.entries.size());

    /** The most binding rule first, and of those the one that most cases broke. */
    static List<Kind> of(Stream<Report.Entry> bad) {
        return grouped(bad).stream().sorted(WORST_FIRST).toList();
    }

    private static Collection<Kind> grouped(Stream<Report.Entry> bad) {
        Map<Rule, Kind> kinds = new LinkedHashMap<>();
        bad.forEach(entry -> kinds.computeIfAbsent(entry.broken(), rule -> new Kind(rule, new ArrayList<>())).entries.add(entry));
        return kinds.values();
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
