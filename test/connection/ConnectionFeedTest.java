package connection;

import static connection.Connection.State.CLOSED;
import static connection.Connection.State.CLOSING;
import static connection.Connection.State.OPEN;
import static connection.Conversation.atEveryCut;
import static connection.FakeFeed.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.close;
import static support.ClientFrames.ping;

import frame.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.ClientFrames;

/** A connection that follows a feed: what it sends itself takes its place between whole frames of the feed. */
class ConnectionFeedTest {
    private static final Consumer<Conversation> IN_A_ROOM = talk -> talk.endpoint.feed = new FakeFeed();

    private final Conversation talk = new Conversation();

    @BeforeEach
    void follow() {
        IN_A_ROOM.accept(talk);
    }

    @AfterEach
    void nothingIsLeftOver() {
        talk.end();
    }

    // Order

    @Test
    void _5_4_whatTheFeedGivesIsSent() {
        talk.open().append(text("one"));
        talk.sent("TEXT one");
        talk.append(text("two"));
        talk.append(text("three"));
        talk.sent("TEXT two", "TEXT three");
    }

    @Test
    void _6_1_whatTheFeedHadAtTheOpeningComesBehindThe101() {
        talk.endpoint.feed.append(text("history"));
        talk.receive(Conversation.REQUEST);
        talk.events("open").sent("101", "TEXT history");
    }

    @Test
    void _6_1_aMessageInOneSegmentWithTheHandshakeIsAnsweredBehindThe101() {
        talk.receive(concat(Conversation.REQUEST, ClientFrames.text("hi"), ping("p"), ClientFrames.text("ho")));
        talk.events("open", "text hi", "text ho");
        talk.sent("101", "PONG 70", "TEXT hi", "TEXT ho");
    }

    /** The peer has read half of the 101 when the room speaks. */
    @Test
    void _6_1_nothingGoesIntoTheMiddleOfThe101() {
        talk.peerReads(20);
        talk.receive(Conversation.REQUEST);
        talk.append(text("one"));
        talk.receive(ping("p"));
        talk.append(text("two"));
        talk.peerReads(Long.MAX_VALUE);
        talk.events("open").sent("101", "PONG 70", "TEXT one", "TEXT two");
    }

