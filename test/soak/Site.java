package soak;

import hostile.WatchedRoom;
import hostile.Way;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import support.Child;
import support.Proc;
import support.ServerProcess;
import support.TestClient;

/** One of the servers, and what it uses. */
final class Site implements AutoCloseable {
    /** Bytes. */
    static final long MAX_LOGS = 8 << 20;
    private static final List<String> FLAGS = List.of("--port", "0", "--loops", "2", "--echo",
            "--max-logs", Long.toString(MAX_LOGS),
            "--request-timeout", "30", "--close-timeout", "2", "--ping-after", "4", "--pong-timeout", "20");
    private static final Pattern ACCOUNT = Pattern.compile("^account .*");
    private static final Pattern SUMMARY = Pattern.compile("^ended; (.*)");
    private static final int DEADLINE = 60;

    /** What a server uses while everybody is silent: bytes, and descriptors. */
    record Use(int descriptors, long heap, long direct, double resident) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d descriptors, %.1f MB heap, %.1f MB direct, %.1f MB resident",
                    descriptors, heap / 1e6, direct / 1e6, resident / 1e6);
        }
    }

    final String name;
    private final Way way;
    private final Child child;
    private final ServerProcess server;

    Site(Way way, List<String> jvm) {
        this.way = way;
        name = way == Way.PLAIN ? "plain" : "TLS";
        List<String> command = new ArrayList<>(List.of(WatchedRoom.class.getName()));
        command.addAll(FLAGS);
        command.addAll(way.flags());
        child = new Child("the " + name + " server",
                ServerProcess.java(jvm, System.getProperty("java.class.path"), command));
        server = new ServerProcess(child);
        server.url();
    }

    InetSocketAddress address() {
        return server.address();
    }

    TestClient connect() throws IOException {
        return way.connect(address());
    }

    TestClient connectNarrow() throws IOException {
        return way.connectNarrow(address());
    }

    TestClient open(String path, boolean compresses) throws IOException {
        return upgrade(connect(), path, compresses);
    }

    static TestClient upgrade(TestClient client, String path, boolean compresses) throws IOException {
        return compresses ? client.upgrade(path, "Sec-WebSocket-Extensions: permessage-deflate") : client.upgrade(path);
    }

    /** Bytes, now. */
    double resident() {
        return Proc.resident(server.pid());
    }

    /** After a garbage collection. */
    Use use() {
        child.tell(WatchedRoom.COLLECTED);
        WatchedRoom.Account account = WatchedRoom.Account.parse(child.await(ACCOUNT, DEADLINE).group());
        return new Use(Proc.descriptors(server.pid()), account.heap(), account.direct(), resident());
    }

    /** Ends the server. Returns how many incidents of each kind there were. */
    String end() {
        child.signal("TERM");
        return child.await(SUMMARY, DEADLINE).group(1);
    }

    /** What must not be in its log: mistakes of its own. */
    String mistakes() {
        return String.join("\n", child.errors().lines().filter(line -> line.startsWith("\tat ")
                || line.contains("Exception in") || line.contains("Error")).limit(20).toList());
    }

    @Override
    public void close() {
        child.close();
    }
}
