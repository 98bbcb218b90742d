package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import support.Bytes;

/**
 * A client that writes its bytes by hand and reads strictly: what the server may not send fails the test, and so does a reset,
 * and so does waiting for longer than {@link #DEADLINE}. It shares no code with the server.
 */
final class TestClient implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;
    /** The same without FIN, and what goes on. */
    static final int FIRST_OF_TEXT = 0x01;
    static final int FIRST_OF_BINARY = 0x02;
    static final int MIDDLE = 0x00;
    static final int LAST = 0x80;

    /** Milliseconds that a read may take. */
    static final int DEADLINE = 10_000;

    /** Milliseconds after which a server that takes nothing is believed to have stopped reading. */
    private static final int STOPPED = 300;

    final Socket socket;
    private final SocketChannel channel;
    private final InputStream in;
    private ByteBuffer unsent;

    private TestClient(InetSocketAddress address, int receiveBuffer) throws IOException {
        channel = SocketChannel.open();
        socket = channel.socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer); // before connecting: it limits the window
        }
        socket.setSoTimeout(DEADLINE);
        socket.setTcpNoDelay(true);
        socket.connect(address, DEADLINE);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A connection, and nothing sent. */
    static TestClient connect(InetSocketAddress address) throws IOException {
        return new TestClient(address, 0);
    }

    /** One whose receive buffer is small, so that the server soon notices that it doesn't read. */
    static TestClient connectNarrow(InetSocketAddress address) throws IOException {
        return new TestClient(address, 4096);
    }

    /** An open WebSocket. */
    static TestClient open(InetSocketAddress address, String path) throws IOException {
        return connect(address).upgrade(path);
    }

    static TestClient openNarrow(InetSocketAddress address, String path) throws IOException {
        return connectNarrow(address).upgrade(path);
    }

    // What it sends

    TestClient send(byte[]... parts) throws IOException {
        socket.getOutputStream().write(Bytes.concat(parts));
        return this;
    }

    TestClient send(String ascii) throws IOException {
        return send(Bytes.ascii(ascii));
    }

    /**
     * Sends the same again and again, reading nothing, until the server takes no more. {@link #sendRest} ends what may then have been
     * sent in part.
     *
     * @return how many the server or the system took, at least in part
     */
    int sendUntilStopped(byte[] unit, int most) throws IOException {
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

    void sendRest() throws IOException {
        if (unsent.position() > 0) {
            while (unsent.hasRemaining()) {
                channel.write(unsent);
            }
        }
    }

    TestClient say(String text) throws IOException {
        return send(frame(TEXT, text));
    }

    /** A masked frame. */
    static byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 0x1_0000) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] key = {(byte) 0xA1, 0x5B, (byte) payload.length, 0x7E};
        frame.put(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key[i % 4]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    static byte[] frame(int firstByte, String payload) {
        return frame(firstByte, payload.getBytes(UTF_8));
    }

    static byte[] close(int code) {
        return frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    // The opening handshake

    /** The example of RFC 6455 §1.3, with more header lines if wanted. */
    static String handshake(String path, String... lines) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n") + "\r\n";
    }

    TestClient upgrade(String path, String... lines) throws IOException {
        send(handshake(path, lines));
        expectUpgrade();
        return this;
    }

    Answer expectUpgrade() throws IOException {
        Answer answer = answer(false);
        assertEquals(101, answer.status, answer.toString());
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.fields.get("sec-websocket-accept"));
        return answer;
    }

    // What it reads: HTTP

    /** @param fields by name in lower case */
    record Answer(int status, Map<String, String> fields, String body) {}

    Answer get(String target, String... lines) throws IOException {
        send(request("GET", target, lines));
        return answer(false);
    }

    static String request(String method, String target, String... lines) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n") + "\r\n";
    }

    Answer answer(boolean toHead) throws IOException {
        String statusLine = line();
        assertTrue(statusLine.matches("HTTP/1\\.1 \\d{3} .+"), statusLine);
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(": ", 2);
            assertEquals(2, parts.length, line);
            assertEquals(null, fields.put(parts[0].toLowerCase(Locale.ROOT), parts[1]), "twice: " + line);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = toHead ? 0 : Integer.parseInt(fields.getOrDefault("content-length", "0"));
        return new Answer(status, fields, new String(bytes(length), UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 2) != '\r' || line.charAt(line.length() - 1) != '\n') {
            line.append((char) oneByte());
        }
        return line.substring(0, line.length() - 2);
    }

    // What it reads: frames

    /** One frame of the server: always whole, and of a kind that the RFC knows. */
    record Frame(int firstByte, byte[] payload) {
        int code() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        String reason() {
            return new String(payload, 2, payload.length - 2, UTF_8);
        }

        @Override
        public String toString() {
            return Integer.toHexString(firstByte) + " with " + payload.length + " bytes "
                    + (firstByte == CLOSE && payload.length > 1 ? code() + " " + reason()
                            : new String(payload, 0, Math.min(80, payload.length), ISO_8859_1));
        }
    }

    Frame read() throws IOException {
        int firstByte = oneByte();
        if (firstByte != TEXT && firstByte != BINARY && firstByte != CLOSE && firstByte != PING && firstByte != PONG) {
            fail("first byte of a frame: 0x" + Integer.toHexString(firstByte));
        }
        int secondByte = oneByte();
        assertTrue(secondByte < 128, "a server's frame must not be masked");
        long length = secondByte;
        if (secondByte == 126) {
            length = ByteBuffer.wrap(bytes(2)).getShort() & 0xFFFF;
            assertTrue(length > 125, "length in more bytes than it needs");
        } else if (secondByte == 127) {
            length = ByteBuffer.wrap(bytes(8)).getLong();
            assertTrue(length > 0xFFFF, "length in more bytes than it needs");
        }
        assertTrue(firstByte < CLOSE || length < 126, "a control frame of " + length + " bytes");
        return new Frame(firstByte, bytes(Math.toIntExact(length)));
    }

    /** The next frame must be a text. */
    String hear() throws IOException {
        Frame frame = read();
        assertEquals(TEXT, frame.firstByte, frame.toString());
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.payload)).toString();
    }

    void expect(int firstByte, String payload) throws IOException {
        Frame frame = read();
        assertEquals(firstByte, frame.firstByte, frame.toString());
        assertEquals(payload, new String(frame.payload, UTF_8));
    }

    /** The next frame must be a Close with this code, and its reason is returned. */
    String expectClose(int code) throws IOException {
        Frame frame = read();
        assertEquals(CLOSE, frame.firstByte, frame.toString());
        assertEquals(code, frame.code(), frame.reason());
        return frame.reason();
    }

    /** TCP must end here, cleanly. */
    void expectEnd() throws IOException {
        assertEquals(-1, in.read(), "a byte behind the end");
    }

    /** What we say makes no sense behind this: the server closes with this code, and ends TCP. */
    void expectCloseAndEnd(int code) throws IOException {
        expectClose(code);
        expectEnd();
    }

    private int oneByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server ended TCP");
        }
        return b;
    }

    byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server ended TCP");
        }
        return bytes;
    }

    // How it goes

    /** With a Close, as it should be. */
    void leave() throws IOException {
        send(close(1000));
        Frame frame = read();
        while (frame.firstByte != CLOSE) {
            frame = read();
        }
        assertEquals(1000, frame.code());
        expectEnd();
        socket.close();
    }

    /** The server closes with this code; we answer as we should, and it ends TCP. */
    void expectCloseAndAnswer(int code) throws IOException {
        expectClose(code);
        send(close(code));
        expectEnd();
        socket.close();
    }

    /** With an end of TCP, and no word. */
    void hangUp() throws IOException {
        socket.close();
    }

    /** With a RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
