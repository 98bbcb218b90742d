package connection;

import frame.Opcode;
import java.nio.ByteBuffer;
import message.Close;

/**
 * What is sent to the peer, in one order, from two sources: bytes for this peer alone (the {@link Outbox}) and the
 * frames of a room (the {@link Feed}). {@link #next} returns the next bytes, {@link #taken} says how many were sent.
 *
 * <pre>
 *   the room says A   →  feed:    A
 *   a Ping comes      →  outbox:  Pong      the feed is held behind A
 *   the room says B   →  feed:    A B
 *   sent:  A, Pong, B                       when the outbox is empty the hold ends
 * </pre>
 *
 * A Close comes after everything that was queued or said before the Close was decided, and nothing comes after it
 * (§5.5.1 "MUST NOT send any more data frames after sending a Close frame").
 */
final class Output {
    /** How far our Close frame has come. */
    enum CloseStage {
        NONE,
        /** It has to wait until the outbox is empty, and then for what the feed still has before its stop. */
        DECIDED,
        /** It is the last frame in the outbox. */
        QUEUED,
        SENT
    }

    private final Outbox outbox = new Outbox();
    private Feed feed;
    /** Nothing of the feed may go before the outbox is empty. */
    private boolean feedWaits;

    private CloseStage closeStage = CloseStage.NONE;
    /** Only while it is {@link CloseStage#DECIDED}. */
    private Close decided;

    private ByteBuffer offered;
    private boolean offeredByFeed;
    private int offeredFrom;
    private boolean blocked;

    CloseStage closeStage() {
        return closeStage;
    }

    /** Whether the outbox is empty. The feed may have something. */
    boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** Whether the peer has to read before more is made for it. */
    boolean isFull() {
        return outbox.isFull();
    }

    /** Bytes for this peer alone. */
    long size() {
        return outbox.size();
    }

    // What is to be sent

    /** Bytes that stay as they are until they have been sent. */
    void add(ByteBuffer bytes) {
        outbox.add(bytes);
    }

    /** From now on the feed's frames are sent too, after what is in the outbox already. */
    void follow(Feed feed) {
        this.feed = feed;
        feedWaits = !outbox.isEmpty();
    }

    /** A whole frame for this peer alone. The payload is copied. */
    void frame(Opcode opcode, ByteBuffer payload) {
        message(opcode, false, payload);
    }

    /** @param compressed whether the payload is compressed (RFC 7692 §7.2.1) */
    void message(Opcode opcode, boolean compressed, ByteBuffer payload) {
        holdFeed();
        outbox.frame(opcode, compressed, payload);
    }

    /** Whole frames that stay as they are until they have been sent. */
    void frames(ByteBuffer frames) {
        holdFeed();
        outbox.add(frames);
    }

    /** The Pong to a Ping. */
    void pong(ByteBuffer payload) {
        holdFeed();
        outbox.pong(payload, !blocked);
    }

    private void holdFeed() {
        if (feed != null && outbox.isEmpty()) {
            feed.hold();
        }
    }

    /** The last frame. May be called once. */
    void close(Close close) {
        if (closeStage != CloseStage.NONE) {
            throw new IllegalStateException("a second Close");
        }
        if (feed != null) {
            feed.stop();
        }
        decided = close;
        closeStage = CloseStage.DECIDED;
        if (feed == null || outbox.isEmpty()) {
            queueClose();
        }
    }

    private void queueClose() {
        outbox.close(decided.encode());
        decided = null;
        closeStage = CloseStage.QUEUED;
    }

    /** Releases the feed at once. A frame of it that was sent in part is completed first. */
    void dropFeed() {
        ByteBuffer rest = releaseFeed();
        if (rest.hasRemaining()) {
            outbox.addFirst(rest);
        }
        if (closeStage == CloseStage.DECIDED) {
            queueClose();
        }
    }

    private ByteBuffer releaseFeed() {
        ByteBuffer rest = feed.release();
        feed = null;
        return rest;
    }

    /** Nothing will be sent any more. */
    void abandon() {
        if (feed != null) {
            releaseFeed();
        }
        outbox.clear();
        offered = null;
    }

    // What is sent

    /** The next bytes to send; null if there are none. Take some of them, then call {@link #taken}. */
    ByteBuffer next() {
        offered = feed == null || feedWaits ? null : feed.next();
        offeredByFeed = offered != null;
        if (offered == null) {
            offered = outbox.next();
        }
        if (offered != null) {
            offeredFrom = offered.position();
        }
        return offered;
    }

    /**
     * The buffer that {@link #next} returned was sent up to its position.
     *
     * @param all whether more can be sent now; if not, the peer has to read first
     * @return whether the peer reads again after it had not
     */
    boolean taken(boolean all) {
        int n = offered.position() - offeredFrom;
        boolean readsAgain = blocked && n > 0;
        blocked = !all;
        if (offeredByFeed) {
            feed.advance(n);
        } else {
            outbox.advance(offered, n);
            if (outbox.isEmpty()) {
                outboxEmptied();
            }
        }
        return readsAgain;
    }

    /** A copy of the bytes of which {@link #taken} is called next: the buffer is valid only until then. */
    ByteBuffer copyOfTaken() {
        int n = offered.position() - offeredFrom;
        return ByteBuffer.allocate(n).put(0, offered, offeredFrom, n);
    }

    /** A copy of what is in the outbox. */
    ByteBuffer copyOfUnsent() {
        return outbox.copy();
    }

    private void outboxEmptied() {
        feedWaits = false;
        if (closeStage == CloseStage.QUEUED) {
            closeStage = CloseStage.SENT;
            abandon();
        } else if (feed != null) {
            feed.resume();
            if (closeStage == CloseStage.DECIDED) {
                queueClose();
            }
        }
    }
}
