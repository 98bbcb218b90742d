package log;

import frame.FrameWriter;
import java.nio.ByteBuffer;

/**
 * A part of a log: whole frames, one after the other. Bytes are only appended. Written under the log's lock; read
 * without it, by loops that learned under the lock how far it is written.
 */
final class Segment {
    /** The place in its log where this segment begins. */
    long base;
    /** How many laggards have their cursor here. Under the log's lock. */
    int laggards;
    Segment next;

    private final ByteBuffer bytes;
    private final ByteBuffer[] views;
    private int size;

    /**
     * @param capacity in bytes
     * @param loops    how many may read it at the same time
     */
    Segment(int capacity, int loops) {
        bytes = ByteBuffer.allocateDirect(capacity);
        views = new ByteBuffer[loops];
        for (int i = 0; i < loops; i++) {
            views[i] = bytes.duplicate();
        }
    }

    /** Makes it empty, to begin at this place of a log. */
    Segment startAt(long place) {
        base = place;
        next = null;
        size = 0;
        return this;
    }

    /** In bytes. */
    int capacity() {
        return bytes.capacity();
    }

    boolean hasRoomFor(int length) {
        return bytes.capacity() - size >= length;
    }

    /** Where to write {@code length} bytes. */
    ByteBuffer append(int length) {
        bytes.limit(size + length).position(size);
        size += length;
        return bytes;
    }

    /** The place after its last byte. */
    long end() {
        return base + size;
    }

    /** This segment or a later one: the one that has the byte at this place. */
    Segment at(long place) {
        Segment segment = this;
        while (place >= segment.end()) {
            segment = segment.next;
        }
        return segment;
    }

    /**
     * The bytes between two places. Each loop has one view, so that reading allocates nothing: it is valid until the
     * next call for the same loop.
     */
    ByteBuffer view(int loop, long from, long to) {
        return views[loop].limit((int) (to - base)).position((int) (from - base));
    }

    /** A copy of the bytes from this place to the next border between two frames; empty if the place is a border. */
    ByteBuffer restOfFrame(int loop, long place) {
        ByteBuffer frames = views[loop].clear();
        int from = (int) (place - base);
        int border = 0;
        while (border < from) {
            border += (int) FrameWriter.frameSize(frames, border);
        }
        return ByteBuffer.allocate(border - from).put(0, frames, from, border - from);
    }
}
