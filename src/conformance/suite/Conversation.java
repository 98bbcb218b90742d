package conformance.suite;

import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Frame;
import conformance.wire.FrameReader;
import conformance.wire.Inbox;
import conformance.wire.ServerFrame;
import conformance.wire.Transcript;
import conformance.wire.Transport;
import java.io.UncheckedIOException;

/**
 * One connection, on the level of requests, responses and {@link Event}s: what goes out by its {@link Sender}, and what
 * comes in, as long as there is time for it.
 */
final class Conversation {
    /** More bytes than any control frame has: a message is on its way. */
    private static final int SURELY_DATA = 1_000;

    private final Attempt attempt;
    private final Transcript transcript;
    private final Transport transport;
    private final Output output;
    private final Inbox inbox;
    private final AnswerReader answers;
    private final Sender sender;
    private final Incoming incoming;
    private boolean neverEnds;

    Conversation(Attempt attempt, Transport transport, Transcript transcript, Sent sent) {
        this.attempt = attempt;
        this.transport = transport;
        this.transcript = transcript;
        output = new Output(attempt, transport, transcript);
        sender = new Sender(output, transcript, sent, attempt.random());
        incoming = new Incoming(attempt, sender, sent);
        inbox = new Inbox(transport);
        answers = new AnswerReader(inbox, transcript);
    }

    // What goes out

    Sender sender() {
        return sender;
    }

    void endOutput() {
        output.end();
    }

    void reset() {
        transcript.remark("we reset TCP");
        attempt.sawEnd();
        transport.reset();
    }

    // What comes in: HTTP

    /** The next response, or null; then {@link #whyNoAnswer} tells why. */
    Answer answer(String method) {
        while (true) {
            Answer answer = answers.next(method);
            if (answer != null) {
                return answer;
            }
            if (!inbox.fill(attempt.patience())) {
                if (inbox.end() != null) {
                    return answers.next(method); // content may have ended with the connection
                }
                attempt.sawSilence();
                Answer begun = answers.withoutEnd();
                neverEnds = begun != null;
                return begun;
            }
        }
    }

    /** Whether the last response has content without a length, and the connection stays open behind it. */
    boolean hasAnswerWithoutEnd() {
        return neverEnds;
    }

    String whyNoAnswer() {
        return answers.isWithinAnswer() ? answers.rest() + (inbox.end() == null ? "" : ", then " + end(""))
                : silenceOrEnd("").toString();
    }

    /** How the server ended the connection, as far as is known; else null. */
    Transport.End end() {
        return inbox.end();
    }

    boolean isWithinAnswer() {
        return answers.isWithinAnswer();
    }

    /** From here on, what comes is frames. */
    void upgrade(Acceptance acceptance) {
        incoming.begin(new FrameReader(inbox, transcript, acceptance.deflate() != null),
                new Assembly(acceptance.deflate()));
    }

    Incoming incoming() {
        return incoming;
    }

    // What comes in: frames

    /**
     * The next event; {@link Event.Silence} if there is none in time, however many Pings and unsolicited Pongs come
     * meanwhile: these are answered, and put aside. As long as a message comes, there is time for it.
     */
    Event next(long millis) {
        long end = after(millis);
        while (true) {
            ServerFrame frame = incoming.nextFrame();
            if (frame == null) {
                if (!incoming.isOpen() && inbox.size() > 0) {
                    return unreadable();
                }
                if (inbox.size() > SURELY_DATA) {
                    end = after(millis);
                }
                if (!inbox.fill(Math.max(1, Math.min((end - System.nanoTime()) / 1_000_000, attempt.timeLeft())))) {
                    return silenceOrEnd(incoming.rest(), millis);
                }
                continue;
            }
            Event event = incoming.take(frame);
            if (event != null) {
                return event;
            }
            if (!frame.fin()) {
                end = after(millis);
            }
        }
    }

    private static long after(long millis) {
        return System.nanoTime() + millis * 1_000_000;
    }

    private Event unreadable() {
        throw Failure.of("no bytes", "bytes that came unasked: " + answers.rest());
    }

    private Event silenceOrEnd(String rest) {
        return silenceOrEnd(rest, attempt.patience());
    }

    private Event silenceOrEnd(String rest, long millis) {
        if (inbox.end() != null) {
            return end(rest);
        }
        if (millis >= attempt.patience()) {
            attempt.sawSilence();
        }
        return new Event.Silence(rest + incoming.pongsInstead());
    }

    private Event end(String rest) {
        attempt.sawEnd();
        Event.End end = new Event.End(inbox.end(), rest);
        transcript.remark(end.toString());
        return end;
    }

    /** Whether anything comes that isn't an end. */
    boolean awaitBytes() {
        return inbox.size() > 0 || inbox.fill(attempt.patience());
    }

    /** Whether nothing is here to be read, not even an end. */
    boolean hasNothing() {
        return inbox.size() == 0 && !inbox.fill(1) && inbox.end() == null;
    }

    String tlsProtocol() {
        return transport.tlsProtocol();
    }

    String tlsVersion() {
        return transport.tlsVersion();
    }

    /** Leaves without waiting. */
    void leave() {
        if (incoming.isOpen() && !incoming.isClosing() && inbox.end() == null && output.isFree()) {
            output.write(Frame.close(1000).encode(attempt.random()).bytes(), Integer.MAX_VALUE);
        }
        abort();
    }

    /** From another thread too: whatever blocks fails. */
    void abort() {
        output.stop();
        try {
            transport.close();
        } catch (UncheckedIOException e) {
            transcript.remark("closing failed: " + e.getMessage());
        }
    }
}
