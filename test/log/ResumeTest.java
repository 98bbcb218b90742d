package log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cursors that join in the past while another thread appends without a pause: no gap, nothing twice. */
@Timeout(60)
class ResumeTest {
    private static final int MESSAGES = 200_000;
    private static final byte[] NOTHING = {};

    private final Logs logs = new Logs(1 << 20, 3, new Retention(2000, 1 << 20));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean done;

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    /** Each text is its number, in both forms; some are longer. */
    private void append() {
        LogReader reader = logs.open("tea", 0, () -> { });
        try {
            for (int i = 1; i <= MESSAGES; i++) {
                byte[] text = (i + " ".repeat(i % 200)).getBytes(US_ASCII);
                reader.log().append(NOTHING, ByteBuffer.wrap(text), NOTHING,
                        i % 2 == 0 ? null : ByteBuffer.wrap(Integer.toString(i).getBytes(US_ASCII)));
            }
        } finally {
            done = true;
        }
    }

    /** Returns how often it joined. */
    private int join(int loop, long seed) {
        Random random = new Random(seed);
        LogReader reader = logs.open("tea", loop, () -> { });
        int joins = 0;
        while (!done) {
            Position end = reader.log().end();
            long since = Math.max(0, end.number() - random.nextInt(100));
            Log.Form form = random.nextBoolean() ? Log.Form.PLAIN : Log.Form.DEFLATED;
            Cursor cursor = reader.join(form, new Position(end.epoch(), since));
            if (cursor == null) {
                continue; // much was appended in the meantime
            }
            joins++;
            List<Long> numbers = new ArrayList<>();
            for (int turn = 0; turn < 3; turn++) {
                read(cursor, numbers);
                reader.readToEnd();
                cursor.settle();
            }
            for (int i = 0; i < numbers.size(); i++) {
                assertEquals(since + 1 + i, numbers.get(i), "seed " + seed + ", join " + joins);
            }
            cursor.stop();
            cursor.release();
            reader.leave(cursor);
        }
        logs.close(reader);
        return joins;
    }

    private static void read(Cursor cursor, List<Long> numbers) {
        for (ByteBuffer frames = cursor.next(); frames != null; frames = cursor.next()) {
            int from = frames.position();
            while (frames.hasRemaining()) {
                frames.get();
                int length = frames.get();
                length = length < 126 ? length : frames.getShort();
                byte[] text = new byte[length];
                frames.get(text);
                numbers.add(Long.valueOf(new String(text, US_ASCII).strip()));
            }
            cursor.advance(frames.position() - from);
        }
    }

    @Test
    void joiningWhileAnotherThreadAppendsLeavesNoGap() throws Exception {
        List<Future<Integer>> joiners = new ArrayList<>();
        for (int loop = 1; loop <= 2; loop++) {
            int number = loop;
            joiners.add(threads.submit((Callable<Integer>) () -> join(number, number)));
        }
        threads.submit(this::append).get();
        for (Future<Integer> joiner : joiners) {
            assertTrue(joiner.get() > 0, "it never joined");
        }
        logs.forget(0);
        assertEquals(0, logs.used());
    }
}
