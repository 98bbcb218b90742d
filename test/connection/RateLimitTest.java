package connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who sends more than he may is noticed, and nobody else. */
class RateLimitTest {
    private static final long NOW = 1_700_000_000_000L;

    /** How many messages are taken at this time, one after another. */
    private static int burst(RateLimit limit, long fullAt, long now) {
        int taken = 0;
        for (long next = limit.take(fullAt, now); next != RateLimit.EXCEEDED; next = limit.take(next, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void atFirstTenSecondsWorthIsTakenAtOnce() {
        for (int perSecond : new int[] {1, 2, 5, 100, 1000}) {
            assertEquals(10 * perSecond, burst(new RateLimit(perSecond), 0, NOW));
        }
    }

    @Test
    void whoKeepsToTheRateIsNeverStopped() {
        var limit = new RateLimit(100);
        long fullAt = 0;
        for (int i = 0; i < 100_000; i++) {
            fullAt = limit.take(fullAt, NOW + i * 10L);
            assertNotEquals(RateLimit.EXCEEDED, fullAt);
        }
    }

    @Test
    void afterABurstTheBucketFillsWithTimeAndNeverBeyondItsSize() {
        var limit = new RateLimit(10);
        long fullAt = 0;
        for (int i = 0; i < 100; i++) {
            fullAt = limit.take(fullAt, NOW);
        }
        assertEquals(0, burst(limit, fullAt, NOW + 99));
        assertEquals(1, burst(limit, fullAt, NOW + 100));
        assertEquals(25, burst(limit, fullAt, NOW + 2500));
        assertEquals(100, burst(limit, fullAt, NOW + 10_000));
        assertEquals(100, burst(limit, fullAt, NOW + 86_400_000));
    }

    /** A bucket as a textbook has it, with tokens that are counted. */
    @Test
    void itIsATokenBucket() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int perSecond : new int[] {1, 2, 4, 5, 8, 10, 20, 100, 250, 1000}) {
            var limit = new RateLimit(perSecond);
            long fullAt = 0;
            long now = NOW;
            long before = now;
            long most = 10_000L * perSecond; // a token has 1000 parts, so that a millisecond brings whole parts
            long parts = most;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(1 + 1500 / perSecond);
                parts = Math.min(most, parts + (now - before) * perSecond);
                before = now;
                long next = limit.take(fullAt, now);
                assertEquals(parts >= 1000, next != RateLimit.EXCEEDED, "seed " + seed + ", step " + i);
                if (parts >= 1000) {
                    parts -= 1000;
                    fullAt = next;
                }
            }
        }
    }
}
