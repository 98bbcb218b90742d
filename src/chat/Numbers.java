package chat;

import java.util.concurrent.atomic.AtomicLong;

/** The numbers of the connections: they increase, and none is used twice, in all rooms. Safe from any thread. */
final class Numbers {
    private final AtomicLong last = new AtomicLong();

    long next() {
        return last.incrementAndGet();
    }
}
