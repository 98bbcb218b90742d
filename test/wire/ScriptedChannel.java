package wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Set;
import support.Bytes;

/** A socket without a network: a test gives it the bytes that come, and says how many it takes. */
final class ScriptedChannel extends SocketChannel {
    private byte[] coming = {};
    private boolean peerEnded;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int takes = Integer.MAX_VALUE;
    boolean outputEnded;

    ScriptedChannel() {
        super(null);
    }

    void give(byte[] bytes) {
        coming = Bytes.concat(coming, bytes);
    }

    void endOfPeer() {
        peerEnded = true;
    }

    /** From now on so many bytes are taken. */
    void takes(int bytes) {
        takes = bytes;
    }

    byte[] taken() {
        byte[] bytes = taken.toByteArray();
        taken.reset();
        return bytes;
    }

    boolean isReadable() {
        return coming.length > 0 || peerEnded;
    }

    boolean isWritable() {
        return takes > 0;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        int n = Math.min(into.remaining(), coming.length);
        if (n == 0) {
            return peerEnded && coming.length == 0 && into.hasRemaining() ? -1 : 0;
        }
        into.put(coming, 0, n);
        coming = Arrays.copyOfRange(coming, n, coming.length);
        return n;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (!isOpen() || outputEnded) {
            throw new ClosedChannelException();
        }
        int n = Math.min(from.remaining(), takes);
        takes -= n;
        for (int i = 0; i < n; i++) {
            taken.write(from.get());
        }
        return n;
    }

    @Override
    public SocketChannel shutdownOutput() {
        outputEnded = true;
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    // What a wire doesn't use

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
