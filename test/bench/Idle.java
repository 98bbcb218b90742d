package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import support.Child;
import support.ClientFrames;
import support.Json;
import support.Proc;
import support.Requests;
import support.Response;
import support.ServerProcess;

/**
 * {@code make bench-idle}: what connections cost that do nothing. Starts the server, opens as many as file descriptors
 * allow in both processes, and prints how fast that went and how much the server's resident memory grew. With {@code
 * POLLS=1} these are not open WebSockets but requests that wait for a message: long polls. With {@code ROOMS=1} each is
 * in a room of its own: what it takes more than without is the room's.
 *
 * <p>Memory is taken before and after without asking for a garbage collection: what the JVM takes from the system to
 * serve these connections counts, whether it is used or not. Only then {@code jcmd} counts the objects, with the
 * connections and without them.
 */
final class Idle {
    /** Descriptors that both processes need for themselves. */
    private static final int RESERVE = 100;
    private static final int AT_ONCE = 64;
    /** With TLS, as this program answers them one after the other, and each takes milliseconds. */
    private static final int TLS_AT_ONCE = 8;
    private static final int SETTLE_SECONDS = 5;
    private static final int SAMPLE_MILLIS = 200;
    private static final int END_SECONDS = 20;
    private static final int JCMD_SECONDS = 60;
    /** A poll waits no longer. */
    private static final int POLL_SECONDS = 30;