    /** The peer has read some of the five bytes of the frame "one" when the Ping comes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void _5_5_2_aPongGoesBehindWhatTheFeedHadAndBeforeWhatComesLater(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("one"));
        talk.append(text("two"));
        talk.receive(ping("p"));
        talk.append(text("three"));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("TEXT one", "TEXT two", "PONG 70", "TEXT three");
        talk.append(text("four"));
        talk.sent("TEXT four");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void _5_5_2_aPingOfOursGoesBehindWhatTheFeedHad(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("one"));
        talk.passMillis(30_000);
        talk.append(text("two"));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("TEXT one", "PING", "TEXT two");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void _6_1_aMessageToThisPeerAloneGoesBehindWhatTheFeedHad(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("one"));
        talk.send(Opcode.TEXT, "notice");
        talk.append(text("two"));
        talk.send(Opcode.BINARY, "!");
        talk.append(text("three"));
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("TEXT one", "TEXT notice", "BINARY 21", "TEXT two", "TEXT three");
    }

    /** The feed grows while half of a Pong is sent: the other half must follow before anything else. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void _5_4_theFeedNeverCutsAFrameOfOurs(int bytes) {
        talk.open().peerReads(bytes);
        talk.receive(ping("pp"));
        talk.append(text("one"));
        talk.receive(ping("qq"));
        talk.append(text("two"));
        talk.peerReads(Long.MAX_VALUE);
        if (bytes < 4) {
            talk.sent("PONG 7070", "PONG 7171", "TEXT one", "TEXT two");
        } else {
            talk.sent("PONG 7070", "TEXT one", "PONG 7171", "TEXT two");
        }
    }

    // The Close

    @Test
    void _5_5_1_noDataFollowsTheAnswerToAClose() {
        talk.open().append(text("one"));
        talk.receive(close(1000, ""));
        talk.endpoint.feed.append(text("two"));
        talk.peerReads(Long.MAX_VALUE);
        talk.events("left", "output ends").sent("TEXT one", "CLOSE 1000");
        assertTrue(talk.endpoint.feed.released);
    }

    @Test
    void _5_5_1_noDataFollowsOurOwnClose() {
        talk.open().close(1001, "bye");
        talk.endpoint.feed.append(text("two"));
        talk.peerReads(Long.MAX_VALUE);
        talk.events("left").sent("CLOSE 1001 bye").is(CLOSING);
        assertTrue(talk.endpoint.feed.released);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void _5_5_1_whatWasSaidBeforeTheCloseIsSentBeforeItAndNothingAfterIt(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("one"));
        talk.append(text("two"));
        talk.receive(hex("83")); // reserved opcode
        talk.append(text("three"));
        talk.events("FAILED 1002 §5.2", "left");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("output ends").sent("TEXT one", "TEXT two", "CLOSE 1002 §5.2");
        assertTrue(talk.endpoint.feed.released);
    }

    /**
     * Half of a Pong is sent when the room says something and the Close comes: neither may stand in the middle of the
     * Pong.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void _5_4_theCloseLetsNoDataIntoTheMiddleOfAPong(int bytes) {
        talk.open().peerReads(bytes);
        talk.receive(ping("pp"));
        talk.append(text("one"));
        talk.close(1001, "bye");
        talk.events("left");
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("PONG 7070", "TEXT one", "CLOSE 1001 bye");
    }

    /** A Close that waits behind them both is not lost, and there is no other. */
    @Test
    void _5_5_1_aCloseThatWaitsBehindAPongAndTheFeedSurvivesADrop() {
        talk.open().peerReads(1);
        talk.receive(ping("a"), ping("b"));
        talk.append(text("never"));
        talk.receive(close(1000, "bye"), ping("late"));
        talk.events("left");
        talk.drop("too far behind");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("DROPPED too far behind", "output ends").sent("PONG 61", "PONG 62", "CLOSE 1000 bye");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void _7_1_1_aCloseThatWaitsIsForgottenWhenTcpBreaksOrAfterFiveSeconds(boolean breaks) {
        talk.open().peerReads(1);
        talk.receive(ping("a"));
        talk.append(text("never"));
        talk.close(1001, "bye");
        if (breaks) {
            talk.lose("reset");
        } else {
            talk.passMillis(4_999);
            talk.is(CLOSING).passMillis(1);
        }
        talk.events("left", "closed").sent("... 8a");
        assertTrue(talk.endpoint.feed.released);
    }

    @Test
    void _7_1_1_eofWhileACloseWaitsStillGetsAllThatIsOwed() {
        talk.open().peerReads(1);
        talk.receive(ping("a"));
        talk.append(text("one"));
        talk.receive(close(1000, "")).receiveEof();
        talk.events("left").is(CLOSING);
        talk.peerReads(Long.MAX_VALUE);
        talk.events("closed").sent("PONG 61", "TEXT one", "CLOSE 1000").is(CLOSED);
    }

    /** A room may say to the others that a member left. */
    @Test
    void _5_5_1_whatTheRoomSaysOfAMemberThatLeftIsNotSentToThatMember() {
        talk.endpoint.onLeave = () -> talk.endpoint.feed.append(text("one has left"));
        talk.open().append(text("one"));
        talk.receive(close(1000, ""));
        talk.events("left", "output ends").sent("TEXT one", "CLOSE 1000");
    }

    @Test
    void _6_1_textAndCloseInOneSegmentWithTheHandshakeAreAnsweredBehindThe101() {
        talk.receive(concat(Conversation.REQUEST, ClientFrames.text("hi"), close(1000, "")));
        talk.events("open", "text hi", "left", "output ends").sent("101", "TEXT hi", "CLOSE 1000");
    }

    @Test
    void _7_1_7_theGoodTextBeforeTheBadFrameIsStillDelivered() {
        atEveryCut(IN_A_ROOM, concat(ClientFrames.text("good"), hex("83")), talk -> {
            talk.events("text good", "FAILED 1002 §5.2", "left", "output ends").sent("TEXT good", "CLOSE 1002 §5.2");
        });
    }

    /** Whichever comes first, Pong or text: both come before the Close. */
    @Test
    void _7_1_7_aPingAndAGoodTextBeforeTheBadFrameAreBothAnswered() {
        atEveryCut(IN_A_ROOM, concat(ping("p"), ClientFrames.text("good"), hex("83 80 00000000")), talk -> {
            talk.events("text good", "FAILED 1002 §5.2", "left", "output ends");
            List<String> received = new ArrayList<>(talk.received());
            assertEquals("CLOSE 1002 §5.2", received.remove(received.size() - 1));
            received.sort(null);
            assertEquals(List.of("PONG 70", "TEXT good"), received);
        });
    }

    // The drop

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9})
    void _7_4_1_aPeerDroppedInTheMiddleOfAFrameGetsItsRestAndAClose1008(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("12345678"));
        talk.append(text("never"));
        talk.drop("too far behind");
        talk.events("DROPPED too far behind", "left").is(CLOSING);
        assertTrue(talk.endpoint.feed.released);
        talk.peerReads(Long.MAX_VALUE);
        talk.events("output ends").sent("TEXT 12345678", "CLOSE 1008 too far behind");
        talk.receive(ClientFrames.text("not looked at")).receiveEof();
        talk.events("closed").is(CLOSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void _7_4_1_aPeerDroppedBetweenFramesGetsTheCloseAtOnce(int bytes) {
        talk.open().peerReads(bytes);
        talk.append(text("12345678"));
        talk.append(text("never"));
        talk.drop("too far behind");
        talk.events("DROPPED too far behind", "left");
        talk.peerReads(Long.MAX_VALUE);
        String close = "CLOSE 1008 too far behind";
        talk.events("output ends").sent(bytes == 0 ? new String[] {close} : new String[] {"TEXT 12345678", close});
    }

    /** The Pongs wait behind the frame that was cut, and go before the Close. */
    @Test
    void _5_5_2_theDropForgetsNoPong() {
        talk.open().peerReads(4);
        talk.append(text("12345678"));
        talk.receive(ping("a"), ping("b"), ping("c"));
        talk.append(text("never"));
        talk.drop("too far behind");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("DROPPED too far behind", "left", "output ends");
        talk.sent("TEXT 12345678", "PONG 61", "PONG 63", "CLOSE 1008 too far behind");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void _5_4_theDropCutsNoPong(int bytes) {
        talk.open().peerReads(bytes);
        talk.receive(ping("a"));
        talk.append(text("never"));
        talk.drop("too far behind");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("DROPPED too far behind", "left", "output ends").sent("PONG 61", "CLOSE 1008 too far behind");
    }

    @Test
    void _5_5_1_aPeerDroppedAfterTheCloseGetsNoSecondOne() {
        talk.open().peerReads(4);
        talk.append(text("12345678"));
        talk.receive(close(1000, ""));
        talk.events("left");
        talk.append(text("never"));
        talk.drop("too far behind");
        talk.events("DROPPED too far behind");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("output ends").sent("TEXT 12345678", "CLOSE 1000");
    }

    @Test
    void _7_1_1_aDroppedPeerThatNeverReadsAgainIsForgottenAfterFiveSeconds() {
        talk.open().peerReads(4);
        talk.append(text("12345678"));
        talk.drop("too far behind");
        talk.events("DROPPED too far behind", "left");
        talk.passMillis(4_999);
        talk.events();
        talk.passMillis(1);
        talk.events("closed").sent("... 81083132");
    }

    /** The room drops a member from inside that member's own message, as it does when it is full. */
    @Test
    void _7_1_7_nothingIsProcessedAfterADrop() {
        atEveryCut(talk -> {
            IN_A_ROOM.accept(talk);
            talk.endpoint.onText = connection -> connection.drop("behind", talk.now);
        }, concat(ClientFrames.text("one"), ClientFrames.text("two"), ping("p")), talk -> {
            talk.events("text one", "DROPPED behind", "left", "output ends").sent("CLOSE 1008 behind");
        });
    }

    @Test
    void _7_1_theFeedIsLetGoWhenTcpBreaks() {
        talk.open().peerReads(4);
        talk.append(text("12345678"));
        talk.lose("reset");
        talk.events("LOST reset", "left", "closed").sent("... 81083132");
        assertTrue(talk.endpoint.feed.released);
    }

    @Test
    void _5_5_2_aPeerThatReadsNothingOfTheFeedIsPingedAndGivenUp() {
        talk.open().peerReads(4);
        talk.append(text("12345678"));
        talk.passMillis(30_000);
        talk.append(text("never"));
        talk.passMillis(10_000);
        talk.events("TIMED_OUT no Pong", "left").is(CLOSING);
        talk.passMillis(5_000);
        talk.events("closed").sent("... 81083132");
        assertTrue(talk.endpoint.feed.released);
    }

    @Test
    void _5_5_2_aPeerThatReadsTheFeedSlowlyIsAlive() {
        talk.open().peerReads(4);
        talk.append(text("x".repeat(30)));
        for (int i = 0; i < 8; i++) {
            talk.passMillis(29_999);
            talk.peerReads(2);
        }
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("TEXT " + "x".repeat(30));
    }

    // All of it at random

    /**
     * Frames of the feed keep their order; one of ours comes before all that the feed got after it; nothing cuts
     * anything.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void _5_4_atRandomNothingCutsAnythingAndTheOrderIsKept(long seed) {
        for (int round = 0; round < 200; round++) {
            String where = "seed " + seed + ", round " + round;
            Random random = new Random(seed * 1000 + round);
            Conversation talk = new Conversation();
            talk.endpoint.feed = new FakeFeed();
            talk.endpoint.feed.slice = 1 + random.nextInt(20);
            talk.open();
            List<String> said = new ArrayList<>();
            List<String> before = new ArrayList<>(); // "TEXT own3" -> must stand before the feed's frame of this index
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        String line = "line" + step + "-".repeat(random.nextInt(30));
                        talk.append(text(line));
                        said.add("TEXT " + line);
                    }
                    case 1 -> {
                        talk.send(Opcode.TEXT, "own" + step);
                        before.add("TEXT own" + step + ":" + said.size());
                    }
                    default -> talk.peerReads(random.nextInt(40));
                }
                assertTrue(talk.connection.state() == OPEN, where);
            }
            boolean ends = random.nextBoolean();
            if (ends) {
                talk.close(1001, "");
            }
            talk.peerReads(Long.MAX_VALUE);
            List<String> received = new ArrayList<>(talk.received());
            if (ends) {
                assertEquals("CLOSE 1001", received.remove(received.size() - 1), where);
            }
            for (String own : before) {
                String frame = own.substring(0, own.indexOf(':'));
                int index = Integer.parseInt(own.substring(own.indexOf(':') + 1));
                int at = received.indexOf(frame);
                assertTrue(at >= 0, where + ": lost " + frame);
                if (!ends && index < said.size()) {
                    assertTrue(at < received.indexOf(said.get(index)), where + ": too late: " + frame);
                }
            }
            List<String> room = received.stream().filter(frame -> frame.startsWith("TEXT line")).toList();
            assertEquals(ends ? said.subList(0, room.size()) : said, room, where);
            assertFalse(received.stream().anyMatch(frame -> frame.startsWith("...")), where);
            assertEquals(before.size() + room.size(), received.size(), where);
            talk.allEvents();
            talk.end();
        }
    }
}
