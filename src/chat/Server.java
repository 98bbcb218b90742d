package chat;

import connection.Buffered;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import log.Logs;
import loop.Acceptor;
import loop.Addresses;
import loop.Descriptors;
import loop.Loop;
import message.Deflation;
import wire.TlsKeys;
import wire.TlsTasks;
import wire.TlsWires;
import wire.Wires;

/** The server: makes all its parts, starts the loops, and ends them. */
final class Server implements AutoCloseable {
    /** An environment variable: systemd sets it where standard error goes into its journal. */
    private static final String JOURNAL = "JOURNAL_STREAM";
    /** Between two looks at whether somebody is in a hurry. */
    private static final int POLL_MILLIS = 50;

    private final IncidentLog log;
    /** Null without TLS. */
    private final TlsKeys keys;
    private final Acceptor acceptor;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long drain;
    private volatile boolean ending;

    /**
     * Binds the address; {@link #start} begins to serve.
     *
     * @param page served at / and at the paths of rooms
     * @param err  where the log goes
     * @throws IOException if the address can't be bound, or as a {@link wire.BadKeyException}
     */
    Server(Options options, Page page, PrintStream err) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        var logs = new Logs(options.roomLimits().maxLogs(), options.loops(), options.retention());
        var presence = new Presence();
        var buffered = new AtomicLong();
        var trace = options.trace() == null ? null : new Trace(options.trace(), err, options.headLimits().maxHead());
        drain = options.drain();
        log = new IncidentLog(err, System.getenv(JOURNAL) == null);
        if (options.proxyPolicy().trusted() && !address.getAddress().isLoopbackAddress()) {
            log.line("--trust-proxy with --host " + options.host()
                    + ": whoever reaches this port without the proxy can claim any address");
        }
        keys = options.keyFiles() == null ? null : new TlsKeys(options.keyFiles(), log::line);
        Options known = options.knownAs(certifiedNames());
        var tasks = new TlsTasks();
        var tallies = Stream.generate(LoopTally::new).limit(options.loops()).toList();
        var metrics = new Metrics(options.metricsOpen(), Main.version(), tallies,
                this::connections, buffered::get, logs, log);
        for (int i = 0; i < options.loops(); i++) {
            var tally = tallies.get(i);
            var deflation = options.deflate() ? new Deflation(tally::deflated) : null;
            var rooms = new Rooms(logs, presence, options.roomLimits(), deflation, tally, i, System::nanoTime);
            var paths = new Paths(known, rooms, page, metrics, () -> ending);
            var site = new ChatSite(known, paths, rooms, deflation,
                    new Buffered(options.maxBuffered(), buffered::addAndGet), log, tally, trace);
            var loop = new Loop(site, rooms,
                    keys == null ? Wires.PLAIN : new TlsWires(keys::context, tasks, tally::handshake));
            rooms.wakeWith(loop::wakeup);
            loops.add(loop);
            threads.add(new Thread(loop, "loop " + i));
        }
        var addresses = new Addresses(options.maxPerAddress());
        acceptor = new Acceptor(address, loops, maxConnections(options.maxConnections()), addresses, log::line);
    }

    private int maxConnections(int wanted) {
        int possible = Descriptors.connections();
        if (wanted > possible) {
            log.line("file descriptors allow " + possible + " connections, not " + wanted
                    + " (ulimit -n shows and sets the limit)");
        }
        return wanted == 0 ? possible : Math.min(wanted, possible);
    }

    Server start() {
        threads.forEach(Thread::start);
        if (keys != null) {
            keys.watch();
        }
        return this;
    }

    InetSocketAddress address() throws IOException {
        return acceptor.address();
    }

    /** The names that the certificate is for; none without TLS. */
    Set<String> certifiedNames() {
        return keys == null ? Set.of() : keys.names();
    }

    /** Returns when all loops have ended. */
    void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** How many incidents of each kind there were. */
    String summary() {
        return log.summary();
    }

    /** Whether it was told to end. */
    boolean isEnding() {
        return ending;
    }

    private int connections() {
        return loops.stream().mapToInt(Loop::connections).sum();
    }

    /** Ends the server, without {@link #drain}. */
    @Override
    public void close() {
        try {
            shutdown(() -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends newcomers away with 503, and closes the connections one after the other over the time that --drain allows.
     * Returns when none is left, when the time is over, or when nobody wants to wait.
     */
    void drain(BooleanSupplier hurry) throws InterruptedException {
        ending = true;
        if (drain == 0 || connections() == 0) {
            return;
        }
        log.line("stopping: " + connections() + " connections are closed over " + drain / 1000.0
                + " s; another signal ends that");
        loops.forEach(loop -> loop.drain(drain));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drain);
        while (connections() > 0 && System.nanoTime() < end && !hurry.getAsBoolean()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /**
     * Accepts no more, sends a Close with 1001 to every connection, and waits until all have ended, the close timeout
     * has passed, or nobody wants to wait.
     */
    void shutdown(BooleanSupplier hurry) throws InterruptedException {
        ending = true;
        loops.get(0).shutdown();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                thread.join(POLL_MILLIS);
                if (hurry.getAsBoolean()) {
                    loops.forEach(Loop::hurry);
                }
            }
        }
        if (keys != null) {
            keys.close();
        }
    }
}
