package connection;

import static connection.Connection.State.CLOSED;
import static connection.Connection.State.CLOSING;
import static connection.Connection.State.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static support.ClientFrames.close;
import static support.ClientFrames.text;

import frame.Opcode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import support.Bytes;
import support.ClientFrames;

/** What a connection waits for, and how long: a millisecond before, nothing happens. */
class ConnectionTimeTest {
    private final Conversation talk = new Conversation();

    @AfterEach
    void nothingIsLeftOver() {
        talk.end();
    }

    @ParameterizedTest
    @CsvSource({"REQUEST, 10000", "SILENCE, 30000", "PONG, 10000", "CLOSE, 5000"})
    void _7_1_1_eachWaitHasItsLength(Wait wait, long millis) {
        assertEquals(millis, wait.millis(Patience.DEFAULT));
    }

    /** Waits for this from now on, and a millisecond less is not enough. */
    private void waits(Wait wait, long millis) {
        assertEquals(wait, talk.connection.waitsFor());
        assertEquals(talk.now, talk.connection.since());
        talk.passMillis(millis - 1);
        talk.nothingHappened();
        talk.passMillis(1);
    }

    // The handshake

    @Test
    void _4_2_aPeerThatSendsNothingIsForgottenAfterTenSeconds() {
        waits(Wait.REQUEST, 10_000);
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _4_2_anUnfinishedRequestGets408TenSecondsAfterConnecting() {
        talk.passMillis(9_000);
        talk.receive(Arrays.copyOf(Conversation.REQUEST, 20));
        talk.passMillis(999);
        talk.nothingHappened();
        talk.passMillis(1);
        assertEquals(1, talk.allEvents().stream().filter(event -> event.startsWith("REFUSED 408")).count());
        talk.sent("408").is(CLOSING);
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _4_2_aHandshakeMayTakeAllOfTenSeconds() {
        talk.receive(Arrays.copyOf(Conversation.REQUEST, 20));
        talk.passMillis(9_999);
        talk.receive(Arrays.copyOfRange(Conversation.REQUEST, 20, Conversation.REQUEST.length));
        talk.events("open").sent("101").is(OPEN);
        waits(Wait.SILENCE, 30_000);
        talk.sent("PING");
    }

    // Life signs

    @Test
    void _5_5_2_silenceGetsAPingAndNoPongA1008() {
        talk.open();
        waits(Wait.SILENCE, 30_000);
        talk.sent("PING").is(OPEN);
        waits(Wait.PONG, 10_000);
        talk.events("TIMED_OUT no Pong", "left", "output ends").sent("CLOSE 1008 §5.5.2").is(CLOSING);
        talk.receive(text("too late")).nothingHappened();
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    /** Any byte will do, the first of a frame or one in its middle: before the Ping, and instead of its Pong. */
    @ParameterizedTest
    @CsvSource({
        "8a 80 00000000,          8a 80 00000000", // Pongs
        "8a,                      80",             // halves of one
        "81 85 37fa213d 7f,       9f",             // pieces of a text
        "01 80 00000000,          00",             // fragments
        "82 ff 0000,              00",             // pieces of a length
    })
    void _5_5_2_anyByteIsASignOfLife(String first, String second) {
        talk.open();
        talk.passMillis(29_999);
        talk.receive(first);
        waits(Wait.SILENCE, 30_000);
        talk.sent("PING");
        talk.passMillis(9_999);
        talk.receive(second);
        waits(Wait.SILENCE, 30_000);
        talk.sent("PING");
    }

    /** What we send is no sign that the peer is there. */
    @Test
    void _5_5_2_whatWeSendIsNoSignOfLife() {
        talk.open();
        talk.passMillis(20_000);
        talk.send(Opcode.TEXT, "news");
        talk.sent("TEXT news");
        talk.passMillis(9_999);
        talk.nothingHappened();
        talk.passMillis(1);
        talk.sent("PING");
        talk.passMillis(5_000);
        talk.send(Opcode.TEXT, "more");
        talk.sent("TEXT more");
        talk.passMillis(5_000);
        talk.events("TIMED_OUT no Pong", "left", "output ends").sent("CLOSE 1008 §5.5.2");
    }

    /** We stopped reading, so no Pong could reach us: that the peer reads has to do, down to the last byte. */
    @Test
    void _5_5_2_aSlowReaderIsAliveAsLongAsItReads() {
        talk.endpoint.echoes = true;
        talk.open().peerReads(0);
        byte[] message = ClientFrames.frame(0x82, new byte[70_000]);
        talk.receive(Bytes.concat(message, message)); // the second is left unread until the first echo is gone
        assertEquals(1, talk.allEvents().size());
        int left = 70_010;
        while (left > 1_000) {
            talk.passMillis(25_000);
            talk.is(OPEN).peerReads(1_000);
            left -= 1_000;
        }
        talk.peerReads(Long.MAX_VALUE);
        assertEquals(1, talk.allEvents().size());
        List<String> received = talk.received();
        assertEquals(2, received.stream().filter(frame -> frame.startsWith("BINARY")).count());
        talk.is(OPEN);
    }

    @Test
    void _5_5_2_aPeerThatNeitherReadsNorSendsIsGivenUp() {
        talk.endpoint.echoes = true;
        talk.open().peerReads(10);
        byte[] message = ClientFrames.frame(0x82, new byte[70_000]);
        talk.receive(Bytes.concat(message, message));
        assertEquals(1, talk.allEvents().size());
        assertEquals(10, talk.receivedBytes().length);
        waits(Wait.SILENCE, 30_000);
        waits(Wait.PONG, 10_000);
        talk.events("TIMED_OUT no Pong", "left").is(CLOSING);
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    // Closing

    @Test
    void _7_1_1_thePeersCloseIsWaitedForFiveSeconds() {
        talk.open().close(1001, "");
        talk.events("left").sent("CLOSE 1001");
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_1_nothingThatComesMakesItLonger() {
        talk.open().close(1001, "");
        talk.events("left").sent("CLOSE 1001");
        for (int i = 0; i < 4; i++) {
            talk.passMillis(1_000);
            talk.receive(text("still talking"));
        }
        talk.passMillis(999);
        talk.is(CLOSING).passMillis(1);
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_1_thePeersEndOfTcpIsWaitedForFiveSeconds() {
        talk.open().receive(close(1000, ""));
        talk.events("left", "output ends").sent("CLOSE 1000");
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_7_afterAFaultToo() {
        talk.open().receive("83");
        talk.events("FAILED 1002 §5.2", "left", "output ends").sent("CLOSE 1002 §5.2");
        waits(Wait.CLOSE, 5_000);
        talk.events("closed").is(CLOSED);
    }

    // The clock itself

    @Test
    void timeMeansNothingToAClosedConnection() {
        talk.open().lose("reset");
        talk.events("LOST reset", "left", "closed");
        for (int i = 0; i < 10; i++) {
            talk.passMillis(1_000_000);
        }
    }

    @Test
    void aLateTickDoesOneThingAtATime() {
        talk.open().passMillis(10_000_000);
        talk.sent("PING").is(OPEN);
        talk.passMillis(0);
        talk.nothingHappened();
        talk.passMillis(10_000_000);
        talk.events("TIMED_OUT no Pong", "left", "output ends").sent("CLOSE 1008 §5.5.2");
        talk.passMillis(10_000_000);
        talk.events("closed");
    }

    // How many messages a peer may send

    @Test
    void _7_4_1_tenSecondsWorthOfMessagesAreTakenAtOnceAndOneMoreIs1008() {
        talk.endpoint.rate = new RateLimit(1);
        talk.open();
        for (int i = 0; i < 10; i++) {
            talk.receive(text("x")).events("text x");
        }
        talk.passMillis(999);
        talk.receive(text("too many")).sent("CLOSE 1008 §7.4.1").is(CLOSING);
        talk.events("FAILED 1008 §7.4.1", "left", "output ends").receiveEof();
        talk.events("closed");
    }

    @Test
    void _7_4_1_whoKeepsToTheRateIsServedAndFragmentsAndPingsAreNotCounted() {
        talk.endpoint.rate = new RateLimit(1);
        talk.open();
        for (int i = 0; i < 40; i++) {
            talk.receive(ClientFrames.frame(0x01, "a"), ClientFrames.frame(0x89, ""), ClientFrames.frame(0x00, "b"),
                    ClientFrames.frame(0x8a, ""), ClientFrames.frame(0x80, "c"));
            talk.events("text abc").sent("PONG");
            talk.passMillis(1000);
        }
        talk.is(OPEN);
    }
}
