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
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites name=\"").append(escape("RFC 6455 conformance of " + report.url())).append('"')
                .append(counts(report.entries(), report.gone() == null ? 0 : 1)).append(seconds(report.millis())).append(">\n");
        report.sections().forEach((section, entries) -> {
            xml.append("  <testsuite name=\"").append(escape(Tree.name(section) + ' ' + entries.get(0).title())).append('"')
                    .append(counts(entries, 0)).append(seconds(entries.stream().mapToLong(Report.Entry::millis).sum())).append(">\n");
            entries.forEach(entry -> test(xml, entry));
            xml.append("  </testsuite>\n");
        });
        if (report.gone() != null) {
            xml.append("  <testsuite name=\"the server\" tests=\"1\" failures=\"1\" skipped=\"0\">\n    <testcase classname=\"server\" name=\"serves to the end\">\n")
                    .append("      <failure message=\"").append(escape(report.gone())).append("\"/>\n    </testcase>\n  </testsuite>\n");
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
        xml.append("    <testcase classname=\"").append(escape(Tree.name(entry.section()))).append("\" name=\"")
                .append(escape(entry.id() + ' ' + entry.sent())).append('"').append(seconds(entry.millis())).append(">\n");
        if (entry.failure()) {
            xml.append("      <failure type=\"").append(entry.grade()).append("\" message=\"")
                    .append(escape("expected: " + entry.expected() + "; actual: " + entry.actual())).append("\">")
                    .append(escape(Tree.name(entry.brokenSection()) + ' ' + entry.brokenLevel() + ": " + entry.requirement() + '\n' + bytes(entry)))
                    .append("</failure>\n");
        } else if (entry.grade() == Grade.SKIPPED) {
            xml.append("      <skipped message=\"").append(escape(entry.note())).append("\"/>\n");
        }
        if (entry.isBad() && !entry.failure()) {
            xml.append("      <system-out>").append(escape(entry.mark() + ' ' + entry.grade() + ": " + entry.expected() + " expected, but " + entry.actual()))
                    .append("</system-out>\n");
        } else if (entry.note() != null && entry.grade() != Grade.SKIPPED) {
            xml.append("      <system-out>").append(escape(entry.note())).append("</system-out>\n");
        }
        xml.append("    </testcase>\n");
    }

    private static String bytes(Report.Entry entry) {
        return entry.connections().stream().map(lines -> lines.stream().map(Transcript.Line::toString).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n\n"));
    }
}
