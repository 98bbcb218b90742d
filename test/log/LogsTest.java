package log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs that nobody reads, and what is kept of them. */
class LogsTest {
    private static final byte[] LINE_FEED = {'\n'};

    private final Logs logs = new Logs(1 << 20, 1, new Retention(10, 1 << 20));

    private static void say(LogReader reader, String text) {
        reader.log().append("from1:".getBytes(US_ASCII), ByteBuffer.wrap(text.getBytes(US_ASCII)), LINE_FEED, null);
    }

    private LogReader open(String name) {
        return logs.open(name, 0, () -> { });
    }

    /** A room in which somebody says something, and then nobody is. */
    private Position visit(String name, int texts) {
        LogReader reader = open(name);
        for (int i = 1; i <= texts; i++) {
            say(reader, "text " + i);
        }
        Position end = reader.log().end();
        logs.close(reader);
        return end;
    }

    private static List<String> read(Backlog backlog) {
        List<String> messages = new ArrayList<>();
        for (ByteBuffer message = backlog.message(); message != null; message = backlog.message()) {
            messages.add(UTF_8.decode(message).toString());
            backlog.passMessage();
        }
        return messages;
    }

    private List<String> kept(String name) {
        LogReader reader = open(name);
        List<String> messages = read(reader.backlog(reader.log().beforeHistory()));
        logs.close(reader);
        return messages;
    }

    @Test
    void aLogThatNobodyReadsKeepsItsMessagesAndItsPosition() {
        Position end = visit("tea", 3);
        assertEquals(3, end.number());
        assertEquals(List.of("from1:text 1\n", "from1:text 2\n", "from1:text 3\n"), kept("tea"));
        LogReader reader = open("tea");
        assertEquals(end, reader.log().end());
        assertEquals(List.of("from1:text 3\n"), read(reader.backlog(new Position(end.epoch(), 2))));
        assertEquals(List.of(), read(reader.backlog(end)));
        assertNull(reader.backlog(new Position(end.epoch(), 4)), "not yet said");
        assertNull(reader.backlog(new Position(end.epoch() + 1, 2)), "of another log");
    }

    @Test
    void historyIsTheLastMessagesEvenIfMoreAreThere() {
        visit("tea", 25);
        List<String> kept = kept("tea");
        assertEquals(10, kept.size());
        assertEquals("from1:text 25\n", kept.get(9));
        LogReader reader = open("tea");
        Position oldest = reader.log().oldest();
        assertEquals(25 - oldest.number(), read(reader.backlog(oldest)).size());
    }

    @Test
    void bytesLimitHistoryToo() {
        Logs narrow = new Logs(1 << 20, 1, new Retention(1_000_000, 50_000));
        LogReader reader = narrow.open("tea", 0, () -> { });
        for (int i = 0; i < 10_000; i++) {
            say(reader, "text " + i);
        }
        int messages = read(reader.backlog(reader.log().beforeHistory())).size();
        assertTrue(messages > 1000 && messages <= 50_000 / 16, messages + " messages");
        assertTrue(narrow.used() <= 100_000, narrow.used() + " bytes");
    }

    @Test
    void anEmptyRoomHasAPositionWithoutALogUntilALogIsLost() {
        LogReader visitor = open("tea");
        Position before = visitor.log().end();
        logs.close(visitor);
        assertEquals(0, before.number());
        visit("tea", 2);
        LogReader reader = open("tea");
        assertEquals(2, read(reader.backlog(before)).size(), "nothing was missed");
        logs.close(reader);
        logs.forget(0);
        visit("tea", 1);
        reader = open("tea");
        assertNull(reader.backlog(before), "two messages are gone");
        assertNotEquals(before.epoch(), reader.log().end().epoch());
    }

    @Test
    void theLogsThatWereQuietLongestAreForgottenFirst() {
        for (int i = 0; i < 10; i++) {
            visit("room" + i, 1);
        }
        for (int i = 9; i >= 0; i--) { // the first was quiet for the shortest time
            LogReader reader = open("room" + i);
            reader.log().touch();
            logs.close(reader);
        }
        LogReader busy = open("busy");
        busy.enter();
        say(busy, "kept for a reader");
        assertEquals(11 * SegmentPool.SMALLEST, logs.used());
        logs.forget(6 * SegmentPool.SMALLEST);
        assertEquals(6 * SegmentPool.SMALLEST, logs.used());
        for (int i = 0; i < 10; i++) {
            assertEquals(i < 5 ? 1 : 0, kept("room" + i).size(), "room " + i);
        }
        assertNotNull(busy.backlog(new Position(busy.log().end().epoch(), 0)), "it is not given up: somebody reads it");
    }

    @Test
    void withoutHistoryALogEndsWithItsLastReader() {
        Logs forgetful = new Logs(1 << 20, 1, Retention.NOTHING);
        LogReader reader = forgetful.open("tea", 0, () -> { });
        say(reader, "lost");
        Position end = reader.log().end();
        assertEquals(1, end.number());
        assertEquals(List.of(), read(reader.backlog(reader.log().beforeHistory())));
        forgetful.close(reader);
        assertNotEquals(end.epoch(), forgetful.open("tea", 0, () -> { }).log().end().epoch());
        assertEquals(0, forgetful.used());
    }

    @Test
    void aPositionIsReadAsItIsWritten() {
        for (Position position : List.of(new Position(0, 0), new Position(0xABCDEF, 12),
                new Position((1L << 48) - 1, 999_999_999_999_999_999L))) {
            assertEquals(position, Position.parse(position.toString()));
        }
        for (String wrong : List.of("", "-", "12", "00000000000c-", "00000000000c-01", "00000000000C-1", "0000000c-1",
                "00000000000c--1", "00000000000c-1 ", "00000000000c-1234567890123456789", "00000000000c-٣")) {
            assertNull(Position.parse(wrong), wrong);
        }
    }
}
