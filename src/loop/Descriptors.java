package loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many connections the operating system lets this process have: each takes a file descriptor. */
public final class Descriptors {
    /** The limit that the JVM sets for itself on systems without /proc. */
    private static final int ASSUMED_LIMIT = 10_240;
    /** For files that are opened later, mostly of classes. */
    private static final int RESERVE = 32;

    private Descriptors() {}

    /** The limit on descriptors, minus those that are open now, minus a reserve; at least 1. */
    public static int connections() {
        return Math.max(1, limit() - open() - RESERVE);
    }

    private static int limit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String soft = line.substring("Max open files".length()).trim().split("\\s+")[0];
                    return soft.equals("unlimited") ? Integer.MAX_VALUE
                            : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(soft));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // not Linux
        }
        return ASSUMED_LIMIT;
    }

    private static int open() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            return RESERVE;
        }
    }
}
