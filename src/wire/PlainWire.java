package wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** The channel itself, without TLS. It keeps nothing. */
public record PlainWire(SocketChannel channel) implements Wire {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean hasInput() {
        return false;
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        channel.write(from);
        return !from.hasRemaining();
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean lingers() {
        return false;
    }

    @Override
    public int interest(boolean wantsInput, boolean blocked) {
        return (wantsInput ? SelectionKey.OP_READ : 0) | (blocked ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public void timeOut() {}

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
