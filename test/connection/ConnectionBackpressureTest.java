package connection;

import static connection.Connection.State.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.ascii;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;
import static support.ClientFrames.ping;
import static support.ClientFrames.text;

import http.Response;
import http.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that doesn't read: it costs little, loses nothing, and is not read from either. */
class ConnectionBackpressureTest {
    private final Conversation talk = new Conversation();

    @AfterEach
    void nothingIsLeftOver() {
        talk.end();
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFrom() {
        talk.endpoint.echoes = true;
        talk.open().peerReads(0);
        byte[] kilobyte = frame(0x82, new byte[1024]);
        int taken = 0;
        while (talk.connection.wantsInput()) {
            assertTrue(taken++ < 70, "64 KiB and still hungry");
            talk.receive(kilobyte);
        }
        assertTrue(taken > 60);
        for (int i = 0; i < 1_000; i++) {
            talk.receive(kilobyte); // they stay in the socket
        }
        assertTrue(Retained.bytes(talk.connection) < 100_000, "" + Retained.bytes(talk.connection));

        talk.peerReads(40_000);
        assertFalse(talk.connection.wantsInput());
        talk.peerReads(Long.MAX_VALUE);
        assertTrue(talk.connection.wantsInput());
        assertEquals(taken + 1_000, talk.received().size());
        assertEquals(taken + 1_000, talk.allEvents().size());
        assertEquals(0, Retained.bytes(talk.connection));
    }

    /** The room sends what was said before more is read, however much one segment has. */
    @Test
    void whenEnoughWasSaidInATurnTheRestOfASegmentIsReadInTheNext() {
        talk.endpoint.onText = connection -> talk.site.isDue = true;
        talk.open().receive(concat(text("a"), text("b"), ping("c")));
        talk.events("text a").sent();
        assertTrue(talk.connection.isHeldUp());
        assertFalse(talk.connection.canResume() || talk.connection.wantsInput());
        talk.site.isDue = false;
        talk.passMillis(0);
        talk.events("text b").sent();
        talk.site.isDue = false;
        talk.passMillis(0);
        talk.events().sent("PONG 63");
        assertTrue(talk.connection.wantsInput() && !talk.connection.isHeldUp());
    }

    /**
     * One segment with more than the outbox takes: its rest is kept, and nothing of it is lost, whatever steps the peer
     * reads in.
     */
    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 65_536, 1_000_000})
    void theRestOfASegmentIsKeptUntilThePeerReads(int step) {
        talk.endpoint.echoes = true;
        talk.open().peerReads(0);
        byte[][] frames = new byte[50][];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            String line = i + "-".repeat(5_000);
            frames[i] = text(line);
            expected.add("TEXT " + Notation.text(ascii(line)));
        }
        talk.receive(concat(concat(frames), ping("last"), close(1000, "")));
        assertFalse(talk.connection.wantsInput());
        assertTrue(talk.allEvents().size() < 20);

        for (int read = 0; read < 50 * 5_010 + step; read += step) {
            talk.peerReads(step);
        }
        expected.add("PONG 6c617374");
        expected.add("CLOSE 1000");
        talk.peerReads(Long.MAX_VALUE);
        assertEquals(expected, talk.received());
        List<String> events = talk.allEvents();
        assertEquals(List.of("left", "output ends"), events.subList(events.size() - 2, events.size()));
    }

    @Test
    void aMessageLargerThanTheOutboxComesBackWhole() {
        talk.endpoint.echoes = true;
        talk.endpoint.maxMessage = 4 << 20;
        talk.open().peerReads(0);
        byte[] payload = new byte[4 << 20];
        new Random(4).nextBytes(payload);
        talk.receive(frame(0x82, payload));
        while (talk.connection.hasOwnOutput()) {
            assertTrue(talk.connection.toSend().remaining() <= 128 << 10);
            talk.peerReads(100_000);
        }
        String shown = Notation.hex(payload);
        talk.events("binary " + shown).sent("BINARY " + shown);
    }

    // Pings

    @Test
    void _5_5_3_aHundredThousandPingsUnreadCostTwoPongs() {
        talk.open().peerReads(0);
        for (int i = 0; i < 100_000; i++) {
            talk.receive(ping("ping " + i));
        }
        assertTrue(Retained.bytes(talk.connection) < 2_000, "" + Retained.bytes(talk.connection));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("PONG " + hex(ascii("ping 0")), "PONG " + hex(ascii("ping 99999")));
    }

    @Test
    void _5_5_3_tenThousandPingsBehindAnUnreadFeedCostTwoPongs() {
        talk.endpoint.feed = new FakeFeed();
        talk.open().peerReads(3);
        talk.append(FakeFeed.text("one"));
        for (int i = 0; i < 10_000; i++) {
            talk.receive(ping("ping " + i));
        }
        assertTrue(Retained.bytes(talk.connection) < 2_000, "" + Retained.bytes(talk.connection));
        talk.append(FakeFeed.text("two"));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("TEXT one", "PONG " + hex(ascii("ping 0")), "PONG " + hex(ascii("ping 9999")), "TEXT two");
    }

    /** All in one segment: the peer reads, so every one of them is answered. */
    @Test
    void _5_5_2_aPeerThatReadsGetsEveryPongInOrder() {
        byte[][] pings = new byte[5_000][];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < pings.length; i++) {
            pings[i] = ping("ping " + i);
            expected.add("PONG " + hex(ascii("ping " + i)));
        }
        talk.open().receive(concat(pings));
        assertEquals(expected, talk.received());
    }

    /** ... even if a segment has more Pings than the outbox takes Pongs. */
    @Test
    void _5_5_2_evenIfThePongsOfASegmentFillTheOutbox() {
        byte[] ping = frame(0x89, new byte[125]);
        byte[][] pings = new byte[2_000][];
        Arrays.fill(pings, ping);
        talk.open().receive(concat(pings));
        assertEquals(2_000, talk.received().size());
    }

    @Test
    void _5_5_3_theNewestPongComesWhenThePeerReadsAgainAndThenEveryOne() {
        talk.open().peerReads(1);
        talk.receive(ping("a"), ping("b"), ping("c"));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("PONG 61", "PONG 63");
        talk.receive(concat(ping("d"), ping("e")), ping("f"));
        talk.sent("PONG 64", "PONG 65", "PONG 66");
    }

    // HTTP

    @Test
    void _9112_9_3_2_pipelinedRequestsAreAnsweredInOrderAsThePeerReads() {
        talk.site.pages = request -> Response.of(Status.OK, "text/plain", new byte[10_000]);
        talk.peerReads(0);
        byte[] requests = {};
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            requests = concat(requests, ascii("GET /" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            expected.add("request /" + i);
        }
        talk.receive(requests);
        assertFalse(talk.connection.wantsInput());
        assertTrue(Retained.bytes(talk.connection) < 100_000);
        for (int i = 0; i < 100; i++) {
            talk.peerReads(5_000);
        }
        talk.peerReads(Long.MAX_VALUE);
        assertEquals(expected, talk.allEvents());
        assertEquals(30, talk.received().size());
    }

    @Test
    void _4_2_aHandshakeBehindUnreadAnswersWaitsForItsTurn() {
        talk.site.pages = request -> Response.of(Status.OK, "text/plain", new byte[70_000]);
        talk.endpoint.echoes = true;
        talk.peerReads(0);
        byte[] get = ascii("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
        talk.receive(concat(get, Conversation.REQUEST, text("Hello")));
        talk.events("request /page");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("open", "text Hello").sent("200", "101", "TEXT Hello").is(OPEN);
    }
}
