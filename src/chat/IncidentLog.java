package chat;

import connection.Incident;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes one line for each incident, and counts them. It writes a bounded number of lines a second, and then how many
 * it left out, so an attack can't fill the disk. Safe from any thread.
 */
final class IncidentLog {
    private static final int LINES_PER_SECOND = 20;
    private static final int MAX_LINE = 400;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX ");

    private final PrintStream out;
    private final boolean hasTime;
    private final long[] counts = new long[Incident.values().length];
    private long second;
    private int lines;

    /** Each line begins with the time. */
    IncidentLog(PrintStream out) {
        this(out, true);
    }

    /** @param hasTime whether each line begins with the time: a journal has its own */
    IncidentLog(PrintStream out, boolean hasTime) {
        this.out = out;
        this.hasTime = hasTime;
        time(); // loads the time zones now: later there may be no file descriptor for it
    }

    /** The text may be a peer's: without its control characters it can't begin another line or control a terminal. */
    void line(String text) {
        String line = text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + "..." : text;
        out.println((hasTime ? time() : "") + line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"));
    }

    private static String time() {
        return TIME.format(ZonedDateTime.now());
    }

    synchronized void incident(Incident incident, SocketAddress peer, String sentence) {
        counts[incident.ordinal()]++;
        long now = System.nanoTime() / 1_000_000_000;
        if (now != second) {
            if (lines > LINES_PER_SECOND) {
                line("and " + (lines - LINES_PER_SECOND) + " more incidents in that second");
            }
            second = now;
            lines = 0;
        }
        if (++lines <= LINES_PER_SECOND) {
            line(nameOf(incident) + " " + address(peer) + ": " + sentence);
        }
    }

    /** Without the port if it isn't known: a proxy tells the client's address only. */
    private static String address(SocketAddress peer) {
        return peer.toString().replaceFirst("^.*/", "").replaceFirst(":0$", "");
    }

    static String nameOf(Incident incident) {
        return incident.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How many there were of this kind. */
    synchronized long count(Incident incident) {
        return counts[incident.ordinal()];
    }

    /** All counts in one line. */
    synchronized String summary() {
        StringBuilder summary = new StringBuilder();
        for (Incident incident : Incident.values()) {
            summary.append(summary.isEmpty() ? "" : ", ").append(counts[incident.ordinal()]).append(' ')
                    .append(nameOf(incident));
        }
        return summary.toString();
    }
}
