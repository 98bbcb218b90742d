package conformance.suite;

import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.FrameReader;
import conformance.wire.Inbox;
import conformance.wire.Opcode;
import conformance.wire.Request;
import conformance.wire.ServerFrame;
import conformance.wire.Transcript;
import conformance.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One connection, on the level of requests, responses and {@link Event}s. It does what any client has to do whatever
 * the case is: answers Pings and Closes, checks what comes, and remembers which Pings await a Pong.
 */
final class Conversation {
    /**
     * How many frames of one write go into the transcript, from its beginning and from its end each. Thousands would
     * cost time.
     */
    private static final int SHOWN = 50;
    /**
     * Pings and unsolicited Pongs on one connection. More are allowed to a server, but no case could come to its end.
     */
    private static final int MOST_UNASKED = 1_000;
    /** More bytes than any control frame has: a message is on its way. */
    private static final int SURELY_DATA = 1_000;

    private final Attempt attempt;
    private final Transcript transcript;
    private final Transport transport;
    private final Output output;
    private final Inbox inbox;
    private final AnswerReader answers;
    private final Sent sent;
    private final List<byte[]> unsolicitedPongs = new ArrayList<>();

    private FrameReader frames;
    private Assembly assembly;
    private boolean answersClose = true;
    private boolean serverClosedFirst;
    private boolean neverEnds;
    private int unasked;
    private int closes;

    Conversation(Attempt attempt, Transport transport, Transcript transcript, Sent sent) {
        this.attempt = attempt;
        this.sent = sent;
        this.transport = transport;
        this.transcript = transcript;
        output = new Output(attempt, transport, transcript);
        inbox = new Inbox(transport);
        answers = new AnswerReader(inbox, transcript);
    }

    // What goes out

    void request(Request request) {
        byte[] bytes = request.bytes();
        transcript.http("→", request.head());
        int head = Bytes.latin1(request.head()).length;
        if (bytes.length > head) {
            transcript.sent(Arrays.copyOfRange(bytes, head, bytes.length), bytes.length - head
                    + " bytes right behind the request");
        }
        output.write(bytes, bytes.length);
    }

    void raw(byte[] bytes, int piece) {
        transcript.sent(bytes, bytes.length + " bytes" + inPieces(bytes.length, piece));
        output.write(bytes, piece);
    }

