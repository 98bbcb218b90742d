package bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A connection's bytes on the client's side: as they are, or within TLS 1.3, whatever the server's certificate is. All
 * links are used on one thread.
 */
final class Link {
    private static final byte[] NOTHING = {};
    private static final int RECORD_HEADER = 5;
    private static final int DATA = 23;
    private static final int BUFFER = 256 << 10;
    private static final ByteBuffer RECEIVED = ByteBuffer.allocateDirect(BUFFER);
    private static final ByteBuffer ENCRYPTED = ByteBuffer.allocateDirect(BUFFER);
    private static SSLContext context;
    /**
     * What a record of data has more than the data: a tag and a type (RFC 8446 §5.2), and as much padding as the server
     * likes, as long as it likes always the same. Learned from the records that are decrypted.
     */
    private static int overhead;

    final SocketChannel channel;
    /** Null without TLS. */
    private final SSLEngine engine;
    private byte[] undecrypted = NOTHING;
    private ByteBuffer unsent;

    /** When records are only counted: what is still to come of one, and how much of a header has come. */
    private int recordRest;
    private int headerRead;
    private int headerBits;

    Link(SocketChannel channel, boolean tls) {
        this.channel = channel;
        engine = tls ? context().createSSLEngine() : null;
        if (tls) {
            engine.setUseClientMode(true);
            var parameters = engine.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            engine.setSSLParameters(parameters);
        }
    }

    private static SSLContext context() {
        if (context == null) {
            try {
                context = SSLContext.getInstance("TLS");
                context.init(null, new X509ExtendedTrustManager[] {new Anyone()}, new SecureRandom());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return context;
    }

    // What goes

    /** In a handshake: sends what there is to send by now. */
    void sendOwn() throws IOException {
        while (engine != null) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
                return;
            }
            write(ByteBuffer.wrap(NOTHING));
        }
    }

    void begin() throws IOException {
        if (engine != null) {
            engine.beginHandshake();
            sendOwn();
        }
    }

    /** Takes all of it; what the socket does not take waits for {@link #flush}. */
    void write(ByteBuffer from) throws IOException {
        if (engine == null) {
            send(from);
            return;
        }
        do {
            engine.wrap(from, ENCRYPTED.clear());
            send(ENCRYPTED.flip());
        } while (from.hasRemaining());
    }

    private void send(ByteBuffer bytes) throws IOException {
        if (unsent == null) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            int before = unsent == null ? 0 : unsent.remaining();
            ByteBuffer all = ByteBuffer.allocate(before + bytes.remaining());
            unsent = (unsent == null ? all : all.put(unsent)).put(bytes).flip();
        }
    }

    boolean hasUnsent() {
        return unsent != null;
    }

    /** @return whether nothing is left */
    boolean flush() throws IOException {
        channel.write(unsent);
        if (unsent.hasRemaining()) {
            return false;
        }
        unsent = null;
        return true;
    }

    // What comes

    /** Appends what has come. @return how many bytes; -1 at the end */
    int read(ByteBuffer into) throws IOException {
        if (engine == null) {
            return channel.read(into);
        }
        ByteBuffer received = RECEIVED.clear().put(undecrypted);
        int n = channel.read(received);
        int from = into.position();
        decrypt(received.flip(), into);
        return into.position() > from ? into.position() - from : Math.min(n, 0);
    }

    private void decrypt(ByteBuffer received, ByteBuffer into) throws IOException {
        while (received.hasRemaining()) {
            sendOwn();
            SSLEngineResult result = engine.unwrap(received, into);
            if (result.getStatus() != Status.OK) {
                break;
            }
            if (result.bytesProduced() > 0) {
                overhead = result.bytesConsumed() - RECORD_HEADER - result.bytesProduced();
            }
        }
        sendOwn();
        undecrypted = received.hasRemaining() ? new byte[received.remaining()] : NOTHING;
        received.get(undecrypted);
    }

    /** Reads what has come, and only counts it. From then on nothing else can. @return as {@link #read} */
    int count(ByteBuffer scratch) throws IOException {
        scratch.clear().put(undecrypted);
        undecrypted = NOTHING;
        int n = channel.read(scratch);
        if (engine == null || n < 0) {
            return n;
        }
        int count = 0;
        for (int at = 0, end = scratch.position(); at < end;) {
            if (recordRest > 0) {
                int step = Math.min(recordRest, end - at);
                recordRest -= step;
                at += step;
                continue;
            }
            int next = scratch.get(at++) & 0xFF;
            if (headerRead == 0 && next != DATA) {
                throw new IOException("a record of type " + next + " came");
            }
            headerBits = headerBits << 8 | next;
            if (++headerRead == RECORD_HEADER) {
                recordRest = headerBits & 0xFFFF;
                count += recordRest - overhead;
                headerRead = 0;
            }
        }
        return count;
    }

    /** All that comes, for as long as the channel blocks; it knows the socket's time-out, unlike the channel. */
    InputStream input() throws IOException {
        InputStream socket = channel.socket().getInputStream();
        return engine == null ? socket : new InputStream() {
            private final byte[] some = new byte[16 << 10];
            private final ByteBuffer plain = ByteBuffer.allocate(64 << 10).limit(0);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                while (!plain.hasRemaining()) {
                    if (!receive(plain.clear())) {
                        plain.flip();
                        return -1;
                    }
                    plain.flip();
                }
                int n = Math.min(length, plain.remaining());
                plain.get(into, offset, n);
                return n;
            }

            private boolean receive(ByteBuffer into) throws IOException {
                int n = socket.read(some);
                if (n < 0) {
                    return false;
                }
                decrypt(ByteBuffer.wrap(join(undecrypted, some, n)), into);
                return true;
            }

            @Override
            public int available() {
                return plain.remaining();
            }
        };
    }

    private static byte[] join(byte[] first, byte[] second, int length) {
        byte[] both = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, 0, both, first.length, length);
        return both;
    }

    /** Ends the handshake of TLS: waits for the server's answer, and answers. */
    void handshake() throws IOException {
        if (engine == null) {
            return;
        }
        InputStream socket = channel.socket().getInputStream();
        byte[] some = new byte[16 << 10];
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            int n = socket.read(some);
            if (n < 0) {
                throw new EOFException("the server ended TCP within the TLS handshake");
            }
            decrypt(ByteBuffer.wrap(join(undecrypted, some, n)), ByteBuffer.allocate(1));
        }
    }

    /** Any certificate is good enough to be measured with. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
