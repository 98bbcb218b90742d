package chat;

import java.util.function.LongSupplier;

/**
 * When a room's next round of writes may begin. A write of a few bytes costs the kernel as much as one of a thousand:
 * 2 to 7 µs. Where very many members are sent little, often, only fewer writes save anything: so messages that come
 * soon after a round wait and go together. The first message after a quiet time never waits. For one loop's thread.
 */
final class Gathering {
    /** A round that took less than this, in nanoseconds, isn't worth any waiting. */
    private static final long DEAR = 1_000_000;
    /** Bytes for each member from which on a write costs by its length: with so much together nothing waits. */
    static final long ENOUGH = 1024;

    private final long most;
    private final LongSupplier nanoTime;
    private long begin;
    /** No round before this. */
    private long next;

    /**
     * @param most     milliseconds that a message may wait longer than a round takes; 0: nothing waits
     * @param nanoTime the clock
     */
    Gathering(int most, LongSupplier nanoTime) {
        this.most = most * 1_000_000L;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /**
     * @param bytes that there are to be sent to each member
     * @return nanoseconds to wait for more; 0 or less: send it now
     */
    long left(long bytes) {
        return bytes < ENOUGH ? next - nanoTime.getAsLong() : 0;
    }

    void roundBegins() {
        begin = nanoTime.getAsLong();
    }

    /**
     * The rule: after a round that was dear and small, the next one waits five thirds of the time that this one took.
     * So such rounds use at most three eighths of a loop's time, however fast messages come.
     *
     * @param bytes that were sent to each member
     */
    void roundEnded(long bytes) {
        long end = nanoTime.getAsLong();
        long round = end - begin;
        boolean waits = most > 0 && round >= DEAR && bytes < ENOUGH;
        next = waits ? end + round + Math.min(round * 2 / 3, most) : end;
    }
}
