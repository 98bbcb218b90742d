package bench;

/**
 * Counts durations in memory that does not depend on how many there are. The buckets are log-linear: each power of two
 * is cut into 128 equal parts, so that a value is known to better than 1 %, for microseconds and for minutes.
 */
final class Histogram {
    private static final int PART_BITS = 7;
    private static final int PARTS = 1 << PART_BITS;

    private final long[] counts = new long[(64 - PART_BITS) * PARTS];
    private long total;
    private long max;

    void record(long value) {
        value = Math.max(0, value);
        counts[bucket(value)]++;
        total++;
        max = Math.max(max, value);
    }

    /**
     * Below 128 every value has its own bucket; above, the bits behind the first one say which part of its power of two
     * it is in.
     */
    private static int bucket(long value) {
        int shift = Math.max(0, 63 - PART_BITS - Long.numberOfLeadingZeros(value));
        return (shift << PART_BITS) + (int) (value >>> shift);
    }

    /** The middle of what falls into this bucket. */
    private static long value(int bucket) {
        int shift = Math.max(0, (bucket >>> PART_BITS) - 1);
        long low = (long) (bucket - (shift << PART_BITS)) << shift;
        return low + ((1L << shift) >>> 1);
    }

    long total() {
        return total;
    }

    long max() {
        return max;
    }

    /** The value which this share of all (0 to 1) does not exceed; 0 if there are none. */
    long quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(max, value(i));
            }
        }
        return 0;
    }
}
