package log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of all logs, in segments of 4 KiB, 8 KiB, and so on. Segments are taken and given back, not left to the
 * garbage collector, so there are never more than were needed at the same time. The segment given back last is taken
 * first: it is still in the processor's cache. Safe from any thread.
 */
final class SegmentPool {
    static final int SMALLEST = 4 << 10;

    private final long maxUnused;
    private final int loops;
    private final List<ArrayDeque<Segment>> free = new ArrayList<>();
    private volatile long used;
    private long unused;

    /**
     * @param maxUnused bytes in segments that no log uses now; more than that is left to the garbage collector
     * @param loops     how many loops may read a segment at the same time
     */
    SegmentPool(long maxUnused, int loops) {
        this.maxUnused = maxUnused;
        this.loops = loops;
        for (int size = SMALLEST; size > 0; size *= 2) {
            free.add(new ArrayDeque<>(0));
        }
    }

    /** The size of a segment for so many bytes: a power of two. */
    static int size(int bytes) {
        return Math.max(SMALLEST, Integer.highestOneBit(bytes - 1) * 2);
    }

    /** An empty segment of at least {@code bytes} bytes, up to 1 GiB. See {@link Segment#startAt}. */
    synchronized Segment take(long place, long number, int bytes) {
        int size = size(bytes);
        Segment segment = free(size).pollFirst();
        if (segment == null) {
            segment = new Segment(size, loops);
        } else {
            unused -= size;
        }
        used += size;
        return segment.startAt(place, number);
    }

    synchronized void giveBack(Segment segment) {
        int size = segment.capacity();
        segment.next = null; // else one that is kept for later would keep those behind it
        used -= size;
        if (unused + size <= maxUnused) {
            unused += size;
            free(size).addFirst(segment);
        }
    }

    private ArrayDeque<Segment> free(int size) {
        return free.get(Integer.numberOfTrailingZeros(size / SMALLEST));
    }

    /** Bytes of the segments that are in use. */
    long used() {
        return used;
    }

    /** Bytes of the segments that are kept for later. */
    synchronized long unused() {
        return unused;
    }
}
