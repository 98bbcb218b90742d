package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Incident;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went wrong is written down, counted, and can't forge or flood the log. */
class IncidentLogTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 4321);

    private static final String TIME =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IncidentLog log = new IncidentLog(new PrintStream(out, true, UTF_8));

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    /** Without the time that each begins with. */
    private List<String> texts() {
        return lines().stream().map(line -> line.replaceFirst("^" + TIME, "")).toList();
    }

    @Test
    void anIncidentIsOneLineWithItsTimeItsKindAndThePeersAddress() {
        log.incident(Incident.TIMED_OUT, PEER, "no Pong");
        assertTrue(lines().get(0).matches(TIME + "timed out 127\\.0\\.0\\.1:4321: no Pong"),
                lines().get(0));
    }

    @Test
    void inAJournalALineHasNoTimeOfItsOwn() {
        new IncidentLog(new PrintStream(out, true, UTF_8), false).line("a line");
        assertEquals(List.of("a line"), lines());
    }

    @Test
    void eachKindIsCounted() {
        log.incident(Incident.FAILED, PEER, "a");
        log.incident(Incident.FAILED, PEER, "b");
        log.incident(Incident.LOST, PEER, "c");
        log.line("an announcement is none");
        assertEquals("0 refused, 2 failed, 0 dropped, 0 timed out, 1 lost", log.summary());
    }

    @Test
    void noControlCharacterGetsIntoALine() {
        log.line("a\nb\r\u001b[2J\u0085\u2028\u2029\u202e\u0000c");
        assertEquals(List.of("a?b??[2J?????c"), texts());
    }

    @Test
    void aLineHasABoundedLength() {
        log.line("x".repeat(400));
        log.line("x".repeat(401));
        assertEquals(List.of("x".repeat(400), "x".repeat(400) + "..."), texts());
    }

    /** Of a flood, 20 lines a second are written. All of it is counted, and the log says how many were left out. */
    @Test
    void ofAFloodAFewLinesASecondAreWrittenAndAllIsCounted() {
        int incidents = 0;
        for (long end = System.nanoTime() + 1_300_000_000; System.nanoTime() < end; incidents++) {
            log.incident(Incident.REFUSED, PEER, "flood");
        }
        List<String> texts = texts();
        long written = texts.stream().filter(text -> text.equals("refused 127.0.0.1:4321: flood")).count();
        long leftOut = texts.stream().filter(text -> text.matches("and \\d+ more incidents in that second"))
                .mapToLong(text -> Long.parseLong(text.split(" ")[1])).sum();
        assertEquals(incidents + " refused", log.summary().split(",")[0]);
        assertTrue(written >= 40 && written <= 60, written + " lines of " + incidents);
        assertTrue(leftOut > 0 && leftOut + written <= incidents, leftOut + " left out, " + written + " written");
        assertEquals(texts.size(), written + texts.stream().filter(text -> text.startsWith("and ")).count());
    }
}
