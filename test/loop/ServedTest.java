package loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are small and never in use twice. */
class ServedTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anIdIsFreeUntilItIsAddedAndAgainAfterItIsRemoved(long seed) {
        Random random = new Random(seed);
        Served served = new Served();
        Set<Integer> used = new HashSet<>();
        ArrayDeque<Integer> order = new ArrayDeque<>();
        int most = 0;
        for (int step = 0; step < 3000; step++) {
            if (used.isEmpty() || random.nextInt(5) < 3) {
                int id = served.nextId();
                assertEquals(id, served.nextId(), "asking changes nothing");
                assertTrue(used.add(id), "id " + id + " is in use");
                served.add(id, null);
                order.add(id);
                most = Math.max(most, used.size());
                assertTrue(id < most, "id " + id + " where " + most + " is the most that were in use at one time");
            } else {
                int id = random.nextBoolean() ? order.removeFirst() : order.removeLast();
                served.remove(id);
                used.remove(id);
            }
        }
    }
}
