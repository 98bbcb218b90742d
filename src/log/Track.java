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
    /** One for each reader. The array is replaced, never changed, so it may be read without the lock. */
    private volatile Pin[] pins = {};

    private Segment oldest;
    private Segment newest;
    private long end;
    private long emptyAt;
    private int firstSize;

    Track(SegmentPool pool) {
        this.pool = pool;
    }

    boolean isRead() {
        return pins.length > 0;
    }

    /** Where to write a frame of {@code size} bytes, which is then a part of the track. */
    ByteBuffer append(int size) {
        ByteBuffer out = segmentFor(size).append(size);
        end += size;
        return out;
    }

    /**
     * A frame never crosses from one segment to the next. The first segment is twice as large as what the track held
     * before it was last empty: the messages of one turn then fit into one segment, and are one write for each
     * member. Later segments grow with the track.
     */
    private Segment segmentFor(int frameSize) {
        if (newest == null) {
            emptyAt = end;
            oldest = pool.take(end, Math.max(frameSize, firstSize));
            newest = oldest;
        } else if (!newest.hasRoomFor(frameSize)) {
            newest.next = pool.take(end, Math.max(frameSize, (int) Math.min(2 * kept(), MAX_SEGMENT)));
            newest = newest.next;
        }
        return newest;
    }

    /** Where the next frame will be appended: always a border between two frames. */
    long end() {
        return end;
    }

    /** The segment that has the byte at this place; null if the place is the end. Only for places that are pinned. */
    Segment segmentAt(long place) {
        return place == end ? null : oldest.at(place);
    }

    /** Bytes that are kept because a member has not been sent them yet. */
    long kept() {
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

    /** Not under the lock: the owners wake their loops. */
    void notifyOthers(Runnable self) {
        for (Pin pin : pins) {
            if (pin.grown != self) {
                pin.grown.run();
            }
        }
    }

    private void giveBack() {
        long needed = end;
        for (Pin pin : pins) {
            needed = Math.min(needed, pin.place);
        }
        while (oldest != null && oldest.laggards == 0 && oldest.end() <= needed) {
            Segment segment = oldest;
            oldest = segment.next;
            pool.giveBack(segment);
        }
        if (oldest == null && newest != null) {
            newest = null;
            firstSize = (int) Math.min(2 * (end - emptyAt), MAX_SEGMENT);
        }
    }
}
