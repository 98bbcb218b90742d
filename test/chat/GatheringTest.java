package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Connection;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import support.ClientFrames;
import support.Requests;

/** Rooms that gather, with a clock of the test's: each write to a member takes as long as the test says. */
class GatheringTest {
    private static final long NOW = 1_000_000;
    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);

    private long nanos = 5_000_000_000L;
    private long writeCosts;
    private final List<Connection> members = new ArrayList<>();
    private final List<Integer> bytesWritten = new ArrayList<>();
    private Rooms rooms;

    /** A room with members whose writes take so many microseconds each. */
    private void room(int count, long micros, String... flags) {
        TestRooms parts = TestRooms.with(new PrintStream(OutputStream.nullOutputStream()), () -> nanos, flags);
        rooms = parts.rooms();
        for (int i = 0; i < count; i++) {
            Connection connection = new Connection(parts.site(), i, PEER, NOW);
            connection.receive(ByteBuffer.wrap(Requests.opening("/").getBytes(US_ASCII)), NOW);
            read(connection);
            members.add(connection);
        }
        writeCosts = micros * 1000;
        assertEquals(Long.MAX_VALUE, endTurn(), "nothing to send, nothing to wait for");
        bytesWritten.clear();
    }

    private static int read(Connection connection) {
        int bytes = 0;
        for (ByteBuffer next = connection.toSend(); next != null; next = connection.toSend()) {
            bytes += next.remaining();
            next.position(next.limit());
            connection.sent(true, NOW);
        }
        return bytes;
    }

    private void say(String text) {
        members.get(0).receive(ByteBuffer.wrap(ClientFrames.text(text)), NOW);
    }

    /** @return when the next turn is wanted, in milliseconds from now; {@link Long#MAX_VALUE} if it isn't */
    private long endTurn() {
        long next = rooms.endTurn(connection -> {
            nanos += writeCosts;
            bytesWritten.add(read(connection));
        }, NOW);
        return next == Long.MAX_VALUE ? next : next - NOW;
    }

    /** Turns until the round of writes is over; it has no rests. @return when the next turn is wanted */
    private long round() {
        long next = endTurn();
        while (next == 0) {
            next = endTurn();
        }
        return next;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private int rounds() {
        assertEquals(0, bytesWritten.size() % members.size());
        return bytesWritten.size() / members.size();
    }

    @Test
    void whatComesSoonAfterADearRoundWaitsAndGoesTogether() {
        room(20, 100);
        say("first");
        assertEquals(Long.MAX_VALUE, endTurn(), "the first message goes at once");
        assertEquals(1, rounds());
        say("second");
        assertEquals(5, endTurn(), "the round took 2 ms, so the room rests 4 ms, and no part of one more");
        say("third");
        endTurn();
        assertEquals(1, rounds());
        pass(5);
        assertEquals(Long.MAX_VALUE, endTurn());
        assertEquals(2, rounds());
        assertEquals("from1:second\n".length() + "from1:third\n".length() + 2 * 2, bytesWritten.get(20));
    }

    @Test
    void afterAQuietTimeNothingWaits() {
        room(20, 100);
        for (int i = 1; i <= 5; i++) {
            say("now and then");
            assertEquals(Long.MAX_VALUE, endTurn());
            assertEquals(i, rounds());
            pass(5);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # members, microseconds a write, longest rest: how long the second message waits
            20,  100, 10,  4
            20, 1000, 10, 10
            20, 2000, 10, 10
            20, 2000,  1,  1
            """)
    void aRestIsBounded(int count, long micros, int most, long waits) {
        room(count, micros, "--gather", Integer.toString(most));
        say("first");
        round();
        say("second");
        assertEquals(waits + 1, endTurn());
    }

    @ParameterizedTest
    @CsvSource({"20, 200, 0, short", "3, 300, 10, short", "20, 200, 10, LONG"})
    void nothingWaitsIfItIsOffOrTheRoomSmallOrItsWritesLarge(int count, long micros, int most, String text) {
        String said = text.equals("LONG") ? "x".repeat(3000) : text;
        room(count, micros, "--gather", Integer.toString(most));
        for (int i = 1; i <= 5; i++) {
            say(said);
            assertEquals(Long.MAX_VALUE, endTurn());
            assertEquals(i, rounds());
        }
    }

    @Test
    void theWaitEndsEarlyWhenEnoughHasComeTogether() {
        room(20, 100);
        say("first");
        endTurn();
        say("x".repeat(1000));
        assertEquals(5, endTurn());
        say("x".repeat(1100));
        assertEquals(Long.MAX_VALUE, endTurn());
        assertEquals(2, rounds());
    }

    @Test
    void aLongRoundIsWrittenInSlicesWithoutARestIfItsMessageIsAlone() {
        room(48, 250);
        say("alone");
        assertEquals(0, endTurn(), "more to write, and no rest");
        assertEquals(16, bytesWritten.size(), "a slice ends at the first 16 members after 3 ms");
        assertEquals(Long.MAX_VALUE, round());
        assertEquals(48, bytesWritten.size());
        assertEquals(List.of("from1:alone\n".length() + 2), bytesWritten.stream().distinct().toList());
    }

    @Test
    void inALongRoundTheRoomRestsIfMoreWasSaid() {
        room(48, 250);
        say("first");
        endTurn();
        say("second");
        assertEquals(11, endTurn(), "8 ms of writing would be 16 ms of rest, and 10 is the most");
        pass(11);
        round();
        pass(11);
        assertEquals(Long.MAX_VALUE, round());
        int each = "from1:first\n".length() + 2 + "from1:second\n".length() + 2;
        assertEquals(48 * each, bytesWritten.stream().mapToInt(bytes -> bytes).sum(), "everyone got both, once");
        assertEquals(32, bytesWritten.stream().filter(bytes -> bytes == each).count(), "those whose turn came later");
    }

    @Test
    void whoComesOrGoesInTheMiddleOfARoundChangesNothingForTheOthers() {
        room(48, 250);
        int length = "from1:first\n".length() + 2;
        say("first");
        endTurn();
        members.get(40).lose("it was written already");
        members.get(3).lose("it was not");
        round();
        assertEquals(47, bytesWritten.size() - (int) bytesWritten.stream().filter(bytes -> bytes == 0).count());
        assertEquals(47 * length, bytesWritten.stream().mapToInt(bytes -> bytes).sum());
    }

    @Test
    void aPongDoesNotWait() {
        room(20, 100);
        say("first");
        endTurn();
        say("second");
        endTurn();
        Connection pinging = members.get(5);
        pinging.receive(ByteBuffer.wrap(ClientFrames.ping("!")), NOW);
        assertTrue(pinging.hasOwnOutput());
        assertEquals("from1:second\n".length() + 2 + 3, read(pinging), "what was said before it, and the Pong");
        pass(5);
        endTurn();
        assertEquals(0, bytesWritten.get(20 + 19 - 5), "it has been sent that already");
    }

    @Test
    void theLastMemberMayLeaveMeanwhile() {
        room(20, 100);
        say("first");
        endTurn();
        say("second");
        endTurn();
        members.forEach(member -> member.lose("gone"));
        assertEquals(Long.MAX_VALUE, endTurn());
    }
}
