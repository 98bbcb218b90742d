package chat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import loop.Acceptor;
import loop.Addresses;
import loop.Loop;
import loop.TurnListener;
import loop.Writer;
import support.Bytes;
import support.TestClient;
import wire.Wires;

/** A server with one loop that shows what the default room keeps at the end of each turn. */
final class MeasuredServer implements AutoCloseable {
    private final Loop loop;
    private final Acceptor acceptor;
    private final Thread thread;
    private volatile long kept;
    private volatile long mostKept;

    MeasuredServer(String... flags) throws IOException {
        TestRooms parts = TestRooms.with(new PrintStream(OutputStream.nullOutputStream()), flags);
        Rooms rooms = parts.rooms();
        loop = new Loop(parts.site(), new TurnListener() {
            @Override
            public boolean isDue() {
                return rooms.isDue();
            }

            @Override
            public long endTurn(Writer writer, long now) {
                long next = rooms.endTurn(writer, now);
                kept = rooms.room("").reader().log().kept();
                mostKept = Math.max(mostKept, kept);
                return next;
            }
        }, Wires.PLAIN);
        rooms.wakeWith(loop::wakeup);
        InetSocketAddress address = new InetSocketAddress(parts.options().host(), 0);
        acceptor = new Acceptor(address, List.of(loop), 1000, new Addresses(0),
                parts.log()::line);
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
