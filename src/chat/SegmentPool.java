package chat;

import java.util.ArrayDeque;

/**
 * The memory of all rooms. Segments are taken and given back, never left to the garbage collector, so that there are never more
 * than were needed at the same time. The one that was given back last is taken first: it is still in the processor's cache.
 */
final class SegmentPool {
    private final int capacity;
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    private int made;

    /** @param capacity bytes of a segment: at least the longest frame */
    SegmentPool(int capacity) {
        this.capacity = capacity;
    }

    /** An empty segment that begins at this place of a log. */
    Segment take(long place) {
        Segment segment = free.pollFirst();
        if (segment == null) {
            segment = new Segment(capacity);
            made++;
        }
        return segment.startAt(place);
    }

    void giveBack(Segment segment) {
        free.addFirst(segment);
    }

    /** Bytes of the segments that are in use. */
    long used() {
        return (long) (made - free.size()) * capacity;
    }
}
