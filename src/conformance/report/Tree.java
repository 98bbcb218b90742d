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

/** The report on a terminal: a line for each section, all there is to know of what went wrong in it, and a recap. */
public final class Tree {
    private static final String INDENT = "      ";
    private static final String DEEPER = "        ";
    private static final int IDS = 5;

    private final PrintStream out;
    private final Paint paint;
    private final boolean verbose;
    /** By its fault, the case in which that was shown. */
    private final Map<String, Report.Entry> shown = new HashMap<>();

    /** @param verbose whether all cases are shown, with their bytes */
    public Tree(PrintStream out, Paint paint, boolean verbose) {
        this.out = out;
        this.paint = paint;
        this.verbose = verbose;
    }

    /** @param untested how many requirements no case covers; 0 if that is not to be reported */
    public void print(Report report, int untested) {
        String software = report.subject().software();
        out.println(paint.bold(report.subject().title())
                + (software == null ? "" : paint.grey("  Server: " + software)));
        report.sections().forEach(this::section);
        skipped(report);
        if (untested > 0) {
            out.println(paint.grey("- " + untested + " requirements are not tested: --coverage says which, and why"));
        }
        recap(report);
        if (report.gone() != null) {
            out.println(paint.red("✘ " + report.gone()));
            out.println("  What ran then and later is not judged, and failures were not all tried again alone;");
            out.println("  --jobs 1 shows which case it was.");
        }
        if (report.interrupted() != null) {
            out.println(paint.red("✘ " + report.interrupted()));
        }
        out.println((report.isFailure() ? paint.red("✘ ") : paint.green("✔ ")) + report.totals());
    }

    private void section(String section, List<Report.Entry> entries) {
        String counts = Report.counts(entries).entrySet().stream()
                .map(count -> paint.mark(count.getKey(), count.getKey() + " " + count.getValue()))
                .collect(Collectors.joining("  "));
        String indent = "  ".repeat(Math.max(0, (int) section.chars().filter(c -> c == '.').count() - 1));
        out.println(String.format("%-50s", indent + Citation.name(section) + ' ' + entries.get(0).title()) + counts);
        Map<Report.Entry, List<Report.Entry>> repeated = new LinkedHashMap<>();
        for (Report.Entry entry : entries) {
            Report.Entry first = entry.isBad() ? shown.putIfAbsent(entry.fault(), entry) : null;
            if (first != null && !verbose) {
                repeated.computeIfAbsent(first, key -> new ArrayList<>()).add(entry);
            } else if (verbose || entry.isBad() || entry.flaky() || entry.grade() == Grade.INFO) {
                entry(entry);
            }
        }
        repeated.forEach((first, others) ->
                out.println("    " + paint.mark(first.mark(), first.mark() + " " + others.size() + " more")
                + " as " + first.id() + paint.grey(": " + Kind.ids(others, IDS))));
    }

    private void entry(Report.Entry entry) {
        boolean inLine = entry.note() != null && !entry.isBad() && !entry.flaky();
        out.println("    " + paint.mark(entry.mark(), entry.mark() + " " + entry.id()) + ' ' + entry.sent()
                + word(entry)
                + (inLine ? paint.grey(": " + entry.note()) : ""));
        if (entry.note() != null && !inLine) {
            out.println(INDENT + entry.note());
        }
        if (entry.isBad()) {
            out.println(INDENT + entry.broken().citation() + ": " + entry.broken().requirement());
            if (!entry.broken().keyPhrase().isEmpty()) {
                out.println(INDENT + entry.broken().quotation().strip());
            }
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
                String text = hasFrames && !verbose ? beginning(line) : line.toString();
                out.println(INDENT + paint.grey(text.replace("\n", '\n' + INDENT)));
            }
        }
    }

    /** Once frames flow, the handshake is of little interest. */
    private static String beginning(Transcript.Line line) {
        int end = line.meaning().indexOf('\n');
        return end < 0 ? line.toString() : line.direction() + ' ' + line.meaning().substring(0, end) + " …";
    }

    private void skipped(Report report) {
        Map<String, List<Report.Entry>> reasons = new LinkedHashMap<>();
        report.entries().stream().filter(entry -> entry.grade() == Grade.SKIPPED)
                .forEach(entry -> reasons.computeIfAbsent(entry.note(), key -> new ArrayList<>()).add(entry));
        reasons.forEach((reason, entries) -> out.println(paint.grey("- " + entries.size() + " skipped: " + reason
                + (entries.size() <= IDS ? " (" + Kind.ids(entries, IDS) + ")" : ""))));
    }

    /** The failures once more, each kind once: what a reader sees who looks at the end only. */
    private void recap(Report report) {
        List<Kind> kinds = Kind.of(report, Report.Entry::failure);
        if (!kinds.isEmpty()) {
            out.println();
            out.println(paint.bold("What failed, and in how many cases"));
            kinds.forEach(this::recap);
        }
        List<Kind> lesser = Kind.of(report, entry -> !entry.failure());
        if (!lesser.isEmpty()) {
            int cases = lesser.stream().mapToInt(kind -> kind.entries().size()).sum();
            out.println();
            out.println(paint.mark(Mark.SHOULD, Mark.SHOULD + " " + Kind.cases(cases)) + " broke a SHOULD, in "
                    + lesser.size()
                    + (lesser.size() == 1 ? " kind" : " kinds") + ", and failed nothing (with --strict they do)");
        }
        if (!kinds.isEmpty() || !lesser.isEmpty()) {
            out.println();
        }
    }

    private void recap(Kind kind) {
        Rule rule = kind.rule();
        Report.Entry example = kind.example();
        String count = String.format("%s %4d", example.mark(), kind.entries().size());
        out.println("  " + paint.mark(example.mark(), count) + "  " + paint.bold(rule.citation()) + "  "
                + rule.requirement());
        if (!rule.keyPhrase().isEmpty()) {
            out.println(DEEPER + "  " + rule.quotation().strip());
        }
        String others = kind.ways() == 1 ? "" : paint.grey(" (the most frequent of " + kind.ways() + ")");
        out.println(DEEPER + "  Expected  " + example.expected());
        out.println(DEEPER + "  Actual    " + example.actual() + others);
        out.println(DEEPER + "  " + paint.grey(Kind.ids(kind.entries(), IDS)));
    }
}
