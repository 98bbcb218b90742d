package log;

import java.nio.ByteBuffer;

/**
 * The messages between two positions of a log, in their plain form, as whole frames. They are kept until they have been
 * read or {@link #release} is called. Used by one loop's thread.
 */
public final class Backlog {
    private final Log log;
    private final int loop;
    private final Position last;
    private final long size;
    private final long end;
    private final long next;
    private long place;
    /** The segment of {@link #place}; null at the end. */
    private Segment segment;

    /**
     * @param segment that has the first message, and counts this as one that needs it; null if there is no message
     * @param first   the number of the first message
     * @param last    the position after the last one
     * @param end     the place of that position in the plain track
     * @param next    the place of that position in the track that its reader follows
     */
    Backlog(Log log, int loop, Segment segment, long first, Position last, long end, long next) {
        this.log = log;
        this.loop = loop;
        this.segment = segment;
        this.last = last;
        this.size = last.number() + 1 - first;
        this.end = end;
        this.next = next;
        this.place = segment == null ? end : segment.placeOf(loop, first);
    }

    /** The position after the last message. */
    public Position last() {
        return last;
    }

    /** The place of {@link #last} in the track that its reader follows. */
    long nextPlace() {
        return next;
    }

    /** How many messages it had at first. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return segment == null;
    }

    /**
     * The next bytes: frames, the first of which begins where the last {@link #advance} ended. Null if there are no
     * more. The buffer is shared by all readers of a loop: it is valid until another is asked.
     */
    public ByteBuffer next() {
        return segment == null ? null : segment.view(loop, place, Math.min(end, segment.end()));
    }

    /** The first n of these bytes were read. */
    public void advance(int n) {
        place += n;
        moveTo(place < end ? segment.at(place) : null);
    }

    /**
     * The payload of the next message, for a reader that takes whole messages only; null if there are no more. Valid as
     * the buffer of {@link #next} is.
     */
    public ByteBuffer message() {
        return segment == null ? null : segment.payload(loop, place);
    }

    /** Passes over the message that {@link #message} returned. */
    public void passMessage() {
        ByteBuffer payload = message();
        advance((int) (segment.placeAfter(payload) - place));
    }

    /** The rest is not needed. Returns the rest of the frame that was read in part, or an empty buffer. */
    public ByteBuffer release() {
        ByteBuffer rest = segment == null ? ByteBuffer.allocate(0) : segment.restOfFrame(loop, place);
        moveTo(null);
        return rest;
    }

    private void moveTo(Segment to) {
        if (to != segment) {
            log.move(Log.Form.PLAIN, segment, to);
            segment = to;
        }
    }
}
