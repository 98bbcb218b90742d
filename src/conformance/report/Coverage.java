package conformance.report;

import conformance.suite.Case;
import conformance.suite.Requirement;
import conformance.suite.Requirements;
import conformance.suite.Suite;
import conformance.suite.Untested;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which requirement is covered by which cases, and which by none, with the reason. */
public final class Coverage {
    /** {@code 5.5.2-10} after {@code 5.5.2-9}. */
    private static final Comparator<String> BY_ROW = Comparator.comparing(Coverage::section, Suite.BY_SECTION)
            .thenComparing(row -> Integer.parseInt(row.substring(row.lastIndexOf('-') + 1)));
    private static final int WIDTH = 118;
    private static final String INDENT = " ".repeat(20);

    private final List<Case> cases;
    private final Map<String, List<Case>> covered = new TreeMap<>(BY_ROW);
    private final List<Untested> untested;

    public Coverage(Suite suite, List<Untested> untested) {
        cases = suite.cases();
        for (Case each : cases) {
            each.rows().forEach(row -> covered.computeIfAbsent(row, key -> new ArrayList<>()).add(each));
        }
        this.untested = untested.stream().sorted(Comparator.comparing(Untested::row, BY_ROW)).toList();
    }

    private static String section(String row) {
        return row.substring(0, row.lastIndexOf('-'));
    }

    public void print(PrintStream out) {
        summary().forEach(out::println);
        out.println();
        out.println(covered.size() + " requirements are covered:");
        covered.forEach((row, cases) -> out.println(String.format("  %-18s%s", row, ids(cases))));
        out.println();
        out.println(untested.size() + " are not tested, because");
        untested.forEach(each ->
                out.println(String.format("  %-18s%s: %s", each.row(), each.requirement(), each.reason())));
    }

    /** How much there is of each RFC. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(line("", "bind a server", "have cases", "not tested", "cases"));
        Map<String, List<Requirement>> rfcs = new LinkedHashMap<>();
        for (Requirement each : Requirements.all().rows()) {
            rfcs.computeIfAbsent(rfc(each.id()), key -> new ArrayList<>()).add(each);
        }
        rfcs.forEach((rfc, rows) -> lines.add(line(rfc, rows)));
        lines.add(line("all", Requirements.all().rows()));
        return lines;
    }

    /** @param rows those of one RFC, or all */
    private String line(String name, List<Requirement> rows) {
        List<String> binding = rows.stream().filter(Requirement::bindsServer).map(Requirement::id).toList();
        long without = untested.stream().map(Untested::row).filter(binding::contains).count();
        long inIt = cases.stream().filter(each -> name.equals("all") || rfc(each.section() + "-0").equals(name))
                .count();
        return line(name, binding.size(), binding.stream().filter(covered::containsKey).count(), without, inIt);
    }

    private static String rfc(String row) {
        return "RFC " + Citation.rfc(section(row));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-10s%14s%12s%12s%8s", cells).stripTrailing();
    }

    private static String ids(List<Case> cases) {
        StringBuilder ids = new StringBuilder();
        int column = INDENT.length();
        for (Case each : cases) {
            if (column > INDENT.length() && column + each.id().length() > WIDTH) {
                ids.append('\n').append(INDENT);
                column = INDENT.length();
            } else if (!ids.isEmpty()) {
                ids.append(' ');
            }
            ids.append(each.id());
            column += each.id().length() + 1;
        }
        return ids.toString();
    }
}