    /** @param piece bytes to a write, at most */
    void frames(List<Frame> frames, int piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            Frame.Encoded encoded = frame.encode(attempt.random());
            all.writeBytes(encoded.head());
            all.writeBytes(encoded.key());
            all.writeBytes(encoded.payload());
            if (i < SHOWN || i >= frames.size() - SHOWN) {
                transcript.sent(encoded);
            } else if (i == SHOWN) {
                transcript.remark(frames.size() - 2 * SHOWN + " frames more");
            }
            sent.add(frame);
        }
        if (all.size() > piece) {
            transcript.remark(("these " + all.size() + " bytes" + inPieces(all.size(), piece)).strip());
        }
        output.write(all.toByteArray(), piece);
    }

    private static String inPieces(int length, int piece) {
        return length <= piece ? "" : " in " + (length + piece - 1) / piece + " writes of " + piece;
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
        frames = new FrameReader(inbox, transcript, acceptance.deflate() != null);
        assembly = new Assembly(acceptance.deflate());
    }

    boolean isUpgraded() {
        return frames != null;
    }

    // What comes in: frames

    /**
     * The next event; {@link Event.Silence} if there is none in time, however many Pings and unsolicited Pongs come
     * meanwhile: these are answered, and put aside. As long as a message comes, there is time for it.
     */
    Event next(long millis) {
        long end = after(millis);
        while (true) {
            ServerFrame frame = frames == null ? null : frames.next();
            if (frame == null) {
                if (frames == null && inbox.size() > 0) {
                    return unreadable();
                }
                if (inbox.size() > SURELY_DATA) {
                    end = after(millis);
                }
                if (!inbox.fill(Math.max(1, Math.min((end - System.nanoTime()) / 1_000_000, attempt.timeLeft())))) {
                    return silenceOrEnd(frames == null ? "" : frames.rest(), millis);
                }
                continue;
            }
            Event event = take(frame);
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

    private void countUnasked() {
        if (++unasked > MOST_UNASKED) {
            throw new NotApplicable("the server sends Pings or Pongs without end");
        }
    }

    private Event unreadable() {
        throw Failure.of("no bytes", "bytes that came unasked: " + answers.rest());
    }

    private Event take(ServerFrame frame) {
        switch (frame.opcode()) {
            case Opcode.PING -> {
                countUnasked();
                if (!isClosing()) {
                    frames(List.of(Frame.pong(frame.payload())), Integer.MAX_VALUE);
                }
                return null;
            }
            case Opcode.PONG -> {
                if (sent.indexOfPing(frame.payload()) >= 0) {
                    return new Event.Pong(frame.payload());
                }
                countUnasked();
                unsolicitedPongs.add(frame.payload());
                return null;
            }
            case Opcode.CLOSE -> {
                attempt.sawEnd();
                if (++closes > 1) {
                    return null;
                }
                if (CloseCode.isUnused(frame.closeCode())) { // no key word forbids it
                    attempt.note("the server sends Close " + frame.closeCode() + ", a code that is not in use");
                }
                serverClosedFirst = !sent.hasClose();
                if (serverClosedFirst && answersClose) { // §5.5.1: who gets a Close and has not sent one answers it
                    frames(List.of(frame.payload().length == 0 ? Frame.close() : Frame.close(frame.closeCode())),
                            Integer.MAX_VALUE);
                }
                return new Event.Close(frame.closeCode(), frame.closeReason());
            }
            default -> {
                return fragment(frame);
            }
        }
    }

    private Event fragment(ServerFrame frame) {
        Event.Message message = assembly.add(frame);
        return attempt.isEchoing() ? message : null; // a chat, a feed: it may say what it likes when it likes
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
        return new Event.Silence(rest + pongsInstead());
    }

    private Event end(String rest) {
        attempt.sawEnd();
        Event.End end = new Event.End(inbox.end(), rest);
        transcript.remark(end.toString());
        return end;
    }

    private String pongsInstead() {
        return unsolicitedPongs.isEmpty() ? "" : " but a Pong that answers no Ping: "
                + Bytes.quoted(unsolicitedPongs.get(unsolicitedPongs.size() - 1));
    }

    /** Whether anything comes that isn't an end. */
    boolean awaitBytes() {
        return inbox.size() > 0 || inbox.fill(attempt.patience());
    }

    /** Whether nothing is here to be read, not even an end. */
    boolean hasNothing() {
        return inbox.size() == 0 && !inbox.fill(1) && inbox.end() == null;
    }

    List<byte[]> unsolicitedPongs() {
        return unsolicitedPongs;
    }

    /** How many Closes came. */
    int closes() {
        return closes;
    }

    /** Whether its Close came when none of ours had been sent. */
    boolean hasServerClosedFirst() {
        return serverClosedFirst;
    }

    void leaveCloseUnanswered() {
        answersClose = false;
    }

    boolean isClosing() {
        return sent.hasClose() || (frames != null && frames.isClosed());
    }

    boolean isWithinMessage() {
        return frames != null && frames.isWithinMessage();
    }

    /** What is here already is looked at once more before the connection is left: a fault in it would go unseen. */
    void checkRest() {
        if (frames != null) {
            while (frames.next() != null) {
                continue;
            }
        }
    }

    String tlsProtocol() {
        return transport.tlsProtocol();
    }

    String tlsVersion() {
        return transport.tlsVersion();
    }

    /** Leaves without waiting. */
    void leave() {
        if (frames != null && !isClosing() && inbox.end() == null && output.isFree()) {
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
