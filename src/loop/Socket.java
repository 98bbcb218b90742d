package loop;

import connection.Connection;
import connection.Transport;
import connection.Wait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection and the channel that carries it. Whatever goes wrong here ends this connection and no other. */
final class Socket implements Transport, Ready {
    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    final Connection connection;

    private boolean blocked;
    private boolean finSent;

    /** Its place in {@link Deadlines}. */
    Wait wait;
    long since;
    Socket before;
    Socket after;

    Socket(Loop loop, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.connection = new Connection(loop.site(), channel.getRemoteAddress(), this, loop.now());
        this.key = loop.register(channel, SelectionKey.OP_READ, this);
        settle();
    }

    @Override
    public int ready(ByteBuffer buffer) {
        int read = 0;
        if (!key.isValid()) {
            return read; // it was closed earlier in this turn
        }
        try {
            if (key.isWritable()) {
                blocked = false;
                write();
            }
            if (key.isReadable() && connection.wantsInput()) {
                read = read(buffer);
            }
        } catch (IOException | RuntimeException | Error e) {
            broken(e);
        }
        settle();
        return read;
    }

    private int read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int n = channel.read(buffer);
        if (n < 0) {
            connection.receiveEof(loop.now());
        } else {
            connection.receive(buffer.flip(), loop.now());
        }
        if (connection.hasOwnOutput()) {
            write();
        }
        return n;
    }

    @Override
    public void flush() {
        try {
            write();
        } catch (IOException | RuntimeException | Error e) {
            broken(e);
        }
        settle();
    }

    private void write() throws IOException {
        while (!blocked) {
            ByteBuffer bytes = connection.toSend();
            if (bytes == null) {
                return;
            }
            channel.write(bytes);
            blocked = bytes.hasRemaining();
            connection.sent(loop.now());
        }
    }

    void tick() {
        try {
            connection.tick(loop.now());
        } catch (RuntimeException | Error e) {
            broken(e);
        }
        flush();
    }

    void end(int closeCode, String reason) {
        try {
            connection.close(closeCode, reason, loop.now());
        } catch (RuntimeException | Error e) {
            broken(e);
        }
        flush();
    }

    private void broken(Throwable cause) {
        if (!(cause instanceof IOException)) {
            cause.printStackTrace(); // a mistake of ours: it must be seen, but it is no reason to end the other connections
        }
        connection.lose(cause.toString());
    }

    /** Brings the channel and the deadline to what the connection has come to. */
    private void settle() {
        if (connection.state() == Connection.State.CLOSED) {
            close();
            return;
        }
        if (!finSent && connection.outputEnded()) {
            finSent = true;
            try {
                channel.shutdownOutput(); // §7.1.1: the server ends TCP first, and goes on reading so that nothing is reset
            } catch (IOException e) {
                connection.lose(e.toString());
                close();
                return;
            }
        }
        int interest = (connection.wantsInput() ? SelectionKey.OP_READ : 0) | (blocked ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
        loop.deadlines().update(this);
    }

    private void close() {
        if (channel.isOpen()) {
            loop.deadlines().remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                e.printStackTrace(); // the descriptor may be lost
            }
            loop.ended();
        }
    }
}
