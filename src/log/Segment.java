package log;

import frame.FrameWriter;
import java.nio.ByteBuffer;

/**
 * A part of a log: whole frames, one after the other. Bytes are only appended. Written under the log's lock; read
 * without it, by loops that learned under the lock how far it is written.
 */
final class Segment {
    /** The place in its track where this segment begins. */
    long base;
    /** How many laggards have their cursor here. Under the log's lock. */
    int laggards;
    Segment next;
    /** The number of its first message. */
    private long first;
    /** The number of the message after its last one. */
    private long after;

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

    /**
     * Makes it empty, to begin at this place of a track.
     *
     * @param number of its first message
     */
    Segment startAt(long place, long number) {
        base = place;
        first = number;
        after = number;
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

    /** Where to write the next message, a frame of {@code length} bytes. */
    ByteBuffer append(int length) {
        bytes.limit(size + length).position(size);
        size += length;
        after++;
        return bytes;
    }

    /** The number of its first message. */
    long first() {
        return first;
    }

    /** The number of the message after its last one. */
    long after() {
        return after;
    }

    /** The place of one of its messages: each frame says where the next one begins. */
    long placeOf(int loop, long number) {
        ByteBuffer frames = views[loop].clear();
        int at = 0;
        for (long n = first; n < number; n++) {
            at += (int) FrameWriter.frameSize(frames, at);
        }
        return base + at;
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

    /** The payload of the frame that begins at this place. Valid as a {@link #view} is. */
    ByteBuffer payload(int loop, long place) {
        ByteBuffer frames = views[loop].clear();
        int at = (int) (place - base);
        int end = at + (int) FrameWriter.frameSize(frames, at);
        return frames.limit(end).position(at + FrameWriter.headerSize(frames, at));
    }

    /** The place after a {@link #view} or {@link #payload}. */
    long placeAfter(ByteBuffer view) {
        return base + view.limit();
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
