package conformance.report;

import static conformance.report.Markup.escape;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.suite.Untested;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result as a page: what failed, by kinds; then the cases, each with its verdict and its bytes; then the sections'
 * totals.
 */
public final class Html {
    private static final int IDS = 8;

    /** Which cases are listed. Without a script too: see the style sheet. */
    private record Filter(String id, String name, Mark mark, long count) {}

    private final StringBuilder html = new StringBuilder();
    private final Report report;
    private final Map<Mark, Long> counts;

    private Html(Report report) {
        this.report = report;
        counts = Report.counts(report.entries());
    }

    /** @param untested requirements that no case covers */
    public static String write(Report report, List<Untested> untested) {
        Html page = new Html(report);
        page.head();
        page.legend();
        page.kinds("What failed", Mark.FAILED);
        page.kinds("What breaks a SHOULD", Mark.SHOULD);
        page.cases();
        page.sections();
        page.untested(untested);
        return Page.of("WebSocket conformance of " + report.subject().title(), "page", page.html.toString());
    }

    private void head() {
        Report.Subject subject = report.subject();
        html.append("<h1>WebSocket conformance <span class=\"subject\">").append(escape(subject.title()))
                .append("</span></h1>\n<p class=\"about\">");
        if (subject.name() != null) {
            html.append(escape(subject.url())).append(" · ");
        }
        if (subject.software() != null) {
            html.append("Server: ").append(escape(subject.software())).append(" · ");
        }
        if (subject.http() != null) {
            html.append("HTTP by ").append(escape(subject.http())).append(" · ");
        }
        html.append(report.date()).append(" · ").append(report.time()).append(" · suite ")
                .append(escape(report.version())).append('\n');
        if (report.endedEarly() != null) {
            html.append("<p class=\"failed\">").append(Mark.FAILED).append(' ').append(escape(report.endedEarly()))
                    .append('\n');
        }
        if (subject.noEcho() != null) {
            html.append("<p>").append(escape(subject.noEcho())).append("; cases that need an echo were skipped.\n");
        } else if (!report.echo()) {
            html.append("<p>The server was not asked to echo: cases that need an echo were skipped.\n");
        }
        long failed = counts.getOrDefault(Mark.FAILED, 0L);
        int kinds = Kind.of(report, entry -> entry.mark() == Mark.FAILED).size();
        html.append(failed == 0 ? "<p class=\"verdict passed\">" + Mark.PASSED + " Nothing failed"
                : "<p class=\"verdict failed\">" + Mark.FAILED + ' ' + Kind.cases((int) failed) + " failed, " + kinds
                        + (kinds == 1 ? " requirement is" : " requirements are") + " broken")
                .append(" <small>").append(Kind.cases(report.entries().size())).append(" in all</small>\n");
    }

    private void legend() {
        html.append("<table class=\"legend\">\n");
        for (Mark mark : Mark.values()) {
            html.append("<tr><th>").append(Page.mark(mark)).append("<td class=\"number\">")
                    .append(counts.getOrDefault(mark, 0L))
                    .append("<td><b>").append(mark.word()).append("</b> ").append(parts(mark)).append(mark.meaning())
                    .append('\n');
        }
        html.append("</table>\n<p class=\"levels\">");
        html.append(Page.LEVELS).append('\n');
    }

    private String parts(Mark mark) {
        return switch (mark) {
            case FAILED -> parts(report.failed(Level.MUST), "MUST", report.failed(Level.CORE), "CORE");
            case SHOULD -> parts(report.failed(Level.SHOULD), "SHOULD",
                    report.count(entry -> entry.grade() == Grade.MUTE), "mute");
            default -> "";
        };
    }

    /** Only where there are both is one of them news. */
    private static String parts(long first, String name, long second, String other) {
        return first == 0 || second == 0 ? "" : "(" + first + ' ' + name + ", " + second + ' ' + other + ") ";
    }

