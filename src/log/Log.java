package log;

import frame.FrameWriter;
import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was said in a room, as frames ready to send, in one order for all. It is kept in one {@link Track} for each form
 * that has readers.
 *
 * <p>Messages are numbered, and the last ones are kept in their plain form (see {@link Retention}), so that a reader
 * can begin at a {@link Position} in the past: with a {@link Backlog}.
 *
 * <p>Each loop that has members reads a track through one {@link TrackReader} and pins the place up to which all its
 * unblocked members have been sent it. Each laggard pins the segment that its cursor is in. Segments that are not
 * pinned go back to the pool.
 *
 * <p>Safe from any thread. The lock is held for as long as copying one message takes at most, and never while sending.
 */
public final class Log {
    /** The form in which a member reads messages. */
    public enum Form {
        PLAIN,
        /** By members that agreed to permessage-deflate (RFC 7692). A message may be plain in this form too. */
        DEFLATED
    }

    /** Under the lock of {@link Logs}. */
    int readers;

    private final String name;
    private final long epoch;
    private final Retention retention;
    private final Track plain;
    private final Track deflated;
    /** How many messages were ever appended: the number of the newest. */
    private long messages;
    /** How often any of the logs was touched. */
    private final AtomicLong touches;
    private volatile long lastTouch;

    Log(String name, long epoch, SegmentPool pool, Retention retention, AtomicLong touches) {
        this.name = name;
        this.epoch = epoch;
        this.retention = retention;
        plain = new Track(pool, retention);
        deflated = new Track(pool, Retention.NOTHING);
        this.touches = touches;
        touch();
    }

    public String name() {
        return name;
    }

    private Track track(Form form) {
        return form == Form.PLAIN ? plain : deflated;
    }

    /** Whether a member reads this form. */
    public boolean isRead(Form form) {
        return track(form).isRead();
    }

    /**
     * Appends one text message. Its payload is the three parts: valid UTF-8, no more than 1 GiB less 14 bytes together.
     * The position of {@code text} doesn't change.
     *
     * @param compressed the same payload, compressed (RFC 7692 §7.2.1); null if it is sent plain in both forms
     */
    public synchronized void append(byte[] prefix, ByteBuffer text, byte[] suffix, ByteBuffer compressed) {
        messages++;
        if (retention.messages() > 0 || plain.isRead()) {
            append(plain, prefix, text, suffix);
        }
        if (deflated.isRead()) {
            if (compressed == null) {
                append(deflated, prefix, text, suffix);
            } else {
                int length = compressed.remaining();
                ByteBuffer out = deflated.append(FrameWriter.headerSize(length) + length, messages);
                FrameWriter.header(out, Opcode.TEXT, true, length);
                out.put(compressed);
            }
        }
    }

    private void append(Track track, byte[] prefix, ByteBuffer text, byte[] suffix) {
        int length = prefix.length + text.remaining() + suffix.length;
        ByteBuffer out = track.append(FrameWriter.headerSize(length) + length, messages);
        FrameWriter.header(out, Opcode.TEXT, length);
        int at = out.put(prefix).position();
        out.put(at, text, text.position(), text.remaining()); // no view of the text: nothing is allocated
        out.position(at + text.remaining()).put(suffix);
    }

    /** Bytes that are kept because a member has not been sent them yet. */
    public synchronized long kept() {
        return plain.kept() + deflated.kept();
    }

    /** How many messages were ever appended. */
    public synchronized long messages() {
        return messages;
    }

    /** How many members lag. */
    synchronized int laggards() {
        return plain.laggards() + deflated.laggards();
    }

    /** How far behind the last laggard is, rounded up to a segment; 0 if nobody lags. In bytes. */
    synchronized long lag() {
        return Math.max(plain.lag(), deflated.lag());
    }

    /** Something is being said: what is kept of the logs that have been quiet longest is given up first. */
    public void touch() {
        lastTouch = touches.incrementAndGet();
    }

    /** A number that is higher than those of all logs that were not touched since. */
    long lastTouch() {
        return lastTouch;
    }

    // Positions

    /** The end: the position after the newest message. */
    public synchronized Position end() {
        return new Position(epoch, messages);
    }

    /** The position after which all messages are there. */
    public synchronized Position oldest() {
        return new Position(epoch, plain.numberBefore(messages));
    }

    /** The position before the last messages, as many as are kept. */
    public synchronized Position beforeHistory() {
        return new Position(epoch, Math.max(plain.numberBefore(messages), messages - retention.messages()));
    }

    /** The messages after a position; null if one of them is gone. Its reader then goes on in the form {@code next}. */
    Backlog backlog(Position since, int loop, Form next) {
        Segment segment = null;
        Position last;
        long end;
        long nextPlace;
        synchronized (this) {
            if (since.epoch() != epoch || since.number() > messages || since.number() < plain.numberBefore(messages)) {
                return null;
            }
            if (since.number() < messages) {
                segment = plain.segmentOf(since.number() + 1);
                plain.move(null, segment);
            }
            last = new Position(epoch, messages);
            end = plain.end();
            nextPlace = track(next).end();
        }
        return new Backlog(this, loop, segment, since.number() + 1, last, end, nextPlace); // looks for its place
    }

    /** Whether something is kept for those who come later. */
    synchronized boolean hasHistory() {
        return plain.hasHistory();
    }

    /** Gives up all that is kept for those who come later. */
    synchronized void forget() {
        plain.forget();
    }

    // For readers

    synchronized void add(Form form, Pin pin) {
        track(form).add(pin);
    }

    synchronized void remove(Form form, Pin pin) {
        track(form).remove(pin);
    }

    synchronized long end(Form form) {
        return track(form).end();
    }

    synchronized Segment segmentAt(Form form, long place) {
        return track(form).segmentAt(place);
    }

    synchronized void move(Form form, Segment from, Segment to) {
        track(form).move(from, to);
    }

    synchronized void move(Form form, Pin pin, long place) {
        track(form).move(pin, place);
    }

    /** Notifies the owners of all other pins that the log has grown. */
    void notifyOthers(Runnable self) {
        plain.notifyOthers(self);
        deflated.notifyOthers(self);
    }
}
