package conformance.suite;

import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Extension;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import conformance.wire.Request;
import conformance.wire.Transport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a case speaks with: one connection, and the words for what is sent and what has to come. An {@code expect…} that
 * isn't met ends the case.
 *
 * <p>Whatever a case is about, the client checks each 101 and each frame, answers the server's Pings and Close, and
 * lets unsolicited Pings and Pongs pass. A body must end with a word that leaves nothing open, such as
 * {@link #expectQuiet}, {@link #expectFailure}, {@link #expectCleanClose}, {@link #expectEof}, {@link #expectHttp}:
 * what it forgets to expect would go unseen.
 */
public final class Client extends HttpWords {
    /** No limit of a server is lower than the longest control frame. */
    private static final int BELOW_ANY_LIMIT = 125;

    private static final int MANY_FRAGMENTS = 10;
    /** A length with all of its bytes in use, and a little more. */
    private static final int ABOVE_16_BITS = 70_000;
    /** More events than any case leaves waiting. */
    private static final int MOST_WAITING = 10_000;

    /** What came before that which was asked for. */
    private final Deque<Event> waiting = new ArrayDeque<>();
    private final Set<String> good = new HashSet<>();
    /** What is no reason to end the case, and is told if nothing worse comes. */
    private Failure minor;

    Client(Attempt attempt) {
        super(attempt);
    }

    // Opening a WebSocket connection

    /** An open connection: a valid handshake and a 101 in which all is right. */
    public Acceptance open() {
        return open(handshake());
    }

    /** Sends this handshake, which the server must accept. */
    public Acceptance open(Request request) {
        request(request);
        return expectAcceptance();
    }

    /** The 101 for the request that was sent. */
    public Acceptance expectAcceptance() {
        return accepted(answer());
    }

    private Acceptance accepted(Answer answer) {
        if (answer.status() != 101) {
            throw Failure.of("HTTP 101", answer);
        }
        return accept(answer);
    }

    /** A response that is the 101 is checked, and frames may follow. */
    public Acceptance accept(Answer answer) {
        Acceptance acceptance = Acceptance.of(request, answer);
        conversation.upgrade(acceptance);
        settled = false;
        return acceptance;
    }

    /**
     * An open connection with permessage-deflate agreed, or the case doesn't apply. Whether an offer may be refused is
     * for other cases.
     */
    public Extension openWithDeflate(String offer) {
        request(handshake().offering(offer));
        Answer answer = answer();
        if (answer.status() >= 400) {
            throw new NotApplicable("the server refuses " + offer + ": " + answer);
        }
        Acceptance acceptance = accepted(answer);
        if (acceptance.deflate() == null) {
            throw new NotApplicable("the server declines " + offer);
        }
        return acceptance.deflate();
    }

    // Sending frames

    /** All in one write. */
    public void send(Frame... frames) {
        sendInPieces(Integer.MAX_VALUE, frames);
    }

    /** In writes of so many bytes. Between them the server is given the occasion to read (see {@link Beat}). */
    public void sendInPieces(int piece, Frame... frames) {
        settled = false;
        conversation().frames(List.of(frames), piece);
    }

    /** In two writes, the first of {@code at} bytes, and the occasion to read between them. */
    public void sendCut(int at, Frame... frames) {
        byte[] bytes = bytesOf(frames);
        sendBytes(Arrays.copyOf(bytes, at));
        awaitRead();
        sendBytes(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /** Frames as bytes, to be cut, spoilt, or put behind a request. They count as sent. */
    public byte[] bytesOf(Frame... frames) {
        byte[] bytes = {};
        for (Frame frame : frames) {
            sent.add(frame);
            transcript.remark("to be sent: " + frame);
            bytes = Bytes.concat(bytes, frame.encode(random()).bytes());
        }
        return bytes;
    }

    /** From now on a Close of the server gets no answer. */
    public void leaveCloseUnanswered() {
        conversation().leaveCloseUnanswered();
    }

    // What has to come: messages

    /** This text as one message. Only for cases that need ECHO. */
    public void expectText(String text) {
        expectMessage(Opcode.TEXT, Bytes.utf8(text));
    }

    public void expectText(byte[] utf8) {
        expectMessage(Opcode.TEXT, utf8);
    }

    public void expectBinary(byte[] payload) {
        expectMessage(Opcode.BINARY, payload);
    }

    /** A server that isn't asked to echo may be silent, or say what it likes. */
    public void expectTextIfEchoing(String text) {
        if (isEchoing()) {
            message(Opcode.TEXT, Bytes.utf8(text));
        }
    }

    public void expectBinaryIfEchoing(byte[] payload) {
        if (isEchoing()) {
            message(Opcode.BINARY, payload);
        }
    }

    /**
     * One message of this type and just this payload. A limit of the server may be lower than a message is long: then
     * it is refused with 1009 (§7.4.1), or with 1008 if it is one on frames, and the case can prove nothing.
     */
    public void expectMessage(int opcode, byte[] payload) {
        if (!attempt.of().needs().contains(Need.ECHO)) {
            throw new IllegalStateException("a case that expects a message needs ECHO");
        }
        message(opcode, payload);
    }

    private Event.Message message(int opcode, byte[] payload) {
        Event event = nextBut(Event.Pong.class::isInstance, attempt.patience());
        if (event instanceof Event.Message message && message.opcode() == opcode && Arrays.equals(message.payload(),
                payload)) {
            return message;
        }
        if ((event instanceof Event.Close || event instanceof Event.End) && isAboveLimit(payload.length, event)) {
            throw new NotApplicable("a message of " + payload.length + " bytes is above a limit of the server: "
                    + event);
        }
        checkStays(event);
        throw Failure.of(new Event.Message(opcode, payload, false, 1).toString(), difference(event, payload));
    }

    /**
     * Whether a message is refused for its length alone. §10.4 lets a server limit it, and says not how: §7.4.1 has
     * 1009 for it, "MAY use", and §10.7 lets it drop TCP. So the same length is tried once more, whole and plain; and
     * what is no limit is known by longer messages that pass.
     */
    public boolean isAboveLimit(int length, Event event) {
        if (length <= BELOW_ANY_LIMIT) {
            return false;
        }
        if (event instanceof Event.Close close && (close.code() == CloseCode.TOO_BIG
                || close.code() == CloseCode.POLICY_VIOLATION)) {
            return true;
        }
        return !isTaken(length) && !isTaken(Math.max(2 * length, ABOVE_16_BITS));
    }

    private boolean isTaken(int length) {
        Client other = another();
        other.open();
        other.send(Frame.binary(new byte[length]));
        boolean taken = other.nextBut(Event.Pong.class::isInstance, attempt.patience()) instanceof Event.Message;
        other.settled = true;
        return taken;
    }

    private static Object difference(Event event, byte[] wanted) {
        if (!(event instanceof Event.Message message) || message.payload().length < 32) {
            return event;
        }
        int at = Arrays.mismatch(message.payload(), wanted);
        return at < 0 ? event : event + ", different from byte " + at + " on: "
                + Bytes.quoted(Arrays.copyOfRange(message.payload(), at, Math.min(message.payload().length, at + 16)));
    }

    // What has to come: control frames

    public void expectPong(String text) {
        expectPong(Bytes.utf8(text));
    }

    /**
     * The Pong of this Ping, or that of a later one: "the endpoint MAY elect to send a Pong frame for only the most
     * recently processed Ping frame" (§5.5.3). Pongs of Pings before it may come first. Between Pongs and messages
     * there is no order: §5.5.2 has a Pong come "as soon as is practical", before the echo of an earlier message or
     * behind that of a later one.
     */
    public void expectPong(byte[] payload) {
        String expected = "Pong " + Bytes.quoted(payload);
        while (true) {
            if (sent.indexOfPing(payload) < 0 && sent.wasPing(payload)) {
                settled = false;
                return; // a later Ping's Pong was for this one too
            }
            Event event = nextBut(Event.Message.class::isInstance, attempt.patience());
            checkStays(event);
            if (!(event instanceof Event.Pong pong)) {
                throw Failure.of(expected, event);
            }
            sent.answered(pong.payload());
            if (Arrays.equals(pong.payload(), payload)) {
                return;
            }
        }
    }

    /** Nothing has come and nothing will: a Ping is sent, and its Pong is the next thing that comes. */
    public void expectQuiet() {
        byte[] probe = probe();
        conversation().frames(List.of(Frame.ping(probe)), Integer.MAX_VALUE);
        while (peek() instanceof Event.Pong pong && !Arrays.equals(pong.payload(), probe)) {
            sent.answered(pong.payload()); // of a Ping before it, which a case need not ask for
            next();
        }
        Event event = nextBut(none -> false, attempt.patience());
        checkStays(event);
        if (!(event instanceof Event.Pong pong) || !Arrays.equals(pong.payload(), probe)) {
            throw Failure.of("nothing but the Pong of a Ping sent behind", event);
        }
        sent.answered(probe);
        if (conversation.isWithinMessage() && isEchoing()) {
            throw Failure.of("nothing but the Pong of a Ping sent behind", "the beginning of a message");
        }
        settled = true;
    }

    private byte[] probe() {
        byte[] random = new byte[8];
        random().nextBytes(random);
        return Bytes.utf8("quiet? " + HexFormat.of().formatHex(random));
    }

    /** Quiet, and no Pong with this payload has come: what had the look of a Ping was none. */
    public void expectQuietAndNoPong(byte[] payload) {
        expectQuiet();
        if (conversation.unsolicitedPongs().stream().anyMatch(pong -> Arrays.equals(pong, payload))) {
            throw Failure.of("no Pong for what is no Ping", "Pong " + Bytes.quoted(payload));
        }
    }

    /**
     * So far nothing has come, though the server had the occasion: it must wait for more of ours. For the time before
     * the 101, when no Ping can ask; a server that is merely slow passes.
     */
    public void expectNothingYet() {
        attempt.roundTrip();
        attempt.roundTrip();
        if (!waiting.isEmpty() || !conversation().hasNothing()) {
            throw Failure.of("nothing yet", conversation.isUpgraded() ? next() : answer());
        }
    }

    /** "Servers MAY close the WebSocket connection whenever desired" (§7.3): then the case can prove nothing. */
    private void checkStays(Event event) {
        if (event instanceof Event.Close close && CloseCode.blamesNobody(close.code())
                && conversation.hasServerClosedFirst()) {
            throw new NotApplicable("the server closes the connection, as it may at any time (§7.3): " + close);
        }
    }

    // What has to come: the end

    /**
     * The server fails the connection (§7.1.7): a Close with one of these codes, then the end of TCP, and nothing else.
     * Without the Close, the case is graded mute.
     */
    public void expectFailure(int... codes) {
        String expected = closes(codes) + ", then the end of TCP";
        expectFailureClose(expected, codes);
        expectEndOfTcp(expected);
    }

    /**
     * A code that doesn't fit breaks a SHOULD only, and that of another section, as long as the connection is closed:
     * "the endpoint SHOULD send a Close frame with an appropriate status code" (§7.1.7).
     */
    private void expectFitting(Event event, String expected, int... codes) {
        if (!(event instanceof Event.Close close)) {
            throw Failure.of(expected, event);
        }
        if (Arrays.stream(codes).noneMatch(code -> code == close.code())) {
            minor = Failure.of(expected, event).of("7.1.7-3");
        }
    }

    /**
     * As {@link #expectFailure}, but only up to the Close: for a case with something to say about what follows. A
     * missing Close is graded as there. A code that doesn't fit is reported if nothing else was wrong.
     */
    public void expectFailureClose(int... codes) {
        expectFailureClose(closes(codes), codes);
    }

    private void expectFailureClose(String expected, int... codes) {
        Event event = nextOrSignOfLife(expected);
        if (isCore() && !(event instanceof Event.End) && !(event instanceof Event.Close)) {
            throw notRejected(expected, event);
        }
        if (event instanceof Event.End) {
            throw Failure.mute(expected, event + " without a Close");
        }
        expectFitting(event, expected, codes);
    }

    private boolean isCore() {
        return attempt.of().level() == Level.CORE;
    }

    /**
     * Texts that are good by themselves: a server that ignores what is bad about a case of level CORE may deliver them.
     */
    public void maySkipTo(String... texts) {
        good.addAll(List.of(texts));
    }

    /** Bad input was not rejected: was it taken as good, which §10.7 forbids, or only ignored, which is no MUST? */
    private Failure notRejected(String expected, Event event) {
        boolean taken = (event instanceof Event.Message message && !good.contains(Bytes.text(message.payload())))
                || (event instanceof Event.Pong pong && sent.hasBadPing(pong.payload()));
        Failure failure = Failure.of(expected, event);
        return taken ? failure : failure.of("10.7-3");
    }

    /** The server closes the connection; whether it says why, and with which code, is its own affair (§5.1). */
    public void expectCloseOrEnd() {
        String expected = "the end of the connection";
        Event event = nextOrSignOfLife(expected);
        if (event instanceof Event.Close) {
            expectEndOfTcp(expected);
        } else if (!(event instanceof Event.End)) {
            throw Failure.of(expected, event);
        }
        settled = true;
        attempt.note(event.toString());
    }

    /** As {@link #expectFailure}, where the RFC leaves it to the server whether a Close comes before the end of TCP. */
    public void expectFailureOrEnd(int... codes) {
        String expected = closes(codes) + " and the end of TCP, or the end alone";
        Event event = nextOrSignOfLife(expected);
        if (isCore() && !(event instanceof Event.End) && !(event instanceof Event.Close)) {
            throw notRejected(expected, event);
        }
        if (event instanceof Event.End) {
            settled = true;
            return;
        }
        expectFitting(event, expected, codes);
        expectEndOfTcp(expected);
    }

    /** A server that ignores what it should fail for is recognised before the time-out: it answers a Ping. */
    private Event nextOrSignOfLife(String expected) {
        Event event = next(attempt.patience() / 5);
        if (!(event instanceof Event.Silence)) {
            return event;
        }
        byte[] probe = probe();
        conversation.frames(List.of(Frame.ping(probe)), Integer.MAX_VALUE);
        event = next();
        if (event instanceof Event.Pong pong && Arrays.equals(pong.payload(), probe)) {
            Failure failure = Failure.of(expected, "the connection goes on: a Ping is answered");
            throw isCore() ? failure.of("10.7-3") : failure;
        }
        return event;
    }

    /** A Close with one of these codes; {@link CloseCode#NONE} for one without a body. */
    public void expectClose(int... codes) {
        expectClose(next(), closes(codes), codes);
    }

    private static void expectClose(Event event, String expected, int... codes) {
        if (!(event instanceof Event.Close close) || Arrays.stream(codes).noneMatch(code -> code == close.code())) {
            throw Failure.of(expected, event);
        }
    }

    private static String closes(int... codes) {
        return "Close " + Arrays.stream(codes).mapToObj(code -> code == CloseCode.NONE ? "without a code"
                : Integer.toString(code))
                .collect(Collectors.joining(" or "));
    }

    /**
     * The answer to our Close, and the end of TCP. Which code it has, no sentence says: it "typically echos the status
     * code it received" (§5.5.1), and the action that an endpoint takes for one is "left undefined" (§7.4). But a code
     * that blames us for a fault that we have not isn't "appropriate" (§7.1.7). A Ping behind our Close needs no Pong
     * (§5.5.2), but no sentence forbids one.
     */
    public void expectCleanClose() {
        expectCleanClose(CloseCode.NORMAL);
    }

    /** @param sent the code of our Close */
    public void expectCleanClose(int sent) {
        Event.Close close = expectAnswerToClose();
        if (close.code() != sent && close.code() == Short.toUnsignedInt(Short.reverseBytes((short) sent))) {
            throw Failure.of("the code in network byte order", close).of("5.5.1-3");
        }
        boolean blames = close.code() == CloseCode.PROTOCOL_ERROR || close.code() == CloseCode.INVALID_PAYLOAD;
        if (blames && close.code() != sent) {
            minor = Failure.of("a Close that blames nobody", close).of("7.1.7-3");
        }
    }

    /** As {@link #expectCleanClose()}, whatever the code: for a Close that has something bad in it, or behind it. */
    public Event.Close expectAnswerToClose() {
        Event.Close close = expectAnyClose();
        while (peek() instanceof Event.Pong) {
            next();
        }
        expectEof();
        return close;
    }

    /** A Close, with whatever code, and not yet the end of TCP. */
    public Event.Close expectAnyClose() {
        Event event = nextBut(Event.Pong.class::isInstance, attempt.patience());
        if (event instanceof Event.Close close) {
            return close;
        }
        throw Failure.of("a Close", event);
    }

    /**
     * How many Closes came. §5.5.1 forbids "any more data frames" after a Close; that no second Close comes, only a
     * description says ("will not send further Close frames", §7.1.5), so it is reported and is no fault.
     */
    public void sawCloses() {
        if (conversation().closes() > 1) {
            saw(conversation.closes() + " Closes came");
        }
    }

    /** The server ends TCP, without a reset. */
    public void expectEof() {
        Event event = next();
        if (!(event instanceof Event.End end)) {
            throw Failure.of("the end of TCP", event);
        }
        if (end.how() == Transport.End.RESET) {
            throw Failure.of("the end of TCP without a reset", event).of("7.1.1-1");
        }
        settled = true;
    }

    /** The connection ends, in whatever way; after a Close of the server our answer may well meet a reset. */
    public void expectEnd() {
        expectEndOfTcp("the end of TCP");
    }

    private void expectEndOfTcp(String expected) {
        Event event = next();
        if (!(event instanceof Event.End)) {
            throw Failure.of(expected, event instanceof Event.Silence ? "TCP is still open" : event);
        }
        settled = true;
    }

    // What has to come: a 101, or not

    /**
     * A 101 in which all is right, or a complete response with an error status or a redirection; whether it was the
     * 101.
     */
    public boolean expectUpgradeOrRefusal() {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            accept(answer);
            expectQuiet();
            return true;
        }
        if (answer.status() < 300) {
            throw Failure.of("HTTP 101, a redirection, or an HTTP error response", answer);
        }
        settled = true;
        return false;
    }

    /** Any complete response; if it is a 101, all is right in it. */
    public Answer expectAnyAnswer() {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            accept(answer);
            expectQuiet();
        }
        settled = true;
        return answer;
    }

    // What comes

    /**
     * The next event, for cases with alternatives. Expect the rest with the words above, or judge by {@link #check}. A
     * server that takes no binary says so with 1003 (§7.4.1), at whatever frame it likes: then a case that sends binary
     * can prove nothing.
     */
    public Event next() {
        return next(attempt.patience());
    }

    /** @param millis the time to wait for it; {@link Event.Silence} if it was in vain */
    public Event next(long millis) {
        settled = false;
        return waiting.isEmpty() ? received(millis) : waiting.remove();
    }

    /** The next event, but for Pongs, which wait for their turn: they have no place in the order of messages. */
    public Event nextMessage() {
        return nextBut(Event.Pong.class::isInstance, attempt.patience());
    }

    /**
     * Echoes of these texts may come, in their order, and as many as it likes: a server that fails the connection for
     * what follows them need not let an application answer first. No sentence of the RFC knows of echoes.
     */
    public void skipTexts(String... texts) {
        for (String text : texts) {
            if (!(peek() instanceof Event.Message)) {
                return;
            }
            message(Opcode.TEXT, Bytes.utf8(text));
        }
    }

    /** The next event that is none of those, which wait for their turn. */
    private Event nextBut(Predicate<Event> others, long millis) {
        settled = false;
        for (Event event : waiting) {
            if (!others.test(event)) {
                waiting.remove(event);
                return event;
            }
        }
        while (true) {
            Event event = received(millis);
            if (!others.test(event)) {
                return event;
            }
            waiting.add(event);
            if (waiting.size() > MOST_WAITING) {
                throw Failure.of("an end of what comes", "more than " + MOST_WAITING
                        + " messages or Pongs, the last was " + event);
            }
        }
    }

    private Event received(long millis) {
        Event event = conversation().next(millis);
        if (event instanceof Event.Close close && close.code() == CloseCode.UNSUPPORTED_DATA && sent.hasBinary()) {
            throw new NotApplicable("the server takes no binary");
        }
        // §10.4 "a long stream of small frames that are a part of a fragmented message": how many are too many, it
        // doesn't say
        if (event instanceof Event.Close close && close.code() == CloseCode.POLICY_VIOLATION
                && sent.fragments() >= MANY_FRAGMENTS) {
            throw new NotApplicable(sent.fragments() + " fragments are above a limit of the server: " + close);
        }
        return event;
    }

    /** The next event, which stays the next. */
    public Event peek() {
        Event event = next();
        waiting.addFirst(event);
        return event;
    }

    // For the attempt

    /** The body is through: nothing may be left open, and nothing wrong may have come behind. */
    void finish() {
        if (!settled) {
            throw new IllegalStateException("a body must end with a word that leaves nothing open, as expectQuiet()");
        }
        if (conversation != null) {
            conversation.checkRest();
        }
        if (minor != null) {
            throw minor;
        }
    }
}
