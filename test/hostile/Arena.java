package hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hostile.WatchedRoom.Account;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import support.Child;
import support.Proc;
import support.Requests;
import support.ServerProcess;
import support.TestClient;

/**
 * A room with little memory, two bystanders in it, and room for attacks. During an attack the bystanders go on
 * chatting, and the process is watched. After it everything must be as it was before: descriptors, memory, and nothing
 * to do for the processor.
 */
final class Arena implements AutoCloseable {
    /** Of the server, in MiB. */
    private static final int HEAP = 64;
    private static final int DIRECT = 24;
    /** Beside heap and direct memory: code, stacks, the JVM itself. */
    private static final int OWN = 160;
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmn16m",
            "-Xmx" + HEAP + "m", "-XX:MaxDirectMemorySize=" + DIRECT + "m");
    private static final List<String> FLAGS = List.of("--port", "0", "--loops", "2", "--echo",
            "--request-timeout", "3", "--close-timeout", "1", "--max-logs", "4M");
    private static final Pattern ACCOUNT = Pattern.compile("^account .*");

    /** Seconds. A busy machine may make everything slow, but not as slow as this. */
    private static final int DEADLINE = 20;
    /** Milliseconds after which a server that takes nothing is believed to have stopped reading. */
    private static final int STOPPED = 300;
    private static final double LONGEST_DELAY = 5;
    /** Of processor time. No attack here is worth a tenth of it, but one that takes quadratic time would be. */
    private static final double MOST_WORK = 20;
    /** Seconds of a window in which an idle server is watched, and the part of it that its loops may be busy. */
    private static final double WINDOW = 0.2;
    private static final double IDLE = 0.1;
    /** Bytes. Classes that are loaded later, buffers that a loop keeps for itself. */
    private static final long HEAP_SLACK = 3 << 20;
    private static final long DIRECT_SLACK = 9 << 20;

    /** Something that a peer may do. */
    interface Attack {
        void run() throws Exception;
    }

    private final Way way;
    private final Child child;
    private final ServerProcess server;
    private final Bystanders bystanders;
    private final List<TestClient> attackers = Collections.synchronizedList(new ArrayList<>());
    private final int descriptors;
    private final Account before;

    Arena(Way way, String... flags) throws IOException {
        this.way = way;
        List<String> command = new ArrayList<>(List.of("hostile.WatchedRoom"));
        command.addAll(FLAGS);
        command.addAll(way.flags());
        command.addAll(List.of(flags));
        child = new Child("the room", ServerProcess.java(JVM, System.getProperty("java.class.path"), command));
        server = new ServerProcess(child);
        try {
            server.url();
            warmUp();
            bystanders = new Bystanders(bystander(), bystander("Sec-WebSocket-Extensions: permessage-deflate"));
            descriptors = Proc.descriptors(server.pid());
            before = account(WatchedRoom.COLLECTED);
        } catch (IOException | RuntimeException | Error e) {
            child.close();
            throw e;
        }
    }

    /** What is loaded and opened once for good is there after this. */
    private void warmUp() throws IOException {
        for (int i = 0; i < 4; i++) { // both loops
            connect().get("/", "Connection: close");
            connect().get("/none", "Connection: close");
            open("/").leave();
            open("/echo", "Sec-WebSocket-Extensions: permessage-deflate").leave();
            open("/").send(new byte[2]).expectCloseAndEnd(1002);
        }
        endAttackers(TestClient::close);
    }

    private TestClient bystander(String... lines) throws IOException {
        return way.connect(address()).upgrade("/rooms/bystanders", lines);
    }

    InetSocketAddress address() {
        return server.address();
    }

    // What attackers are made of. All are ended when the attack is over.

    TestClient connect() throws IOException {
        return attacker(way.connect(address()));
    }

    TestClient open(String path, String... lines) throws IOException {
        return connect().upgrade(path, lines);
    }

    /** One that will not read much before the server notices. */
    TestClient openNarrow(String path, String... lines) throws IOException {
        return attacker(way.connectNarrow(address())).upgrade(path, lines);
    }

    /** TCP alone, also where the server expects TLS. */
    TestClient connectTcp() throws IOException {
        return attacker(TestClient.connect(address()));
    }

    /** Many, all of them open at the same time. */
    List<TestClient> open(int count, String path, String... lines) throws IOException {
        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(connect().send(Requests.opening(path, lines)));
        }
        for (TestClient client : all) {
            client.expectUpgrade();
        }
        return all;
    }

    /** Sends the same again and again until the server takes no more, for as long as the attack lasts. */
    void sendUntilStopped(TestClient client, byte[] unit, int most) throws Exception {
        if (way == Way.PLAIN) {
            client.sendUntilStopped(unit, most);
            return;
        }
        AtomicInteger sent = new AtomicInteger();
        Thread sender = new Thread(() -> {
            try {
                while (sent.get() < most) {
                    client.send(unit);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                // ended, by the server or with the attack
            }
        });
        sender.setDaemon(true);
        sender.start();
        for (int before = -1; before < sent.get() && sender.isAlive(); sender.join(STOPPED)) {
            before = sent.get();
        }
    }

    private TestClient attacker(TestClient client) {
        attackers.add(client);
        return client;
    }

    private interface End {
        void of(TestClient client) throws IOException;
    }

    private void endAttackers(End end) throws IOException {
        for (TestClient client : attackers) {
            end.of(client);
        }
        attackers.clear();
    }

    /** A turn of each loop is over after this. */
    void awaitTurns() throws IOException {
        for (int i = 0; i < 4; i++) {
            try (TestClient client = way.connect(address())) {
                client.get("/healthz", "Connection: close");
                client.expectEnd();
            }
        }
    }

    /** What the server has logged so far. */
    String log() {
        return child.errors();
    }

    /** How many connections the server has ended for one of these causes: lag, logs, buffers. */
    int dropped(String... causes) throws IOException {
        try (TestClient client = way.connect(address())) {
            String metrics = client.get("/metrics").text();
            int sum = 0;
            for (String cause : causes) {
                String line = "chat_dropped_total{cause=\"" + cause + "\"} ";
                int at = metrics.indexOf(line) + line.length();
                sum += Integer.parseInt(metrics.substring(at, metrics.indexOf('\n', at)));
            }
            return sum;
        }
    }

    // The watch

    /** Runs the attack; whatever it does to the bystanders or leaves behind is an AssertionError. */
    void endure(Attack attack) throws Exception {
        double processor = Proc.cpu(server.pid()).total();
        long begin = System.nanoTime();
        Bystanders.Talk talk = bystanders.talk();
        double delay;
        try {
            attack.run();
        } finally {
            endAttackers(TestClient::close);
            delay = talk.end();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double resident = Proc.resident(server.pid());
        double work = Proc.cpu(server.pid()).total() - processor;
        String figures = String.format(Locale.ROOT, "%.1f s, %.1f s of the processor, %.0f MB resident,"
                + " bystanders waited %.0f ms at most", seconds, work, resident / 1e6, delay * 1e3);
        if (Boolean.getBoolean("hostile.figures")) {
            System.out.println(Arrays.stream(new Throwable().getStackTrace()).skip(1).findFirst().orElseThrow()
                    .getMethodName() + ": " + figures);
        }
        assertTrue(delay < LONGEST_DELAY, figures);
        assertTrue(!(work > MOST_WORK), figures); // or unknown
        assertTrue(!(resident > (HEAP + DIRECT + OWN) * 1e6), figures);
        awaitThatAllIsAsBefore(figures);
        String log = log();
        assertTrue(Stream.of("\tat ", "Error").noneMatch(log::contains), log);
    }

    /** Bytes of heap that are in use now, more than before all attacks. */
    long heapHeld() {
        return account(WatchedRoom.COLLECTED).heap() - before.heap();
    }

    /** Waits until the server has ended the connections of all attackers. */
    void awaitDescriptors() {
        long end = System.nanoTime() + DEADLINE * 1_000_000_000L;
        while (Proc.descriptors(server.pid()) > descriptors) {
            assertTrue(System.nanoTime() < end, Proc.descriptors(server.pid()) + " descriptors after " + descriptors);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void awaitThatAllIsAsBefore(String figures) {
        long end = System.nanoTime() + DEADLINE * 1_000_000_000L;
        while (true) {
            Account now = account(WatchedRoom.COLLECTED);
            int open = Proc.descriptors(server.pid());
            double busy = busy();
            boolean back = open <= descriptors && now.heap() <= before.heap() + HEAP_SLACK
                    && now.direct() <= before.direct() + DIRECT_SLACK && busy < IDLE;
            if (back) {
                return;
            }
            assertTrue(System.nanoTime() < end, figures + "; and then " + now + " after " + before + ", " + open
                    + " descriptors after " + descriptors + ", busy " + busy);
        }
    }

    /** The part of a window of time that the loops were busy, though there was nothing to do. */
    private double busy() {
        double used = -account(WatchedRoom.NOW).loopSeconds();
        long begin = System.nanoTime();
        long end = begin + (long) (WINDOW * 1e9);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        used += account(WatchedRoom.NOW).loopSeconds();
        return used / ((System.nanoTime() - begin) / 1e9);
    }

    private Account account(String which) {
        child.tell(which);
        return Account.parse(child.await(ACCOUNT, DEADLINE).group());
    }

    @Override
    public void close() throws IOException {
        bystanders.close();
        child.close();
    }
}
