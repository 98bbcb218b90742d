package bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import support.Child;
import support.Proc;
import support.ServerProcess;

/**
 * {@code make bench}: starts a server and a load on it, several times, each time after the {@link Floor} under the same
 * load, and prints the medians of all figures and what they are relative to the floor.
 *
 * <p>A figure by itself says as much of the machine as of the server; the ratio to the floor, measured a moment before
 * on the same machine with the same load, is the server's own. Exit status: 0 whatever the figures are; 1 if a message
 * was lost, changed, came twice or in another order, or a connection was closed; 2 for arguments that can't be meant.
 */
public final class Main {
    /** Seconds. At a fixed rate a server's compilers still work in the usual time: a third of its processor time. */
    private static final int PACED_WARMUP = 15;

    private final Settings settings;
    private final Progress progress = new Progress();
    private final Report report = new Report();
    /** One for the server, one for the load; empty if processes can't be bound to cores. */
    private final List<Integer> cores;

    private Main(Settings settings) {
        this.settings = settings;
        this.cores = settings.on("pin") ? Programs.twoCores() : List.of();
    }

    private static Settings settings() {
        return new Settings("java -cp build/bench bench.Main key=value …\n"
                + "How many texts a second a broadcast server delivers, how soon, at what price; and whether to all,\n"
                + "once, in one order. Without rooms, members, senders or window: 16 members, all send, window 1; 100\n"
                + "and 1000, one sends, window 64, and with two loops; then rooms at a fixed rate, with and without\n"
                + "gathering; then a connect storm.")
                .with(Load.settings())
                .number("runs", 3, 1, 100, "", "how often each is measured; medians are reported")
                .number("paced", 0, 0, 1, "0 or 1", "of the standard scenarios only those at a fixed rate")
                .number("storm", 5000, 0, 50_000, "", "how many connect at once, after the standard scenarios; 0: none")
                .number("floor", 1, 0, 1, "0 or 1", "measure the floor too, before each run of the server")
                .number("pin", 1, 0, 1, "0 or 1", "server on one core, load on another, if taskset is there")
                .number("json", 0, 0, 1, "0 or 1", "one JSON object on standard output instead of the table")
                .text("server", "", "flags for the server that is started, as --loops 1")
                .text("tls", "", "flags with which the server speaks TLS; it is compared to itself without them")
                .text("jvm", "", "flags for its JVM, and for the floor's")
                .text("classes", "build/main", "where the server that is started was compiled to");
    }

    public static void main(String[] args) {
        Settings settings = settings().parse(args);
        Load.check(settings);
        if (settings.isGiven("url")) {
            Opening.url(settings, settings.text("url"));
        }
        Main main = new Main(settings);
        try {
            main.run();
        } catch (Fault | Child.Failure fault) {
            main.progress.clear();
            System.err.println(fault.getMessage());
            if (settings.on("json")) {
                System.out.println(Report.json(fault));
            }
            System.exit(1);
        }
    }

    private void run() {
        boolean standard = Stream.of("rooms", "members", "senders", "window").noneMatch(settings::isGiven);
        boolean tls = !settings.text("tls").isEmpty();
        for (Scenario scenario : standard ? Scenario.standard(settings) : List.of(Scenario.of(settings))) {
            boolean paced = !tls && scenario.rate() > 0 && scenario.rooms() == 1 && isOwn()
                    && !settings.text("server").contains("--gather");
            boolean loops = scenario.loops() > 0;
            if (loops && (!isOwn() || settings.text("server").contains("--loops"))) {
                continue;
            }
            Report.Row row = report.row(scenario, loops ? "loops 1" : paced ? "gather 0" : tls ? "plain" : "floor");
            for (int run = 1; run <= settings.number("runs"); run++) {
                String which = scenario + ", run " + run + " of " + settings.number("runs");
                if (loops) {
                    row.reference(measureServer(scenario, which + ", loops 1", tls, "--loops", "1"));
                    row.server(measureServer(scenario, which, tls, "--loops", Integer.toString(scenario.loops())));
                    continue;
                }
                if (paced) {
                    row.reference(measureServer(scenario, which + ", gather 0", false, "--gather", "0"));
                } else if (tls && isOwn()) {
                    row.reference(measureServer(scenario, which + ", plain", false));
                } else if (withFloor(scenario)) {
                    row.reference(measureFloor(scenario, which));
                }
                row.server(measureServer(scenario, which + ", server", tls));
            }
        }
        String storm = standard && settings.number("storm") > 0 && !tls ? storm() : "";
        progress.clear();
        if (settings.on("json")) {
            System.out.println(report.json(about()));
        } else {
            System.out.print(machine() + "; " + placement() + "\n\n" + report.table() + storm);
            int checked = settings.number("checked");
            System.out.println(checked == 0 ? "Verified: every member got every message, once, all in the same order."
                    : "Verified: of each room " + checked + " members got every message, once, all in the same order;"
                    + "\nthe others got as many bytes as these.");
        }
    }

    /** The first storm warms the server up; the second is told. */
    private String storm() {
        int count = Math.min(settings.number("storm"), Proc.descriptorLimit() / 2);
        progress.say("a connect storm");
        if (!isOwn()) {
            return storm(settings.text("url"), count);
        }
        try (var server = Programs.room(settings, false, serverCore())) {
            storm(server.socket() + "/", count);
            return storm(server.socket() + "/", count);
        }
    }

