package frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.ascii;
import static support.Bytes.concat;
import static support.Bytes.cuts;
import static support.Bytes.hex;
import static support.ClientFrames.frame;
import static support.ClientFrames.header;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    /** What has come of the payload, unmasked. */
    private static ByteBuffer payload(FrameReader reader, ByteBuffer in) {
        int size = reader.payload(in);
        return in.slice(in.position() - size, size);
    }

    private static FrameReader reader() {
        return new FrameReader(Role.SERVER, false);
    }

    /** Reads everything, as a connection does. A frame is {@code "TEXT 48656c6c6f"}, with "..." if FIN isn't set. */
    private static List<String> read(List<byte[]> pieces) throws ProtocolException {
        FrameReader reader = reader();
        List<String> frames = new ArrayList<>();
        FrameHeader header = null;
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            ByteBuffer in = ByteBuffer.wrap(piece.clone());
            while (in.hasRemaining()) {
                if (header == null) {
                    header = reader.header(in);
                    if (header == null) {
                        break;
                    }
                }
                ByteBuffer part = payload(reader, in);
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                payload.writeBytes(bytes);
                if (!reader.isWithinFrame()) {
                    assertEquals(header.length(), payload.size());
                    String frame = (header.opcode() + " " + hex(payload.toByteArray())).trim();
                    frames.add(header.fin() ? frame : frame + "...");
                    payload.reset();
                    header = null;
                }
            }
        }
        assertFalse(reader.isWithinFrame(), "an unfinished frame is left over");
        return frames;
    }

    private static void assertRead(byte[] bytes, String... frames) throws ProtocolException {
        for (List<byte[]> way : cuts(bytes)) {
            assertEquals(List.of(frames), read(way), () -> "cut after " + way.get(0).length);
        }
    }

    /** Reads headers, and skips the payloads that are there. */
    private static void readHeaders(byte[] bytes) throws ProtocolException {
        FrameReader reader = reader();
        ByteBuffer in = ByteBuffer.wrap(bytes.clone());
        while (in.hasRemaining()) {
            if (reader.header(in) != null) {
                reader.payload(in);
            }
        }
    }

    // §5.7

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        81 85 37fa213d 7f9f4d5158                           | TEXT 48656c6c6f   # an example of §5.7
        8a 85 37fa213d 7f9f4d5158                           | PONG 48656c6c6f   # an example of §5.7
        89 85 00000000 48656c6c6f                           | PING 48656c6c6f
        01 83 37fa213d 7f9f4d  80 82 00000000 6c6f          | TEXT 48656c...; CONTINUATION 6c6f
        81 80 12345678                                      | TEXT
        81 80 12345678 81 81 ffffffff be                    | TEXT; TEXT 41
        01 80 00000000 89 80 00000000 80 80 00000000        | TEXT...; PING; CONTINUATION
        02 81 01000000 01 00 81 01000000 01 80 81 01000000 ff | BINARY 00...; CONTINUATION 00...; CONTINUATION fe
        88 82 00000000 03e8                                 | CLOSE 03e8
        """)
    void _5_7_readsMaskedFramesHoweverTheyAreCut(String bytes, String frames) throws ProtocolException {
        assertRead(hex(bytes), frames.replaceAll("#.*", "").trim().split("; "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8105 48656c6c6f", "0103 48656c", "8905 48656c6c6f", "827E0100", "827F0000000000010000"})
    void _5_1_theUnmaskedExamplesOf_5_7_areRefusedAtTheirSecondByte(String bytes) throws ProtocolException {
        assertFault(Arrays.copyOf(hex(bytes), 2), 1002, "5.1");
    }

    // Lengths

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 124, 125, 126, 127, 128, 255, 256, 65534, 65535, 65536, 65537})
    void _5_2_payloadsOfAllSizesComeOutAsTheyWentIn(int size) throws ProtocolException {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        byte[] ping = frame(0x89, ascii("!")); // read as a Ping only if the frame before it ends where it should
        byte[] bytes = concat(frame(0x82, 0x01F0A37C, payload), ping);
        List<String> frames = List.of(("BINARY " + hex(payload)).trim(), "PING 21");
        assertEquals(frames, read(List.of(bytes)));
        for (int chop : new int[] {1, 2, 3, 997}) {
            assertEquals(frames, read(chopped(bytes, chop)));
        }
        for (int cut = 1; cut < Math.min(40, bytes.length); cut++) {
            byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
            assertEquals(frames, read(List.of(Arrays.copyOf(bytes, cut), rest)));
        }
    }

    private static List<byte[]> chopped(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += size) {
            pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
        }
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(longs = {
        0, 1, 124, 125, 126, 127, 128, 65534, 65535, 65536, 65537, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL,
        0x1_0000_0000L, 1L << 40, 1L << 60, 1L << 62, Long.MAX_VALUE,
    })
    void _5_2_lengthsOf63BitsAreReadHoweverTheyAreCut(long length) throws ProtocolException {
        byte[] bytes = header(0x02, 0xF1020304, length);
        for (List<byte[]> way : cuts(bytes)) {
            FrameReader reader = reader();
            FrameHeader header = null;
            for (byte[] piece : way) {
                assertNull(header);
                header = reader.header(ByteBuffer.wrap(piece));
            }
            assertEquals(new FrameHeader(false, false, Opcode.BINARY, length, 0xF1020304), header);
        }
    }

    /** A payload longer than an int can count comes in pieces like any other. */
    @Test
    void _5_2_aPayloadOfMoreThanTwoGigabytesIsCountedRight() throws ProtocolException {
        FrameReader reader = reader();
        long length = (1L << 31) + 3;
        reader.header(ByteBuffer.wrap(header(0x82, 0, length)));
        ByteBuffer piece = ByteBuffer.allocate(1 << 20);
        for (long got = 0; got < length - 3; got += 1 << 20) {
            assertTrue(reader.isWithinFrame());
            assertEquals(1 << 20, reader.payload(piece.clear().limit(1 << 20)));
        }
        assertEquals(3, reader.payload(piece.clear()));
        assertFalse(reader.isWithinFrame());
        assertEquals(3, piece.position());
    }

    @Test
    void _5_2_tenThousandHeadersHoweverTheyAreCut() throws ProtocolException {
        long seed = 6455;
        Random random = new Random(seed);
        int[] codes = {0, 1, 2, 8, 9, 10};
        for (int n = 0; n < 10_000; n++) {
            int code = codes[random.nextInt(6)];
            boolean control = code >= 8;
            boolean fin = control || random.nextBoolean();
            long length = control ? random.nextInt(126) : random.nextLong() >>> 1 + random.nextInt(63);
            int key = random.nextInt();
            byte[] bytes = header((fin ? 0x80 : 0) | code, key, length);
            int cut = random.nextInt(bytes.length);
            FrameReader reader = reader();
            String message = "seed " + seed + ", header " + n + ": " + hex(bytes) + " cut at " + cut;
            assertNull(reader.header(ByteBuffer.wrap(bytes, 0, cut)), message);
            assertEquals(cut > 0, reader.isWithinFrame(), message);
            FrameHeader header = reader.header(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertEquals(new FrameHeader(fin, false, Opcode.of(code), length, key), header, message);
        }
    }

    /** Every first byte with every second byte, and with lengths at the borders of the three forms. */
    @Test
    void _5_2_aHeaderIsAcceptedOnlyIfItIsValidAndItsLengthIsInTheShortestForm() {
        long[] lengths = {0, 1, 125, 126, 127, 255, 256, 65535, 65536, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (long length : lengths) {
                    byte[] bytes = rawHeader(first, second, length);
                    assertEquals(isFrame(first, second, bytes), isAccepted(bytes), () -> hex(bytes));
                }
            }
        }
    }

    private static byte[] rawHeader(int first, int second, long length) {
        ByteBuffer bytes = ByteBuffer.allocate(14).put((byte) first).put((byte) second);
        if ((second & 0x7F) == 126) {
            bytes.putShort((short) length);
        } else if ((second & 0x7F) == 127) {
            bytes.putLong(length);
        }
        bytes.putInt(0x01020304);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** §5.1, §5.2 and §5.5 in other words than FrameReader's. */
    private static boolean isFrame(int first, int second, byte[] bytes) {
        boolean known = List.of(0, 1, 2, 8, 9, 10).contains(first & 0x0F);
        boolean control = (first & 0x08) != 0;
        boolean badControl = control && (first < 0x80 || second > 0x80 + 125);
        if ((first & 0x70) != 0 || !known || second < 0x80 || badControl) {
            return false;
        }
        long length = switch (second) {
            case 0xFE -> ByteBuffer.wrap(bytes).getShort(2) & 0xFFFF;
            case 0xFF -> ByteBuffer.wrap(bytes).getLong(2);
            default -> second - 0x80;
        };
        return length >= 0 && Arrays.equals(bytes, header(first, 0x01020304, length));
    }

    private static boolean isAccepted(byte[] bytes) {
        try {
            return reader().header(ByteBuffer.wrap(bytes)) != null;
        } catch (ProtocolException fault) {
            return false;
        }
    }

    // Faults

    /** Each vector ends with the byte that breaks the rule: without it nothing is wrong yet. */
    @ParameterizedTest(name = "{0} // {2}")
    @CsvSource(delimiter = '|', textBlock = """
        c1                      | 5.2 | text with RSV1
        a1                      | 5.2 | text with RSV2
        91                      | 5.2 | text with RSV3
        f1                      | 5.2 | text with all three
        42                      | 5.2 | a first fragment with RSV1
        c2                      | 5.2 | binary with RSV1
        a0                      | 5.2 | continuation with RSV2
        c9                      | 5.2 | Ping with RSV1
        99                      | 5.2 | Ping with RSV3
        aa                      | 5.2 | Pong with RSV2
        f8                      | 5.2 | Close with all three
        83                      | 5.2 | reserved 3
        84                      | 5.2 | reserved 4
        85                      | 5.2 | reserved 5
        86                      | 5.2 | reserved 6
        87                      | 5.2 | reserved 7
        8b                      | 5.2 | reserved B
        8c                      | 5.2 | reserved C
        8d                      | 5.2 | reserved D
        8e                      | 5.2 | reserved E
        8f                      | 5.2 | reserved F
        03                      | 5.2 | reserved 3 without FIN
        0b                      | 5.2 | reserved B without FIN
        08                      | 5.5 | Close without FIN
        09                      | 5.5 | Ping without FIN
        0a                      | 5.5 | Pong without FIN
        81 00                   | 5.1 | text of 0 bytes without mask
        81 7d                   | 5.1 | text of 125 bytes without mask
        81 7e                   | 5.1 | text of more without mask
        81 7f                   | 5.1 | text of still more without mask
        80 01                   | 5.1 | continuation without mask
        88 00                   | 5.1 | Close without mask
        89 00                   | 5.1 | Ping without mask
        8a 00                   | 5.1 | Pong without mask
        88 fe                   | 5.5 | Close of 126 bytes or more
        89 fe                   | 5.5 | Ping of 126 bytes or more
        8a fe                   | 5.5 | Pong of 126 bytes or more
        89 ff                   | 5.5 | Ping with a length of 64 bits: no byte of it is needed
        81 fe 0000              | 5.2 | 0 in 16 bits
        81 fe 0005              | 5.2 | 5 in 16 bits
        81 fe 007d              | 5.2 | 125 in 16 bits
        82 ff 80                | 5.2 | top bit of 64
        82 ff ff                | 5.2 | all bits of 64
        """)
    void _5_isRefusedWith1002AtTheFirstByteThatBreaksTheRule(String bytes, String section, String words)
            throws ProtocolException {
        assertFault(hex(bytes), 1002, section);
        assertFault(concat(hex("81 81 00000000 41"), hex(bytes)), 1002, section); // as the second frame
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "81 ff 0000000000000000", "81 ff 0000000000000005", "81 ff 000000000000007e", "82 ff 000000000000ffff",
    })
    void _5_2_a64BitLengthThatFitsIn16IsRefused(String bytes) {
        for (List<byte[]> way : cuts(hex(bytes))) {
            ProtocolException fault = assertThrows(ProtocolException.class, () -> readAll(way));
            assertEquals(1002, fault.closeCode());
            assertTrue(fault.getMessage().startsWith("§5.2 "), fault.getMessage());
        }
    }

    private static void readAll(List<byte[]> pieces) throws ProtocolException {
        FrameReader reader = reader();
        for (byte[] piece : pieces) {
            reader.header(ByteBuffer.wrap(piece));
        }
    }

    private static void assertFault(byte[] bytes, int closeCode, String section) throws ProtocolException {
        readHeaders(Arrays.copyOf(bytes, bytes.length - 1));
        ProtocolException fault = assertThrows(ProtocolException.class, () -> readHeaders(bytes));
        assertEquals(closeCode, fault.closeCode());
        assertTrue(fault.getMessage().startsWith("§" + section + " "), fault.getMessage());
    }

    // The object itself

    @Test
    void _5_3_thePayloadIsUnmaskedInPlaceAndNothingBehindItChanges() throws ProtocolException {
        byte[] bytes = hex("81 85 37fa213d 7f9f4d5158 aabb");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        FrameReader reader = reader();
        reader.header(in);
        ByteBuffer payload = payload(reader, in);
        assertEquals(ByteBuffer.wrap(ascii("Hello")), payload);
        assertEquals(11, in.position());
        assertArrayEquals(hex("81 85 37fa213d 48656c6c6f aabb"), bytes);
    }

    @Test
    void headerAndPayloadMustTakeTurns() throws ProtocolException {
        FrameReader reader = reader();
        ByteBuffer in = ByteBuffer.wrap(hex("81 82 00000000 4142"));
        assertThrows(IllegalStateException.class, () -> reader.payload(in));
        reader.header(in);
        assertThrows(IllegalStateException.class, () -> reader.header(in));
    }

    @Test
    void aFaultIsTheSectionAndTheSentenceAndCostsNoStackTrace() {
        ProtocolException fault = new ProtocolException(1002, "§5.2", "a sentence");
        assertEquals("§5.2 a sentence", fault.getMessage());
        assertEquals(0, fault.getStackTrace().length);
    }

    // With RSV1 agreed on

    private static String firstHeader(FrameReader reader, String bytes) throws ProtocolException {
        FrameHeader header = reader.header(ByteBuffer.wrap(hex(bytes)));
        return header.opcode() + (header.rsv1() ? " RSV1" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "c1 80 00000000, TEXT RSV1",
        "42 81 00000000, BINARY RSV1",
        "81 80 00000000, TEXT",
        "80 80 00000000, CONTINUATION",
        "89 80 00000000, PING",
    })
    void _7692_6_rsv1OnAFirstFrameSaysThatTheMessageIsCompressed(String bytes, String header) throws ProtocolException {
        assertEquals(header, firstHeader(new FrameReader(Role.SERVER, true), bytes));
    }

    @Test
    void _7692_6_rsv1IsReadForEachFrameAnew() throws ProtocolException {
        FrameReader reader = new FrameReader(Role.SERVER, true);
        for (String bytes : List.of("41 80 00000000", "00 80 00000000", "80 80 00000000", "81 80 00000000")) {
            ByteBuffer in = ByteBuffer.wrap(hex(bytes));
            FrameHeader header = reader.header(in);
            assertEquals(bytes.startsWith("41"), header.rsv1(), bytes);
            reader.payload(in);
        }
    }

    @ParameterizedTest
    @CsvSource({"40", "c0", "c8", "c9", "ca"})
    void _7692_6_1_rsv1OnAContinuationOrAControlFrameFailsAtItsFirstByte(String first) {
        FrameReader reader = new FrameReader(Role.SERVER, true);
        ProtocolException fault = assertThrows(ProtocolException.class, () -> firstHeader(reader, first));
        assertEquals(1002, fault.closeCode());
        assertTrue(fault.getMessage().startsWith("RFC 7692 §6.1 "), fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"a1", "91", "e1", "d2", "f1", "a9"})
    void _5_2_otherReservedBitsAreStillRefused(String first) {
        FrameReader reader = new FrameReader(Role.SERVER, true);
        ProtocolException fault = assertThrows(ProtocolException.class, () -> firstHeader(reader, first));
        assertTrue(fault.getMessage().startsWith("§5.2 "), fault.getMessage());
    }

    // As a client

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        81 05 48656c6c6f                | TEXT   | 48656c6c6f
        89 05 48656c6c6f                | PING   | 48656c6c6f
        82 00                           | BINARY |
        82 7e 007e %s                   | BINARY | %s
        """)
    void _5_1_aClientReadsUnmaskedFramesAsTheyAre(String bytes, String opcode, String payload)
            throws ProtocolException {
        String long126 = "5a".repeat(126);
        byte[] frame = hex(bytes.replace("%s", long126));
        byte[] expected = payload == null ? new byte[0] : hex(payload.replace("%s", long126));
        for (List<byte[]> way : cuts(frame)) {
            FrameReader reader = new FrameReader(Role.CLIENT, false);
            FrameHeader header = null;
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (byte[] piece : way) {
                ByteBuffer in = ByteBuffer.wrap(piece);
                if (header == null) {
                    header = reader.header(in);
                }
                if (header != null) {
                    ByteBuffer part = payload(reader, in);
                    while (part.hasRemaining()) {
                        read.write(part.get());
                    }
                }
                assertFalse(in.hasRemaining());
            }
            assertFalse(reader.isWithinFrame());
            assertEquals(new FrameHeader(true, false, Opcode.valueOf(opcode), expected.length, 0), header);
            assertArrayEquals(expected, read.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"81 80", "81 85", "81 fe", "82 ff", "88 80", "89 80", "80 81"})
    void _5_1_aClientRefusesAMaskedFrameAtItsSecondByte(String bytes) {
        FrameReader reader = new FrameReader(Role.CLIENT, false);
        ByteBuffer in = ByteBuffer.wrap(hex(bytes));
        ProtocolException fault = assertThrows(ProtocolException.class, () -> reader.header(in));
        assertEquals(1002, fault.closeCode());
        assertTrue(fault.getMessage().startsWith("§5.1 "), fault.getMessage());
    }
}
