package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import connection.Connection;
import connection.Session;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import log.Log;
import loop.Writer;
import org.junit.jupiter.api.Test;

/** From the message of one member to the bytes that are written to each: in the steady state nothing is allocated. */
class AllocationTest {
    private static final long NOW = 1_000_000;
    private static final int MEMBERS = 20;
    private static final int MESSAGES = 10_000;

    /** Their clock stands still: no round of writes is long, whatever else the machine does. */
    private final TestRooms parts = TestRooms.with(new PrintStream(OutputStream.nullOutputStream()), () -> 0);
    private final ByteBuffer sink = ByteBuffer.allocateDirect(1 << 16);
    private final Writer writer = this::write;
    private long written;

    private void write(Connection connection) {
        for (ByteBuffer next = connection.toSend(); next != null; next = connection.toSend()) {
            written += next.remaining();
            sink.clear().put(next);
            connection.sent(true, NOW);
        }
    }

    @Test
    void aMessageAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "a JVM that counts allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Session> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            var peer = InetSocketAddress.createUnresolved("peer", 1);
            Connection connection = new Connection(parts.site(), i, peer, NOW);
            Room room = parts.rooms().room("");
            members.add(room.open(connection, null, room.join(Log.Form.PLAIN, null)));
        }
        ByteBuffer text = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        say(members, text, MESSAGES); // the pool and the lists grow to what they need
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long none = threads.getThreadAllocatedBytes(thread) - before; // what asking allocates
        say(members, text, MESSAGES);
        long allocated = threads.getThreadAllocatedBytes(thread) - before - 2 * none;
        assertEquals(0, allocated / MESSAGES, allocated + " bytes for " + MESSAGES + " messages");
        assertEquals(2L * MESSAGES * MEMBERS * ("from1:".length() + text.limit() + 1 + 2), written);
    }

    private void say(List<Session> members, ByteBuffer text, int messages) {
        for (int i = 0; i < messages; i++) {
            text.rewind();
            members.get(0).text(text);
            parts.rooms().endTurn(writer, NOW);
        }
    }
}
