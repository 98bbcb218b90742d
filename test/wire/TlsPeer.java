package wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import support.Bytes;
import support.TestTls;

/** A client: the JDK's engine, with nothing around it. Bytes in, bytes out. */
final class TlsPeer {
    private static final SSLContext CONTEXT = TestTls.client();
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final SSLEngine engine;
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer record = ByteBuffer.allocate(1 << 17);
    private byte[] coming = {};
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    boolean closed;

    TlsPeer(String version, String... applicationProtocols) {
        engine = CONTEXT.createSSLEngine(); // not said to whom: it resumes nothing
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(applicationProtocols);
        engine.setSSLParameters(parameters);
    }

    /** Bytes of the server came. */
    void receive(byte[] bytes) throws SSLException {
        coming = Bytes.concat(coming, bytes);
        ByteBuffer in = ByteBuffer.wrap(coming);
        while (true) {
            runTasks();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || !in.hasRemaining()) {
                break;
            }
            SSLEngineResult result = engine.unwrap(in, plain.clear());
            heard.write(plain.array(), 0, plain.position());
            closed |= result.getStatus() == Status.CLOSED;
            if (result.getStatus() != Status.OK) {
                break;
            }
        }
        coming = Arrays.copyOfRange(coming, in.position(), coming.length);
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** What it has to send for the handshake, a key update, an end. */
    byte[] own() throws SSLException {
        var all = new ByteArrayOutputStream();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (engine.wrap(NOTHING, record.clear()).getStatus() != Status.OK && record.position() == 0) {
                break;
            }
            all.write(record.array(), 0, record.position());
            receive(new byte[0]); // what had to wait for it
        }
        return all.toByteArray();
    }

    /** These bytes in records. */
    byte[] say(byte[] bytes) throws SSLException {
        var all = new ByteArrayOutputStream();
        ByteBuffer from = ByteBuffer.wrap(bytes);
        do {
            engine.wrap(from, record.clear());
            all.write(record.array(), 0, record.position());
        } while (from.hasRemaining());
        return all.toByteArray();
    }

    byte[] say(String ascii) throws SSLException {
        return say(Bytes.ascii(ascii));
    }

    byte[] closeNotify() throws SSLException {
        engine.closeOutbound();
        return own();
    }

    /** TLS 1.3: a key update that asks for one in return. TLS 1.2: a renegotiation. */
    byte[] again() throws SSLException {
        engine.beginHandshake();
        runTasks();
        return own();
    }

    byte[] heard() {
        byte[] bytes = heard.toByteArray();
        heard.reset();
        return bytes;
    }

    boolean isEstablished() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING && !engine.getSession().getProtocol().equals("NONE");
    }
}
