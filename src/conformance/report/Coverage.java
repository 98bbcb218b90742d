package conformance.report;

import conformance.suite.Case;
import conformance.suite.Suite;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which requirement is covered by which cases, and which by none, with the reason. */
public record Coverage(Map<String, List<String>> cases, Map<String, String> notTested) {
    /** {@code 5.5.2-10} after {@code 5.5.2-9}. */
    private static final Comparator<String> BY_ROW = Comparator.comparing(Coverage::section, Suite.BY_SECTION)
            .thenComparing(row -> Integer.parseInt(row.substring(row.lastIndexOf('-') + 1)));

    private static String section(String row) {
        return row.substring(0, row.lastIndexOf('-'));
    }

    public static Coverage of(Suite suite, Map<String, String> notTested) {
        Map<String, List<String>> cases = new TreeMap<>(BY_ROW);
        for (Case each : suite.cases()) {
            each.rows().forEach(row -> cases.computeIfAbsent(row, key -> new ArrayList<>()).add(each.id()));
        }
        Map<String, String> sorted = new TreeMap<>(BY_ROW);
        sorted.putAll(notTested);
        return new Coverage(cases, sorted);
    }

    public void print(PrintStream out) {
        out.println(cases.size() + " requirements are covered:");
        cases.forEach((row, ids) -> out.println("  " + String.format("%-18s", row) + String.join(" ", ids)));
        out.println(notTested.size() + " are not tested, because");
        notTested.forEach((row, reason) -> out.println("  " + String.format("%-18s", row) + reason));
    }
}
