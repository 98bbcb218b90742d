package conformance.suite;

import conformance.wire.Raw;
import conformance.wire.Request;
import conformance.wire.Target;
import conformance.wire.Tls;
import conformance.wire.Transcript;
import conformance.wire.Transport;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;

/**
 * The words of a case for a connection on which HTTP is spoken, and for its bytes: what is sent, and what is known.
 * {@link AnswerWords} has those for what has to come; after a 101 {@link Client} has the others.
 */
abstract class HttpWords {
    final Attempt attempt;
    final Transcript transcript = new Transcript();
    final Sent sent = new Sent();
    /** Nothing is left open: what has come so far is all that the case asked for. */
    boolean settled = true;
    /** A finding that doesn't end the case. It is reported if nothing worse is found. */
    Failure minor;
    Conversation conversation;
    final Asked asked = new Asked();

    HttpWords(Attempt attempt) {
        this.attempt = attempt;
    }

    // Connecting, asking

    /** A second connection in the same case: a bystander, or a fresh start. */
    public Client another() {
        return attempt.client();
    }

    /** A handshake for the tested server that it must accept. */
    public Request handshake() {
        Request request = Request.handshake(attempt.target(), attempt.random());
        for (String header : attempt.settings().headers()) {
            request = request.withLine(header);
        }
        return request;
    }

    /** An ordinary request, that asks for no WebSocket. */
    public Request plain(String method, String resource) {
        Request request = Request.plain(attempt.target(), method, resource);
        for (String header : attempt.settings().headers()) {
            request = request.withLine(header);
        }
        return request;
    }

    /** TCP, and TLS for wss; nothing is sent. */
    public void connect() {
        try {
            connect(Tls.USUAL);
        } catch (IOException e) {
            attempt.sawEnd();
            throw Failure.of("a connection", "no connection: " + why(e));
        }
    }

    private static String why(IOException e) {
        return e instanceof UnknownHostException ? "the host is unknown" : e instanceof SSLException ? "TLS fails: "
                + e.getMessage() : e.getMessage();
    }

    /**
     * As {@link #connect()}, with another offer in the TLS handshake.
     *
     * @throws IOException how the server refuses it
     */
    public void connect(Tls offer) throws IOException {
        Transport transport = Transport.connect(attempt.target(), attempt.settings().insecure(),
                (int) attempt.patience(), offer);
        conversation = new Conversation(attempt, transport, transcript, sent);
        if (offer != Tls.USUAL) {
            transcript.remark("TLS with " + offer + " was negotiated: " + transport.tlsVersion() + ' '
                    + transport.tlsProtocol());
        }
    }

    /** Another connection, of bytes only: nothing is read as HTTP or frames. It is closed with the case. */
    public Raw raw() throws IOException {
        return attempt.raw(attempt.target());
    }

    /** As {@link #raw}, and without TLS, even if the port speaks it. */
    public Raw rawInPlain() throws IOException {
        return attempt.raw(attempt.target().inPlain());
    }

    /** Something about other connections than this one, for the report. */
    public void remark(String sentence) {
        transcript.remark(sentence);
    }

    /** Milliseconds that the server may be silent when something is due. */
    public long patience() {
        return attempt.patience();
    }

    /** Sends a request, on a new connection if there is none yet. */
    public void request(Request request) {
        if (conversation == null) {
            connect();
        }
        awaitAnswerTo(request);
        conversation.sender().request(request);
    }

    /** Sends it in pieces of that many bytes. Between two pieces the server has time to read. */
    public void requestInPieces(int piece, Request request) {
        awaitAnswerTo(request);
        sendBytesInPieces(piece, request.bytes());
    }

    /** In two writes, the first of {@code at} bytes, and the occasion to read between them. */
    public void requestCut(int at, Request request) {
        byte[] bytes = request.bytes();
        beginRequest(request, at);
        awaitRead();
        sendBytes(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /** Only its first bytes, {@code length} of them; the rest is up to the case. */
    public void beginRequest(Request request, int length) {
        awaitAnswerTo(request);
        sendBytes(Arrays.copyOf(request.bytes(), length));
    }

    /** Several requests in one write. Their answers are asked for one by one. */
    public void pipeline(Request first, Request... others) {
        Request all = first;
        for (Request other : others) {
            all = all.followedBy(other.bytes());
        }
        request(all);
        asked.all(first, others);
    }

    private void awaitAnswerTo(Request request) {
        settled = false;
        asked.all(request);
    }

    // Sending bytes

    /** Bytes that are no frame, on a new connection if there is none yet. */
    public void sendBytes(byte[] bytes) {
        sendBytesInPieces(Integer.MAX_VALUE, bytes);
    }

    public void sendBytesInPieces(int piece, byte[] bytes) {
        if (conversation == null) {
            connect();
        }
        settled = false;
        conversation.sender().raw(bytes, piece);
    }

    /** Gives the server the occasion to read what was sent so far. */
    public void awaitRead() {
        attempt.beat();
        attempt.beat(); // all depends on this one, unlike on one of a hundred pieces
    }

    /** Our side of TCP ends, the server's stays. */
    public void endOutput() {
        settled = false;
        conversation().endOutput();
    }

    /** TCP is torn down. */
    public void reset() {
        conversation().reset();
        settled = true;
    }

    // Judging, and what is known

    /** What no other word says. */
    public void check(boolean holds, String expected, Object actual) {
        if (!holds) {
            throw Failure.of(expected, actual);
        }
    }

    /** What the server does where it is free, for the report. The case needs to prove nothing more. */
    public void saw(String sentence) {
        attempt.note(sentence);
        settled = true;
    }

    /** The case can't prove its point with this server. */
    public void skip(String reason) {
        throw new NotApplicable(reason);
    }

    public boolean isEchoing() {
        return attempt.isEchoing();
    }

    /** Subprotocols that the server is known to speak; none are known to a case that doesn't need one. */
    public List<String> subprotocols() {
        return attempt.settings().subprotocols();
    }

    public Target target() {
        return attempt.target();
    }

    /** The same numbers whenever this case is run with the same seed. */
    public Random random() {
        return attempt.random();
    }

    /** The protocol that ALPN chose; empty if there is none. */
    public String tlsProtocol() {
        return conversation().tlsProtocol();
    }

    /** As {@code TLSv1.3}; null without TLS. */
    public String tlsVersion() {
        return conversation().tlsVersion();
    }

    final Conversation conversation() {
        if (conversation == null) {
            throw new IllegalStateException("a case must open a connection before it uses it");
        }
        return conversation;
    }

    // For the attempt

    void leave() {
        if (conversation != null) {
            conversation.leave();
        }
    }

    void abort() {
        if (conversation != null) {
            conversation.abort();
        }
    }

    Transcript transcript() {
        return transcript;
    }
}
