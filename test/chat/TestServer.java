package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import support.TestClient;

/** A server within this process, on any free port, with a small page of its own. */
final class TestServer implements AutoCloseable {
    static final String PAGE = "<!doctype html>\n<title>A room</title>\n<script>let a = 1;</script>\n";

    private final Server server;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    TestServer(String... flags) {
        try {
            server = new Server(options(flags), page(), new PrintStream(log, true, UTF_8)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the flags say, on any free port. */
    static Options options(String... flags) {
        try {
            return Options.parse(Stream.concat(Stream.of("--port", "0"), Arrays.stream(flags)).toArray(String[]::new));
        } catch (UsageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@link #PAGE}, read from a file. */
    static Page page() {
        try {
            Path file = Files.writeString(Files.createTempFile("page", ".html"), PAGE);
            Page page = Page.read(file, 65_536);
            Files.delete(file);
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        try {
            return server.address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestClient connect() throws IOException {
        return TestClient.connect(address());
    }

    /** A member of the default room. */
    TestClient member() throws IOException {
        return TestClient.open(address(), "/");
    }

    TestClient open(String path) throws IOException {
        return TestClient.open(address(), path);
    }

    String log() {
        return log.toString(UTF_8);
    }

    /** Waits for what the server does by itself, turn after turn of its loop. */
    void await(BooleanSupplier condition, String what) throws IOException {
        await(address(), condition, what);
    }

    static void await(InetSocketAddress address, BooleanSupplier condition, String what) throws IOException {
        long end = System.nanoTime() + TestClient.DEADLINE * 1_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain: " + what);
            try (TestClient client = TestClient.connect(address)) {
                client.get("/healthz", "Connection: close"); // at least one more turn has passed
                client.expectEnd();
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
