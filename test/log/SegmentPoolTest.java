package log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentPoolTest {
    private static final int MAX_UNUSED = 64 << 10;

    private final SegmentPool pool = new SegmentPool(MAX_UNUSED, 1);

    @ParameterizedTest
    @CsvSource({"1, 4096", "4095, 4096", "4096, 4096", "4097, 8192", "8192, 8192", "70000, 131072"})
    void sizesArePowersOfTwoFrom4KiB(int wanted, int size) {
        assertEquals(size, pool.take(7, 1, wanted).capacity());
    }

    @Test
    void theOneGivenBackLastIsTakenFirst() {
        Segment a = pool.take(0, 1, 1);
        Segment b = pool.take(0, 1, 1);
        pool.giveBack(a);
        pool.giveBack(b);
        assertSame(b, pool.take(0, 1, 1));
        assertSame(a, pool.take(0, 1, 1));
    }

    @Test
    void aSegmentBeginsEmptyAtItsNewPlace() {
        Segment segment = pool.take(0, 1, 1);
        segment.append(100);
        segment.next = pool.take(100, 1, 1);
        pool.giveBack(segment);
        assertEquals(null, segment.next, "one that waits in the pool keeps no others");
        assertSame(segment, pool.take(3000, 1, 1));
        assertEquals(3000, segment.end());
    }

    @Test
    void noMoreIsKeptForLaterThanAllowed() {
        Segment large = pool.take(0, 1, MAX_UNUSED);
        Segment small = pool.take(0, 1, 1);
        pool.giveBack(large);
        pool.giveBack(small);
        assertEquals(MAX_UNUSED, pool.unused());
        assertNotSame(small, pool.take(0, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsUsedAndWhatIsUnusedIsCounted(long seed) {
        Random random = new Random(seed);
        List<Segment> taken = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            if (taken.isEmpty() || random.nextInt(5) < 2) {
                taken.add(pool.take(step, 1, 1 + random.nextInt(20_000)));
            } else {
                pool.giveBack(taken.remove(random.nextInt(taken.size())));
            }
            assertEquals(taken.stream().mapToLong(Segment::capacity).sum(), pool.used(), "used");
            assertEquals(true, pool.unused() >= 0 && pool.unused() <= MAX_UNUSED, "unused: " + pool.unused());
            assertEquals(taken.size(), taken.stream().distinct().count(), "nothing is taken twice");
        }
    }
}
