package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * The words of a case for an open connection: frames that are sent, and the messages and control frames that have to
 * come. {@link Client} has those for its beginning, {@link ClosingWords} those for its end.
 */
abstract class MessageWords extends AnswerWords {
    /** No limit of a server is lower than the longest control frame. */
    private static final int BELOW_ANY_LIMIT = 125;

    private static final int MANY_FRAGMENTS = 10;
    /** A length with all of its bytes in use, and a little more. */
    private static final int ABOVE_16_BITS = 70_000;
    /** More events than any case leaves waiting. */
    private static final int MOST_WAITING = 10_000;

    /** What came before that which was asked for. */
    private final Deque<Event> waiting = new ArrayDeque<>();

    MessageWords(Attempt attempt) {
        super(attempt);
    }

    // Sending frames

    /** All in one write. */
    public void send(Frame... frames) {
        sendInPieces(Integer.MAX_VALUE, frames);
    }

    /** Sends it in pieces of that many bytes. Between two pieces the server has time to read: see {@link Beat}. */
    public void sendInPieces(int piece, Frame... frames) {
        settled = false;
        conversation().sender().frames(List.of(frames), piece);
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
        conversation().incoming().leaveCloseUnanswered();
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

    Event.Message message(int opcode, byte[] payload) {
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
        int longest = Math.max(length, sent.longest());
        return !isTaken(longest) && !isTaken(Math.max(2 * longest, ABOVE_16_BITS));
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
        expectQuiet(false);
    }

    /**
     * As {@link #expectQuiet}, where it says nothing of what the case is about if the connection ends instead: "Servers
     * MAY close the WebSocket connection whenever desired" (§7.3).
     */
    public void expectQuietOrEnd() {
        expectQuiet(true);
    }

    private void expectQuiet(boolean mayEnd) {
        byte[] probe = probe();
        conversation().sender().frame(Frame.ping(probe));
        while (peek() instanceof Event.Pong pong && !Arrays.equals(pong.payload(), probe)) {
            sent.answered(pong.payload()); // of a Ping before it, which a case need not ask for
            next();
        }
        Event event = nextBut(none -> false, attempt.patience());
        checkStays(event);
        if (mayEnd && event instanceof Event.End) {
            attempt.note("the connection ends behind the 101");
            settled = true;
            return;
        }
        if (!(event instanceof Event.Pong pong) || !Arrays.equals(pong.payload(), probe)) {
            throw Failure.of("nothing but the Pong of a Ping sent behind", event);
        }
        sent.answered(probe);
        if (conversation.incoming().isWithinMessage() && isEchoing()) {
            throw Failure.of("nothing but the Pong of a Ping sent behind", "the beginning of a message");
        }
        settled = true;
    }

    byte[] probe() {
        byte[] random = new byte[8];
        random().nextBytes(random);
        return Bytes.utf8("quiet? " + HexFormat.of().formatHex(random));
    }

    /** Quiet, and no Pong with this payload has come: the server didn't take content for a Ping. */
    public void expectQuietAndNoPong(byte[] payload) {
        expectQuiet();
        if (conversation.incoming().unsolicitedPongs().stream().anyMatch(pong -> Arrays.equals(pong, payload))) {
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
            throw Failure.of("nothing yet", conversation.incoming().isOpen() ? next() : answer());
        }
    }

    /** "Servers MAY close the WebSocket connection whenever desired" (§7.3): then the case can prove nothing. */
    private void checkStays(Event event) {
        if (event instanceof Event.Close close && CloseCode.blamesNobody(close.code())
                && conversation.incoming().hasServerClosedFirst()) {
            throw new NotApplicable("the server closes the connection, as it may at any time (§7.3): " + close);
        }
    }

    // What comes

    /**
     * The next event, for cases with alternatives. Expect the rest with the words above, or judge by {@link #check}. A
     * server that takes no binary, or no text, says so with 1003 (§7.4.1), at whatever frame it likes: then a case that
     * sends one can prove nothing.
     */
    public Event next() {
        return next(attempt.patience());
    }

    /** The next event, also one that tells that a case can prove nothing. */
    Event nextAsItIs() {
        return nextAsItIs(attempt.patience());
    }

    Event nextAsItIs(long millis) {
        settled = false;
        return conversation().next(millis);
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
            Event event = peek();
            if (!(event instanceof Event.Message)) {
                checkStays(event);
                return;
            }
            message(Opcode.TEXT, Bytes.utf8(text));
        }
    }

    /** The next event that is none of those, which wait for their turn. */
    Event nextBut(Predicate<Event> others, long millis) {
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

    /** Whether the simplest text is refused with 1003 too. */
    private boolean takesNoText() {
        Client other = another();
        other.open();
        other.send(Frame.text("Hello"));
        other.settled = true;
        return other.conversation().next(attempt.patience()) instanceof Event.Close close
                && close.code() == CloseCode.UNSUPPORTED_DATA;
    }

    private Event received(long millis) {
        Event event = conversation().next(millis);
        if (event instanceof Event.Close close && close.code() == CloseCode.UNSUPPORTED_DATA
                && (sent.hasBinary() || (sent.hasText() && takesNoText()))) {
            throw new NotApplicable("the server takes no " + (sent.hasBinary() ? "binary" : "text"));
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
}
