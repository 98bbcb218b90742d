package conformance.report;

import conformance.suite.Case;
import conformance.suite.Suite;
import conformance.suite.Untested;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Which requirement is covered by which cases, and which by none, with the reason. */
public final class Coverage {
    /** {@code 5.5.2-10} after {@code 5.5.2-9}. */
    private static final Comparator<String> BY_ROW = Comparator.comparing(Coverage::section, Suite.BY_SECTION)
            .thenComparing(row -> Integer.parseInt(row.substring(row.lastIndexOf('-') + 1)));

    private final Map<String, List<Case>> covered = new TreeMap<>(BY_ROW);
    private final List<Untested> untested;

    public Coverage(Suite suite, List<Untested> untested) {
        for (Case each : suite.cases()) {
            each.rows().forEach(row -> covered.computeIfAbsent(row, key -> new ArrayList<>()).add(each));
        }
        this.untested = untested.stream().sorted(Comparator.comparing(Untested::row, BY_ROW)).toList();
    }

    private static String section(String row) {
        return row.substring(0, row.lastIndexOf('-'));
    }

    public void print(PrintStream out) {
        out.println(covered.size() + " requirements are covered:");
        covered.forEach((row, cases) -> out.println(String.format("  %-18s%s", row, ids(cases))));
        out.println(untested.size() + " are not tested, because");
        untested.forEach(each -> out.println(String.format("  %-18s%s: %s", each.row(), each.requirement(), each.reason())));
    }

    /** Runs of cases as {@code 5.5.2/3-7}. */
    private static String ids(List<Case> cases) {
        StringJoiner ids = new StringJoiner(" ");
        for (int i = 0; i < cases.size(); i++) {
            int first = i;
            while (i + 1 < cases.size() && cases.get(i + 1).section().equals(cases.get(i).section()) && cases.get(i + 1).number() == cases.get(i).number() + 1) {
                i++;
            }
            ids.add(cases.get(first).id() + (first == i ? "" : "-" + cases.get(i).number()));
        }
        return ids.toString();
    }
}
