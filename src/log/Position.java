package log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two messages of a log, written as {@code EPOCH-N}. Whoever knows a position and counts the messages
 * that follow it knows the position of each.
 *
 * @param epoch  of the log: a random number of 48 bits. A log that has lost its messages is followed by one with
 *               another epoch
 * @param number of the last message before it; the messages of a log are numbered 1, 2, 3, …
 */
public record Position(long epoch, long number) {
    static final int EPOCH_BITS = 48;
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{12})-(0|[1-9][0-9]{0,17})");

    /** Null if the text is no position. */
    public static Position parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Position(Long.parseLong(matcher.group(1), 16), Long.parseLong(matcher.group(2)))
                : null;
    }

    @Override
    public String toString() {
        return String.format("%012x-%d", epoch, number);
    }
}
