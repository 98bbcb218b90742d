package hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import support.TestClient;

/**
 * Two members of a room who go on chatting, whatever happens beside them. Each says its next text when it has heard the
 * last one. Both must hear all that was said, once, in the same order. Now and then a text is long, so that it comes to
 * the server in pieces.
 */
final class Bystanders implements AutoCloseable {
    private static final int LONG_ONE_IN = 16;
    private static final String LONG = "字".repeat(10_000);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final List<TestClient> clients;
    private final List<String> prefixes = new ArrayList<>();
    private final int[] saidBefore = new int[2];

    /** @param clients two members of one room in which nobody else speaks */
    Bystanders(TestClient first, TestClient second) throws IOException {
        clients = List.of(first, second);
        for (TestClient client : clients) { // each learns its number from its first text
            client.say("");
            String heard = first.hear();
            second.hear();
            prefixes.add(heard.substring(0, heard.length() - 1));
        }
    }

    /** A talk that goes on until it is ended. */
    final class Talk {
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final List<Future<List<String>>> heard = new ArrayList<>();
        private final int[] said = new int[2];
        private final CountDownLatch fallenSilent = new CountDownLatch(2);
        private volatile boolean ending;
        private volatile long longestNanos;

        private Talk() {
            for (int i = 0; i < 2; i++) {
                int speaker = i;
                heard.add(threads.submit(() -> talk(speaker)));
            }
        }

        private List<String> talk(int speaker) throws IOException, InterruptedException {
            TestClient client = clients.get(speaker);
            List<String> all = new ArrayList<>();
            try {
                while (!ending) {
                    String text = text(saidBefore[speaker] + said[speaker]);
                    long begin = System.nanoTime();
                    client.say(text);
                    said[speaker]++;
                    String expected = prefixes.get(speaker) + text + "\n";
                    while (!expected.equals(hear(client, all))) {
                        // the other one's
                    }
                    longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } finally {
                fallenSilent.countDown();
            }
            fallenSilent.await();
            while (all.size() < said[0] + said[1]) {
                hear(client, all);
            }
            return all;
        }

        private static String hear(TestClient client, List<String> all) throws IOException {
            String text = client.hear();
            all.add(text.length() < LONG.length() ? text : text.substring(0, text.length() - LONG.length()));
            return text;
        }

        /**
         * Ends it. What either of them missed is an AssertionError.
         *
         * @return the longest time between saying and hearing a text, in seconds
         */
        double end() throws InterruptedException {
            ending = true;
            try {
                List<String> first = heard.get(0).get();
                List<String> second = heard.get(1).get();
                int same = 0;
                while (same < Math.min(first.size(), second.size()) && first.get(same).equals(second.get(same))) {
                    same++;
                }
                if (same < Math.max(first.size(), second.size())) {
                    throw new AssertionError("they heard " + first.subList(same, first.size()) + " and "
                            + second.subList(same, second.size()));
                }
                for (int i = 0; i < 2; i++) {
                    expectAllOf(i, first);
                    saidBefore[i] += said[i];
                }
                return longestNanos / 1e9;
            } catch (ExecutionException e) {
                throw new AssertionError("a bystander was disturbed: " + e.getCause(), e);
            } finally {
                threads.shutdownNow();
            }
        }

        /** In order, none left out and none twice. */
        private void expectAllOf(int speaker, List<String> all) {
            int next = saidBefore[speaker];
            for (String text : all) {
                if (text.startsWith(prefixes.get(speaker))) {
                    String number = text.substring(prefixes.get(speaker).length()).split("\\D")[0];
                    if (Integer.parseInt(number) != next) {
                        throw new AssertionError(text + " was heard where " + next + " was expected");
                    }
                    next++;
                }
            }
        }
    }

    private static String text(int number) {
        return number % LONG_ONE_IN == 0 ? number + LONG : Integer.toString(number);
    }

    Talk talk() {
        return new Talk();
    }

    @Override
    public void close() throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
    }
}
