package chat;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The signals that asked this process to end. Java has a thread for each, as {@code SIGTERM handler}, that lives as
 * long as the process takes to end; {@code java.base} has no other way to learn of the second one.
 */
final class Signals {
    private static final Pattern HANDLER = Pattern.compile("SIG[A-Z]+ handler");

    private Signals() {}

    /** How many have come. */
    static long count() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[all.activeCount() + 16];
        int size = all.enumerate(threads);
        return Arrays.stream(threads, 0, size).filter(thread -> HANDLER.matcher(thread.getName()).matches()).count();
    }
}
