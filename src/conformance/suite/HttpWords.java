package conformance.suite;

import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Bytes;
import conformance.wire.Raw;
import conformance.wire.Request;
import conformance.wire.Target;
import conformance.wire.Tls;
import conformance.wire.Transcript;
import conformance.wire.Transport;
import conformance.wire.Violation;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * The words of a case for a connection on which HTTP is spoken, and for its bytes: what is sent, and what has to come.
 * After a 101 {@link Client} has the others.
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
    /** The one to which the next answer belongs, or the last belonged. */
    Request request;
    private final Deque<Request> pipelined = new ArrayDeque<>();
    private boolean answered;
    private boolean wantsInterim;

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
        conversation.request(request);
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
        awaitAnswerTo(first);
        pipelined.addAll(List.of(others));
    }

    private void awaitAnswerTo(Request request) {
        settled = false;
        answered = false;
        pipelined.clear();
        this.request = request;
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
        conversation.raw(bytes, piece);
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

    // What has to come

    /** A complete and well-formed HTTP response, whatever it says. */
    public Answer answer() {
        return whole(nextAnswer());
    }

    /**
     * As {@link #answer}; null if TCP is reset before one has come: a server that doesn't read all of a long request
     * may lose its answer so.
     */
    public Answer answerUnlessReset() {
        Answer answer = nextAnswer();
        return answer == null && conversation.end() == Transport.End.RESET ? null : thatShouldCome(answer);
    }

    /** As {@link #answer}; null if TCP ends, in whatever way, before any of it has come. */
    public Answer answerUnlessEnd() {
        return answerUnlessEnd(null);
    }

    /**
     * As {@link #answerUnlessEnd()}.
     *
     * @param ifSilent the requirement that a server breaks which neither answers nor ends TCP; null: the case's own
     */
    public Answer answerUnlessEnd(String ifSilent) {
        Answer answer = nextAnswer();
        if (answer == null && (conversation.end() == null || conversation.isWithinAnswer())) {
            Failure failure = Failure.of("an HTTP response, or the end of TCP", conversation.whyNoAnswer());
            throw ifSilent == null || conversation.isWithinAnswer() ? failure : failure.of(ifSilent);
        }
        return answer;
    }

    /** As {@link #answerUnlessEnd()}; it may be an interim response, which all other words pass over. */
    public Answer answerOrInterim() {
        wantsInterim = true;
        try {
            return answerUnlessEnd();
        } finally {
            wantsInterim = false;
        }
    }

    private Answer whole(Answer answer) {
        if (answer == null) {
            throw Failure.of("an HTTP response", conversation.whyNoAnswer());
        }
        return answer;
    }

    private Answer nextAnswer() {
        settled = false;
        if (conversation().hasAnswerWithoutEnd()) {
            throw minor; // there is no place for another response on this connection
        }
        if (answered && !pipelined.isEmpty()) {
            request = pipelined.remove();
        }
        String method = request == null ? "GET" : request.method();
        Answer answer = conversation().answer(method);
        while (answer != null && answer.isInterim() && !wantsInterim) {
            // RFC 9110 §15.2 "MUST be able to parse one or more 1xx responses"
            answer = conversation.answer(method);
        }
        if (answer == null && conversation.end() != null) {
            attempt.sawEnd();
            settled = true;
        }
        if (conversation.hasAnswerWithoutEnd()) {
            // RFC 9112 §6.3 lets such content end with the connection, but no MUST says when that has to be
            minor = Failure.of("content with a length or in chunks, or the end of TCP behind it", answer
                    + " with content that has no length, and TCP stays open").of("9112-6.3-4");
        }
        answered = answer != null && !answer.isInterim();
        return answer;
    }

    /** Whether anything comes, be it HTTP or not, before TCP ends or the time is up. */
    public boolean awaitBytes() {
        boolean any = conversation().awaitBytes();
        if (conversation.end() != null) {
            attempt.sawEnd();
        }
        settled = true;
        return any;
    }

    /** A complete response with one of these statuses. */
    public Answer expectHttp(int... statuses) {
        Answer answer = answer();
        checkStatus(answer, statuses);
        return answer;
    }

    private void checkStatus(Answer answer, int... statuses) {
        if (Arrays.stream(statuses).noneMatch(status -> status == answer.status())) {
            throw Failure.of("HTTP " + Arrays.stream(statuses).mapToObj(Integer::toString)
                    .collect(Collectors.joining(" or ")), answer);
        }
        settled = true;
    }

    /**
     * As {@link #expectHttp}, in a handshake: there "the endpoint MAY drop the TCP connection" (§10.7), and that a
     * response comes is a SHOULD.
     */
    public Answer expectHttpInHandshake(int... statuses) {
        Answer answer = answerThatShouldCome();
        checkStatus(answer, statuses);
        return answer;
    }

    /**
     * A response, where the server may end TCP instead: for what it doesn't expect, §10.7 "the endpoint MAY drop the
     * TCP connection" and "SHOULD return an appropriate HTTP [RFC2616] status code". HTTP lets it end a connection at
     * any time (RFC 9112 §9.5).
     */
    public final Answer answerThatShouldCome() {
        return thatShouldCome(nextAnswer());
    }

    private Answer thatShouldCome(Answer answer) {
        if (answer == null && conversation.end() != null && !conversation.isWithinAnswer()) {
            throw Failure.of("an HTTP response", conversation.whyNoAnswer()).of("10.7-4");
        }
        return whole(answer);
    }

    /** A complete response with an error status, 4xx or 5xx. */
    public Answer expectRefused() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 400) {
            throw Failure.of("an HTTP error response", answer);
        }
        settled = true;
        return answer;
    }

    /** Any complete response but a 101: an error, a redirection, an ordinary page. */
    public Answer expectNoUpgrade() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 200) {
            throw Failure.of("an HTTP response, but no upgrade", answer);
        }
        settled = true;
        return answer;
    }

    /** As {@link #expectNoUpgrade()}, in a case about something else. @param row the requirement that a 101 breaks */
    public Answer expectNoUpgrade(String row) {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            throw Failure.of("an HTTP response, but no upgrade", answer).of(row);
        }
        settled = true;
        return answer;
    }

    /** As {@link #expectRefused}, where a redirection to what was meant will do too (RFC 9112 §3.2). */
    public Answer expectRefusedOrRedirected() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 300) {
            throw Failure.of("an HTTP error response, or a redirection", answer);
        }
        settled = true;
        return answer;
    }

    /**
     * A complete response with an error status or a redirection, or the end of TCP: for what has not even the look of
     * HTTP. A server may take it for HTTP/0.9, whose responses have no head: that is graded
     * as the case is.
     */
    public void expectRefusedOrEnd() {
        String expected = "an HTTP error response, a redirection, or the end of TCP";
        Answer answer;
        try {
            answer = answerUnlessEnd();
        } catch (Violation violation) {
            if (!violation.rule().equals(AnswerReader.BEGINNING)) {
                throw violation;
            }
            throw Failure.of(expected, "what is no HTTP response: " + violation.getMessage());
        }
        if (answer != null && answer.status() < 300) {
            throw Failure.of(expected, answer);
        }
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
