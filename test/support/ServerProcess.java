package support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A server as a process of its own: a Java program that prints its address when it listens. Most often the room. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(?:ws|http)s?://[^\\s/]+:\\d+");
    private static final String FIRST_LINE = "chat room at https?://127\\.0\\.0\\.1:\\d+/ .*";
    private static final int START_SECONDS = 20;
    /** Seconds that a line or the end may take. */
    private static final int DEADLINE = 10;
    /** For a server that starts soon and stays small. */
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

    private final Child child;
    private URI address;

    public ServerProcess(Child child) {
        this.child = child;
    }

    /** The command that runs a Java program on the JDK that this runs on. */
    public static List<String> java(List<String> jvmFlags, String classPath, List<String> mainAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", classPath));
        command.addAll(mainAndArguments);
        return command;
    }

    /** What becomes of a room that has just these flags. It has the classes that the tests were started with. */
    public static ServerProcess run(String... flags) {
        return room(List.of(), List.of(flags));
    }

    /** A room that serves, on any free port, or the one among the flags. */
    public static ServerProcess serving(String... flags) {
        return serving(List.of(), flags);
    }

    /** The same, started by another command, which has to exec what follows. */
    public static ServerProcess serving(List<String> before, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        if (!all.contains("--port")) {
            all.addAll(List.of("--port", "0"));
        }
        ServerProcess server = room(before, all);
        try {
            String line = server.line();
            if (line == null || !line.matches(FIRST_LINE)) {
                throw new AssertionError("its first line: " + line + " " + server.errors());
            }
            server.addressIn(line);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static ServerProcess room(List<String> before, List<String> flags) {
        List<String> mainAndFlags = new ArrayList<>(List.of("chat.Main"));
        mainAndFlags.addAll(flags);
        List<String> command = new ArrayList<>(before);
        command.addAll(java(SMALL, System.getProperty("java.class.path"), mainAndFlags));
        return new ServerProcess(new Child("the room", command));
    }

    private URI addressIn(String text) {
        address = URI.create(text.replaceFirst(".*?(" + ADDRESS + ").*", "$1/"));
        return address;
    }

    /** Waits until it has printed its address, which is {@code http://host:port/} or {@code ws://host:port/}. */
    public URI url() {
        return address != null ? address : addressIn(child.await(ADDRESS, START_SECONDS).group());
    }

    /** Where its WebSockets are, without a path: {@code ws://host:port}, or {@code wss://host:port}. */
    public String socket() {
        return (url().getScheme().matches("https|wss") ? "wss://" : "ws://") + url().getAuthority();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(url().getHost(), url().getPort());
    }

    public TestClient connect() throws IOException {
        return TestClient.connect(address());
    }

    /** A member of the default room. */
    public TestClient member() throws IOException {
        return TestClient.open(address(), "/");
    }

    /** The next line of its standard output; null if there are no more. */
    public String line() {
        return child.line(DEADLINE);
    }

    /** What it has written on standard error. */
    public String errors() {
        return child.errors();
    }

    /** What it printed last, for the report of a failure. */
    public String said() {
        return child.said();
    }

    public long pid() {
        return child.pid();
    }

    /** Asks it to stop. */
    public void terminate() {
        signal("TERM");
    }

    public void signal(String name) {
        child.signal(name);
    }

    public int exitStatus() {
        return child.exitStatus(DEADLINE);
    }

    public Duration processorTime() {
        return child.handle().info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        child.close();
    }
}
