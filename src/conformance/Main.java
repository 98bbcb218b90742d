package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import conformance.report.Comparison;
import conformance.report.Coverage;
import conformance.report.Html;
import conformance.report.JsonReport;
import conformance.report.Junit;
import conformance.report.Markdown;
import conformance.report.Paint;
import conformance.report.ProgressLine;
import conformance.report.Report;
import conformance.report.Tree;
import conformance.sections.NotTested;
import conformance.sections.Sections;
import conformance.suite.Case;
import conformance.suite.FirstContact;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code java -cp build/main conformance.Main [options] URL [ID…]}: tests a server and says what it found. */
public final class Main {
    private static final int FAILURES = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final PrintStream out;
    private final PrintStream err;

    private Main(Options options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        // whatever the locale is: the reports have marks that ASCII doesn't
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int status = run(out, err, args);
        out.flush();
        System.exit(status);
    }

    /** @return the exit status */
    static int run(PrintStream out, PrintStream err, String... args) {
        try {
            return new Main(Options.parse(args), out, err).run();
        } catch (Options.UsageException e) {
            err.println(e.getMessage() + " (--help lists the options)");
        } catch (FirstContact.NoServerException e) {
            err.println(e.getMessage());
        }
        return USAGE;
    }

    private int run() throws Options.UsageException, FirstContact.NoServerException {
        if (options.has("--help")) {
            out.print(Options.help());
            return 0;
        }
        Suite all = Sections.all();
        if (options.has("--version")) {
            out.println("conformance " + Report.VERSION + ", " + all.cases().size() + " cases, Java "
                    + Runtime.version());
            return 0;
        }
        if (options.has("--compare")) {
            return compare();
        }
        if (options.has("--markdown")) {
            throw new Options.UsageException("--markdown goes with --compare");
        }
        for (String prefix : options.only()) {
            checkKnown(all, prefix);
        }
        for (String prefix : options.skipped()) {
            checkKnown(all, prefix);
        }
        Suite suite = all.only(options.only());
        if (options.has("--list")) {
            for (Case each : suite.cases()) {
                out.println(String.format("%-40s %-6s %s", each.id(), each.level(), each.sent()));
            }
            return 0;
        }
        if (options.has("--coverage")) {
            new Coverage(suite, NotTested.all()).print(out);
            return 0;
        }
        return test(suite, options.settings());
    }

    private static void checkKnown(Suite suite, String prefix) throws Options.UsageException {
        if (suite.only(List.of(prefix)).cases().isEmpty()) {
            throw new Options.UsageException("there is no case " + prefix);
        }
    }

    private int test(Suite suite, Settings settings) throws Options.UsageException, FirstContact.NoServerException {
        Reports reports = new Reports(options);
        FirstContact contact = options.has("--echo") ? FirstContact.insisting(settings) : FirstContact.make(settings);
        boolean echo = options.has("--echo") || (settings.echo() && contact.echoes());
        boolean terminal = Paint.isTerminal();
        ProgressLine progress = new ProgressLine(out, terminal);
        Runner runner = new Runner(settings.withEcho(echo).withGreetings(contact.greetings()), suite, progress);
        Conclusion conclusion = new Conclusion(contact, progress, reports, terminal);
        Thread whenInterrupted = new Thread(() -> conclusion.interrupted(runner));
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        if (!contact.echoes()) {
            out.println(contact.answer() + "; cases that need an echo are skipped (--echo runs them)");
        }
        if (contact.greetings() > 0) {
            out.println("each connection begins with " + contact.greetings() + (contact.greetings() == 1
                    ? " message" : " messages") + " of the server's own; the cases pass over that");
        }
        int status = conclusion.draw(runner.run());
        try {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (IllegalStateException e) {
            // it is running, and finds that all has been said
        }
        return status;
    }

    /** The end of a run, by itself or by Ctrl-C: whichever comes first is reported, and only once. */
    private final class Conclusion {
        private final FirstContact contact;
        private final ProgressLine progress;
        private final Reports reports;
        private final boolean terminal;
        private boolean drawn;

        Conclusion(FirstContact contact, ProgressLine progress, Reports reports, boolean terminal) {
            this.contact = contact;
            this.progress = progress;
            this.reports = reports;
            this.terminal = terminal;
        }

        synchronized int draw(Run run) {
            if (drawn) {
                return FAILURES;
            }
            drawn = true;
            progress.end();
            Report report =
                    Report.of(run, contact, options.value("--name"), options.value("--http"), options.has("--strict"));
            int untested = options.only().isEmpty() ? NotTested.all().size() : 0;
            new Tree(out, Paint.of(terminal), options.has("--verbose")).print(report, untested);
            int status = report.isFailure() ? FAILURES : 0;
            try {
                reports.write("--junit", () -> Junit.write(report));
                reports.write("--json", () -> JsonReport.write(report));
                reports.write("--html", () -> Html.write(report, NotTested.all()));
            } catch (Options.UsageException e) {
                err.println(e.getMessage());
                status = USAGE;
            }
            out.flush();
            return status;
        }

        synchronized void interrupted(Runner runner) {
            if (!drawn) {
                draw(runner.interrupt());
            }
        }
    }

    private int compare() throws Options.UsageException {
        if (options.arguments().isEmpty() || !(options.has("--html") || options.has("--markdown"))) {
            throw new Options.UsageException("--compare wants JSON results, and --html FILE for the page");
        }
        Reports reports = new Reports(options);
        List<Report> results = new ArrayList<>();
        for (String file : options.arguments()) {
            try {
                results.add(JsonReport.read(Files.readString(Path.of(file))));
            } catch (IOException | InvalidPathException e) {
                throw new Options.UsageException("can't read " + file);
            } catch (IllegalArgumentException e) {
                throw new Options.UsageException(file + ": " + e.getMessage());
            }
        }
        Comparison comparison = Comparison.of(results, options.arguments());
        reports.write("--html", comparison::page);
        reports.write("--markdown", () -> Markdown.write(comparison));
        return 0;
    }
}
