package connection;

import static connection.Connection.State.CLOSED;
import static connection.Connection.State.CLOSING;
import static connection.Connection.State.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.ClientFrames.text;
import static support.Frame.BINARY;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import support.Bytes;

/** Connections that together want more memory than there is. */
class BufferedTest {
    private static final int MAX = 100_000;

    private long sum;
    private final Buffered buffered = new Buffered(MAX, more -> sum += more);

    private Conversation connected() {
        return new Conversation(talk -> {
            talk.site.buffered = buffered;
            talk.endpoint.echoes = true;
        });
    }

    private Conversation open() {
        return connected().open();
    }

    private static byte[] first(int size) {
        return frame(FIRST_OF_TEXT, "x".repeat(size));
    }

    private void expectEnded(Conversation talk) {
        assertSame(talk.connection, buffered.nextEnded());
        assertNull(buffered.nextEnded());
        talk.passMillis(0);
    }

    @Test
    void whoHasKeptSomethingForLongestIsEndedForAnother() {
        Conversation a = open().receive(first(40_000));
        Conversation b = open().receive(first(40_000));
        assertEquals(80_000, sum);
        Conversation c = open().receive(first(40_000));
        expectEnded(a);
        a.events("DROPPED 1011 §7.4.1", "left", "output ends").sent("CLOSE 1011 §7.4.1").is(CLOSING);
        assertEquals(0, Retained.bytes(a.connection));
        assertEquals(80_000, sum);
        for (Conversation talk : List.of(b, c)) {
            talk.endpoint.echoes = false;
            talk.receive(frame(LAST, "")); // which needs no copy
            assertEquals(1, talk.allEvents().size());
            talk.is(OPEN);
        }
        assertEquals(0, sum);
    }

    @Test
    void whoeverCompletesItsMessageGoesToTheEndOfTheQueue() {
        Conversation a = open().receive(first(40_000));
        Conversation b = open().receive(first(40_000));
        a.receive(frame(LAST, ""), first(40_000));
        open().receive(first(40_000));
        expectEnded(b);
        a.is(OPEN);
    }

    @Test
    void aRequestThatIsNotCompleteGets503() {
        String head = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
        Conversation a = connected().receive(Bytes.ascii(head + "x".repeat(20_000)));
        assertTrue(sum > 20_000 && sum < 70_000, "counted as " + sum);
        open().receive(first(90_000));
        expectEnded(a);
        a.events("REFUSED 503 Service Unavailable: the server is short of memory, and the request is not complete"
                + " (RFC 9110 §15.6.4)", "output ends").sent("503").is(CLOSING);
        assertEquals(90_000, sum);
    }

    @Test
    void whoeverDoesNotReadIsLeftWithoutAClose() {
        Conversation a = open();
        a.peerReads(10);
        a.receive(text("x".repeat(50_000)));
        assertTrue(sum >= 49_990 && sum < 51_000, "counted as " + sum);
        open().receive(first(60_000));
        expectEnded(a);
        assertEquals(List.of("DROPPED the server is short of memory, and the peer does not read", "left", "closed"),
                a.allEvents().subList(1, 4));
        assertEquals(60_000, sum);
        assertEquals(1, a.site.tally.counts().get("droppedForBuffers"));
    }

    @Test
    void whatTheWireKeepsForAPeerIsCountedToo() {
        Conversation a = open();
        a.connection.wireKeeps(50_000, a.now);
        assertEquals(50_000, sum);
        Conversation b = open().receive(first(50_000));
        b.connection.wireKeeps(10_000, b.now);
        expectEnded(a);
        a.events("DROPPED the server is short of memory, and the peer does not read", "left", "closed");
        assertEquals(60_000, sum);
        b.connection.wireKeeps(0, b.now);
        assertEquals(50_000, sum);
        b.is(OPEN);
    }

    @Test
    void noOneIsEndedForAMessageThatHasNoRoomAnyway() {
        Conversation a = open().receive(first(60_000));
        a.receive(frame(MIDDLE, "x".repeat(30_000))).is(CLOSING); // while it is copied there are two of it
        a.events("FAILED 1009 §7.4.1", "left", "output ends").sent("CLOSE 1009 §7.4.1");
        assertEquals(0, sum);
        Conversation b = open().receive(text("x".repeat(99_000)));
        assertEquals(0, sum);
        b.receive(text("x".repeat(101_000))).is(CLOSING); // it comes in one piece, but can't be sent back
        assertNull(buffered.nextEnded());
        assertEquals(0, sum);
    }

    @Test
    void whatIsSmallOrCompleteIsNotCounted() {
        Conversation talk = open();
        talk.peerReads(0);
        talk.receive(frame(FIRST_OF_TEXT, "x".repeat(500)), frame(LAST, "y"));
        assertEquals(0, sum);
        talk.receive(text("x".repeat(600)));
        assertEquals(505 + 604, sum); // what the peer has not read: now it is enough to be counted
        talk.peerReads(Long.MAX_VALUE);
        assertEquals(0, sum);
    }

    /** Twenty connections do what they like: the sum is always that of what they keep, and never more than allowed. */
    @Test
    void theSumIsAlwaysRight() {
        Random random = new Random(1);
        List<Conversation> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (all.size() < 20) {
                all.add(random.nextInt(4) == 0 ? connected() : open());
            }
            Conversation talk = all.get(random.nextInt(all.size()));
            step(talk, random);
            for (Connection ended = buffered.nextEnded(); ended != null; ended = buffered.nextEnded()) {
                for (Conversation other : all) {
                    if (other.connection == ended) {
                        other.passMillis(0);
                    }
                }
            }
            long kept = 0;
            for (Conversation other : all) {
                long bytes = Retained.bytes(other.connection);
                kept += bytes;
                assertTrue(other.connection.state() != CLOSED || bytes == 0, "closed, and keeps " + bytes);
            }
            // outboxes have a little room behind their frames, and what is small is not counted
            assertTrue(sum >= 0 && sum <= MAX && Math.abs(kept - sum) < 20 * 20_000, sum + " said, " + kept + " kept");
            all.removeIf(other -> other.connection.state() == CLOSED);
        }
        for (Conversation talk : all) {
            talk.lose("the end");
        }
        assertEquals(0, sum);
    }

    private static void step(Conversation talk, Random random) {
        int size = random.nextInt(30_000);
        switch (random.nextInt(8)) {
            case 0 -> talk.receive(Bytes.ascii("GET / HTTP/1.1\r\nX: " + "x".repeat(size)));
            case 1, 2 -> talk.receive(frame(FIRST_OF_TEXT, "x".repeat(size)));
            case 3 -> talk.receive(frame(LAST, "x".repeat(size)));
            case 4 -> talk.receive(Arrays.copyOf(frame(BINARY, new byte[size]), size));
            case 5 -> talk.peerReads(size);
            case 6 -> talk.peerReads(Long.MAX_VALUE);
            default -> {
                if (random.nextInt(20) == 0) {
                    talk.passMillis(10_000);
                }
            }
        }
        talk.allEvents();
        talk.receivedBytes();
    }
}
