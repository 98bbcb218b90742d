package support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;

/**
 * A client that writes its bytes by hand and reads strictly: what the server may not send fails the test, and so does a
 * reset, and so does waiting for longer than {@link #DEADLINE}. It shares no code with the server.
 */
public final class TestClient implements AutoCloseable {
    /** Milliseconds that a read may take. */
    public static final int DEADLINE = 10_000;

    /** Bytes of a receive buffer that is soon full. */
    public static final int NARROW = 4096;

    /** Milliseconds after which a server that takes nothing is believed to have stopped reading. */
    private static final int STOPPED = 300;

    public final Socket socket;
    private boolean deflates;
    private final SocketChannel channel;
    private final InputStream in;
    private ByteBuffer unsent;

    private TestClient(InetSocketAddress address, int receiveBuffer, SSLContext tls) throws IOException {
        channel = SocketChannel.open();
        Socket plain = channel.socket();
        if (receiveBuffer > 0) {
            plain.setReceiveBufferSize(receiveBuffer); // before connecting: it limits the window
        }
        plain.setSoTimeout(DEADLINE);
        plain.setTcpNoDelay(true);
        plain.connect(address, DEADLINE);
        socket = tls == null ? plain
                : tls.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A connection, and nothing sent. */
    public static TestClient connect(InetSocketAddress address) throws IOException {
        return new TestClient(address, 0, null);
    }

    /**
     * The same over TLS. The handshake is made with the first byte that is sent or read.
     *
     * @param receiveBuffer bytes; 0 for as many as the system likes
     */
    public static TestClient connect(InetSocketAddress address, int receiveBuffer, SSLContext tls)
            throws IOException {
        return new TestClient(address, receiveBuffer, tls);
    }

    /** One whose receive buffer is small, so that the server soon notices that it doesn't read. */
    public static TestClient connectNarrow(InetSocketAddress address) throws IOException {
        return new TestClient(address, NARROW, null);
    }

    /** An open WebSocket. */
    public static TestClient open(InetSocketAddress address, String path) throws IOException {
        return connect(address).upgrade(path);
    }

    public static TestClient openNarrow(InetSocketAddress address, String path) throws IOException {
        return connectNarrow(address).upgrade(path);
    }

    // What it sends

    public TestClient send(byte[]... parts) throws IOException {
        socket.getOutputStream().write(Bytes.concat(parts));
        return this;
    }

    /** Past TLS. */
    public void sendRaw(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    public TestClient send(String ascii) throws IOException {
        return send(Bytes.ascii(ascii));
    }

    /**
     * Sends the same again and again, reading nothing, until the server takes no more. {@link #sendRest} ends what may
     * then have been sent in part. Not over TLS.
     *
     * @return how many the server or the system took, at least in part
     */
    public int sendUntilStopped(byte[] unit, int most) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            for (int i = 0; i < most; i++) {
                unsent = ByteBuffer.wrap(unit);
                while (unsent.hasRemaining()) {
                    if (channel.write(unsent) == 0 && selector.select(STOPPED) == 0) {
                        return unsent.position() == 0 ? i : i + 1;
                    }
                    selector.selectedKeys().clear();
                }
            }
            key.cancel();
            selector.selectNow();
            return most;
        } finally {
            channel.configureBlocking(true);
        }
    }

    public void sendRest() throws IOException {
        if (unsent.position() > 0) {
            while (unsent.hasRemaining()) {
                channel.write(unsent);
            }
        }
    }

    public TestClient say(String text) throws IOException {
        return send(ClientFrames.text(text));
    }

    // The opening handshake

    public TestClient upgrade(String path, String... lines) throws IOException {
        send(Requests.opening(path, lines));
        expectUpgrade();
        return this;
    }

    public Response expectUpgrade() throws IOException {
        return expectUpgradeOr(101);
    }

    /** Another status is expected too: the connection is not open then. */
    public Response expectUpgradeOr(int status) throws IOException {
        Response response = response(false);
        if (response.status() == status && status != 101) {
            return response;
        }
        expect(101, response.status(), response);
        expect(Requests.ACCEPT, response.field("Sec-WebSocket-Accept"), response);
        deflates = response.field("Sec-WebSocket-Extensions") != null;
        return response;
    }

    // What it reads

    public Response get(String target, String... lines) throws IOException {
        send(Requests.get(target, lines));
        return response(false);
    }

    /** @param toHead whether it answers a HEAD */
    public Response response(boolean toHead) throws IOException {
        return Response.read(in, toHead);
    }

    /** One frame of the server. Ours sends whole messages only. */
    public Frame read() throws IOException {
        Frame frame = Frame.read(in, false, deflates);
        expect(true, frame.isFinal() && frame.opcode() != 0, frame);
        return frame;
    }

    /** The next frame must be a text, compressed or not. */
    public String hear() throws IOException {
        Frame frame = read();
        if (frame.first() == Frame.COMPRESSED_TEXT) {
            return Frame.text(Deflate.inflate(frame.payload()));
        }
        expect(Frame.TEXT, frame.first(), frame);
        return frame.text();
    }

    public void expect(int firstByte, String payload) throws IOException {
        Frame frame = read();
        expect(firstByte, frame.first(), frame);
        expect(payload, new String(frame.payload(), UTF_8), frame);
    }

    /** The next frame must be a Close with this code, and its reason is returned. */
    public String expectClose(int code) throws IOException {
        Frame frame = read();
        expect(Frame.CLOSE, frame.first(), frame);
        expect(code, frame.code(), frame);
        return frame.reason();
    }

    /** TCP must end here, cleanly. */
    public void expectEnd() throws IOException {
        expect(-1, in.read(), "a byte behind the end");
    }

    /** What we say makes no sense behind this: the server closes with this code, and ends TCP. */
    public void expectCloseAndEnd(int code) throws IOException {
        expectClose(code);
        expectEnd();
    }

    private static void expect(Object expected, Object actual, Object where) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", not " + actual + ": " + where);
        }
    }

    // How it goes

    /** With a Close, as it should be. */
    public void leave() throws IOException {
        send(ClientFrames.close(1000));
        Frame frame = read();
        while (frame.first() != Frame.CLOSE) {
            frame = read();
        }
        expect(1000, frame.code(), frame);
        expectEnd();
        socket.close();
    }

    /** The server closes with this code; we answer as we should, and it ends TCP. */
    public void expectCloseAndAnswer(int code) throws IOException {
        expectClose(code);
        send(ClientFrames.close(code));
        expectEnd();
        socket.close();
    }

    /** With an end of TCP, and no Close. */
    public void hangUp() throws IOException {
        channel.close();
    }

    /** The same past TLS: without its close_notify. */
    public void hangUpRaw() throws IOException {
        channel.close();
    }

    /** With a RST, past TLS. */
    public void resetRaw() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    /** The end of what it sends; it could still read. Over TLS without a close_notify. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** With a RST. */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    /** At once: over TLS too nothing more is sent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
