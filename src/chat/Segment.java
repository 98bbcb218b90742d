package chat;

import frame.FrameWriter;
import java.nio.ByteBuffer;

/** A stretch of a log: whole frames one behind the other, only ever appended to. */
final class Segment {
    /** The place in its log where this segment begins. */
    long base;
    /** How many laggards stand in it. */
    int readers;
    Segment next;

    private final ByteBuffer bytes;
    private final ByteBuffer view;

    /** @param capacity in bytes */
    Segment(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity);
        view = bytes.duplicate();
    }

    /** Makes it empty, to begin at this place of a log. */
    Segment startAt(long place) {
        base = place;
        next = null;
        bytes.clear();
        return this;
    }

    boolean hasRoomFor(int size) {
        return bytes.remaining() >= size;
    }

    /** To append to. */
    ByteBuffer appendable() {
        return bytes;
    }

    /** The place behind its last byte. */
    long end() {
        return base + bytes.position();
    }

    /** What lies between two places. There is one view, so that reading allocates nothing: the next reader moves it. */
    ByteBuffer view(long from, long to) {
        return view.limit((int) (to - base)).position((int) (from - base));
    }

    /** A copy of the bytes from this place to the next border between frames; empty if it is one. */
    ByteBuffer restOfFrame(long place) {
        int from = (int) (place - base);
        int border = 0;
        while (border < from) {
            border += (int) FrameWriter.frameSize(bytes, border);
        }
        return ByteBuffer.allocate(border - from).put(0, bytes, from, border - from);
    }
}
