package message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.cuts;
import static support.Bytes.hex;

import frame.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final byte[][] ENDINGS = {hex("80"), hex("90"), hex("a0"), hex("8080"), hex("9080"), hex("a080"),
            hex("808080"), hex("908080")};

    // With Utf8

    /** Where the piece with the first invalid byte begins: -1 if there is none, the length if only the end is wrong. */
    private static int fault(List<byte[]> pieces) {
        Utf8 utf8 = new Utf8();
        int at = 0;
        try {
            for (byte[] piece : pieces) {
                ByteBuffer in = ByteBuffer.wrap(piece);
                utf8.check(in);
                assertEquals(piece.length, in.remaining(), "the position has changed");
                at += piece.length;
            }
            utf8.end();
            return -1;
        } catch (ProtocolException fault) {
            assertEquals(1007, fault.closeCode());
            assertTrue(fault.getMessage().startsWith("§8.1 "), fault.getMessage());
            return at;
        }
    }

    private static int faultByteByByte(byte[] bytes) {
        return fault(cuts(bytes).get(1));
    }

    private static boolean isValid(byte[] bytes) {
        return fault(List.of(bytes)) < 0;
    }

    // With the JDK's decoder

    private static boolean jdkAccepts(byte[]... parts) {
        ByteBuffer bytes = ByteBuffer.wrap(parts.length == 1 ? parts[0] : concat(parts));
        CharsetDecoder strict = UTF_8.newDecoder(); // a new decoder reports, it does not replace
        return !strict.decode(bytes, CharBuffer.allocate(bytes.remaining()), true).isError();
    }

    /** Whether the JDK accepts these bytes with some ending. One of {@link #ENDINGS} fits any lead byte. */
    private static boolean jdkAcceptsWithSomeEnding(byte[] bytes) {
        return jdkAccepts(bytes) || Arrays.stream(ENDINGS).anyMatch(ending -> jdkAccepts(bytes, ending));
    }

    private static int jdkFault(byte[] bytes) {
        for (int length = 1; length <= bytes.length; length++) {
            if (!jdkAcceptsWithSomeEnding(Arrays.copyOf(bytes, length))) {
                return length - 1;
            }
        }
        return jdkAccepts(bytes) ? -1 : bytes.length;
    }

    // RFC 3629 §4, row by row

    @ParameterizedTest(name = "{0} // {1}")
    @CsvSource(delimiter = '|', textBlock = """
        00          | U+0000, the first of one byte
        7f          | U+007F, the last of one byte
        c280        | U+0080, the first of two bytes
        dfbf        | U+07FF, the last of two bytes
        e0a080      | U+0800, the first of three bytes
        e0bfbf      | U+0FFF
        e18080      | U+1000
        ecbfbf      | U+CFFF
        ed8080      | U+D000
        ed9fbf      | U+D7FF, the last before the surrogates
        ee8080      | U+E000, the first after them
        efbbbf      | U+FEFF, a byte order mark
        efb790      | U+FDD0, no character but valid
        efbfbd      | U+FFFD
        efbfbe      | U+FFFE, no character but valid
        efbfbf      | U+FFFF, the last of three bytes
        f0908080    | U+10000, the first of four bytes
        f0bfbfbf    | U+3FFFF
        f1808080    | U+40000
        f3bfbfbf    | U+FFFFF
        f4808080    | U+100000
        f48fbfbf    | U+10FFFF, the last of all
        """)
    void _8_1_theBordersOfEachRowAreAccepted(String bytes, String words) {
        assertTrue(jdkAccepts(hex(bytes)));
        for (String around : new String[] {"", "41", "e282ac", "4142434445464748"}) {
            for (List<byte[]> way : cuts(concat(hex(around), hex(bytes), hex(around)))) {
                assertEquals(-1, fault(way));
            }
        }
    }

    /** Each vector ends with the first invalid byte: what is before it could still become valid. */
    @ParameterizedTest(name = "{0} // {1}")
    @CsvSource(delimiter = '|', textBlock = """
        80          | a continuation first
        bf          | a continuation first
        c0          | overlong, any
        c1          | overlong, any
        c27f        | below a continuation
        c2c0        | above a continuation
        df7f        | below a continuation
        dfc0        | above a continuation
        e09f        | overlong in three bytes
        e0c0        | above a continuation
        e0a07f      | below a continuation
        e0a0c0      | above a continuation
        e17f        | below a continuation
        e1c0        | above a continuation
        ec7f        | below a continuation
        ecbfc0      | above a continuation
        ed7f        | below a continuation
        eda0        | U+D800.., the first surrogates
        edbf        | U+DFC0.., the last surrogates
        ee7f        | below a continuation
        efc0        | above a continuation
        efbfc0      | above a continuation
        f08f        | overlong in four bytes
        f0c0        | above a continuation
        f0907f      | below a continuation
        f09080c0    | above a continuation
        f17f        | below a continuation
        f3c0        | above a continuation
        f3bfbf7f    | below a continuation
        f47f        | below a continuation
        f490        | U+110000, above all
        f48fc0      | above a continuation
        f48fbf7f    | below a continuation
        f5          | above all
        f7          | above all
        f8          | a form of five bytes
        fb          | a form of five bytes
        fc          | a form of six bytes
        fd          | a form of six bytes
        fe          | no form
        ff          | no form
        ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 | the word of Autobahn's 6.4.1
        """)
    void _8_1_theFirstByteOutsideARowFails(String hex, String words) {
        byte[] bytes = hex(hex);
        assertEquals(bytes.length - 1, jdkFault(bytes));
        for (String around : new String[] {"", "41", "e282ac", "4142434445464748"}) {
            byte[] before = hex(around);
            byte[] surrounded = concat(before, bytes, hex(around));
            int bad = before.length + bytes.length - 1;
            assertEquals(bad, faultByteByByte(surrounded));
            for (List<byte[]> way : cuts(surrounded)) {
                int cut = way.get(0).length;
                int piece = way.size() > 2 ? bad : bad < cut ? 0 : cut; // where the piece with the bad byte begins
                assertEquals(piece, fault(way));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2", "df", "e0", "e0a0", "e282", "ed9f", "efbf", "f0", "f090", "f09080", "f48f", "f48fbf"})
    void _8_1_theTextMayNotEndInsideACharacter(String bytes) {
        for (List<byte[]> way : cuts(concat(hex("41"), hex(bytes)))) {
            assertEquals(1 + hex(bytes).length, fault(way));
        }
    }

    @Test
    void _8_1_theNextTextDoesNotDependOnTheLast() throws ProtocolException {
        Utf8 utf8 = new Utf8();
        for (String text : new String[] {"e282ac", "", "41", "f48fbfbf", "ed9fbf", "e0a080"}) {
            utf8.check(ByteBuffer.wrap(hex(text)));
            utf8.end();
        }
        assertThrows(ProtocolException.class, () -> utf8.check(ByteBuffer.wrap(hex("80"))));
    }

    // All short sequences, compared with the JDK

    @Test
    void _3629_3_everySequenceOfOneOrTwoBytesIsAcceptedOrRefusedAsByTheJdk() {
        for (int first = 0; first < 256; first++) {
            assertSame(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                assertSame(new byte[] {(byte) first, (byte) second});
            }
        }
    }

    private static void assertSame(byte[] bytes) {
        assertEquals(jdkFault(bytes), faultByteByByte(bytes), () -> hex(bytes));
        assertEquals(jdkAccepts(bytes), isValid(bytes), () -> hex(bytes));
    }

    /** Three bytes: every lead and second byte, with third bytes on both sides of each border. */
    @Test
    void _3629_3_sequencesOfThreeBytesAreAcceptedOrRefusedAsByTheJdk() {
        for (int first = 0xC0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[] {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
                    byte[] bytes = {(byte) first, (byte) second, (byte) third, 'A'};
                    assertEquals(jdkFault(bytes), faultByteByByte(bytes), () -> hex(bytes));
                }
            }
        }
    }

    @Test
    void _3629_3_everyCharacterIsAccepted() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.writeBytes(Character.toString(point).getBytes(UTF_8));
            }
        }
        byte[] bytes = all.toByteArray();
        assertTrue(isValid(bytes));
        for (int size : new int[] {1, 2, 3, 7, 8, 9, 4093}) {
            Utf8 utf8 = new Utf8();
            for (int from = 0; from < bytes.length; from += size) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from));
                assertDoesNotThrow(() -> utf8.check(piece));
            }
            assertDoesNotThrow(utf8::end);
        }
    }

    // Random text, compared with the JDK

    @Test
    void _8_1_theFirstInvalidByteIsFoundAtEveryPlace() {
        long seed = 3629;
        Random random = new Random(seed);
        for (int n = 0; n < 20_000; n++) {
            byte[] bytes = nearlyText(random);
            String where = "seed " + seed + ", sample " + n + ": " + hex(bytes);
            int expected = jdkFault(bytes);
            assertEquals(expected, faultByteByByte(bytes), where);
            int cut = random.nextInt(bytes.length + 1);
            int found = fault(List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)));
            int piece = expected < 0 || expected == bytes.length ? expected : expected < cut ? 0 : cut;
            assertEquals(piece, found, where + " cut at " + cut);
        }
    }

    /** Up to 24 bytes of text, with or without a byte that is changed. Half of it is ASCII, which is skipped faster. */
    private static byte[] nearlyText(Random random) {
        StringBuilder text = new StringBuilder();
        int[] upTo = {0x80, 0x80, 0x80, 0x800, 0x10000, 0x110000};
        for (int length = random.nextInt(12); length >= 0; length--) {
            int point = random.nextInt(upTo[random.nextInt(6)]);
            text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 0xFFFD : point);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        bytes = Arrays.copyOf(bytes, Math.min(24, bytes.length));
        if (random.nextInt(3) > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** A bad byte at every place of a long text, at every offset of its buffer. */
    @Test
    void _8_1_noPlaceIsSkipped() {
        for (int offset = 0; offset < 8; offset++) {
            for (int bad = 0; bad < 40; bad++) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(64);
                for (int i = 0; i < 64; i++) {
                    bytes.put(i, (byte) 'a');
                }
                bytes.put(offset + 40, (byte) 0xFF); // behind the piece
                bytes.position(offset).limit(offset + 40);
                assertDoesNotThrow(() -> new Utf8().check(bytes));
                bytes.put(offset + bad, (byte) 0xFF);
                assertThrows(ProtocolException.class, () -> new Utf8().check(bytes));
                bytes.put(offset + bad, (byte) 'a');
            }
        }
    }
}
