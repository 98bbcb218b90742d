package chat;

import java.util.function.LongSupplier;

/**
 * When a room writes to its members. In a round each member is written once; a long round is written in slices. A write
 * of a few bytes costs the kernel as much as one of a thousand: 2 to 7 µs. Where very many members are sent little,
 * often, only fewer writes save anything: so the room rests between slices, and what is said meanwhile goes together.
 * For one loop's thread.
 */
final class Gathering {
    /** A round that took less than this, in nanoseconds, isn't worth any rest. */
    private static final long DEAR = 1_000_000;
    /** A slice ends after this time, in nanoseconds. */
    private static final long SLICE = 3_000_000;
    /**
     * All rests of a round together, in nanoseconds. A peer that got nothing for 200 ms acknowledges what comes next at
     * once, and then a write costs half as much again.
     */
    private static final long ROUND_REST = 80_000_000;
    /** Bytes for each member from which on a write costs by its length: with so much to send, nothing rests. */
    static final long ENOUGH = 2048;

    private final long most;
    private final LongSupplier nanoTime;
    private long sliceBegin;
    /** What this round's writing has taken, in nanoseconds; and all writing since the last rest. */
    private long round;
    private long sinceRest;
    /** What this round may still rest. */
    private long budget;
    /** No slice before this. */
    private long next;

    /**
     * @param most     milliseconds of a rest; 0: rounds are written in one piece, and nothing rests
     * @param nanoTime the clock
     */
    Gathering(int most, LongSupplier nanoTime) {
        this.most = most * 1_000_000L;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /**
     * @param bytes that there are to be sent to each member
     * @return nanoseconds to rest; 0 or less: write now
     */
    long left(long bytes) {
        return bytes < ENOUGH ? next - nanoTime.getAsLong() : 0;
    }

    void roundBegins() {
        round = 0;
        budget = ROUND_REST;
    }

    void sliceBegins() {
        sliceBegin = nanoTime.getAsLong();
    }

    /** Whether it is time to end this slice. */
    boolean sliceIsOver(long bytes) {
        return most > 0 && bytes < ENOUGH && nanoTime.getAsLong() - sliceBegin >= SLICE;
    }

    /**
     * The rule: writing that is dear and small is followed by a rest of twice its time. So it takes at most a third of
     * a loop's time, however fast messages come. A message that is alone is not delayed: within its round there are no
     * rests.
     *
     * @param bytes that there were to be sent to each member
     * @param alone in the middle of a round, and nothing was said since it began
     */
    void sliceEnded(long bytes, boolean alone) {
        long end = nanoTime.getAsLong();
        round += end - sliceBegin;
        sinceRest += end - sliceBegin;
        next = end;
        if (round < DEAR || bytes >= ENOUGH) {
            sinceRest = 0;
        } else if (!alone) {
            long rest = Math.min(2 * sinceRest, Math.min(most, budget));
            budget -= rest;
            next += rest;
            sinceRest = 0;
        }
    }
}
