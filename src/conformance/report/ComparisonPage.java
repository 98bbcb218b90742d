package conformance.report;

import static conformance.report.Markup.escape;
import static java.nio.charset.StandardCharsets.UTF_8;

import conformance.suite.Grade;
import conformance.suite.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Results side by side: a row for each section and, once that is opened, for each case; a column for each server. A
 * cell opens that server's verdict with its bytes. Those of all servers are in the page, packed: tens of megabytes
 * otherwise.
 */
final class ComparisonPage {
    private final StringBuilder html = new StringBuilder();
    private final Map<String, Report> reports;

    private ComparisonPage(Map<String, Report> reports) {
        this.reports = reports;
    }

    static String write(Comparison comparison) {
        ComparisonPage page = new ComparisonPage(comparison.reports());
        page.html.append("<h1>WebSocket conformance, side by side</h1>\n");
        if (!comparison.isOfOneVersion()) {
            page.html.append("<p class=\"failed\">These results are of different versions of the suite.\n");
        }
        page.servers();
        page.table(comparison.rows());
        page.html.append("<dialog class=\"cell\" id=\"cell\"><form method=\"dialog\">")
                .append("<button aria-label=\"close\">×</button></form>")
                .append("<h3></h3><div></div></dialog>\n");
        int column = 0;
        for (Report report : page.reports.values()) {
            page.html.append("<script type=\"application/octet-stream\" id=\"verdicts").append(column++).append("\">")
                    .append(packed(report))
                    .append("</script>\n");
        }
        return Page.of("WebSocket conformance, side by side", "side", page.html.toString());
    }

    private void servers() {
        html.append("<div class=\"wide\"><table class=\"totals\">\n<thead><tr><th>Server");
        for (String column : List.of("MUST", "CORE", "SHOULD", "mute", "passed", "seen", "skipped")) {
            html.append("<th class=\"number\">").append(column);
        }
        html.append("</thead>\n");
        reports.forEach((name, report) -> {
            html.append("<tr><th>").append(escape(name));
            if (report.subject().software() != null) {
                html.append(" <small>Server: ").append(escape(report.subject().software())).append("</small>");
            }
            if (report.endedEarly() != null) {
                html.append(" <small class=\"failed\">").append(Mark.FAILED).append(' ')
                        .append(escape(report.endedEarly())).append("</small>");
            }
            number("failed", report.failed(Level.MUST));
            number("failed", report.failed(Level.CORE));
            number("should", report.failed(Level.SHOULD));
            number("should", report.count(entry -> entry.grade() == Grade.MUTE));
            number("passed", report.count(entry -> entry.mark() == Mark.PASSED));
            number("seen", report.count(entry -> entry.mark() == Mark.SEEN));
            number("skipped", report.count(entry -> entry.mark() == Mark.SKIPPED));
            html.append('\n');
        });
        html.append("</table></div>\n<p class=\"levels\">").append(Page.LEVELS).append("\n<p class=\"levels\">");
        for (Mark mark : Mark.values()) {
            html.append(Page.mark(mark)).append(' ').append(mark.word()).append(": ").append(mark.meaning())
                    .append(". ");
        }
        html.append('\n');
    }

    private void number(String css, long number) {
        html.append("<td class=\"number ").append(css).append("\">").append(number == 0 ? "" : number);
    }

    private void table(Map<String, List<Comparison.Row>> sections) {
        html.append("""
                <h2>Section by section</h2>
                <p class="filter">Show
                <label><input type="radio" name="show" id="wrong" checked><span>what any of them breaks</span></label>
                <label><input type="radio" name="show" id="different"><span>where they differ</span></label>
                <label><input type="radio" name="show" id="everything"><span>all</span></label>
                <p class="about">A section opens its cases, a case's mark that server's bytes.
                <div class="wide"><table class="side">
                <thead><tr><th>""");
        reports.keySet().forEach(name -> html.append("<th><span>").append(escape(name)).append("</span>"));
        html.append("</thead>\n");
        sections.forEach(this::section);
        html.append("</table></div>\n");
    }

    private void section(String section, List<Comparison.Row> rows) {
        boolean same = rows.stream().allMatch(row -> row.isSame(reports.size()));
        boolean right = rows.stream().noneMatch(Comparison.Row::isWrong);
        html.append("<tbody").append(css("", same, right)).append("><tr><th><label><input type=\"checkbox\"> ")
                .append(escape(Citation.name(section))).append(' ').append(escape(rows.get(0).of().title()))
                .append("</label>");
        reports.keySet().forEach(name -> html.append("<td>").append(counts(rows, name)));
        html.append('\n');
        for (Comparison.Row row : rows) {
            html.append("<tr").append(css("case", row.isSame(reports.size()), !row.isWrong())).append(" id=\"")
                    .append(row.of().id())
                    .append("\"><th><code>").append(row.of().id()).append("</code>").append(escape(row.of().sent()));
            for (String name : reports.keySet()) {
                Report.Entry result = row.results().get(name);
                html.append(result == null ? "<td>"
                        : "<td class=\"" + result.mark().css() + "\"><button>" + result.mark() + "</button>");
            }
            html.append('\n');
        }
    }

    private static String css(String css, boolean same, boolean right) {
        String all = (css + (same ? " same" : "") + (right ? " right" : "")).strip();
        return all.isEmpty() ? "" : " class=\"" + all + '"';
    }

    /** What didn't pass; where nothing failed, that all did. */
    private static String counts(List<Comparison.Row> rows, String name) {
        Map<Mark, Long> counts =
                Report.counts(rows.stream().map(row -> row.results().get(name)).filter(Objects::nonNull).toList());
        boolean wrong = counts.containsKey(Mark.FAILED) || counts.containsKey(Mark.SHOULD);
        return counts.entrySet().stream()
                .filter(count -> wrong == (count.getKey() == Mark.FAILED || count.getKey() == Mark.SHOULD))
                .filter(count -> wrong || count.getKey() == Mark.PASSED)
                .map(count -> Page.mark(count.getKey()) + (wrong ? "&nbsp;" + count.getValue() : ""))
                .collect(Collectors.joining("<br>"));
    }

    /** All verdicts of a server, as they are shown, by their ids: JSON, gzip, base64. */
    private static String packed(Report report) {
        Map<String, String> verdicts = new TreeMap<>();
        for (Report.Entry entry : report.entries()) {
            StringBuilder verdict = new StringBuilder("<p>").append(Page.mark(entry.mark())).append(' ')
                    .append(escape(entry.sent()));
            Details.write(verdict, entry, report.subject());
            verdicts.put(entry.id(), verdict.toString());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(Json.write(verdicts).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
