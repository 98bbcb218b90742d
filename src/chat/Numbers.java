package chat;

import java.util.concurrent.atomic.AtomicLong;

/** The numbers of the connections: they grow and are never used twice, whichever the room. Safe from any thread. */
final class Numbers {
    private final AtomicLong last = new AtomicLong();

    long next() {
        return last.incrementAndGet();
    }
}