    private void kinds(String title, Mark mark) {
        List<Kind> kinds = Kind.of(report, entry -> entry.mark() == mark);
        if (kinds.isEmpty()) {
            return;
        }
        html.append("<h2>").append(title).append("</h2>\n<ol class=\"kinds\">\n");
        for (Kind kind : kinds) {
            Report.Entry example = kind.example();
            html.append("<li><p><b class=\"level ").append(mark.css()).append("\">").append(kind.rule().level())
                    .append("</b> ")
                    .append(Details.cited(kind.rule())).append("<dl>");
            if (!kind.owner().equals(report.subject().title())) {
                html.append("<dt>Part of<dd>").append(escape(kind.owner()));
            }
            html.append("<dt>Expected<dd>").append(escape(example.expected()))
                    .append("<dt>Actual<dd>").append(escape(example.actual()))
                    .append(kind.ways() == 1 ? "" : " <small>the most frequent of " + kind.ways() + "</small>")
                    .append("<dt>").append(Kind.cases(kind.entries().size())).append("<dd class=\"ids\">");
            List<Report.Entry> entries = kind.entries();
            html.append(links(entries.subList(0, Math.min(IDS, entries.size()))));
            if (entries.size() > IDS) {
                html.append(" <details class=\"more\"><summary>").append(entries.size() - IDS).append(" more</summary>")
                        .append(links(entries.subList(IDS, entries.size()))).append("</details>");
            }
            html.append("</dl>\n");
        }
        html.append("</ol>\n");
    }

    private static String links(List<Report.Entry> entries) {
        return entries.stream().map(entry -> "<a href=\"#" + entry.id() + "\">" + entry.id() + "</a>")
                .collect(Collectors.joining(" "));
    }

    private void cases() {
        html.append("<h2>The cases</h2>\n<div class=\"list\">\n<p class=\"filter\">Show ");
        List<Filter> filters = List.of(
                new Filter("failures", "failed", Mark.FAILED, counts.getOrDefault(Mark.FAILED, 0L)),
                new Filter("shoulds", "SHOULD", Mark.SHOULD, counts.getOrDefault(Mark.SHOULD, 0L)),
                new Filter("all", "all", null, report.entries().size()));
        Filter first = filters.stream().filter(filter -> filter.count > 0).findFirst().orElse(filters.get(2));
        filters.forEach(filter -> html.append("<label><input type=\"radio\" name=\"show\" id=\"").append(filter.id)
                .append('"')
                .append(filter == first ? " checked" : "").append("><span>").append(filter.name).append(' ')
                .append(filter.count)
                .append("</span></label> "));
        html.append("\n<p class=\"nothing\">None.\n");
        report.sections().forEach((section, entries) -> {
            String has = entries.stream().map(entry -> "has-" + entry.mark().css()).distinct()
                    .collect(Collectors.joining(" "));
            html.append("<section class=\"").append(has).append("\"><h3>").append(heading(section, entries))
                    .append("</h3>\n");
            entries.forEach(this::entry);
            html.append("</section>\n");
        });
        html.append("</div>\n");
    }

    private static String heading(String section, List<Report.Entry> entries) {
        return "<a href=\"" + Citation.link(section) + "\">" + escape(Citation.name(section)) + "</a> "
                + escape(entries.get(0).title());
    }

    private void entry(Report.Entry entry) {
        html.append("<details class=\"case ").append(entry.mark().css()).append("\" id=\"").append(entry.id())
                .append("\"><summary>")
                .append(Page.mark(entry.mark())).append(" <code>").append(entry.id()).append("</code> ")
                .append(escape(entry.sent()))
                .append(entry.grade() == Grade.MUTE ? " (mute)" : "").append(entry.flaky() ? " (flaky)" : "")
                .append("</summary>\n");
        Details.write(html, entry, report.subject());
        html.append("</details>\n");
    }

    private void sections() {
        html.append("<h2>Totals by section</h2>\n<div class=\"wide\"><table class=\"totals\">\n<thead><tr><th>Section");
        for (Mark mark : Mark.values()) {
            html.append("<th class=\"number\" title=\"").append(mark.word()).append("\">").append(Page.mark(mark));
        }
        html.append("</thead>\n");
        report.sections().forEach((section, entries) -> {
            Map<Mark, Long> own = Report.counts(entries);
            html.append("<tr><th>").append(heading(section, entries));
            for (Mark mark : Mark.values()) {
                html.append("<td class=\"number ").append(mark.css()).append("\">")
                        .append(own.containsKey(mark) ? own.get(mark) : "");
            }
            html.append('\n');
        });
        html.append("</table></div>\n");
    }

    private void untested(List<Untested> untested) {
        html.append("<h2>Not tested, because</h2>\n<dl>");
        untested.forEach(each -> html.append("<dt>").append(escape(each.row())).append("<dd>")
                .append(escape(each.requirement() + ": " + each.reason())));
        html.append("</dl>\n");
    }
}
