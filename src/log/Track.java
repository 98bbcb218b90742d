package log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The frames of a log in one form, in segments. A place is the number of bytes that were ever appended before it. Used
 * under the log's lock, except {@link #isRead} and {@link #notifyOthers}.
 */
final class Track {
    private static final int MAX_SEGMENT = 256 << 10;

    private final SegmentPool pool;
    private final Retention retention;
    /** One for each reader. The array is replaced, never changed, so it may be read without the lock. */
    private volatile Pin[] pins = {};

    private Segment oldest;
    private Segment newest;
    private long end;
    /** The number of the newest message. */
    private long last;
    /** What is before this place is not kept as history. */
    private long forgotten;

    /** The end when all readers had read everything for the last time. What was appended since is one turn's. */
    private long turn;
    /** Bytes that a turn is expected to append. */
    private int turnSize;

    Track(SegmentPool pool, Retention retention) {
        this.pool = pool;
        this.retention = retention;
    }

    boolean isRead() {
        return pins.length > 0;
    }

    /** Where to write a frame of {@code size} bytes, which is then the message of this number. */
    ByteBuffer append(int size, long number) {
        Segment segment = segmentFor(size, number);
        end += size;
        last = number;
        return segment.append(size);
    }

    /**
     * A frame never crosses from one segment to the next. A turn's messages should not either: in one segment they are
     * one write for each member. So a turn begins a new segment unless there is room for twice what the last one
     * appended. Later segments of a turn grow with it. They grow with all that is kept too, but stay a part of it,
     * because history is given up by whole segments.
     */
    private Segment segmentFor(int frameSize, long number) {
        int wanted = end == turn ? Math.max(frameSize, turnSize) : frameSize;
        if (newest != null && newest.after() == number && newest.hasRoomFor(wanted)) {
            return newest;
        }
        long size = Math.max(2 * (end - needed()), Math.min(size() / 2, retention.bytes() / 4));
        size = Math.max(wanted, Math.min(size, MAX_SEGMENT));
        giveBack(SegmentPool.size((int) size));
        Segment segment = pool.take(end, number, (int) size);
        if (newest == null) {
            oldest = segment;
        } else {
            newest.next = segment;
        }
        newest = segment;
        return segment;
    }

    /** Where the next frame will be appended: always a border between two frames. */
    long end() {
        return end;
    }

    /** The segment that has the byte at this place; null if the place is the end. Only for places that are pinned. */
    Segment segmentAt(long place) {
        return place == end ? null : oldest.at(place);
    }

    /** The segment that has the message of this number, which must be one after {@link #numberBefore}. */
    Segment segmentOf(long number) {
        Segment segment = oldest;
        while (number >= segment.after()) {
            segment = segment.next;
        }
        return segment;
    }

    /**
     * All messages after this number are there.
     *
     * @param newestOfLog the number of the log's newest message, which this track lacks if nobody read it then
     */
    long numberBefore(long newestOfLog) {
        if (last != newestOfLog || oldest == null) {
            return newestOfLog;
        }
        long first = oldest.first();
        for (Segment segment = oldest; segment.next != null; segment = segment.next) {
            if (segment.after() != segment.next.first()) { // nobody read this track for a while
                first = segment.next.first();
            }
        }
        return first - 1;
    }

    /** Bytes that are kept because a member has not been sent them yet. */
    long kept() {
        return Math.max(end - needed(), lag());
    }

    /** Bytes of all that is there. */
    private long size() {
        return oldest == null ? 0 : end - oldest.base;
    }

    /** How many laggards there are. */
    int laggards() {
        int laggards = 0;
        for (Segment segment = oldest; segment != null; segment = segment.next) {
            laggards += segment.laggards;
        }
        return laggards;
    }

    /** Bytes from the beginning of the first segment that a laggard is in; 0 without laggards. */
    long lag() {
        Segment segment = oldest;
        while (segment != null && segment.laggards == 0) {
            segment = segment.next;
        }
        return segment == null ? 0 : end - segment.base;
    }

    /** Whether something is kept for those who come later. */
    boolean hasHistory() {
        return newest != null && isHistory(newest, 0);
    }

    /** A laggard's cursor moves from one segment to another; null means up to date. */
    void move(Segment from, Segment to) {
        if (to != null) {
            to.laggards++;
        }
        if (from != null) {
            from.laggards--;
            giveBack();
        }
    }

    /** Pins the end. */
    void add(Pin pin) {
        Pin[] more = Arrays.copyOf(pins, pins.length + 1);
        more[pins.length] = pin;
        pins = more;
        pin.place = end;
    }

    void remove(Pin pin) {
        pins = Stream.of(pins).filter(other -> other != pin).toArray(Pin[]::new);
        giveBack();
    }

    /** The pin's owner no longer needs what is before this place. */
    void move(Pin pin, long place) {
        pin.place = place;
        giveBack();
    }

    /** Gives up all history. What members still need stays. */
    void forget() {
        forgotten = end;
        giveBack();
    }

    /** Not under the lock: the owners wake their loops. */
    void notifyOthers(Runnable self) {
        for (Pin pin : pins) {
            if (pin.grown != self) {
                pin.grown.run();
            }
        }
    }

    private void giveBack() {
        giveBack(0);
    }

    /** @param soon bytes for which there will soon be another segment */
    private void giveBack(int soon) {
        long needed = needed();
        if (needed == end && end > turn) {
            turnSize = (int) Math.min(2 * (end - turn), MAX_SEGMENT);
            turn = end;
        }
        while (oldest != null && oldest.laggards == 0 && oldest.end() <= needed && !isHistory(oldest, soon)) {
            Segment segment = oldest;
            oldest = segment.next;
            pool.giveBack(segment);
        }
        if (oldest == null) {
            newest = null;
        }
    }

    /** What is before this place has been sent to all members but laggards. */
    private long needed() {
        long needed = end;
        for (Pin pin : pins) {
            needed = Math.min(needed, pin.place);
        }
        return needed;
    }

    private boolean isHistory(Segment segment, int soon) {
        return last - segment.after() + 1 < retention.messages() && end + soon - segment.base <= retention.bytes()
                && segment.end() > forgotten;
    }
}
