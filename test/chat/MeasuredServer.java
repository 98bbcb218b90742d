package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import log.Logs;
import loop.Acceptor;
import loop.Loop;
import loop.TurnListener;
import loop.Writer;
import support.Bytes;
import support.TestClient;

/**
 * The parts of a {@link Server} with one loop, put together so that it shows what the default room keeps at the end of
 * each turn.
 */
final class MeasuredServer implements AutoCloseable {
    private final Loop loop;
    private final Acceptor acceptor;
    private final Thread thread;
    private volatile long kept;
    private volatile long mostKept;

    MeasuredServer(String... flags) throws IOException, Options.UsageException {
        Options options = Options.parse(Stream.concat(Stream.of("--port", "0"), Arrays.stream(flags))
                .toArray(String[]::new));
        Path file = TestServer.page();
        Page page = Page.read(file, 65_536);
        Files.delete(file);
        Rooms rooms = new Rooms(new Logs(options.roomLimits().maxLogs(), 1), new Numbers(), options.roomLimits(), 0);
        IncidentLog log = new IncidentLog(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
        ChatSite site = new ChatSite(options, rooms, null, page, log);
        loop = new Loop(site, new TurnListener() {
            @Override
            public boolean isDue() {
                return rooms.isDue();
            }

            @Override
            public void endTurn(Writer writer, long now) {
                rooms.endTurn(writer, now);
                kept = rooms.room("").reader().log().kept();
                mostKept = Math.max(mostKept, kept);
            }
        });
        rooms.wakeWith(loop::wakeup);
        acceptor = new Acceptor(new InetSocketAddress(options.host(), 0), List.of(loop), 1000, log::line);
        thread = new Thread(loop, "measured loop");
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return acceptor.address();
    }

    TestClient member() throws IOException {
        return TestClient.open(address(), "/");
    }

    /** Bytes at the end of the last turn. */
    long kept() {
        return kept;
    }

    long mostKept() {
        return mostKept;
    }

    @Override
    public void close() {
        loop.shutdown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
