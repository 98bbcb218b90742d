package loop;

import connection.Connection;
import connection.Wait;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import wire.PlainHttpException;
import wire.PlainWire;
import wire.TlsException;
import wire.Wire;

/**
 * A {@link Connection} and the wire that carries its bytes. Whatever goes wrong here ends this connection and no other.
 *
 * <p>{@link #write} may be called while a room writes to all its members, so it only notes what went wrong.
 * {@link #settle} comes after it, and lets the connection know.
 */
final class TcpConnection extends Timed implements KeyHandler {
    private final Loop loop;
    private final SocketAddress peer;
    private final SelectionKey key;
    private final Connection connection;
    private Wire wire;

    /** The socket's buffer is full: nothing can be written until the key is writable. */
    private boolean blocked;
    private Throwable broken;
    private boolean outputEnded;
    private boolean lingers;
    private long lingersSince;
    private boolean closed;
    /** It reads on in the next turn. */
    private boolean heldUp;

    TcpConnection(Loop loop, int id, SocketChannel channel, SocketAddress peer) throws IOException {
        this.loop = loop;
        this.peer = peer;
        this.wire = loop.wires().wire(channel, () -> loop.execute(this::goOn));
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
            flush();
        }
        if (broken == null && key.isReadable() && (interest() & SelectionKey.OP_READ) != 0) {
            read = read(buffer);
        }
        settle();
        return read;
    }

    /** What the wire waited for has been computed. */
    private void goOn() {
        if (!closed) {
            flush();
            settle();
        }
    }

    private int interest() {
        return wire.interest(connection.wantsInput(), blocked);
    }

    private int read(ByteBuffer buffer) {
        try {
            int n = wire.read(buffer.clear());
            if (n < 0) {
                connection.receiveEof(loop.now());
            } else if (n > 0) {
                loop.site().tally().read(n);
                connection.receive(buffer.flip(), loop.now());
            }
            writeOwn();
            return n;
        } catch (PlainHttpException e) {
            wire = new PlainWire((SocketChannel) key.channel());
            connection.refusePlainText(loop.now());
            write();
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
        }
        return 0;
    }

    private void flush() {
        try {
            blocked = !wire.flush();
            write();
        } catch (IOException e) {
            broken = e;
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
                int from = bytes.position();
                blocked = !wire.write(bytes);
                loop.site().tally().written(bytes.position() - from);
                connection.sent(!blocked, loop.now());
            }
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
        }
        return broken != null || blocked != wasBlocked || connection.canResume() || wire.hasInput()
                || connection.state() != Connection.State.OPEN;
    }

    @Override
    Wait waitsFor() {
        return lingers ? Wait.CLOSE : connection.waitsFor();
    }

    @Override
    long since() {
        return lingers ? lingersSince : connection.since();
    }

    @Override
    void expire() {
        if (lingers) {
            end();
            return;
        }
        try {
            wire.timeOut();
            connection.tick(loop.now());
            write();
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
        }
        settle();
        if (connection.state() == Connection.State.CLOSED) {
            end(); // there was time enough to deliver all
        }
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
        while (broken == null) {
            if (connection.canResume()) {
                resume();
            } else if (wire.hasInput() && connection.wantsInput()) {
                read(loop.buffer());
            } else {
                break;
            }
        }
        if (broken == null) {
            connection.wireKeeps(wire.kept(), loop.now());
        } else {
            lose();
        }
        if (!closed) {
            updateKey();
            if (connection.isHeldUp() && !heldUp) {
                heldUp = true;
                loop.holdUp(this);
            }
        }
    }

    /** The connection was ended because the server needs its memory: nothing is kept for it any more. */
    void release() {
        write();
        settle();
        if (connection.state() == Connection.State.CLOSED) {
            end();
        }
    }

    /** The turn in which it could not read on has ended. */
    void readOn() {
        heldUp = false;
        if (!closed) {
            settle();
        }
    }

    private void resume() {
        try {
            connection.resume(loop.now());
            writeOwn();
        } catch (RuntimeException | Error e) {
            broken = e;
        }
    }

    private void lose() {
        if (broken instanceof TlsException) {
            connection.breakOff(broken.getMessage());
        } else {
            if (!(broken instanceof IOException)) {
                broken.printStackTrace(); // a mistake of ours: it must be seen, but not end the other connections
            }
            connection.lose(broken.toString());
            end();
        }
        broken = null;
    }

    private void updateKey() {
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
        if (connection.state() == Connection.State.CLOSED && !linger()) {
            end();
            return;
        }
        int interest = interest();
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
        loop.deadlines().update(this);
    }

    /** The connection has ended, but the wire may still have something to deliver: it gets the time of a close. */
    private boolean linger() {
        if (wire.lingers() && !lingers) {
            lingers = true;
            lingersSince = loop.now();
        }
        return wire.lingers();
    }

    /** May be called again. */
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
        loop.ended(connection.id(), peer);
    }
}