    private final Settings settings;
    private final int connections;
    private final int core;
    private final List<Integer> cores;
    private final Progress progress = new Progress();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private Idle(Settings settings) {
        this.settings = settings;
        int possible = (Proc.descriptorLimit() - RESERVE) / 100 * 100;
        int wanted = settings.number("connections");
        connections = wanted == 0 ? Math.min(possible, 60_000) : wanted;
        cores = settings.on("pin") ? Programs.twoCores() : List.of();
        core = cores.isEmpty() ? -1 : cores.get(0);
        if (connections > possible) {
            settings.wrong("file descriptors allow " + possible + " connections (ulimit -n), not " + connections);
        } else if (settings.on("polls") && !settings.text("tls").isEmpty()) {
            settings.wrong("long polls are measured without TLS only");
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Settings settings = new Settings("java -cp build/bench bench.Idle key=value …\n"
                + "What connections cost that do nothing.")
                .number("connections", 0, 0, 1_000_000, "", "how many; 0: as many as file descriptors allow")
                .number("warmup", 3000, 0, 1_000_000, "connections", "opened and closed before")
                .number("polls", 0, 0, 1, "0 or 1", "long polls instead of WebSockets")
                .number("rooms", 0, 0, 1, "0 or 1", "each WebSocket is in a room of its own and says something once")
                .number("starts", 5, 1, 100, "", "how often the server is started to see how long that takes")
                .number("classcount", 15, 1, 1000, "", "how many classes of objects are listed")
                .number("pin", 1, 0, 1, "0 or 1", "server on one core, this on another, if taskset is there")
                .number("json", 0, 0, 1, "0 or 1", "one JSON object on standard output instead of the table")
                .text("server", "", "flags for the server, as --loops 1")
                .text("tls", "", "flags with which the server speaks TLS; without them it doesn't")
                .text("jvm", "", "flags for its JVM")
                .text("classes", "build/main", "where the server was compiled to")
                .parse(args);
        Idle idle = new Idle(settings);
        try {
            idle.run();
            idle.progress.clear();
            idle.print();
        } catch (Fault | Child.Failure fault) {
            idle.progress.clear();
            System.err.println(fault.getMessage());
            if (settings.on("json")) {
                System.out.println(Report.json(fault));
            }
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        figures.put("ok", true);
        figures.put("startSeconds", startSeconds());
        try (ServerProcess server = Programs.room(settings, core, "--ping-after", "3600")) {
            URI url = URI.create(server.socket() + "/");
            try {
                measure(server, url);
            } catch (Fault fault) {
                throw new Fault(fault.getMessage() + server.said());
            }
        }
    }

    /** From starting the process to the answer of the first opening handshake. */
    private double startSeconds() throws IOException {
        double[] seconds = new double[settings.number("starts")];
        for (int i = 0; i < seconds.length; i++) {
            progress.say("starting the server, " + (i + 1) + " of " + seconds.length);
            long start = System.nanoTime();
            try (ServerProcess server = Programs.room(settings, core, "--ping-after", "3600")) {
                Link first = new Opening(URI.create(server.socket() + "/"), null, false).finish();
                seconds[i] = (System.nanoTime() - start) / 1e9;
                first.channel.close();
            }
        }
        return Report.median(seconds);
    }

    private void measure(ServerProcess server, URI url) throws IOException, InterruptedException {
        close(open(url, settings.number("warmup"), "warming up"));
        // what the JVM needs to answer jcmd (a thread, a socket) is there before things are counted
        jcmd(server.pid(), "VM.uptime");
        double before = settledMemory(server.pid());
        int descriptors = Proc.descriptors(server.pid());

        long start = System.nanoTime();
        List<Link> open = open(url, connections, "connecting");
        double seconds = (System.nanoTime() - start) / 1e9;
        double after = settledMemory(server.pid());
        Map<String, Long> with = histogram(server.pid());
        if (settings.on("polls") && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(POLL_SECONDS)) {
            throw new Fault("the first polls ended before all were measured: CONNECTIONS=5000 may be quick enough");
        }

        figures.put("connections", connections);
        figures.put("connectsPerSecond", connections / seconds);
        figures.put("residentBefore", before);
        figures.put("residentAfter", after);
        figures.put("residentBytesPerConnection", (after - before) / connections);
        int stillOpen = Proc.descriptors(server.pid()) - descriptors;
        if (descriptors >= 0 && stillOpen < connections) {
            throw new Fault("of " + connections + " connections the server has only " + stillOpen + " at the end");
        }
        close(open);
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
                Proc.descriptors(server.pid()) > descriptors && System.nanoTime() < end;) {
            Thread.sleep(SAMPLE_MILLIS);
        }
        figures.put("descriptorsLeft", Proc.descriptors(server.pid()) - descriptors);
        figures.put("residentAtEnd", Proc.resident(server.pid()));
        figures.put("heapBytesPerConnection", perConnection(with, histogram(server.pid())));
    }

    private List<Link> open(URI url, int count, String what) throws IOException {
        List<Link> links = new ArrayList<>(count);
        if (settings.on("polls")) {
            while (links.size() < count) {
                links.add(poll(url, Load.source(url, links.size())));
                progress.say(what + ", " + links.size() + " of " + count);
            }
            return links;
        }
        List<Opening> openings = new ArrayList<>();
        while (links.size() < count) {
            openings.clear();
            while (openings.size() < (settings.text("tls").isEmpty() ? AT_ONCE : TLS_AT_ONCE)
                    && links.size() + openings.size() < count) {
                InetAddress source = Load.source(url, links.size() + openings.size());
                URI own = url.resolve("rooms/" + (links.size() + openings.size()));
                openings.add(new Opening(settings.on("rooms") ? own : url, source, false));
            }
            for (Opening opening : openings) {
                Link link = opening.finish();
                links.add(link);
                if (settings.on("rooms")) {
                    link.write(ByteBuffer.wrap(ClientFrames.text("hello")));
                }
            }
            progress.say(what + ", " + links.size() + " of " + count);
        }
        return links;
    }

    /** Another request goes before the poll: when it is answered, the poll has been read too. */
    private static Link poll(URI url, InetAddress source) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(source == null ? null : new InetSocketAddress(source, 0));
        channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        String requests = Requests.get("/healthz") + Requests.get("/messages?wait=" + POLL_SECONDS);
        channel.write(ByteBuffer.wrap(requests.getBytes(ISO_8859_1)));
        int status = Response.read(channel.socket().getInputStream(), false).status();
        if (status != 200) {
            throw new Fault("the server answered " + status);
        }
        return new Link(channel, false);
    }

    /** The closing handshake, then the end that TCP has when the server ends first (RFC 6455 §7.1.1). */
    private void close(List<Link> links) throws IOException {
        for (int i = 0; i < links.size(); i += AT_ONCE) {
            List<Link> some = links.subList(i, Math.min(links.size(), i + AT_ONCE));
            for (Link link : some) {
                if (settings.on("polls")) {
                    link.channel.shutdownOutput();
                } else {
                    link.write(ByteBuffer.wrap(ClientFrames.close(1000)));
                }
            }
            for (Link link : some) {
                try (var channel = link.channel) {
                    channel.socket().getInputStream().readAllBytes(); // the opening handshake's time-out still holds
                } catch (IOException e) {
                    throw new Fault("the server did not end a connection after the closing handshake: "
                            + e.getMessage());
                }
            }
            progress.say("disconnecting, " + (i + some.size()) + " of " + links.size());
        }
    }

