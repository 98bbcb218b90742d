package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Several results as Markdown, to be published: the counts, then for each server what it breaks, by the sentence. It
 * says no more than the sentence does, and whose part it is.
 */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Report> reports;

    private Markdown(Map<String, Report> reports) {
        this.reports = reports;
    }

    public static String write(Comparison comparison) {
        Markdown markdown = new Markdown(comparison.reports());
        markdown.counts();
        comparison.reports().forEach(markdown::server);
        return markdown.text.toString();
    }

    private void counts() {
        text.append("""
                | server | MUST | CORE | SHOULD | mute | passed | only seen | skipped | cases |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|
                """);
        reports.forEach((name, report) ->
                row(cell(name), report.failed(Level.MUST), report.failed(Level.CORE), report.failed(Level.SHOULD),
                report.count(entry -> entry.grade() == Grade.MUTE), report.count(entry -> entry.mark() == Mark.PASSED),
                report.count(entry -> entry.mark() == Mark.SEEN), report.count(entry -> entry.mark() == Mark.SKIPPED),
                        report.entries().size()));
    }

    private void server(String name, Report report) {
        text.append("\n## ").append(cell(name)).append("\n\n").append(cell(about(report))).append(".\n");
        if (report.endedEarly() != null) {
            text.append("\n**").append(cell(report.endedEarly())).append("**\n");
        }
        kinds(report, "Broken", entry -> entry.mark() == Mark.FAILED);
        kinds(report, "Recommended otherwise", entry -> entry.mark() == Mark.SHOULD);
    }

    private static String about(Report report) {
        Report.Subject subject = report.subject();
        String software = subject.software() == null ? "No Server field" : "Server: " + subject.software();
        return software + (subject.http() == null ? "" : "; HTTP by " + subject.http()) + "; tested " + report.date()
                + " in " + report.time()
                + " with suite " + report.version() + (report.echo() ? "" : ", without echoes");
    }

    private void kinds(Report report, String title, Predicate<Report.Entry> which) {
        List<Kind> kinds = Kind.of(report, which);
        if (kinds.isEmpty()) {
            return;
        }
        boolean isSplit = report.subject().http() != null;
        text.append('\n').append("| ").append(title)
                .append(" | requirement, and words of the sentence | cases | for example | what came |")
                .append(isSplit ? " whose part |" : "").append("\n|---|---|---:|---|---|").append(isSplit ? "---|" : "")
                .append('\n');
        for (Kind kind : kinds) {
            Rule rule = kind.rule();
            Report.Entry example = kind.example();
            String cited = "[" + Citation.name(rule.section()) + "](" + Citation.link(rule.section()) + ") "
                    + rule.level();
            String words = cell(rule.requirement())
                    + (rule.keyPhrase().isEmpty() ? "" : " – *“" + cell(rule.keyPhrase()) + "”*");
            String came = cell(example.actual()) + ", not " + cell(example.expected());
            if (isSplit) {
                row(cited, words, kind.entries().size(), example.id(), came, cell(kind.owner()));
            } else {
                row(cited, words, kind.entries().size(), example.id(), came);
            }
        }
    }

    private void row(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }

    /** Text of any origin: nothing in it is Markdown. */
    static String cell(String text) {
        return text.replaceAll("[\\\\`*_{}\\[\\]<>#|~]", "\\\\$0").replaceAll("\\s+", " ");
    }
}
