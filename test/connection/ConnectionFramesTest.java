package connection;

import static connection.Connection.State.CLOSING;
import static connection.Connection.State.OPEN;
import static connection.Conversation.atEveryCut;
import static connection.Notation.split;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.frame;
import static support.ClientFrames.header;
import static support.ClientFrames.ping;
import static support.ClientFrames.text;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.ClientFrames;

/** RFC 6455 §5, §6 and §8: what an open connection makes of frames, however they are cut. */
class ConnectionFramesTest {
    private static final Consumer<Conversation> ECHO = talk -> talk.endpoint.echoes = true;
    private static final Consumer<Conversation> ECHO_OF_1000_BYTES = talk -> {
        talk.endpoint.echoes = true;
        talk.endpoint.maxMessage = 1000;
    };

    // What is served

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
        81 85 37fa213d 7f9f4d5158                   | text Hello | TEXT Hello | the masked Hello of 5.7
        8a 85 37fa213d 7f9f4d5158                   |            |            | the masked Pong of 5.7, unsolicited
        01 83 00000000 48656c 80 82 ffffffff 9390   | text Hello | TEXT Hello | the fragments of 5.7, with two keys
        81 80 12345678                              | text       | TEXT       | nothing but a key
        82 80 12345678                              | binary     | BINARY     | nothing but a key, binary
        81 81 00000000 41 81 81 00000000 42         | text A; text B | TEXT A; TEXT B | glued frames
        02 81 00000000 00 00 81 00000000 ff 80 81 00000000 fe | binary 00fffe | BINARY 00fffe | binary isn't looked into
        01 80 00000000 00 80 00000000 80 80 00000000 | text      | TEXT       | all fragments empty
        01 80 00000000 00 81 00000000 41 00 80 00000000 80 80 00000000 | text A | TEXT A | three empty fragments
        01 81 00000000 e2 00 81 00000000 82 80 81 00000000 ac | text € | TEXT € | a character in three frames
        01 81 00000000 41 80 81 00000000 42 82 81 00000000 ff | text AB; binary ff | TEXT AB; BINARY ff | binary behind
        02 80 00000000 80 81 00000000 fe 81 81 00000000 43 | binary fe; text C | BINARY fe; TEXT C | text behind binary
        01 81 00000000 41 8a 80 00000000 80 81 00000000 42 | text AB | TEXT AB | a Pong between fragments
        01 81 00000000 41 89 82 00000000 7071 80 81 00000000 42 | text AB | PONG 7071; TEXT AB | a Ping in between
        01 81 00000000 e2 89 81 00000000 ff 80 82 00000000 82ac | text € | PONG ff; TEXT € | a Ping inside a character
        8a 83 00000000 706f70 89 80 00000000        |            | PONG       | a Ping behind an unsolicited Pong
        89 80 00000000 89 81 00000000 31 89 81 00000000 32 |     | PONG; PONG 31; PONG 32 | each Ping, in order
        89 84 00000000 00fffec0                     |            | PONG 00fffec0 | a Ping with bytes that are no text
        """)
    void _5_4_framesBecomeMessagesAndPings(String bytes, String events, String sent, String words) {
        atEveryCut(ECHO, hex(bytes), talk -> talk.events(split(events)).sent(split(sent)).is(OPEN));
    }

    /** Also the smallest form of the length in what is sent: the peer's parser insists on it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 124, 125, 126, 127, 128, 255, 256,
        65_534, 65_535, 65_536, 65_537, 131_072})
    void _5_2_messagesOfAllSizesComeBack(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        String binary = (" " + Notation.hex(payload)).replaceFirst(" $", "");
        atEveryCut(ECHO, concat(frame(0x82, 0x80FF017F, payload), ping("behind")), talk -> {
            talk.events("binary" + binary).sent("BINARY" + binary, "PONG 626568696e64");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125})
    void _5_5_3_thePongHasTheBytesOfThePing(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        atEveryCut(frame(0x89, payload), talk -> talk.sent(("PONG " + Notation.hex(payload)).trim()));
        atEveryCut(frame(0x8A, payload), talk -> talk.is(OPEN));
    }

    @Test
    void _5_4_aTextMeansTheSameInAnyNumberOfFrames() {
        byte[] payload = "Grüße, 世界 🎉".getBytes(UTF_8);
        for (int size = 1; size <= payload.length; size++) {
            byte[] frames = {};
            for (int from = 0; from < payload.length; from += size) {
                int to = Math.min(payload.length, from + size);
                int first = (to == payload.length ? 0x80 : 0) | (from == 0 ? 1 : 0);
                frames = concat(frames, frame(first, Arrays.copyOfRange(payload, from, to)));
            }
            atEveryCut(ECHO, frames, talk -> talk.events("text Grüße, 世界 🎉").sent("TEXT Grüße, 世界 🎉"));
        }
    }

    /** Each fragment and each Ping is answered as it comes, not when the message ends. */
    @Test
    void _5_5_2_thePongDoesNotWaitForTheMessageToEnd() {
        Conversation talk = new Conversation();
        talk.open().receive("01 81 00000000 41").nothingHappened();
        talk.receive("89 81 00000000 70").sent("PONG 70");
        talk.receive("80 81 00000000 42").events("text AB");
        talk.end();
    }

    @Test
    void _10_4_aHundredThousandEmptyOrTinyFragmentsCostNothingButTheirBytes() {
        Conversation talk = new Conversation();
        talk.endpoint.maxMessage = 200_000;
        talk.open().receive("01 80 00000000");
        byte[] fragments = concat(hex("00 80 00000000"), hex("00 81 00000000 41"));
        for (int i = 0; i < 100_000; i++) {
            talk.receive(fragments);
        }
        assertTrue(Retained.bytes(talk.connection) <= 200_000);
        talk.receive("80 80 00000000");
        talk.events("text " + Notation.text("A".repeat(100_000).getBytes(UTF_8)));
        talk.end();
    }

    // Faults

    /**
     * Each vector ends with the byte at which the connection must fail; the next columns are the Close and what is sent
     * before it.
     */
    @ParameterizedTest(name = "{0} // {3}")
    @CsvSource(delimiter = '|', textBlock = """
        81 05                                 | 1002 §5.1   |        | unmasked text
        89 00                                 | 1002 §5.1   |        | unmasked Ping
        8a 00                                 | 1002 §5.1   |        | unmasked Pong
        88 00                                 | 1002 §5.1   |        | unmasked Close
        01 81 00000000 41 80 01               | 1002 §5.1   |        | unmasked continuation of a masked fragment
        c1                                    | 1002 §5.2   |        | RSV1 on text: no compression was negotiated
        a2                                    | 1002 §5.2   |        | RSV2 on binary
        91                                    | 1002 §5.2   |        | RSV3 on text
        f2                                    | 1002 §5.2   |        | all three on binary
        01 81 00000000 41 a0                  | 1002 §5.2   |        | RSV2 on a continuation
        c9                                    | 1002 §5.2   |        | RSV1 on a Ping
        99                                    | 1002 §5.2   |        | RSV3 on a Ping
        aa                                    | 1002 §5.2   |        | RSV2 on a Pong
        f8                                    | 1002 §5.2   |        | all three on a Close
        83                                    | 1002 §5.2   |        | reserved 3
        84                                    | 1002 §5.2   |        | reserved 4
        85                                    | 1002 §5.2   |        | reserved 5
        86                                    | 1002 §5.2   |        | reserved 6
        87                                    | 1002 §5.2   |        | reserved 7
        8b                                    | 1002 §5.2   |        | reserved B
        8c                                    | 1002 §5.2   |        | reserved C
        8d                                    | 1002 §5.2   |        | reserved D
        8e                                    | 1002 §5.2   |        | reserved E
        8f                                    | 1002 §5.2   |        | reserved F
        01 81 00000000 41 03                  | 1002 §5.2   |        | reserved 3 inside a fragmented message
        01 81 00000000 41 8b                  | 1002 §5.2   |        | reserved B inside a fragmented message
        81 fe 0005                            | 1002 §5.2   |        | 5 in 16 bits
        81 fe 007d                            | 1002 §5.2   |        | 125 in 16 bits
        81 ff 80                              | 1002 §5.2   |        | the top bit of 64
        81 ff ff                              | 1002 §5.2   |        | all of 64 bits
        80 80 00000000                        | 1002 §5.4   |        | a continuation first of all
        00 80 00000000                        | 1002 §5.4   |        | a continuation first of all, without FIN
        81 81 00000000 41 80 81 00000000      | 1002 §5.4   | TEXT A | a continuation of a finished message
        01 80 00000000 80 80 00000000 80 80 00000000 | 1002 §5.4 | TEXT | a continuation behind the last fragment
        01 80 00000000 81 80 00000000         | 1002 §5.4   |        | text within text
        01 80 00000000 82 80 00000000         | 1002 §5.4   |        | binary within text
        02 80 00000000 01 80 00000000         | 1002 §5.4   |        | text within binary
        02 80 00000000 02 80 00000000         | 1002 §5.4   |        | binary within binary
        09                                    | 1002 §5.5   |        | a Ping without FIN
        0a                                    | 1002 §5.5   |        | a Pong without FIN
        08                                    | 1002 §5.5   |        | a Close without FIN
        01 80 00000000 09                     | 1002 §5.5   |        | a Ping without FIN between fragments
        89 fe                                 | 1002 §5.5   |        | a Ping of more than 125 bytes
        8a fe                                 | 1002 §5.5   |        | a Pong of more than 125 bytes
        88 fe                                 | 1002 §5.5   |        | a Close of more than 125 bytes
        89 ff                                 | 1002 §5.5   |        | a Ping of 2^40 bytes, none of which is waited for
        81 fe 03e9 00000000                   | 1009 §7.4.1 |        | a text of 1001 bytes where 1000 are taken
        82 fe 03e9 00000000                   | 1009 §7.4.1 |        | a binary message of 1001 bytes
        81 ff 0000000080000000 00000000       | 1009 §7.4.1 |        | a text of 2^31 bytes
        81 ff 0000000100000000 00000000       | 1009 §7.4.1 |        | a text of 2^32 bytes
        81 ff 1000000000000000 00000000       | 1009 §7.4.1 |        | a text of 2^60 bytes
        81 ff 7fffffffffffffff 00000000       | 1009 §7.4.1 |        | a text of 2^63 - 1 bytes
        01 81 00000000 41 80 fe 03e8 00000000 | 1009 §7.4.1 |        | 1001 bytes in two fragments
        01 81 00000000 41 00 ff 7fffffffffffffff 00000000 | 1009 §7.4.1 |  | 2^63 bytes in two fragments
        81 81 00000000 80                     | 1007 §8.1   |        | a continuation byte first
        81 84 00000000 41c0                   | 1007 §8.1   |        | an overlong lead, with more to come
        81 84 00000000 e080                   | 1007 §8.1   |        | overlong in three bytes
        81 84 00000000 f080                   | 1007 §8.1   |        | overlong in four bytes
        81 84 00000000 eda0                   | 1007 §8.1   |        | a surrogate
        81 84 00000000 f490                   | 1007 §8.1   |        | above U+10FFFF
        81 84 00000000 f5                     | 1007 §8.1   |        | a lead that is none
        81 84 00000000 f8                     | 1007 §8.1   |        | a form of five bytes
        81 84 00000000 fc                     | 1007 §8.1   |        | a form of six bytes
        81 84 00000000 fe                     | 1007 §8.1   |        | FE
        81 84 00000000 ff                     | 1007 §8.1   |        | FF
        81 84 00000000 e28241                 | 1007 §8.1   |        | a character that doesn't go on
        81 82 00000000 e282                   | 1007 §8.1   |        | a text that ends inside a character
        01 84 00000000 41c0                   | 1007 §8.1   |        | in an unfinished message
        01 81 00000000 e2 00 84 00000000 28   | 1007 §8.1   |        | in the second of its frames
        01 81 00000000 e2 89 80 00000000 00 81 00000000 28 | 1007 §8.1 | PONG | a Ping between doesn't mend it
        01 81 00000000 e2 80 80 00000000      | 1007 §8.1   |        | an empty last fragment doesn't mend it
        88 81 00000000 03                     | 1002 §5.5.1 |        | a Close with half a close code
        88 82 00000000 03e7                   | 1002 §7.4   |        | a Close with 999
        88 84 00000000 03e8c328               | 1007 §8.1   |        | a Close whose reason is not UTF-8
        88 83 00000000 03e8e2                 | 1007 §8.1   |        | a Close whose reason ends inside a character
        """)
    void _7_1_7_aBadByteFailsTheConnection(String vector, String closed, String answer, String words) {
        byte[] bad = hex(vector);
        String answers = answer == null ? "" : answer + "; ";
        String events = answers.startsWith("TEXT") ? answers.replace("TEXT", "text") : "";
        String failed = "FAILED " + closed + "; left; output ends";
        atEveryCut(ECHO_OF_1000_BYTES, bad, talk -> {
            talk.events(split(events + failed)).sent(split(answers + "CLOSE " + closed)).is(CLOSING);
        });
        // One byte less, and nothing is wrong yet
        atEveryCut(ECHO_OF_1000_BYTES, Arrays.copyOf(bad, bad.length - 1), talk -> {
            talk.is(OPEN).events(split(events)).sent(split(answers));
        });
        // What comes before it in the same segment is served; what comes behind it is not looked at
        byte[] surrounded =
                concat(text("good"), ping("p"), bad, text("late"), ping("late"), ClientFrames.close(1000, ""));
        atEveryCut(ECHO_OF_1000_BYTES, surrounded, talk -> {
            talk.events(split("text good; " + events + failed));
            talk.sent(split("TEXT good; PONG 70; " + answers + "CLOSE " + closed));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000", "0000000000000005", "000000000000007e", "000000000000ffff"})
    void _5_2_a64BitLengthThatFitsIn16FailsTheConnection(String length) {
        atEveryCut(hex("82 ff " + length), talk -> {
            talk.events("FAILED 1002 §5.2", "left", "output ends").sent("CLOSE 1002 §5.2");
        });
    }

    @Test
    void _7_1_7_theReasonOfTheCloseIsWhatTheLogSays() {
        Conversation talk = new Conversation();
        talk.open().receive("81 05");
        talk.events("FAILED 1002 §5.1", "left", "output ends");
        byte[] reason = talk.lastFault().getBytes(UTF_8);
        byte[] body = concat(hex("03ea"), reason);
        assertEquals("88" + String.format("%02x", body.length) + hex(body), hex(talk.receivedBytes()));
        talk.end();
    }

    @Test
    void _7_4_1_binaryIsRefusedWith1003AtItsFirstFrameWhereOnlyTextIsTaken() {
        Consumer<Conversation> textOnly = talk -> talk.endpoint.takesBinary = false;
        for (String vector : new String[] {"82 84 00000000", "02 80 00000000", "82 80 00000000"}) {
            atEveryCut(textOnly, concat(text("text"), hex(vector)), talk -> {
                talk.events("text text", "FAILED 1003 §7.4.1", "left", "output ends").sent("CLOSE 1003 §7.4.1");
            });
        }
    }

    /** Exactly at the limit is taken, whole or in fragments; one byte more is refused before it comes. */
    @Test
    void _10_4_theLimitIsExact() {
        byte[] thousand = "x".repeat(1000).getBytes(UTF_8);
        String shown = "text " + Notation.text(thousand);
        atEveryCut(talk -> talk.endpoint.maxMessage = 1000, frame(0x81, thousand), talk -> talk.events(shown));
        byte[] fragments = concat(frame(0x01, Arrays.copyOf(thousand, 999)), frame(0x00, Arrays.copyOf(thousand, 1)));
        byte[] input = concat(fragments, hex("80 80 00000000"));
        atEveryCut(talk -> talk.endpoint.maxMessage = 1000, input, talk -> talk.events(shown));
        atEveryCut(talk -> talk.endpoint.maxMessage = 1000, concat(fragments, hex("80 81 00000000")), talk -> {
            talk.events("FAILED 1009 §7.4.1", "left", "output ends").sent("CLOSE 1009 §7.4.1");
        });
    }

    // Memory

    /** Rule 6 of the design: nothing is allocated because a peer announced it. */
    @Test
    void _10_4_announcedBytesAreNotAllocated() {
        Conversation talk = new Conversation();
        talk.endpoint.maxMessage = 1 << 30;
        talk.open();
        long before = Retained.bytes(talk.connection);
        talk.receive(header(0x01, 0, 1 << 29));
        assertEquals(before, Retained.bytes(talk.connection));
        talk.receive(new byte[] {'a'});
        assertTrue(Retained.bytes(talk.connection) <= before + 64);
        talk.receive(new byte[10_000]);
        assertTrue(Retained.bytes(talk.connection) <= before + 2 * 10_001);
        talk.end();
    }

    @Test
    void _10_4_anIdleConnectionOwnsNoBuffer() {
        byte[] input = concat(ping("p"), text("Hello"), hex("01 81 00000000 41 80 81 00000000 42"), ping("q"));
        atEveryCut(ECHO, input, talk -> {
            assertEquals(0, Retained.bytes(talk.connection));
            talk.events("text Hello", "text AB").sent("PONG 70", "TEXT Hello", "TEXT AB", "PONG 71");
        });
    }

    // The open state

    @Test
    void _5_1_dataMayComeAfterAnHourOfPingsAndPongs() {
        Conversation talk = new Conversation();
        talk.open();
        for (int i = 0; i < 120; i++) {
            talk.passMillis(30_000);
            talk.sent("PING").receive("8a 80 00000000");
        }
        talk.receive(text("still there")).events("text still there");
        talk.end();
    }
}