    private String storm(String url, int count) {
        try {
            return "\n" + Storm.of(Opening.url(settings, url), count) + "\n";
        } catch (IOException e) {
            throw new Fault("a connect storm: " + e.getMessage());
        }
    }

    private boolean withFloor(Scenario scenario) {
        return settings.on("floor") && scenario.rooms() == 1 && settings.number("checked") == 0
                && !settings.on("deflate") // it knows nothing of extensions
                && (isOwn() || URI.create(settings.text("url")).getHost().matches("127\\..*|localhost"));
    }

    /** Whether the server is one that is started here. */
    private boolean isOwn() {
        return settings.text("url").isEmpty();
    }

    private Map<Figure, Double> measureFloor(Scenario scenario, String which) {
        int seconds = Load.mostSeconds(settings, scenario.connections()) + 20;
        List<String> command = List.of("bench.Floor", "bytes=" + scenario.bytes(), "seconds=" + seconds);
        try (var floor = new ServerProcess(Programs.own("floor", serverCore(), settings.words("jvm"), command))) {
            return measure(scenario, which + ", floor", floor, 0); // it waits for everyone, so it can't have deaf ones
        }
    }

    private Map<Figure, Double> measureServer(Scenario scenario, String which, boolean tls, String... flags) {
        if (!isOwn()) {
            return load(scenario, which, settings.text("url"), settings.text("pid"), settings.number("deaf"));
        }
        List<String> all = new ArrayList<>(List.of(flags));
        if (settings.number("checked") > 0) {
            all.addAll(List.of("--ping-after", "3600")); // those that only count don't answer
        }
        int core = scenario.loops() > 0 ? -1 : serverCore();
        try (var server = Programs.room(settings, tls, core, all.toArray(String[]::new))) {
            return measure(scenario, which, server, settings.number("deaf"));
        }
    }

    /** A server that is measured at a fixed rate goes as fast as it can first: else its compilers work for minutes. */
    private Map<Figure, Double> measure(Scenario scenario, String which, ServerProcess server, int deaf) {
        String url = server.socket() + "/";
        try {
            if (scenario.rate() > 0) {
                load(scenario.asFastAsItGoes(), which + ", at full speed", url, "", 0);
            }
            return load(scenario, which, url, Long.toString(server.pid()), deaf);
        } catch (Fault fault) {
            throw new Fault(fault.getMessage() + server.said());
        }
    }

    /** Puts the load on one server, once. */
    private Map<Figure, Double> load(Scenario scenario, String which, String url, String pids, int deaf) {
        Map<String, Object> values = new LinkedHashMap<>(scenario.settings());
        values.put("url", url);
        values.put("pid", pids);
        values.put("deaf", deaf);
        int warmup = scenario.rate() > 0 && !settings.isGiven("warmup") ? PACED_WARMUP : settings.number("warmup");
        values.put("warmup", warmup);
        List<String> command = new ArrayList<>(List.of("bench.Load"));
        command.addAll(settings.arguments(Load.settings()));
        values.forEach((key, value) -> command.add(key + "=" + value)); // of two values the last counts

        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        List<String> faults = new ArrayList<>();
        int seconds = Load.mostSeconds(settings, scenario.connections()) + warmup + 10;
        int core = cores.isEmpty() || scenario.loops() > 0 ? -1 : cores.get(1);
        try (Child load = Programs.own("load", core, List.of("-XX:+UseSerialGC"), command)) {
            for (String line; (line = load.line(seconds)) != null;) {
                heard(line, which, figures, faults);
            }
            int status = load.exitStatus(seconds);
            if (!faults.isEmpty()) {
                throw new Fault(which + ":\n  " + String.join("\n  ", faults));
            }
            if (status != 0 || figures.isEmpty()) {
                throw new Fault(which + ": the load ended with status " + status + load.said());
            }
        }
        return figures;
    }

    private void heard(String line, String which, Map<Figure, Double> figures, List<String> faults) {
        String[] words = line.split(" ");
        String rest = line.substring(words[0].length()).strip();
        switch (words[0]) {
            case "progress" -> progress.say(which + ": " + rest);
            case "fault" -> faults.add(rest);
            case "note" -> report.note(which + ": " + rest);
            case "result" -> {
                for (String pair : rest.split(" ")) {
                    String[] sides = pair.split("=");
                    figures.put(Figure.valueOf(sides[0]), Double.valueOf(sides[1]));
                }
            }
            default -> { } // its JVM says something; if the load fails it is shown
        }
    }

    private int serverCore() {
        return cores.isEmpty() ? -1 : cores.get(0);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + Proc.processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + ", Java " + System.getProperty("java.runtime.version");
    }

    private String placement() {
        if (cores.isEmpty()) {
            return "not bound to cores";
        }
        return (isOwn() ? "server and floor" : "floor (the server is wherever it was started)")
                + " on core " + cores.get(0)
                + ", load on core " + cores.get(1);
    }

    private Map<String, Object> about() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("ok", true);
        about.put("machine", machine());
        about.put("pinned", !cores.isEmpty());
        for (String key : List.of("url", "server", "jvm")) {
            about.put(key, settings.text(key));
        }
        for (String key : List.of("warmup", "seconds")) {
            about.put(key, settings.number(key));
        }
        return about;
    }
}
