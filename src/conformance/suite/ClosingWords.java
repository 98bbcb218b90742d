package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.Transport;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of a case for the end of a connection: Closes, failures, and the end of TCP. */
abstract class ClosingWords extends MessageWords {
    private final Set<String> good = new HashSet<>();

    ClosingWords(Attempt attempt) {
        super(attempt);
    }

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
        if (Arrays.stream(codes).anyMatch(code -> code == close.code())) {
            return;
        }
        if ((close.code() == CloseCode.NORMAL || close.code() == CloseCode.GOING_AWAY)
                && conversation.incoming().hasMessage()) {
            throw new NotApplicable("the server closes behind a message, as it may at any time (§7.3): " + close);
        }
        minor = Failure.of(expected, event).of("7.1.7-3");
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
        Event event = nextThatProves(attempt.patience() / 5);
        if (!(event instanceof Event.Silence)) {
            return event;
        }
        byte[] probe = probe();
        conversation.sender().frame(Frame.ping(probe));
        event = nextThatProves(attempt.patience());
        if (event instanceof Event.Pong pong && Arrays.equals(pong.payload(), probe)) {
            Failure failure = Failure.of(expected, "the connection goes on: a Ping is answered");
            throw isCore() ? failure.of("10.7-3") : failure;
        }
        return event;
    }

    /** An empty Pong need not be the answer to an empty Ping: "A Pong frame MAY be sent unsolicited" (§5.5.3). */
    private Event nextThatProves(long millis) {
        Event event = next(millis);
        while (event instanceof Event.Pong pong && pong.payload().length == 0) {
            event = next(millis);
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
     * that blames us for a fault that we have not isn't "appropriate" (§7.1.7). Nor is one that there is not: those
     * below 1000 "are not used" (§7.4.2), and a code is "between 1000 and 4999" (§11.7). A Ping behind our Close needs
     * no Pong (§5.5.2), but no sentence forbids one.
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
        if ((blames || !CloseCode.exists(close.code())) && close.code() != sent) {
            minor = Failure.of("a Close that blames nobody, with a code that there is", close).of("7.1.7-3");
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

    /**
     * A Close, with whatever code, and not yet the end of TCP. A reset may take it away: a server that resets TCP right
     * behind its Close breaks no MUST (§7.1.1), and can't be told from one that sends none.
     */
    public Event.Close expectAnyClose() {
        Event event = nextBut(Event.Pong.class::isInstance, attempt.patience());
        if (event instanceof Event.Close close) {
            return close;
        }
        Failure failure = Failure.of("a Close", event);
        throw event instanceof Event.End end && end.how() == Transport.End.RESET ? failure.of("7.1.1-1") : failure;
    }

    /**
     * How many Closes came. §5.5.1 forbids "any more data frames" after a Close; that no second Close comes, only a
     * description says ("will not send further Close frames", §7.1.5), so it is reported and is no fault.
     */
    public void sawCloses() {
        if (conversation().incoming().closes() > 1) {
            saw(conversation.incoming().closes() + " Closes came");
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
}
