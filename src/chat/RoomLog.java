package chat;

import frame.FrameWriter;
import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in a room, as frames ready to send. A place in it is the number of bytes before it, ever.
 *
 * <pre>
 *   Segment ──next──▶ Segment ──next──▶ Segment
 *       ▲                 ▲                    ▲
 *   cursor of 7       cursor of 3          the end: everyone else
 * </pre>
 *
 * Who is up to date stands at the end and needs no segment. Who isn't, because its peer takes no more, is a laggard and a reader
 * of the segment it stands in; {@link #trim} keeps what lies from there on. Past {@code maxLag} it is dropped, so a log is
 * never larger than that and a segment.
 */
final class RoomLog {
    private final SegmentPool pool;
    private final int maxLag;
    private final Runnable toBeTrimmed;
    private final List<Cursor> laggards = new ArrayList<>(0);

    private Segment oldest;
    private Segment newest;
    private long end;

    /** @param toBeTrimmed called when the last laggard leaves a segment behind, for {@link #trim} to give back */
    RoomLog(SegmentPool pool, int maxLag, Runnable toBeTrimmed) {
        this.pool = pool;
        this.maxLag = maxLag;
        this.toBeTrimmed = toBeTrimmed;
    }

    /** Appends one text frame, whose payload is the three parts. */
    void append(byte[] prefix, ByteBuffer text, byte[] suffix) {
        int length = prefix.length + text.remaining() + suffix.length;
        ByteBuffer out = segmentFor(FrameWriter.headerSize(length) + length).appendable();
        FrameWriter.header(out, Opcode.TEXT, length);
        out.put(prefix).put(text).put(suffix);
        end = newest.end();
    }

    /** A frame never crosses from one segment to the next. */
    private Segment segmentFor(int frameSize) {
        if (newest == null || !newest.hasRoomFor(frameSize)) {
            Segment segment = pool.take(end);
            if (newest == null) {
                oldest = segment;
            } else {
                newest.next = segment;
            }
            newest = segment;
        }
        return newest;
    }

    /** Where the next frame will be appended: always a border between frames. */
    long end() {
        return end;
    }

    /** The segment in which this place lies; it must lie before the end. */
    Segment segmentAt(long place) {
        Segment segment = oldest;
        while (place >= segment.end()) {
            segment = segment.next;
        }
        return segment;
    }

    /**
     * After everyone who takes more was sent all there is: drops who is too far behind, and gives back what nobody needs.
     *
     * @param now milliseconds since the epoch
     */
    void trim(long now) {
        if (oldest != null && end - oldest.base > maxLag) {
            dropLaggards(maxLag, "more than " + maxLag + " bytes behind the room", now);
        }
        while (oldest != null && oldest.readers == 0) {
            Segment segment = oldest;
            oldest = segment.next;
            pool.giveBack(segment);
        }
        if (oldest == null) {
            newest = null;
        }
    }

    /** Drops whoever is behind by more than so many bytes. */
    void dropLaggards(long lag, String why, long now) {
        for (int i = laggards.size() - 1; i >= 0; i--) {
            if (end - laggards.get(i).place() > lag) {
                laggards.get(i).drop(why, now);
            }
        }
    }

    /** Bytes that are kept because somebody lags. */
    long kept() {
        return oldest == null ? 0 : end - oldest.base;
    }

    // For its cursors

    void fellBehind(Cursor cursor) {
        cursor.lagIndex = laggards.size();
        laggards.add(cursor);
    }

    void caughtUp(Cursor cursor) {
        Cursor last = laggards.remove(laggards.size() - 1);
        if (last != cursor) {
            laggards.set(cursor.lagIndex, last);
            last.lagIndex = cursor.lagIndex;
        }
        if (oldest.readers == 0) {
            toBeTrimmed.run();
        }
    }
}
