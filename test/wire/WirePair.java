package wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import support.TestTls;

/** A {@link TlsWire} on a scripted channel and a client, driven on the test's thread as a loop would drive it. */
final class WirePair {
    private static final TlsTasks TASKS = new TlsTasks();
    private static final SSLContext SERVER = TestTls.server();

    final ScriptedChannel channel = new ScriptedChannel();
    final TlsPeer peer;
    final Wire wire;
    private final Semaphore ready = new Semaphore(0);
    private final ByteBuffer into = ByteBuffer.allocateDirect(Wire.MOST);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    boolean ended;

    WirePair(TlsPeer peer) {
        this(peer, () -> SERVER);
    }

    WirePair(TlsPeer peer, Supplier<SSLContext> contexts) {
        this.peer = peer;
        wire = new TlsWires(contexts, TASKS, established -> { }).wire(channel, ready::release);
    }

    static WirePair established(String version) throws IOException {
        WirePair pair = new WirePair(new TlsPeer(version));
        pair.handshake();
        return pair;
    }

    void handshake() throws IOException {
        peer.engine.beginHandshake();
        do {
            turn(peer.own());
            peer.receive(channel.taken());
        } while (!peer.isEstablished());
        turn(peer.own());
        peer.receive(channel.taken());
    }

    /** As one turn of a loop: these bytes came. Waits for computations. */
    void turn(byte... bytes) throws IOException {
        channel.give(bytes);
        turn();
    }

    void turn() throws IOException {
        while (true) {
            while (!ended && wire.interest(true, false) == 0) {
                await();
                wire.flush();
            }
            int interest = wire.interest(!ended, false);
            boolean writes = (interest & SelectionKey.OP_WRITE) != 0 && channel.isWritable();
            boolean reads = !ended && (wire.hasInput()
                    || ((interest & SelectionKey.OP_READ) != 0 && channel.isReadable()));
            if (writes) {
                wire.flush();
            } else if (reads) {
                ended = wire.read(into.clear()) < 0;
                for (into.flip(); into.hasRemaining();) {
                    read.write(into.get());
                }
            } else {
                return;
            }
        }
    }

    private void await() {
        try {
            assertTrue(ready.tryAcquire(20, TimeUnit.SECONDS), "a computation takes too long");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the wire gave to its connection. */
    byte[] read() {
        byte[] bytes = read.toByteArray();
        read.reset();
        return bytes;
    }

    boolean waitsForWritable() {
        return (wire.interest(!ended, false) & SelectionKey.OP_WRITE) != 0;
    }

    /** Whether it keeps nothing and waits for the peer only. */
    boolean isIdle() {
        return wire.interest(true, false) == SelectionKey.OP_READ && !wire.hasInput() && !wire.lingers();
    }
}
