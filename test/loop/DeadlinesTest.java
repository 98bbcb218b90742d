package loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Patience;
import connection.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deadlines without sockets, compared with a plain list in which every entry is looked at. */
class DeadlinesTest {
    private static final Wait[] WAITS = Wait.values();

    /** The plain list, and what has expired. */
    private static final class Model {
        final Patience patience;
        final List<Entry> waiting = new ArrayList<>();
        final List<Entry> expired = new ArrayList<>();

        Model(Patience patience) {
            this.patience = patience;
        }

        long next() {
            return waiting.stream().mapToLong(Entry::due).min().orElse(Long.MAX_VALUE);
        }

        Set<Entry> due(long now) {
            Set<Entry> due = new HashSet<>(waiting);
            due.removeIf(entry -> entry.due() > now);
            return due;
        }
    }

    private static final class Entry extends Timed {
        final Model model;
        Wait waitsFor;
        long begin;
        /** What it does when it expires; its wait and begin are as they were. */
        Runnable onExpiry = () -> { };

        Entry(Model model) {
            this.model = model;
        }

        void waitFor(Wait wait, long now) {
            waitsFor = wait;
            begin = now;
        }

        long due() {
            return begin + waitsFor.millis(model.patience);
        }

        @Override
        Wait waitsFor() {
            return waitsFor;
        }

        @Override
        long since() {
            return begin;
        }

        @Override
        void expire() {
            model.expired.add(this);
            onExpiry.run();
        }
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 20), new Random().longs(3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsDueExpiresOnceAndNothingElse(long seed) {
        Random random = new Random(seed);
        int[] millis = random.ints(WAITS.length, 1, 50).toArray();
        Patience patience = new Patience(millis[0], millis[1], millis[2], millis[3]);
        Model model = new Model(patience);
        Deadlines deadlines = new Deadlines(patience);
        long now = random.nextInt(1000);
        int expiries = 0;
        for (int step = 0; step < 3_000; step++) {
            String where = "seed " + seed + ", step " + step;
            switch (random.nextInt(6)) {
                case 0 -> add(model, deadlines, random, now);
                case 1 -> {
                    if (!model.waiting.isEmpty()) {
                        remove(model, deadlines, any(model.waiting, random));
                    }
                }
                case 2, 3 -> {
                    if (!model.waiting.isEmpty()) { // another wait begins, or the same one anew, or nothing has changed
                        Entry entry = any(model.waiting, random);
                        if (random.nextInt(4) > 0) {
                            entry.waitFor(any(List.of(WAITS), random), now);
                        }
                        deadlines.update(entry);
                    }
                }
                default -> {
                    now += random.nextInt(random.nextInt(10) == 0 ? 200 : 5);
                    expiries += expire(model, deadlines, random, now, where);
                }
            }
            assertEquals(model.next(), deadlines.next(), where);
        }
        assertTrue(expiries > 100, "seed " + seed + ": only " + expiries + " expired");
        while (!model.waiting.isEmpty()) {
            remove(model, deadlines, any(model.waiting, random));
            assertEquals(model.next(), deadlines.next(), "seed " + seed + ", at the end");
        }
    }

    private static void add(Model model, Deadlines deadlines, Random random, long now) {
        Entry entry = new Entry(model);
        entry.waitFor(any(List.of(WAITS), random), now);
        model.waiting.add(entry);
        deadlines.update(entry);
    }

    private static void remove(Model model, Deadlines deadlines, Entry entry) {
        model.waiting.remove(entry);
        deadlines.remove(entry);
        deadlines.remove(entry); // which is in none now
    }

    /** Each that expires begins another wait, or the same one anew, or is removed. Returns how many expired. */
    private static int expire(Model model, Deadlines deadlines, Random random, long now, String where) {
        Set<Entry> due = model.due(now);
        List<Wait> kinds = new ArrayList<>();
        List<Long> begins = new ArrayList<>();
        for (Entry entry : model.waiting) {
            entry.onExpiry = () -> {
                kinds.add(entry.waitsFor);
                begins.add(entry.begin);
                if (random.nextInt(3) == 0) {
                    remove(model, deadlines, entry);
                } else {
                    entry.waitFor(any(List.of(WAITS), random), now);
                    deadlines.update(entry);
                }
            };
        }
        model.expired.clear();
        deadlines.expire(now);
        assertEquals(due.size(), model.expired.size(), where);
        assertEquals(due, new HashSet<>(model.expired), where);
        for (int i = 1; i < kinds.size(); i++) {
            boolean inOrder = kinds.get(i) != kinds.get(i - 1) || begins.get(i) >= begins.get(i - 1);
            assertTrue(inOrder, where + ": the one that waited longest is first");
        }
        assertTrue(deadlines.next() > now, where);
        return due.size();
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    @Test
    void aDeadlineIsNotDueAMillisecondBefore() {
        Model model = new Model(new Patience(10, 30, 20, 5));
        Deadlines deadlines = new Deadlines(model.patience);
        assertEquals(Long.MAX_VALUE, deadlines.next());
        Entry entry = new Entry(model);
        entry.onExpiry = () -> deadlines.remove(entry);
        entry.waitFor(Wait.SILENCE, 1_000);
        deadlines.update(entry);
        assertEquals(1_030, deadlines.next());
        deadlines.expire(1_029);
        assertEquals(List.of(), model.expired);
        deadlines.expire(1_030);
        assertEquals(List.of(entry), model.expired);
        assertEquals(Long.MAX_VALUE, deadlines.next());
    }

    @Test
    void theSameWaitMayBeginAnew() {
        Model model = new Model(new Patience(10, 30, 20, 5));
        Deadlines deadlines = new Deadlines(model.patience);
        Entry first = new Entry(model);
        Entry second = new Entry(model);
        first.waitFor(Wait.PONG, 100);
        second.waitFor(Wait.PONG, 101);
        deadlines.update(first);
        deadlines.update(second);
        first.waitFor(Wait.PONG, 102);
        deadlines.update(first); // is behind the second now
        assertEquals(121, deadlines.next());
        second.onExpiry = () -> deadlines.remove(second);
        deadlines.expire(121);
        assertEquals(List.of(second), model.expired);
        assertEquals(122, deadlines.next());
    }
}
