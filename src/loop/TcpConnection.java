package loop;

import connection.Connection;
import connection.Wait;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import wire.PlainWire;
import wire.Wire;

/**
 * A {@link Connection} and the wire that carries its bytes. Whatever goes wrong here ends this connection and no other.
 *
 * <p>{@link #write} may be called while a room writes to all its members, so it only notes what went wrong.
 * {@link #settle} comes after it, and lets the connection know.
 */
final class TcpConnection extends Timed implements KeyHandler {
    private final Loop loop;
    private final Wire wire;
    private final SelectionKey key;
    private final Connection connection;

    /** The socket's buffer is full: nothing can be written until the key is writable. */
    private boolean blocked;
    private Throwable broken;
    private boolean outputEnded;
    private boolean closed;

    TcpConnection(Loop loop, int id, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.wire = new PlainWire(channel);
        SocketAddress peer = channel.getRemoteAddress();
        this.key = loop.register(channel, SelectionKey.OP_READ, this);
        this.connection = new Connection(loop.site(), id, peer, loop.now());
        loop.deadlines().update(this);
    }

    @Override
    public int handle(ByteBuffer buffer) {
        if (!key.isValid()) {
            return 0; // it was closed earlier in this turn
        }
        int read = 0;
        if (key.isWritable()) {
            blocked = false;
            write();
        }
        if (broken == null && key.isReadable() && connection.wantsInput()) {
            read = read(buffer);
        }
        settle();
        return read;
    }

    private int read(ByteBuffer buffer) {
        try {
            int n = wire.read(buffer.clear());
            if (n < 0) {
                connection.receiveEof(loop.now());
            } else {
                connection.receive(buffer.flip(), loop.now());
            }
            writeOwn();
            return n;
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
            return 0;
        }
    }

    /** What is for this peer alone doesn't wait for the end of the turn. */
    private void writeOwn() {
        if (connection.hasOwnOutput()) {
            write();
        }
    }

    /**
     * Writes what there is, as far as the socket takes it.
     *
     * @return whether {@link #settle} has something to do now
     */
    boolean write() {
        boolean wasBlocked = blocked;
        try {
            while (!blocked && broken == null) {
                ByteBuffer bytes = connection.toSend();
                if (bytes == null) {
                    break;
                }
                blocked = !wire.write(bytes);
                connection.sent(!blocked, loop.now());
            }
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
        }
        return broken != null || blocked != wasBlocked || connection.canResume()
                || connection.state() != Connection.State.OPEN;
    }

    @Override
    Wait waitsFor() {
        return connection.waitsFor();
    }

    @Override
    long since() {
        return connection.since();
    }

    @Override
    void expire() {
        try {
            connection.tick(loop.now());
            write();
        } catch (RuntimeException | Error e) {
            broken = e;
        }
        settle();
    }

    /** The server shuts down. */
    void goAway() {
        try {
            connection.goAway(loop.now());
            write();
        } catch (RuntimeException | Error e) {
            broken = e;
        }
        settle();
    }

    /** Updates the connection, the key and the deadline after reading or writing. Not while rooms are being written. */
    void settle() {
        while (broken == null && connection.canResume()) {
            try {
                connection.resume(loop.now());
                writeOwn();
            } catch (RuntimeException | Error e) {
                broken = e;
            }
        }
        if (broken != null) {
            lose();
        }
        updateKey();
    }

    private void lose() {
        if (!(broken instanceof IOException)) {
            broken.printStackTrace(); // a mistake of ours: it must be seen, but it must not end the other connections
        }
        connection.lose(broken.toString());
        broken = null;
    }

    private void updateKey() {
        if (connection.state() == Connection.State.CLOSED) {
            end();
            return;
        }
        if (!outputEnded && connection.outputEnded()) {
            outputEnded = true;
            try {
                wire.endOutput(); // §7.1.1: the server ends TCP first; it still reads, so that nothing is reset
            } catch (IOException e) {
                connection.lose(e.toString());
                end();
                return;
            }
        }
        int interest = (connection.wantsInput() ? SelectionKey.OP_READ : 0) | (blocked ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
        loop.deadlines().update(this);
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        loop.deadlines().remove(this);
        try {
            wire.close();
        } catch (IOException e) {
            e.printStackTrace(); // the descriptor may be lost
        }
        loop.ended(connection.id());
    }
}
