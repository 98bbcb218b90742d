package conformance.report;

import conformance.suite.Grade;
import conformance.wire.Transcript;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report on a terminal: a line for each section, and all there is to know of what went wrong in it. */
public final class Tree {
    private static final String INDENT = "      ";

    private final PrintStream out;
    private final Paint paint;
    private final boolean verbose;
    private final Map<String, String> firstWithFault = new HashMap<>();

    /** @param verbose whether cases that passed are shown too, with their bytes */
    public Tree(PrintStream out, Paint paint, boolean verbose) {
        this.out = out;
        this.paint = paint;
        this.verbose = verbose;
    }

    /** @param untested how many requirements no case covers; 0 if that is not to be told */
    public void print(Report report, int untested) {
        out.println(paint.bold(report.url()));
        report.sections().forEach(this::section);
        skipped(report);
        if (untested > 0) {
            out.println(paint.grey("- " + untested + " requirements are not tested: --coverage tells which, and why"));
        }
        if (report.gone() != null) {
            out.println(paint.red("✘ " + report.gone()));
            out.println("  What ran then and later is not judged; --jobs 1 tells which case it was.");
        }
        out.println((report.isFailure() ? paint.red("✘ ") : paint.green("✔ ")) + report.totals());
    }

    private void section(String section, List<Report.Entry> entries) {
        String counts = Report.counts(entries).entrySet().stream()
                .map(count -> paint.mark(count.getKey(), count.getKey() + ' ' + count.getValue())).collect(Collectors.joining("  "));
        String indent = "  ".repeat(Math.max(0, (int) section.chars().filter(c -> c == '.').count() - 1));
        out.println(String.format("%-50s", indent + name(section) + ' ' + entries.get(0).title()) + counts);
        entries.forEach(entry -> {
            if (verbose || entry.isBad() || entry.flaky() || entry.grade() == Grade.INFO) {
                entry(entry);
            }
        });
    }

    /** {@code §5.5.2}, {@code RFC 7692 §7.2.1}. */
    static String name(String section) {
        int dash = section.indexOf('-');
        return dash < 0 ? "§" + section : "RFC " + section.substring(0, dash) + " §" + section.substring(dash + 1);
    }

    private void entry(Report.Entry entry) {
        out.println("    " + paint.mark(entry.mark(), entry.mark() + ' ' + entry.id()) + ' ' + entry.sent() + word(entry));
        String same = entry.isBad() ? firstWithFault.putIfAbsent(entry.fault(), entry.id()) : null;
        if (same != null && !verbose) {
            out.println(INDENT + paint.grey("as " + same));
            return;
        }
        if (entry.note() != null) {
            out.println(INDENT + entry.note());
        }
        if (entry.isBad()) {
            boolean other = !entry.brokenSection().equals(entry.section());
            out.println(INDENT + name(entry.brokenSection()) + ' ' + entry.brokenLevel() + (other ? "" : ": " + entry.requirement()));
            out.println(INDENT + "Expected  " + entry.expected());
            out.println(INDENT + "Actual    " + paint.mark(entry.mark(), entry.actual()));
        }
        if (entry.isBad() || verbose || entry.flaky()) {
            connections(entry);
        }
    }

    private static String word(Report.Entry entry) {
        return entry.grade() == Grade.MUTE ? " (mute)" : entry.flaky() ? " (flaky)" : "";
    }

    private void connections(Report.Entry entry) {
        for (int i = 0; i < entry.connections().size(); i++) {
            if (entry.connections().size() > 1) {
                out.println(INDENT + "connection " + (i + 1));
            }
            List<Transcript.Line> lines = entry.connections().get(i);
            boolean hasFrames = lines.stream().anyMatch(line -> !line.bytes().isEmpty());
            for (Transcript.Line line : lines) {
                out.println(INDENT + paint.grey((hasFrames && !verbose ? beginning(line) : line.toString()).replace("\n", '\n' + INDENT)));
            }
        }
    }

    /** Once frames flow, the handshake is of little interest. */
    private static String beginning(Transcript.Line line) {
        int end = line.meaning().indexOf('\n');
        return end < 0 ? line.toString() : line.direction() + ' ' + line.meaning().substring(0, end) + " …";
    }

    private void skipped(Report report) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        report.entries().stream().filter(entry -> entry.grade() == Grade.SKIPPED)
                .forEach(entry -> reasons.computeIfAbsent(entry.note(), key -> new ArrayList<>()).add(entry.id()));
        reasons.forEach((reason, ids) -> out.println(paint.grey("- " + ids.size() + " skipped: " + reason
                + (ids.size() <= 5 ? " (" + String.join(" ", ids) + ")" : ""))));
    }
}
