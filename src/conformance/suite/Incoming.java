package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.FrameReader;
import conformance.wire.Opcode;
import conformance.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames that come in become {@link Event}s. Here is done what any client has to do whatever the case is: Pings and
 * Closes are answered, and Pongs that answer no Ping are put aside.
 */
final class Incoming {
    /**
     * Pings and unsolicited Pongs on one connection. More are allowed to a server, but no case could come to its end.
     */
    private static final int MOST_UNASKED = 1_000;

    private final Attempt attempt;
    private final Sender sender;
    private final Sent sent;
    private final List<byte[]> unsolicitedPongs = new ArrayList<>();
    private FrameReader frames;
    private Assembly assembly;
    private boolean answersClose = true;
    private boolean serverClosedFirst;
    private int greetings;
    private int unasked;
    private int closes;
    private boolean anyMessage;

    Incoming(Attempt attempt, Sender sender, Sent sent) {
        this.attempt = attempt;
        this.sender = sender;
        this.sent = sent;
        greetings = attempt.settings().greetings();
    }

    /** There is a 101. */
    void begin(FrameReader frames, Assembly assembly) {
        this.frames = frames;
        this.assembly = assembly;
    }

    /** Whether frames may come. */
    boolean isOpen() {
        return frames != null;
    }

    /** Null if there is none yet. */
    ServerFrame nextFrame() {
        return frames == null ? null : frames.next();
    }

    /** What is here already is looked at once more before the connection is left: a fault in it would go unseen. */
    void checkRest() {
        while (nextFrame() != null) {
            continue;
        }
    }

    /** What has come of a frame that isn't whole, in words. */
    String rest() {
        return frames == null ? "" : frames.rest();
    }

    /** The event that a case gets for this frame; null if it gets none. */
    Event take(ServerFrame frame) {
        switch (frame.opcode()) {
            case Opcode.PING -> {
                countUnasked();
                if (!isClosing()) {
                    sender.frame(Frame.pong(frame.payload()));
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
                    sender.frame(frame.payload().length == 0 ? Frame.close() : Frame.close(frame.closeCode()));
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
        if (message != null && greetings > 0) {
            greetings--;
            return null;
        }
        anyMessage |= message != null;
        return attempt.isEchoing() ? message : null; // a chat, a feed: it may say what it likes when it likes
    }

    private void countUnasked() {
        if (++unasked > MOST_UNASKED) {
            throw new NotApplicable("the server sends Pings or Pongs without end");
        }
    }

    /** For a case that waited for a Pong in vain. */
    String pongsInstead() {
        return unsolicitedPongs.isEmpty() ? "" : " but a Pong that answers no Ping: "
                + Bytes.quoted(unsolicitedPongs.get(unsolicitedPongs.size() - 1));
    }

    List<byte[]> unsolicitedPongs() {
        return unsolicitedPongs;
    }

    /** Whether a message came, which is no greeting. */
    boolean hasMessage() {
        return anyMessage;
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
}
