package log;

import frame.FrameWriter;
import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in a room, as frames ready to send, in one order for all. A place in the log is the number of bytes
 * that were ever appended before it.
 *
 * <p>Each loop that has members reads the log through one {@link LogReader} and pins the place up to which all its
 * unblocked members have been sent the log. Each laggard pins the segment that its cursor is in. Segments that are not
 * pinned go back to the pool.
 *
 * <p>Safe from any thread. The lock is held for as long as copying one message takes at most, and never while sending.
 */
public final class Log {
    private static final int MAX_SEGMENT = 256 << 10;

    private final String name;
    private final SegmentPool pool;
    /** One for each reader. Replaced under the lock, never changed. */
    private volatile List<Pin> pins = List.of();

    private Segment oldest;
    private Segment newest;
    private long end;
    private long emptyAt;
    private int firstSize;

    Log(String name, SegmentPool pool) {
        this.name = name;
        this.pool = pool;
    }

    public String name() {
        return name;
    }

    /**
     * Appends one text frame. Its payload is the three parts: valid UTF-8, no more than 1 GiB less 14 bytes together.
     */
    public synchronized void append(byte[] prefix, ByteBuffer text, byte[] suffix) {
        int length = prefix.length + text.remaining() + suffix.length;
        int frame = FrameWriter.headerSize(length) + length;
        ByteBuffer out = segmentFor(frame).append(frame);
        FrameWriter.header(out, Opcode.TEXT, length);
        out.put(prefix).put(text).put(suffix);
        end += frame;
    }

    /**
     * A frame never crosses from one segment to the next. The first segment is twice as large as what the log held
     * before it was last empty: what a turn brings then lies in one segment, and is one write for each member. Later
     * segments grow with the log.
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
    synchronized long end() {
        return end;
    }

    /** The segment that has the byte at this place; null if the place is the end. Only for places that are pinned. */
    synchronized Segment segmentAt(long place) {
        return place == end ? null : oldest.at(place);
    }

    /** Bytes that are kept because somebody has yet to be sent them. */
    public synchronized long kept() {
        return oldest == null ? 0 : end - oldest.base;
    }

    /** A laggard's cursor moves from one segment to another; null stands for being up to date. */
    synchronized void move(Segment from, Segment to) {
        if (to != null) {
            to.laggards++;
        }
        if (from != null) {
            from.laggards--;
            giveBack();
        }
    }

    /** Pins the end. */
    synchronized void add(Pin pin) {
        List<Pin> more = new ArrayList<>(pins);
        more.add(pin);
        pins = List.copyOf(more);
        pin.place = end;
    }

    synchronized void remove(Pin pin) {
        pins = pins.stream().filter(other -> other != pin).toList();
        giveBack();
    }

    boolean hasPins() {
        return !pins.isEmpty();
    }

    /** What lies before this place isn't needed by the pin's owner any more. */
    synchronized void move(Pin pin, long place) {
        pin.place = place;
        giveBack();
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

    /** Tells the owners of all other pins that the log has grown. */
    void notifyOthers(Pin grew) {
        for (Pin pin : pins) {
            if (pin != grew) {
                pin.grown();
            }
        }
    }
}
