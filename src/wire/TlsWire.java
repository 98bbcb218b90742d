package wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS 1.2 or 1.3 (RFC 5246, RFC 8446), the server's side. An {@link SSLEngine} encrypts and decrypts; this class moves
 * bytes between it, the socket and the connection:
 *
 * <pre>
 *   socket ──▶ received ──▶ engine.unwrap ──▶ read:  what the peer said
 *                              │  NEED_WRAP: the engine has something to say itself
 *                              ▼
 *   socket ◀── encrypted ◀── engine.wrap ◀── write: what is said to the peer
 * </pre>
 *
 * The buffers are the loop's. Only what has to wait is kept here: the beginning of a record whose end has not come, and
 * the rest of a record that the socket did not accept.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TlsWires shared;
    private final SocketChannel channel;
    private final Runnable ready;
    /** Null until the first byte has come. */
    private SSLEngine engine;

    /** Received and not decrypted; null if there is nothing. */
    private ByteBuffer undecrypted;
    /** Encrypted and not sent; null if there is nothing. */
    private ByteBuffer unsent;

    /** A thread of {@link TlsTasks} has the engine now. */
    private volatile boolean computing;
    private final Allowance allowance = new Allowance();
    /** The engine stopped though it may have more to decrypt: for a computation, or as its own words can't be sent. */
    private boolean interrupted;

    /** By a close_notify: what comes behind it is ignored. */
    private boolean inputEnded;
    private boolean peerEnded;
    private boolean ending;
    private boolean outputEnded;
    private boolean failed;
    /** To be thrown by the next {@link #read}. */
    private TlsException failure;

    TlsWire(TlsWires shared, SocketChannel channel, Runnable ready) {
        this.shared = shared;
        this.channel = channel;
        this.ready = ready;
    }

    // In

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (computing) {
            return 0;
        }
        if (failed) {
            throwFailure();
            return discard();
        }
        ByteBuffer received = receive();
        if (engine == null) {
            if (!received.hasRemaining()) {
                return peerEnded ? -1 : 0;
            }
            begin(received.get(0));
        }
        try {
            decrypt(received, into);
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
        inputEnded = !failed && !interrupted && engine.isInboundDone();
        undecrypted = failed || inputEnded ? null : copy(received);
        if (into.position() > 0) {
            return into.position();
        }
        throwFailure();
        return inputEnded || (peerEnded && !interrupted) ? -1 : 0;
    }

    /** What was kept, and what has come since. */
    private ByteBuffer receive() throws IOException {
        ByteBuffer received = shared.received.clear();
        if (undecrypted != null) {
            received.put(undecrypted);
            undecrypted = null;
        }
        if (!allowance.isEstablished()) {
            received.limit(Math.max(received.position(), Allowance.MOST_OF_HANDSHAKE));
        }
        peerEnded = channel.read(received) < 0;
        return received.flip();
    }

    private void begin(byte first) throws IOException {
        if ((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z')) { // no record's type is a letter
            throw new PlainHttpException();
        }
        engine = shared.engine();
    }

    private void decrypt(ByteBuffer received, ByteBuffer into) throws IOException {
        interrupted = false;
        HandshakeStatus next = engine.getHandshakeStatus();
        while (true) {
            if (next == HandshakeStatus.NEED_TASK) {
                if (allowance.isEstablished()) { // the engine would do it; RFC 5246 §7.4.1.2 leaves it to us
                    throw new SSLException("renegotiation is refused");
                }
                interrupted = true;
                compute();
                return;
            }
            if (next == HandshakeStatus.NEED_WRAP) {
                if (outputEnded) { // nothing can be answered any more, only the peer's end is waited for
                    received.position(received.limit());
                    return;
                }
                interrupted = !flush();
                if (interrupted) {
                    return; // the peer has to read first, or its questions would pile up our answers
                }
                next = sendOwn();
                continue;
            }
            if (!received.hasRemaining()) {
                return;
            }
            SSLEngineResult result = engine.unwrap(received, into);
            if (result.getStatus() != Status.OK) {
                interrupted = result.getStatus() == Status.BUFFER_OVERFLOW;
                allowance.check(received.remaining());
                return;
            }
            next = result.getHandshakeStatus();
            allowance.count(result);
            noteEstablished(next);
        }
    }

    private void compute() {
        computing = true;
        shared.tasks().compute(engine, channel, error -> {
            if (error != null) {
                noteFailure(error);
            }
            computing = false;
            ready.run();
        });
    }

    private void noteEstablished(HandshakeStatus status) {
        if (allowance.establishes(status)) {
            shared.handshakes().ended(true);
        }
    }

    /** After a failure: so that TCP isn't reset before the peer has read the alert. */
    private int discard() throws IOException {
        peerEnded = channel.read(shared.received.clear()) < 0;
        return peerEnded ? -1 : 0;
    }

    @Override
    public boolean hasInput() {
        if (computing || failed) {
            return failure != null && !computing;
        }
        return inputEnded || (interrupted && unsent == null);
    }

    // Out

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        throwFailure();
        if (!flush()) {
            return false;
        }
        while (from.hasRemaining()) {
            if (computing) {
                return false;
            }
            ByteBuffer encrypted = shared.encrypted.clear();
            SSLEngineResult result;
            try {
                result = engine.wrap(from, encrypted);
            } catch (SSLException | RuntimeException e) {
                fail(e);
                throwFailure();
                return false;
            }
            if (result.getStatus() == Status.CLOSED) {
                throw new IOException("the peer ended TLS"); // in 1.2 that ends both directions (RFC 5246 §7.2.1)
            }
            send(encrypted.flip());
            if (unsent != null || (result.bytesProduced() == 0 && result.bytesConsumed() == 0)) {
                return false;
            }
        }
        return true;
    }

    /** Encrypts and sends what the engine itself has to say. */
    private HandshakeStatus sendOwn() throws IOException {
        ByteBuffer encrypted = shared.encrypted.clear();
        SSLEngineResult result;
        do {
            result = engine.wrap(NOTHING, encrypted);
            noteEstablished(result.getHandshakeStatus());
        } while (result.bytesProduced() > 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        if (encrypted.position() == 0) {
            throw new SSLException("nothing to wrap");
        }
        send(encrypted.flip());
        return engine.getHandshakeStatus();
    }

    /** Only when nothing is unsent. */
    private void send(ByteBuffer encrypted) throws IOException {
        channel.write(encrypted);
        unsent = copy(encrypted);
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return rest.hasRemaining() ? ByteBuffer.allocate(rest.remaining()).put(rest).flip() : null;
    }

    @Override
    public boolean flush() throws IOException {
        if (unsent != null) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = null;
        }
        if (ending && !outputEnded && !computing) {
            sendLast();
            if (unsent != null) {
                return false;
            }
            outputEnded = true;
            channel.shutdownOutput();
        }
        return true;
    }

    @Override
    public int kept() {
        return (undecrypted == null ? 0 : undecrypted.capacity()) + (unsent == null ? 0 : unsent.capacity());
    }

    @Override
    public void endOutput() throws IOException {
        ending = true;
        flush();
    }

    /** The alert of a failure, or else close_notify: RFC 8446 §6.1, RFC 5246 §7.2.1. */
    private void sendLast() throws IOException {
        if (engine == null || engine.isOutboundDone()) {
            return;
        }
        ByteBuffer encrypted = shared.encrypted.clear();
        try {
            engine.closeOutbound();
            while (!engine.isOutboundDone() && engine.wrap(NOTHING, encrypted).bytesProduced() > 0) {
                // it has more than one
            }
        } catch (SSLException | RuntimeException e) {
            // then there is no alert
        }
        send(encrypted.flip());
    }

    private void fail(Exception cause) {
        noteFailure(cause);
        try {
            endOutput();
        } catch (IOException e) { // then there is nobody to tell
            unsent = null;
            outputEnded = true;
            peerEnded = true;
        }
    }

    private void noteFailure(Throwable cause) {
        failed = true;
        failure = new TlsException((allowance.isEstablished() ? "TLS: " : "TLS handshake: ")
                + (cause instanceof SSLException ? cause.getMessage() : cause.toString()));
    }

    private void throwFailure() throws TlsException {
        TlsException thrown = failure;
        if (thrown != null) {
            failure = null;
            if (!allowance.isEstablished()) {
                shared.handshakes().ended(false);
            }
            throw thrown;
        }
    }

    // Both

    @Override
    public boolean lingers() {
        return unsent != null || (ending && !outputEnded && !computing) || (failed && !peerEnded);
    }

    @Override
    public int interest(boolean wantsInput, boolean blocked) {
        if (computing) {
            return 0;
        }
        boolean reads = failed ? !peerEnded : wantsInput && !(interrupted && unsent != null);
        return (reads ? SelectionKey.OP_READ : 0) | (unsent != null ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public void timeOut() throws TlsException {
        if (engine != null && !allowance.isEstablished() && !failed) {
            failed = true;
            shared.handshakes().ended(false);
            throw new TlsException("TLS handshake: it took too long");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
