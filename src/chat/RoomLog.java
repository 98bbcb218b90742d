package chat;

import frame.FrameWriter;
import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in a room, as frames ready to send, in one order for all. A place in it is the number of bytes before it, ever.
 *
 * <pre>
 *   Segment ──next──▶ Segment ──next──▶ Segment
 *       ▲                 ▲                    ▲
 *   cursor of 7       cursor of 3          the end: everyone else
 * </pre>
 *
 * Each loop has a {@link Room} of its own that reads the log, up to what it saw as the end when its turn ended. Members that are
 * up to date stand there or beyond. Who isn't, because its peer takes no more, is a laggard and a reader of the segment it stands in.
 * What lies behind all rooms and all laggards is given back.
 *
 * <p>Safe from any loop's thread. The lock is held for as long as a copy of one message at most, and never while sending.
 */
final class RoomLog {
    private static final int MAX_SEGMENT = 256 << 10;

    final String name;

    private final SegmentPool pool;
    /** One for each loop that has members. Replaced under the lock, never changed. */
    private volatile List<Room> rooms = List.of();

    private Segment oldest;
    private Segment newest;
    private long end;
    private long emptyAt;
    private int firstSize;

    RoomLog(String name, SegmentPool pool) {
        this.name = name;
        this.pool = pool;
    }

    /** Appends one text frame, whose payload is the three parts. */
    synchronized void append(byte[] prefix, ByteBuffer text, byte[] suffix) {
        int length = prefix.length + text.remaining() + suffix.length;
        int frame = FrameWriter.headerSize(length) + length;
        ByteBuffer out = segmentFor(frame).append(frame);
        FrameWriter.header(out, Opcode.TEXT, length);
        out.put(prefix).put(text).put(suffix);
        end += frame;
    }

    /**
     * A frame never crosses from one segment to the next. The first segment holds twice what the log held before it was last empty: what
     * a turn brings then lies in one, and is one write for each member. Further ones grow with the log.
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

    /** Where the next frame will be appended: always a border between frames. */
    synchronized long end() {
        return end;
    }

    /** The segment in which this place lies; null if it is the end. No room and no laggard may be before it. */
    synchronized Segment segmentAt(long place) {
        return place == end ? null : oldest.at(place);
    }

    /** Bytes that are kept because somebody has yet to be sent them. */
    synchronized long kept() {
        return oldest == null ? 0 : end - oldest.base;
    }

    /** A laggard moves from one segment to another; null stands for being up to date. */
    synchronized void move(Segment from, Segment to) {
        if (to != null) {
            to.readers++;
        }
        if (from != null) {
            from.readers--;
            giveBack();
        }
    }

    /** This room reads on from the end, which is returned. */
    synchronized long join(Room room) {
        List<Room> more = new ArrayList<>(rooms);
        more.add(room);
        rooms = List.copyOf(more);
        room.sent = end;
        return end;
    }

    /** This room has no members left. */
    synchronized void leave(Room room) {
        rooms = rooms.stream().filter(other -> other != room).toList();
        giveBack();
    }

    boolean hasRooms() {
        return !rooms.isEmpty();
    }

    /** Every member of this room that takes more was sent everything before this place. */
    synchronized void sent(Room room, long place) {
        room.sent = place;
        giveBack();
    }

    private void giveBack() {
        long needed = end;
        for (Room room : rooms) {
            needed = Math.min(needed, room.sent);
        }
        while (oldest != null && oldest.readers == 0 && oldest.end() <= needed) {
            Segment segment = oldest;
            oldest = segment.next;
            pool.giveBack(segment);
        }
        if (oldest == null && newest != null) {
            newest = null;
            firstSize = (int) Math.min(2 * (end - emptyAt), MAX_SEGMENT);
        }
    }

    /** Tells the rooms of other loops that there is something to send. */
    void wakeOthers(Room grew) {
        for (Room room : rooms) {
            if (room != grew) {
                room.wake();
            }
        }
    }
}
