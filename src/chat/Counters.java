package chat;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that one thread adds to and any thread reads. As only one thread adds, an addition is a load and a store
 * without a lock: a reader may see it a little late, but never half of it.
 */
final class Counters {
    private final AtomicLongArray values;

    Counters(int size) {
        values = new AtomicLongArray(size);
    }

    int size() {
        return values.length();
    }

    /** On the one thread that adds. */
    void add(int index, long n) {
        values.setOpaque(index, values.getPlain(index) + n);
    }

    /** From any thread. */
    long get(int index) {
        return values.getOpaque(index);
    }
}
