package conformance.report;

import static conformance.report.Page.escape;

import conformance.suite.Suite;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Several results side by side, as a page: a row for each case, a column for each server. */
public final class Comparison {
    /** Each row: the case, and under the column's name what it came to there. */
    private record Row(Report.Entry of, Map<String, Report.Entry> results) {
        boolean isSame(int columns) {
            return results.size() == columns && results.values().stream().map(Report.Entry::mark).distinct().count() == 1;
        }
    }

    private Comparison() {}

    /** @param reports by the names of their columns */
    public static String write(Map<String, Report> reports) {
        StringBuilder body = new StringBuilder();
        body.append("<input type=\"checkbox\" id=\"different\"><label for=\"different\"> only where they differ</label>\n<table>\n<tr><th><th>");
        reports.forEach((name, report) -> body.append("<th title=\"").append(escape(report.url())).append("\">").append(escape(name)));
        body.append("\n<tr><td><td>");
        reports.values().forEach(report -> {
            body.append("<td>");
            Report.counts(report.entries()).forEach((mark, count) -> body.append(Page.mark(mark)).append(' ').append(count).append("<br>"));
            if (report.gone() != null) {
                body.append("<span class=\"fail\">").append(escape(report.gone())).append("</span>");
            }
        });
        body.append('\n');
        rows(reports).forEach((section, rows) -> section(body, section, rows, reports.keySet()));
        return Page.of("WebSocket conformance, side by side", body.append("</table>\n").toString());
    }

    private static void section(StringBuilder body, String section, Map<String, Row> rows, Set<String> columns) {
        boolean same = rows.values().stream().allMatch(row -> row.isSame(columns.size()));
        String title = rows.values().iterator().next().of.title();
        body.append(same ? "<tr class=\"same\">" : "<tr>").append("<th>").append(escape(Tree.name(section))).append("<th>").append(escape(title)).append('\n');
        rows.forEach((id, row) -> {
            body.append(row.isSame(columns.size()) ? "<tr class=\"same\">" : "<tr>").append("<td>").append(escape(id)).append("<td>").append(escape(row.of.sent()));
            for (String column : columns) {
                Report.Entry result = row.results.get(column);
                body.append("<td title=\"").append(result == null ? "" : escape(said(result))).append("\">").append(result == null ? "" : Page.mark(result.mark()));
            }
            body.append('\n');
        });
    }

    private static String said(Report.Entry result) {
        return result.isBad() ? "expected: " + result.expected() + "; actual: " + result.actual() : result.note() == null ? "" : result.note();
    }

    private static Map<String, Map<String, Row>> rows(Map<String, Report> reports) {
        Map<String, Map<String, Row>> sections = new TreeMap<>(Suite.BY_SECTION);
        Comparator<String> byNumber = Comparator.comparing(id -> Integer.parseInt(id.substring(id.indexOf('/') + 1)));
        reports.forEach((name, report) -> report.entries().forEach(entry -> sections
                .computeIfAbsent(entry.section(), key -> new TreeMap<>(byNumber))
                .computeIfAbsent(entry.id(), key -> new Row(entry, new LinkedHashMap<>()))
                .results.put(name, entry)));
        return sections;
    }

    /** The names of files, without their folders and their {@code .json}; a number makes them different. */
    public static Set<String> names(List<String> files) {
        Set<String> names = new LinkedHashSet<>();
        for (String file : files) {
            String name = file.substring(file.lastIndexOf('/') + 1).replaceAll("\\.json$", "");
            int number = 2;
            for (String free = name; !names.add(free); free = name + ' ' + number++) {
                continue;
            }
        }
        return names;
    }
}
