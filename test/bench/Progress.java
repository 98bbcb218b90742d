package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One line on standard error that says how far things are: rewritten in place on a terminal, else a new one every few
 * seconds.
 */
final class Progress {
    private static final long EVERY_NANOS = 5_000_000_000L;

    private final boolean isTerminal = isTerminal();
    private int shown;
    private long last = System.nanoTime() - EVERY_NANOS;

    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString().matches("/dev/(pts|tty).*");
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    synchronized void say(String line) {
        if (isTerminal) {
            System.err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            shown = line.length();
        } else if (System.nanoTime() - last >= EVERY_NANOS) {
            last = System.nanoTime();
            System.err.println(line);
        }
    }

    /** Makes place for what is printed next. */
    synchronized void clear() {
        if (shown > 0) {
            System.err.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
