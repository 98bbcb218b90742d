package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import conformance.report.Comparison;
import conformance.report.Coverage;
import conformance.report.Html;
import conformance.report.JsonReport;
import conformance.report.Junit;
import conformance.report.Paint;
import conformance.report.ProgressLine;
import conformance.report.Report;
import conformance.report.Tree;
import conformance.sections.NotTested;
import conformance.sections.Sections;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** {@code java -cp build/main conformance.Main [options] URL [ID…]}: tests a server and says what it found. */
public final class Main {
    private static final int FAILURES = 1;
    private static final int USAGE = 2;

    private final Options options;
    private final PrintStream out;

    private Main(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
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
            return new Main(Options.parse(args), out).run();
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
        if (options.has("--compare")) {
            return compare();
        }
        Suite suite = Sections.all().only(options.only());
        if (suite.cases().isEmpty()) {
            throw new Options.UsageException("there is no case " + String.join(" or ", options.only()));
        }
        if (options.has("--list")) {
            suite.cases().forEach(each -> out.println(String.format("%-18s %-6s %s", each.id(), each.level(), each.sent())));
            return 0;
        }
        if (options.has("--coverage")) {
            new Coverage(suite, NotTested.all()).print(out);
            return 0;
        }
        return test(suite, options.settings());
    }

    private int test(Suite suite, Settings settings) throws FirstContact.NoServerException, Options.UsageException {
        FirstContact.make(settings);
        boolean terminal = Paint.isTerminal();
        ProgressLine progress = new ProgressLine(out, terminal);
        Run run = new Runner(settings, suite, progress).run();
        progress.end();
        Report report = Report.of(run, options.has("--strict"));
        new Tree(out, Paint.of(terminal), options.has("--verbose")).print(report, options.only().isEmpty() ? NotTested.all().size() : 0);
        write("--junit", () -> Junit.write(report));
        write("--json", () -> JsonReport.write(report));
        write("--html", () -> Html.write(report, NotTested.all()));
        return report.isFailure() ? FAILURES : 0;
    }

    private int compare() throws Options.UsageException {
        if (options.arguments().isEmpty() || !options.has("--html")) {
            throw new Options.UsageException("--compare wants JSON results, and --html FILE for the page");
        }
        Map<String, Report> reports = new LinkedHashMap<>();
        Iterator<String> names = Comparison.names(options.arguments()).iterator();
        for (String file : options.arguments()) {
            try {
                reports.put(names.next(), JsonReport.read(Files.readString(Path.of(file))));
            } catch (IOException | InvalidPathException e) {
                throw new Options.UsageException("can't read " + file);
            } catch (IllegalArgumentException e) {
                throw new Options.UsageException(file + ": " + e.getMessage());
            }
        }
        write("--html", () -> Comparison.write(reports));
        return 0;
    }

    private void write(String option, Supplier<String> text) throws Options.UsageException {
        if (!options.has(option)) {
            return;
        }
        try {
            Files.writeString(Path.of(options.value(option)), text.get());
        } catch (IOException | InvalidPathException e) {
            throw new Options.UsageException("can't write " + options.value(option) + ": " + e.getMessage());
        }
    }
}
