package conformance.report;

import static conformance.report.Markup.escape;

import conformance.suite.Suite;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Several results side by side, as a page: a row for each section and, once that is opened, for each case; a column for each server. */
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
        StringBuilder body = new StringBuilder("<ul>\n");
        reports.forEach((name, report) -> {
            body.append("<li><b>").append(escape(name)).append("</b> ").append(escape(report.url())).append(", ").append(escape(report.totals()));
            body.append(report.gone() == null ? "" : " <span class=\"fail\">✘ " + escape(report.gone()) + "</span>").append('\n');
        });
        body.append("""
                </ul>
                <p><label><input type="checkbox" id="all"> all cases</label> <label><input type="checkbox" id="different"> only where they differ</label>
                <table class="side">
                <thead><tr><th><th>""");
        reports.keySet().forEach(name -> body.append("<th><span>").append(escape(name)).append("</span>"));
        body.append("</thead>\n");
        rows(reports).forEach((section, rows) -> section(body, section, rows.values(), reports.keySet()));
        return Page.of("WebSocket conformance, side by side", body.append("</table>\n").toString());
    }

    private static void section(StringBuilder body, String section, Collection<Row> rows, Set<String> columns) {
        boolean same = rows.stream().allMatch(row -> row.isSame(columns.size()));
        body.append(same ? "<tbody class=\"same\">" : "<tbody>").append("<tr><th><label><input type=\"checkbox\"> ").append(escape(Tree.name(section)))
                .append("</label><th>").append(escape(rows.iterator().next().of.title()));
        columns.forEach(column -> body.append("<td>").append(counts(rows, column)));
        body.append('\n');
        for (Row row : rows) {
            body.append(row.isSame(columns.size()) ? "<tr class=\"case same\">" : "<tr class=\"case\">").append("<td>").append(escape(row.of.id()))
                    .append("<td>").append(escape(row.of.sent()));
            for (String column : columns) {
                Report.Entry result = row.results.get(column);
                body.append(result == null ? "<td>" : "<td title=\"" + escape(said(result)) + "\">" + Page.mark(result.mark()));
            }
            body.append('\n');
        }
    }

    /** What didn't pass; where nothing failed, that all did. */
    private static String counts(Collection<Row> rows, String column) {
        Map<String, Long> counts = Report.counts(rows.stream().map(row -> row.results.get(column)).filter(Objects::nonNull).toList());
        boolean failed = counts.containsKey("✘") || counts.containsKey("~");
        return counts.entrySet().stream().filter(count -> failed ? "✘~".contains(count.getKey()) : "✔".equals(count.getKey()))
                .map(count -> failed ? Page.mark(count.getKey()) + ' ' + count.getValue() : Page.mark(count.getKey())).collect(Collectors.joining("<br>"));
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
