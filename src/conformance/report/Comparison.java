package conformance.report;

import conformance.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several results, by the names of their servers. */
public record Comparison(Map<String, Report> reports) {
    /** Each row: the case, and under the server's name what came of it there. */
    record Row(Report.Entry of, Map<String, Report.Entry> results) {
        boolean isSame(int columns) {
            return results.size() == columns
                    && results.values().stream().map(Report.Entry::mark).distinct().count() == 1;
        }

        /** Whether any of them failed it, or broke a SHOULD. */
        boolean isWrong() {
            return results.values().stream().anyMatch(Report.Entry::isBad);
        }
    }

    /** @param files of the results: a server that was given no name is called by its file */
    public static Comparison of(List<Report> results, List<String> files) {
        Map<String, Report> reports = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            String given = results.get(i).subject().name();
            String file = files.get(i).substring(files.get(i).lastIndexOf('/') + 1);
            String name = given == null ? file.replaceAll("\\.json$", "") : given;
            int number = 2;
            for (String free = name; reports.putIfAbsent(free, results.get(i)) != null; free = name + ' ' + number++) {
                continue;
            }
        }
        return new Comparison(reports);
    }

    public String page() {
        return ComparisonPage.write(this);
    }

    /** Whether the results are of the same cases; else the differences may be the suite's. */
    boolean isOfOneVersion() {
        return reports.values().stream().map(Report::version).distinct().count() <= 1;
    }

    /** By section and id, the sections in their order and the cases in that of the results. */
    Map<String, List<Row>> rows() {
        Map<String, Map<String, Row>> sections = new TreeMap<>(Suite.BY_SECTION);
        reports.forEach((name, report) -> report.entries().forEach(entry -> sections
                .computeIfAbsent(entry.section(), key -> new LinkedHashMap<>())
                .computeIfAbsent(entry.id(), key -> new Row(entry, new LinkedHashMap<>()))
                .results.put(name, entry)));
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        sections.forEach((section, byId) -> rows.put(section, new ArrayList<>(byId.values())));
        return rows;
    }
}
