package chat;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import support.TestClient;

/** The server as a process of its own. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern FIRST_LINE = Pattern.compile("chat room at http://127\\.0\\.0\\.1:(\\d+)/ .*");

    private final Process process;
    private final BufferedReader out;
    private final Path errors;
    private final Path page;
    private InetSocketAddress address;

    private ServerProcess(List<String> before, String... flags) throws IOException {
        errors = Files.createTempFile("errors", ".log");
        page = TestServer.page();
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx128m", "-cp", classes(), "chat.Main"));
        if (!List.of(flags).contains("--page")) {
            command.addAll(List.of("--page", page.toString()));
        }
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Where the server's classes are, however the tests were started. */
    private static String classes() {
        try {
            return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that serves, on any free port. */
    static ServerProcess serving(String... flags) throws Exception {
        return serving(List.of(), flags);
    }

    /** The same, started by another command, which has to exec what follows. */
    static ServerProcess serving(List<String> before, String... flags) throws Exception {
        ServerProcess server = new ServerProcess(before, Stream.concat(Stream.of("--port", "0"), Stream.of(flags)).toArray(String[]::new));
        try {
            String line = server.line();
            Matcher matcher = FIRST_LINE.matcher(String.valueOf(line));
            assertTrue(matcher.matches(), line + " " + server.errors());
            server.address = new InetSocketAddress("127.0.0.1", Integer.parseInt(matcher.group(1)));
            return server;
        } catch (Exception | Error e) {
            server.close();
            throw e;
        }
    }

    /** What becomes of one that has just these flags. */
    static ServerProcess run(String... flags) throws IOException {
        return new ServerProcess(List.of(), flags);
    }

    InetSocketAddress address() {
        return address;
    }

    TestClient connect() throws IOException {
        return TestClient.connect(address);
    }

    TestClient member() throws IOException {
        return TestClient.open(address, "/");
    }

    /** The next line of its standard output; null if there are no more. */
    String line() throws InterruptedException, ExecutionException, TimeoutException {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return out.readLine();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }).get(TestClient.DEADLINE, TimeUnit.MILLISECONDS);
    }

    /** What it wrote on standard error so far. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    void terminate() {
        process.toHandle().destroy(); // SIGTERM; Process.destroy() would also close the pipes
    }

    void signal(String name) throws Exception {
        assertTrue(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() == 0);
    }

    int exitStatus() throws InterruptedException {
        assertTrue(process.waitFor(TestClient.DEADLINE, TimeUnit.MILLISECONDS), "the process goes on");
        return process.exitValue();
    }

    /** How many descriptors it has open. */
    long descriptors() {
        Path folder = Path.of("/proc/" + process.pid() + "/fd");
        assumeTrue(Files.isDirectory(folder), "only Linux shows them like this");
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
        Files.deleteIfExists(page);
    }
}
