package conformance.report;

import static conformance.report.Markup.escape;

import conformance.suite.Grade;
import conformance.suite.Untested;
import conformance.wire.Transcript;
import java.util.List;

/** The result as a page: a matrix of sections, then each case with its requirement, its verdict and its bytes. */
public final class Html {
    private Html() {}

    /** @param untested requirements that no case covers */
    public static String write(Report report, List<Untested> untested) {
        StringBuilder body = new StringBuilder();
        body.append("<p>").append(escape(report.totals())).append(", started ").append(escape(report.start()));
        if (report.gone() != null) {
            body.append("<p class=\"fail\">✘ ").append(escape(report.gone()));
        }
        matrix(body, report);
        report.sections().forEach((section, entries) -> {
            body.append("<h2>").append(heading(section, entries)).append("</h2>\n");
            entries.forEach(entry -> details(body, entry));
        });
        body.append("<h2>Not tested, because</h2>\n<dl>");
        untested.forEach(each -> term(body, each.row(), each.requirement() + ": " + each.reason()));
        body.append("</dl>\n");
        return Page.of("WebSocket conformance of " + report.url(), body.toString());
    }

    private static String heading(String section, List<Report.Entry> entries) {
        return escape(Tree.name(section) + ' ' + entries.get(0).title());
    }

    private static void matrix(StringBuilder body, Report report) {
        body.append("<table>\n");
        report.sections().forEach((section, entries) -> {
            body.append("<tr><th>").append(heading(section, entries)).append("<td class=\"marks\">");
            entries.forEach(entry -> body.append("<a class=\"").append(Page.colour(entry.mark())).append("\" href=\"#").append(anchor(entry))
                    .append("\" title=\"").append(escape(entry.id() + ' ' + entry.sent())).append("\">").append(entry.mark()).append("</a>"));
            body.append('\n');
        });
        body.append("</table>\n");
    }

    private static String anchor(Report.Entry entry) {
        return "c" + entry.id().replace('/', '_');
    }

    private static void details(StringBuilder body, Report.Entry entry) {
        body.append("<details id=\"").append(anchor(entry)).append('"').append(entry.isBad() ? " open" : "").append("><summary>")
                .append(Page.mark(entry.mark())).append(' ').append(entry.id()).append(' ').append(escape(entry.sent()))
                .append(entry.grade() == Grade.MUTE ? " (mute)" : "").append(entry.flaky() ? " (flaky)" : "").append("</summary>\n<dl>");
        term(body, entry.level().toString(), entry.requirement());
        term(body, "Covers", String.join(" ", entry.rows()));
        if (entry.isBad()) {
            if (!entry.brokenSection().equals(entry.section())) {
                term(body, "Broken", Tree.name(entry.brokenSection()) + ' ' + entry.brokenLevel());
            }
            term(body, "Expected", entry.expected());
            term(body, "Actual", entry.actual());
        }
        if (entry.note() != null) {
            term(body, "Note", entry.note());
        }
        body.append("</dl>\n");
        for (List<Transcript.Line> lines : entry.connections()) {
            body.append("<pre>");
            lines.forEach(line -> body.append(escape(line.toString())).append('\n'));
            body.append("</pre>\n");
        }
        body.append("</details>\n");
    }

    private static void term(StringBuilder body, String name, String value) {
        body.append("<dt>").append(name).append("<dd>").append(value.isEmpty() ? "-" : escape(value));
    }
}
