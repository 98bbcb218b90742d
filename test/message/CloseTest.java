package message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.hex;

import frame.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {
    private static Close parse(byte[] body) throws ProtocolException {
        return Close.parse(ByteBuffer.wrap(body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                       | 1005 |
        03e8           | 1000 |
        03e8 62 79 65  | 1000 | bye
        03e9 e282ac    | 1001 | €
        0bb8 20        | 3000 | ' '
        1387 f09f8e89  | 4999 | 🎉
        """)
    void _5_5_1_aBodyIsNothingOrACodeAndAReason(String body, int code, String reason) throws ProtocolException {
        byte[] bytes = body == null ? new byte[0] : hex(body);
        String text = reason == null ? "" : reason;
        assertEquals(new Close(code, text), parse(bytes));
        assertArrayEquals(bytes, new Close(code, text).encode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 32767, 32768, 65535})
    void _7_4_codesThatMayNotBeSent(int code) {
        assertFault(1002, "7.4", ByteBuffer.allocate(2).putShort((short) code).array());
        assertFault(1002, "7.4", ByteBuffer.allocate(4).putShort((short) code).put((byte) 'x').array());
    }

    @ParameterizedTest
    @ValueSource(ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
    })
    void _7_4_codesThatMayBeSent(int code) throws ProtocolException {
        assertEquals(new Close(code, ""), parse(ByteBuffer.allocate(2).putShort((short) code).array()));
    }

    @Test
    void _5_5_1_halfACloseCodeIsAFault() {
        assertFault(1002, "5.5.1", hex("03"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c328", "41 eda080", "e2", "e282", "f4908080", "ff"})
    void _8_1_aReasonMustBeUtf8ToItsEnd(String reason) {
        assertFault(1007, "8.1", concat(hex("03e8"), hex(reason)));
    }

    private static void assertFault(int code, String section, byte[] body) {
        ProtocolException fault = assertThrows(ProtocolException.class, () -> parse(body));
        assertEquals(code, fault.closeCode());
        assertTrue(fault.getMessage().startsWith("§" + section + " "), fault.getMessage());
    }

    /** A reason has at most 123 bytes. A longer one is cut, never inside a character. */
    @ParameterizedTest
    @CsvSource({
        "x, 122, 122", "x, 123, 123", "x, 124, 123", "x, 1000, 123",
        "é, 61, 122", "é, 62, 122", "é, 100, 122",
        "€, 41, 123", "€, 42, 123", "€, 100, 123",
        "🎉, 30, 120", "🎉, 31, 120", "🎉, 100, 120",
    })
    void _5_5_aReasonIsCutAtTheEndOfACharacter(String character, int times, int bytes) throws ProtocolException {
        String reason = character.repeat(times);
        byte[] body = new Close(1008, reason).encode();
        String kept = character.repeat(bytes / character.getBytes(UTF_8).length);
        assertArrayEquals(concat(hex("03f0"), kept.getBytes(UTF_8)), body);
        assertEquals(new Close(1008, kept), parse(body));
    }

    /** The cut falls at each place of a character once. */
    @Test
    void _5_5_aMixedReasonIsCutAtTheEndOfACharacter() throws ProtocolException {
        for (int ascii = 115; ascii <= 125; ascii++) {
            for (String character : new String[] {"é", "€", "🎉"}) {
                String start = "x".repeat(ascii);
                Close sent = parse(new Close(1000, start + character + character + "yyyyyyyyyy").encode());
                assertTrue((start + character + character + "yyyyyyyyyy").startsWith(sent.reason()));
                int size = sent.reason().getBytes(UTF_8).length;
                int least = 124 - character.getBytes(UTF_8).length;
                assertTrue(size >= least && size <= 123, ascii + character + ": " + size);
            }
        }
    }

    /** Half a surrogate pair has no UTF-8, but what is sent must be UTF-8. */
    @Test
    void _5_6_aReasonThatHasNoUtf8IsReplacedByText() throws ProtocolException {
        assertEquals(new Close(1008, "a?b"), parse(new Close(1008, "a\ud83cb").encode()));
    }

    @Test
    void _7_4_1_theCodeForNoCodeIsNeverSent() {
        assertArrayEquals(new byte[0], new Close(Close.NO_CODE, "").encode());
    }
}
