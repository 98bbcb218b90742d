package connection;

import static connection.Connection.State.CLOSED;
import static connection.Connection.State.CLOSING;
import static connection.Connection.State.CONNECTING;
import static connection.Connection.State.OPEN;
import static connection.Conversation.atEveryCut;
import static connection.Notation.split;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;
import static support.ClientFrames.ping;
import static support.ClientFrames.text;

import frame.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;

/** RFC 6455 §5.5.1 and §7: all roads from OPEN to CLOSED. */
class ConnectionClosingTest {
    private static final Consumer<Conversation> ECHO = talk -> talk.endpoint.echoes = true;

    private final Conversation talk = new Conversation();

    @AfterEach
    void nothingIsLeftOver() {
        talk.end();
    }

    // The peer begins

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource(delimiter = '|', textBlock = """
        88 80 00000000             | 88 00                 | an empty body, never 1005
        88 82 00000000 03e8        | 88 02 03e8            | 1000
        88 82 37fa213d 3412        | 88 02 03e8            | 1000, masked
        88 82 00000000 03e9        | 88 02 03e9            | 1001
        88 82 00000000 03ea        | 88 02 03ea            | 1002
        88 82 00000000 03eb        | 88 02 03eb            | 1003
        88 82 00000000 03ef        | 88 02 03ef            | 1007
        88 82 00000000 03f0        | 88 02 03f0            | 1008
        88 82 00000000 03f1        | 88 02 03f1            | 1009
        88 82 00000000 03f2        | 88 02 03f2            | 1010
        88 82 00000000 03f3        | 88 02 03f3            | 1011
        88 82 00000000 03f4        | 88 02 03f4            | 1012, registered since
        88 82 00000000 03f5        | 88 02 03f5            | 1013, registered since
        88 82 00000000 03f6        | 88 02 03f6            | 1014, registered since
        88 82 00000000 0bb8        | 88 02 0bb8            | 3000
        88 82 00000000 0f9f        | 88 02 0f9f            | 3999
        88 82 00000000 0fa0        | 88 02 0fa0            | 4000
        88 82 00000000 1387        | 88 02 1387            | 4999
        88 83 00000000 03e8 78     | 88 03 03e8 78         | a reason of one byte
        88 85 00000000 03e8 e282ac | 88 05 03e8 e282ac     | a reason of one character of three bytes
        """)
    void _5_5_1_aCloseIsAnsweredWithACloseOfTheSameCode(String received, String sent, String words) {
        atEveryCut(hex(received), talk -> {
            talk.is(CLOSING).events("left", "output ends");
            assertEquals(Bytes.hex(hex(sent)), Bytes.hex(talk.receivedBytes()));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 122, 123})
    void _5_5_1_aReasonMayHaveUpTo123Bytes(int size) {
        String reason = "x".repeat(size);
        atEveryCut(close(1000, reason), talk -> {
            talk.events("left", "output ends");
            byte[] answer = talk.receivedBytes();
            byte[] header = {(byte) 0x88, (byte) (2 + size)};
            assertArrayEquals(concat(header, hex("03e8"), reason.getBytes(UTF_8)), answer);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 32768, 65535})
    void _7_4_aCodeThatMayNotBeSentIsAProtocolError(int code) {
        for (String reason : List.of("", "why")) {
            atEveryCut(close(code, reason),
                    talk -> talk.events("FAILED 1002 §7.4", "left", "output ends").sent("CLOSE 1002 §7.4"));
        }
    }

    @Test
    void _5_4_anUnfinishedMessageIsNotDeliveredWhenTheCloseComes() {
        atEveryCut(ECHO, concat(hex("01 85 00000000 48656c6c6f"), close(1000, "")), talk -> {
            talk.events("left", "output ends").sent("CLOSE 1000");
        });
    }

    @Test
    void _5_5_1_nothingBehindTheCloseIsLookedAt() {
        byte[] late = concat(text("late"), ping("late"), hex("80 80 00000000"), close(1001, "again"), hex("83 ff ff"));
        atEveryCut(ECHO, concat(text("good"), ping("p"), close(1000, "bye"), late), talk -> {
            talk.events("text good", "left", "output ends").sent("TEXT good", "PONG 70", "CLOSE 1000 bye");
        });
    }

    /**
     * §7.1.1: our side of TCP ends first, without waiting for the peer's; then what it still sends is read and thrown
     * away.
     */
    @Test
    void _7_1_1_theServerEndsTcpFirstAndReadsOn() {
        talk.open().receive(close(1000, ""));
        talk.events("left", "output ends").sent("CLOSE 1000").is(CLOSING);
        assertTrue(talk.connection.wantsInput());
        talk.receive(text("thrown away")).nothingHappened();
        assertEquals(0, Retained.bytes(talk.connection));
        talk.receiveEof();
        talk.events("closed").is(CLOSED);
    }

    /** Output ends when the Close is sent, not when it is queued. */
    @Test
    void _7_1_1_outputEndsBehindTheLastByteOfTheClose() {
        talk.open().peerReads(3);
        talk.receive(close(1000, ""));
        talk.events("left").sent("... 880203");
        assertFalse(talk.connection.outputEnded());
        talk.peerReads(1);
        talk.events("output ends");
        assertArrayEquals(hex("e8"), talk.receivedBytes());
    }

    @Test
    void _5_5_1_whatIsOwedIsSentBeforeTheClose() {
        talk.endpoint.echoes = true;
        talk.open().peerReads(0);
        talk.receive(text("one"), ping("p"), ping("q"), text("two"), close(1000, ""));
        talk.events("text one", "text two", "left");
        talk.peerReads(Long.MAX_VALUE);
        talk.events("output ends").sent("TEXT one", "TEXT two", "PONG 71", "CLOSE 1000");
    }

    // We begin

    @Test
    void _7_1_2_aCloseOfOursHasItsCodeAndReasonAndWaitsForThePeers() {
        talk.open().close(1001, "bye");
        talk.events("left").sent("CLOSE 1001 bye").is(CLOSING);
        assertFalse(talk.connection.outputEnded());
        talk.receive(close(1001, ""));
        talk.events("output ends").is(CLOSING);
        talk.receiveEof();
        talk.events("closed").is(CLOSED);
    }

    /** What the peer sent before it got our Close; it makes no difference where it is cut. */
    @ParameterizedTest(name = "{0} // {2}")
    @CsvSource(delimiter = '|', textBlock = """
        88 80 00000000                                |                    | its Close
        88 82 00000000 03e8                           |                    | its Close crossed ours
        81 81 00000000 41 88 80 00000000              |                    | a text before it
        89 81 00000000 41 88 80 00000000              |                    | a Ping before it
        8a 80 00000000 88 80 00000000                 |                    | a Pong before it
        01 81 00000000 41 80 81 00000000 42 88 80 00000000 |               | fragments before it
        01 81 00000000 41 88 80 00000000              |                    | an unfinished message before it
        81 81 00000000 ff 88 80 00000000              |                    | data isn't looked at: no UTF-8
        82 ff 7fffffffffffffff 00000000               | open               | nor is its length
        80 80 00000000                                | open               | nor is a continuation's beginning
        01 80 00000000 02 80 00000000                 | open               | nor are fragments out of turn
        81 80 00000000 81 80 00000000                 | open               | text
        88 80 00000000 88 80 00000000 81 80 00000000 83 |                  | its Close, and what it should not have sent
        83                                            | FAILED 1002 §5.2   | a reserved opcode
        81 05                                         | FAILED 1002 §5.1   | an unmasked frame
        88 81 00000000 03                             | FAILED 1002 §5.5.1 | half a close code
        88 82 00000000 03ed                           | FAILED 1002 §7.4   | 1005
        88 83 00000000 03e8 ff                        | FAILED 1007 §8.1   | a reason that is no text
        """)
    void _5_5_1_afterOurCloseOnlyThePeersCloseCounts(String late, String fault, String words) {
        for (var way : Bytes.cuts(hex(late))) {
            Conversation talk = new Conversation();
            talk.endpoint.echoes = true;
            talk.open().close(1001, "");
            talk.events("left").sent("CLOSE 1001");
            talk.receive(way.toArray(byte[][]::new));
            if ("open".equals(fault)) {
                assertFalse(talk.connection.outputEnded());
            } else {
                talk.events(split(fault == null ? "output ends" : fault + "; output ends"));
            }
            talk.is(CLOSING).end();
        }
    }

    /** The Close comes while a frame is under way: its rest is still a frame's rest. */
    @ParameterizedTest
    @ValueSource(strings = {"81 85 37fa213d 7f9f4d5158", "89 85 37fa213d 7f9f4d5158", "01 85 00000000 4141414141",
        "82 fe 0080 00000000"})
    void _7_1_2_theRestOfAFrameThatOurCloseCutIsSkipped(String bytes) {
        byte[] frame = hex(bytes);
        if (frame.length == 8) {
            frame = concat(frame, new byte[128]);
        }
        for (int cut = 1; cut < frame.length; cut++) {
            Conversation talk = new Conversation();
            talk.open().receive(Arrays.copyOf(frame, cut));
            talk.close(1001, "");
            talk.events("left").sent("CLOSE 1001");
            talk.receive(Arrays.copyOfRange(frame, cut, frame.length)).nothingHappened();
            talk.receive(close(1000, ""));
            talk.events("output ends").end();
        }
    }

    @Test
    void _5_5_1_oneCloseOnly() {
        talk.open().close(1001, "one");
        talk.close(1011, "two");
        talk.events("left").sent("CLOSE 1001 one");
        talk.receive(close(1000, ""));
        talk.close(1011, "three");
        talk.events("output ends");
    }

    @Test
    void _5_5_1_noMessageIsSentAfterTheClose() {
        talk.open().close(1001, "");
        talk.send(Opcode.TEXT, "late");
        talk.events("left").sent("CLOSE 1001");
    }

    /**
     * An endpoint may close from inside a message: what the same segment has behind it is discarded, but for the Close.
     */
    @Test
    void _7_1_2_anEndpointMayCloseInsideItsMessage() {
        atEveryCut(talk -> talk.endpoint.onText = connection -> connection.close(1008, "enough", talk.now),
                concat(text("one"), text("two"), ping("p"), close(1008, "")), talk -> {
                    talk.events("text one", "left", "output ends").sent("CLOSE 1008 enough");
                });
    }

    /** ... and speak before its peer does: behind the 101. */
    @Test
    void _6_1_anEndpointMaySendWhenItIsOpened() {
        talk.endpoint.onOpen = connection -> connection.send(Opcode.TEXT, UTF_8.encode("hello"));
        talk.receive(Conversation.REQUEST);
        talk.events("open").sent("101", "TEXT hello");
    }

    @Test
    void _7_1_2_anEndpointMayCloseWhenItIsOpened() {
        talk.endpoint.onOpen = connection -> connection.send(Opcode.TEXT, UTF_8.encode("full"));
        talk.receive(concat(Conversation.REQUEST, frame(0x88, new byte[0])));
        talk.events("open", "left", "output ends").sent("101", "TEXT full", "CLOSE");
    }

    @Test
    void _5_5_aReasonThatIsTooLongForAControlFrameIsCut() {
        talk.open().close(1008, "€".repeat(100));
        byte[] sent = talk.receivedBytes();
        assertArrayEquals(concat(hex("88 7d 03f0"), "€".repeat(41).getBytes(UTF_8)), sent); // 123 bytes are 41 of three
        talk.events("left");
    }

    // TCP ends, or breaks, in each state

    @Test
    void _7_2_2_eofBeforeAnyRequestIsTheEnd() {
        talk.receiveEof();
        talk.events("closed").is(CLOSED);
        talk.receiveEof();
        talk.lose("late");
        talk.nothingHappened();
    }

    @Test
    void _7_2_2_eofInsideARequestIsTheEnd() {
        talk.receive(Arrays.copyOf(Conversation.REQUEST, 50)).is(CONNECTING).receiveEof();
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_2_2_eofBehindARequestStillGetsTheAnswer() {
        talk.peerReads(0);
        talk.receive(Bytes.ascii("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n")).receiveEof();
        talk.events("request /page").is(CLOSING);
        talk.peerReads(Long.MAX_VALUE);
        talk.sent("200").events("closed").is(CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "81", "81 85 37fa213d", "81 85 37fa213d 7f9f", "01 81 00000000 41",
            "89 85 00000000 41"})
    void _7_1_5_eofWithoutACloseIsALossAndWhatWasUnfinishedIsForgotten(String begun) {
        talk.open().receive(hex(begun)).receiveEof();
        talk.events("LOST TCP ended without a Close", "left", "closed").is(CLOSED);
        assertTrue(Retained.bytes(talk.connection) <= 125); // at most the payload of a control frame
    }

    @Test
    void _7_1_4_eofInsteadOfThePeersCloseIsTheEnd() {
        talk.open().close(1001, "");
        talk.events("left").sent("CLOSE 1001").receiveEof();
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_1_eofBehindThePeersCloseStillGetsOurs() {
        talk.open().peerReads(0);
        talk.receive(close(1000, "")).receiveEof();
        talk.events("left").is(CLOSING);
        talk.peerReads(Long.MAX_VALUE);
        talk.events("closed").sent("CLOSE 1000").is(CLOSED);
    }

    @Test
    void _7_1_1_eofWhileOurCloseIsHalfSentStillGetsItsRest() {
        talk.open().peerReads(1);
        talk.close(1001, "");
        talk.receiveEof();
        talk.events("left").is(CLOSING);
        talk.peerReads(Long.MAX_VALUE);
        talk.events("closed").sent("CLOSE 1001");
    }

    @Test
    void _7_1_7_eofAfterAFaultIsTheEnd() {
        talk.open().receive("83").receiveEof();
        talk.events("FAILED 1002 §5.2", "left", "output ends", "closed").sent("CLOSE 1002 §5.2").is(CLOSED);
    }

    @Test
    void _7_1_4_aLossWhileConnectingIsTheEnd() {
        talk.receive(Arrays.copyOf(Conversation.REQUEST, 50)).lose("reset");
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_5_aLossInTheOpenStateIsReportedOnce() {
        talk.open().lose("reset");
        talk.events("LOST reset", "left", "closed").is(CLOSED);
        talk.lose("again");
        talk.receive(text("late"));
        talk.receiveEof();
        talk.close(1001, "late");
        talk.send(Opcode.TEXT, "late");
        talk.passMillis(100_000);
        talk.is(CLOSED);
        assertNull(talk.connection.toSend());
        assertFalse(talk.connection.wantsInput());
    }

    @Test
    void _7_1_4_aLossWhileClosingIsTheEnd() {
        talk.open().peerReads(0);
        talk.close(1001, "");
        talk.lose("reset");
        talk.events("left", "closed").is(CLOSED);
        assertNull(talk.connection.toSend());
    }

    // A server that ends while it still speaks HTTP

    @Test
    void _7_2_2_closeWhileConnectingEndsTcp() {
        talk.receive(Arrays.copyOf(Conversation.REQUEST, 50)).close(1001, "bye");
        talk.events("output ends").is(CLOSING);
        talk.receive(Arrays.copyOfRange(Conversation.REQUEST, 50, Conversation.REQUEST.length)).nothingHappened();
        talk.receiveEof();
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _10_7_aBadRequestGetsAnHttpErrorAndTheEnd() {
        talk.receive(Bytes.ascii("GET /\n"));
        assertEquals(1, talk.allEvents().stream().filter(event -> event.startsWith("REFUSED 400")).count());
        talk.sent("400").is(CLOSING);
        talk.receive(Conversation.REQUEST).receiveEof();
        talk.events("closed").is(CLOSED);
    }

    @Test
    void _7_1_theStatesAreTheRfcs() {
        talk.is(CONNECTING).open().is(OPEN).close(1000, "");
        talk.is(CLOSING).receive(close(1000, "")).is(CLOSING).receiveEof();
        talk.is(CLOSED).events("left", "output ends", "closed").sent("CLOSE 1000");
    }
}
