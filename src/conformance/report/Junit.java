package conformance.report;

import static conformance.report.Markup.escape;

import conformance.suite.Grade;
import conformance.wire.Transcript;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** JUnit's XML, as far as CI servers agree on it: a suite for each section, a test for each case. */
public final class Junit {
    private Junit() {}

    public static String write(Report report) {
        int more = report.endedEarly() == null ? 0 : 1;
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites name=\"").append(escape("WebSocket conformance of " + report.subject().title()))
                .append('"')
                .append(counts(report.entries(), more)).append(seconds(report.millis())).append(">\n");
        report.sections().forEach((section, entries) -> {
            xml.append("  <testsuite name=\"").append(escape(Citation.name(section) + ' ' + entries.get(0).title()))
                    .append('"')
                    .append(counts(entries, 0)).append(seconds(entries.stream().mapToLong(Report.Entry::millis).sum()))
                    .append(">\n");
            entries.forEach(entry -> test(xml, entry));
            xml.append("  </testsuite>\n");
        });
        if (more > 0) {
            xml.append("  <testsuite name=\"the run\" tests=\"1\" failures=\"1\" skipped=\"0\">\n")
                    .append("    <testcase classname=\"run\" name=\"comes to its end\">\n      <failure message=\"")
                    .append(escape(report.endedEarly())).append("\"/>\n    </testcase>\n  </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static String counts(List<Report.Entry> entries, int more) {
        return " tests=\"" + (entries.size() + more)
                + "\" failures=\"" + (entries.stream().filter(Report.Entry::failure).count() + more)
                + "\" skipped=\"" + entries.stream().filter(entry -> entry.grade() == Grade.SKIPPED).count() + '"';
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, " time=\"%.3f\"", millis / 1000.0);
    }

    private static void test(StringBuilder xml, Report.Entry entry) {
        xml.append("    <testcase classname=\"").append(escape(Citation.name(entry.section()))).append("\" name=\"")
                .append(escape(entry.id() + ' ' + entry.sent())).append('"').append(seconds(entry.millis()))
                .append(">\n");
        if (entry.failure()) {
            xml.append("      <failure type=\"").append(entry.broken().level()).append("\" message=\"")
                    .append(escape(difference(entry))).append("\">")
                    .append(escape(entry.broken() + "\n\n" + bytes(entry))).append("</failure>\n");
        } else if (entry.grade() == Grade.SKIPPED) {
            xml.append("      <skipped message=\"").append(escape(entry.note())).append("\"/>\n");
        } else if (entry.isBad()) {
            output(xml, entry.mark() + " " + entry.broken() + '\n' + difference(entry));
        } else if (entry.note() != null) {
            output(xml, entry.note());
        }
        xml.append("    </testcase>\n");
    }

    private static String difference(Report.Entry entry) {
        return "expected: " + entry.expected() + "; actual: " + entry.actual();
    }

    private static void output(StringBuilder xml, String text) {
        xml.append("      <system-out>").append(escape(text)).append("</system-out>\n");
    }

    private static String bytes(Report.Entry entry) {
        return entry.connections().stream()
                .map(lines -> lines.stream().map(Transcript.Line::toString).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n\n"));
    }
}
