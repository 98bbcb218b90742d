package conformance.report;

import static conformance.report.Markup.escape;

import conformance.wire.Transcript;
import java.util.List;

/** One verdict on a page: what was demanded, by which sentence, what came instead, and all bytes. */
final class Details {
    private Details() {}

    static void write(StringBuilder html, Report.Entry entry, Report.Subject subject) {
        html.append("<dl>");
        if (entry.isBad()) {
            Rule rule = entry.broken();
            term(html, rule.level().toString(), cited(rule));
            String owner = subject.owner(entry);
            if (!owner.equals(subject.title())) {
                term(html, "Part of", escape(owner));
            }
            term(html, "Expected", escape(entry.expected()));
            term(html, "Actual", "<b class=\"" + entry.mark().css() + "\">" + escape(entry.actual()) + "</b>");
        } else {
            term(html, entry.level().toString(), escape(entry.requirement()));
        }
        if (entry.note() != null) {
            term(html, "Note", escape(entry.note()));
        }
        if (!entry.rows().isEmpty()) {
            term(html, "Covers", escape(String.join(" ", entry.rows())));
        }
        html.append("</dl>\n");
        for (List<Transcript.Line> lines : entry.connections()) {
            html.append("<pre>");
            lines.forEach(line -> line(html, line));
            html.append("</pre>\n");
        }
    }

    /** The section, as a link to its text, the requirement, and the words of the sentence. */
    static String cited(Rule rule) {
        return "<a href=\"" + Citation.link(rule.section()) + "\">" + escape(Citation.name(rule.section()))
                + "</a> <strong>"
                + escape(rule.requirement()) + "</strong>"
                + (rule.keyPhrase().isEmpty() ? "" : " <q>" + escape(rule.keyPhrase()) + "</q>");
    }

    private static void term(StringBuilder html, String name, String value) {
        html.append("<dt>").append(name).append("<dd>").append(value);
    }

    private static void line(StringBuilder html, Transcript.Line line) {
        String tag = switch (line.direction()) {
            case "→" -> "b";
            case "←" -> "i";
            default -> "s";
        };
        html.append('<').append(tag).append('>').append(line.direction()).append("</").append(tag).append("> ")
                .append(escape(line.toString().substring(line.direction().length() + 1))).append('\n');
    }
}
