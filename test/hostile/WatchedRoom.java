package hostile;

import chat.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * The room as a process that is asked what it uses. For each line on its standard input it prints an {@link Account}:
 * after a garbage collection if the line is {@value #COLLECTED}.
 */
public final class WatchedRoom {
    public static final String COLLECTED = "collected";
    static final String NOW = "now";

    private WatchedRoom() {}

    /** What the process uses. */
    public record Account(long heap, long direct, double loopSeconds) {
        @Override
        public String toString() {
            return "account " + heap + " " + direct + " " + loopSeconds;
        }

        public static Account parse(String line) {
            String[] words = line.split(" ");
            return new Account(Long.parseLong(words[1]), Long.parseLong(words[2]), Double.parseDouble(words[3]));
        }
    }

    public static void main(String[] args) throws Exception {
        Thread answers = new Thread(WatchedRoom::answer, "answers");
        answers.setDaemon(true);
        answers.start();
        Main.main(args);
    }

    private static void answer() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line; (line = in.readLine()) != null;) {
                if (line.equals(COLLECTED)) {
                    System.gc();
                }
                System.out.println(account());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Account account() {
        long direct = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                direct = pool.getMemoryUsed();
            }
        }
        return new Account(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct, loopSeconds());
    }

    /** Processor time of all threads that serve connections. */
    private static double loopSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("loop ")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos / 1e9;
    }
}
