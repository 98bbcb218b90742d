package connection;

/**
 * How many messages a peer may send: a token bucket that holds what ten seconds bring, and is full at first. So a peer
 * may be quick for a moment, and no quicker than this in the long run. Each message takes a token.
 *
 * <p>Instead of the number of tokens and the time when they were counted, a connection keeps one number: when its
 * bucket will be full again.
 *
 * @param perSecond messages; from 1 to a million
 */
public record RateLimit(int perSecond) {
    private static final long SECOND = 1_000_000_000;
    private static final long BURST = 10 * SECOND;
    /** The bucket is empty. */
    static final long EXCEEDED = -1;

    /**
     * Takes a token.
     *
     * @param fullAt what the call for the message before this one returned; 0 for the first
     * @param now    in milliseconds since the epoch
     * @return when the bucket will be full, in nanoseconds since the epoch; or {@link #EXCEEDED}
     */
    long take(long fullAt, long now) {
        long nanos = now * 1_000_000;
        long next = Math.max(fullAt, nanos) + SECOND / perSecond;
        return next - nanos > BURST ? EXCEEDED : next;
    }
}