    /**
     * Resident memory when it has come to rest: five samples within half a per cent; or after a few seconds in any
     * case.
     */
    private double settledMemory(long pid) throws InterruptedException {
        double[] samples = new double[5];
        for (int i = 0; i < SETTLE_SECONDS * 1000 / SAMPLE_MILLIS; i++) {
            progress.say("waiting for memory to settle");
            Thread.sleep(SAMPLE_MILLIS);
            double now = Proc.resident(pid);
            double least = now;
            double most = now;
            for (double sample : samples) {
                least = Math.min(least, sample);
                most = Math.max(most, sample);
            }
            if (most - least < now / 200) {
                return now;
            }
            samples[i % samples.length] = now;
        }
        return Proc.resident(pid);
    }

    /** Bytes in living objects by class; empty if jcmd can't say. It makes the server collect its garbage. */
    private Map<String, Long> histogram(long pid) {
        progress.say("counting objects");
        Map<String, Long> bytes = new LinkedHashMap<>();
        jcmd(pid, "GC.class_histogram").lines().forEach(line -> {
            // 1:  20056  1604480  sun.nio.ch.SocketChannelImpl (java.base@17)
            String[] words = line.strip().split("\\s+");
            if (words.length >= 4 && words[0].matches("\\d+:")) {
                bytes.merge(words[3], Long.valueOf(words[2]), Long::sum);
            }
        });
        return bytes;
    }

    /** What the JVM answers to a command; nothing if it can't be asked. */
    private static String jcmd(long pid, String command) {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        StringBuilder answer = new StringBuilder();
        try (Child jcmd = new Child("jcmd", List.of(tool, Long.toString(pid), command))) {
            for (String line; (line = jcmd.line(JCMD_SECONDS)) != null;) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    /** What objects of each class the connections had, the largest first. */
    private Map<String, Double> perConnection(Map<String, Long> with, Map<String, Long> without) {
        Map<String, Double> each = new LinkedHashMap<>();
        if (with.isEmpty() || without.isEmpty()) {
            return each;
        }
        // what there is more of without the connections are int[]s with which the collector fills gaps
        with.replaceAll((name, bytes) -> Math.max(0, bytes - without.getOrDefault(name, 0L)));
        each.put("all", with.values().stream().mapToLong(Long::longValue).sum() / (double) connections);
        with.entrySet().stream().sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .limit(settings.number("classcount"))
                .forEach(entry -> each.put(entry.getKey(), entry.getValue() / (double) connections));
        return each;
    }

    private void print() {
        figures.put("pinned", !cores.isEmpty());
        if (settings.on("json")) {
            System.out.println(Json.write(figures));
            return;
        }
        line("connections", "%,.0f", "");
        line("startSeconds", "%.3f", "s from start to the first 101 (wanted: under 0.5)");
        line("connectsPerSecond", "%,.0f", "connects a second (wanted: at least 3,000)");
        line("residentBefore", "%,.0f", "bytes resident before, after " + settings.number("warmup")
                + " connects and disconnects");
        line("residentAfter", "%,.0f", "bytes resident with all connections");
        line("residentBytesPerConnection", "%,.0f", "bytes resident per connection (wanted: under "
                + (settings.on("rooms") ? "11,264, 8,192 of them for its room)" : settings.text("tls").isEmpty()
                        ? "3,072)" : "12,288, with 5,000)"));
        line("residentAtEnd", "%,.0f", "bytes resident after all are closed");
        line("descriptorsLeft", "%,.0f", "descriptors more than before, after all are closed");
        System.out.println(cores.isEmpty() ? "not bound to cores"
                : "server on core " + core + ", this on core " + cores.get(1));
        System.out.println();
        Object heap = figures.get("heapBytesPerConnection");
        if (heap instanceof Map<?, ?> each && !each.isEmpty()) {
            System.out.println("bytes of heap per connection, by class of object:");
            each.forEach((name, bytes) -> System.out.printf(Locale.ROOT, "%10.1f  %s%n", bytes, name));
        } else {
            System.out.println("jcmd did not tell the objects per connection");
        }
    }

    private void line(String key, String format, String meaning) {
        String figure = String.format(Locale.ROOT, format, ((Number) figures.get(key)).doubleValue());
        System.out.printf("%16s  %s%n", figure, meaning.isEmpty() ? key : meaning);
    }
}
