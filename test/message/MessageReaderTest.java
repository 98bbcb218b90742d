package message;

import static frame.Opcode.BINARY;
import static frame.Opcode.CONTINUATION;
import static frame.Opcode.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.hex;

import frame.FrameHeader;
import frame.Opcode;
import frame.ProtocolException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final int MAX = 100;

    private final MessageReader messages = new MessageReader(MAX, true, null);

    private static FrameHeader header(Opcode opcode, boolean fin, long length) {
        return new FrameHeader(fin, false, opcode, length, 0);
    }

    /**
     * Reads one frame.
     *
     * @param pieceSize bytes that are passed to the reader at a time
     * @return the message if the frame completes one, as {@code "TEXT 4142"}; else null
     */
    private String frame(Opcode opcode, boolean fin, byte[] payload, int pieceSize) throws ProtocolException {
        messages.begin(header(opcode, fin, payload.length));
        String message = null;
        int from = 0;
        do {
            assertNull(message, "a message before its end");
            int to = Math.min(payload.length, from + pieceSize);
            byte[] shared = Arrays.copyOfRange(payload, from, to);
            message = shown(messages.add(ByteBuffer.wrap(shared)));
            Arrays.fill(shared, (byte) 0xEE); // the next piece is read into the same buffer
            from = to;
        } while (from < payload.length);
        return message;
    }

    private String shown(ByteBuffer message) {
        if (message == null) {
            return null;
        }
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        return messages.type() + " " + hex(bytes);
    }

    private String frame(Opcode opcode, boolean fin, String payload) throws ProtocolException {
        return frame(opcode, fin, hex(payload), 1000);
    }

    // Messages

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void _5_4_fragmentsBecomeOneMessageOfTheTypeOfTheFirst(int pieceSize) throws ProtocolException {
        for (Opcode type : new Opcode[] {TEXT, BINARY, TEXT}) {
            assertEquals(type + " 4142", frame(type, true, hex("4142"), pieceSize));
            assertNull(frame(type, false, hex("41"), pieceSize));
            assertNull(frame(CONTINUATION, false, hex("424344"), pieceSize));
            assertEquals(type + " 4142434445", frame(CONTINUATION, true, hex("45"), pieceSize));
        }
    }

    @Test
    void _5_4_fragmentsMayBeEmpty() throws ProtocolException {
        assertEquals("TEXT ", frame(TEXT, true, ""));
        assertNull(frame(TEXT, false, ""));
        assertEquals("TEXT ", frame(CONTINUATION, true, ""));
        assertNull(frame(BINARY, false, ""));
        assertNull(frame(CONTINUATION, false, "ff"));
        assertNull(frame(CONTINUATION, false, ""));
        assertEquals("BINARY ff", frame(CONTINUATION, true, ""));
    }

    /** An empty piece before the end of the payload doesn't end the frame. */
    @Test
    void _5_4_aPieceMayBeEmptyBeforeTheFrameEnds() throws ProtocolException {
        messages.begin(header(TEXT, true, 2));
        assertNull(messages.add(ByteBuffer.allocate(0)));
        assertNull(messages.add(ByteBuffer.wrap(hex("41"))));
        assertNull(messages.add(ByteBuffer.allocate(0)));
        assertEquals("TEXT 4142", shown(messages.add(ByteBuffer.wrap(hex("42")))));
    }

    @Test
    void _5_4_atRandomTheMessageIsWhatItsFragmentsAre() throws ProtocolException {
        long seed = 54;
        Random random = new Random(seed);
        for (int n = 0; n < 2_000; n++) {
            StringBuilder whole = new StringBuilder();
            int fragments = 1 + random.nextInt(6);
            for (int i = 0; i < fragments; i++) {
                byte[] payload = new byte[random.nextInt(MAX / 6)];
                random.nextBytes(payload);
                whole.append(hex(payload));
                boolean last = i == fragments - 1;
                String message = frame(i == 0 ? BINARY : CONTINUATION, last, payload, 1 + random.nextInt(20));
                assertEquals(last ? "BINARY " + whole : null, message, "seed " + seed + ", message " + n);
            }
        }
    }

    @Test
    void _5_4_aMessageThatLiesInOnePieceIsNotCopied() throws ProtocolException {
        ByteBuffer piece = ByteBuffer.wrap(hex("4142"));
        messages.begin(header(TEXT, true, 2));
        assertSame(piece, messages.add(piece));
    }

    // Faults

    @ParameterizedTest
    @CsvSource({
        "CONTINUATION, true,  , 5.4",
        "CONTINUATION, false, , 5.4",
        "CONTINUATION, true,  whole, 5.4",
        "CONTINUATION, false, fragments, 5.4",
        "TEXT,   true,  first, 5.4",
        "TEXT,   false, first, 5.4",
        "BINARY, true,  first, 5.4",
        "BINARY, false, first, 5.4",
        "BINARY, true,  second, 5.4",
    })
    void _5_4_framesOutOfTurn(Opcode opcode, boolean fin, String before, String section) throws ProtocolException {
        if ("whole".equals(before)) {
            frame(TEXT, true, "41");
        } else if (before != null) {
            frame(TEXT, false, "41");
            if (before.equals("second")) {
                frame(CONTINUATION, false, "41");
            } else if (before.equals("fragments")) {
                frame(CONTINUATION, true, "41");
            }
        }
        assertFault(1002, section, () -> messages.begin(header(opcode, fin, 1)));
    }

    @Test
    void _7_4_1_binaryIsRefusedAtTheHeaderOfItsFirstFrame() throws ProtocolException {
        MessageReader textOnly = new MessageReader(MAX, false, null);
        textOnly.begin(header(TEXT, true, 0));
        assertNotNull(textOnly.add(ByteBuffer.allocate(0)));
        assertFault(1003, "7.4.1", () -> textOnly.begin(header(BINARY, false, 0)));
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX + 1, 1L << 31, (1L << 32) + 1, 1L << 62, Long.MAX_VALUE})
    void _10_4_tooMuchIsRefusedAtTheHeader(long length) {
        assertFault(1009, "7.4.1", () -> new MessageReader(MAX, true, null).begin(header(TEXT, true, length)));
        assertFault(1009, "7.4.1", () -> new MessageReader(MAX, true, null).begin(header(BINARY, false, length)));
    }

    @Test
    void _10_4_theLimitIsForAllFragmentsTogether() throws ProtocolException {
        byte[] most = new byte[MAX - 1];
        assertNull(frame(TEXT, false, most, 7));
        assertNull(frame(CONTINUATION, false, new byte[1], 7));
        assertNotNull(frame(CONTINUATION, true, new byte[0], 7)); // exactly the limit
        assertNotNull(frame(TEXT, true, new byte[MAX], 7)); // the count begins at 0 again

        assertNull(frame(TEXT, false, most, 1000));
        assertFault(1009, "7.4.1", () -> messages.begin(header(CONTINUATION, true, 2)));
    }

    @Test
    void _10_4_theSumOfLengthsDoesNotOverflow() throws ProtocolException {
        frame(BINARY, false, "41");
        assertFault(1009, "7.4.1", () -> messages.begin(header(CONTINUATION, true, Long.MAX_VALUE)));
    }

    @Test
    void _10_4_theLimitMayBeZeroOrTheLargestInt() throws ProtocolException {
        MessageReader none = new MessageReader(0, true, null);
        none.begin(header(TEXT, true, 0));
        assertNotNull(none.add(ByteBuffer.allocate(0)));
        assertFault(1009, "7.4.1", () -> none.begin(header(TEXT, true, 1)));

        MessageReader all = new MessageReader(Integer.MAX_VALUE, true, null);
        all.begin(header(BINARY, false, Integer.MAX_VALUE));
        assertNull(all.add(ByteBuffer.allocate(10)));
        MessageReader other = new MessageReader(Integer.MAX_VALUE, true, null);
        assertFault(1009, "7.4.1", () -> other.begin(header(TEXT, true, 1L << 31)));
    }

    // Text

    @Test
    void _8_1_textIsCheckedAsItComesAndBinaryIsNot() throws ProtocolException {
        messages.begin(header(TEXT, false, 50));
        assertNull(messages.add(ByteBuffer.wrap(hex("41e2"))));
        assertFault(1007, "8.1", () -> messages.add(ByteBuffer.wrap(hex("28"))));

        MessageReader other = new MessageReader(MAX, true, null);
        other.begin(header(BINARY, true, 2));
        assertNotNull(other.add(ByteBuffer.wrap(hex("c328"))));
    }

    @Test
    void _5_6_aFragmentMayEndInsideACharacterButTheMessageMayNot() throws ProtocolException {
        assertNull(frame(TEXT, false, "e2"));
        assertNull(frame(CONTINUATION, false, ""));
        assertNull(frame(CONTINUATION, false, "82"));
        assertEquals("TEXT e282ac", frame(CONTINUATION, true, "ac"));

        assertNull(frame(TEXT, false, "e282"));
        assertFault(1007, "8.1", () -> frame(CONTINUATION, true, ""));
    }

    @Test
    void _8_1_aTextOfEveryKindOfCharacterCutAtEveryPlace() throws ProtocolException {
        byte[] text = "aé€🎉 z".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            for (int pieceSize = 1; pieceSize <= text.length; pieceSize++) {
                assertNull(frame(TEXT, false, Arrays.copyOf(text, cut), pieceSize));
                assertEquals("TEXT " + hex(text),
                        frame(CONTINUATION, true, Arrays.copyOfRange(text, cut, text.length), pieceSize));
            }
        }
    }

    // Memory

    /** What the JVM allocates for this thread during the step, in bytes. */
    private static long allocatedBy(Step step) throws ProtocolException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        step.run(); // loads the classes, which is not counted
        long before = threads.getCurrentThreadAllocatedBytes();
        step.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void _10_4_nothingIsAllocatedForBytesThatAreOnlyAnnounced() throws ProtocolException {
        long bytes = allocatedBy(() -> {
            MessageReader large = new MessageReader(1 << 30, true, null);
            large.begin(header(BINARY, true, 1 << 30));
            large.add(ByteBuffer.allocate(0));
            large.add(ByteBuffer.allocate(1000));
        });
        assertTrue(bytes < 20_000, bytes + " bytes for 1000");
    }

    /** The array doubles: a message in tiny pieces costs a few times its size, not its square. */
    @Test
    void _10_4_tinyPiecesCostNoMoreThanAFewTimesTheirSize() throws ProtocolException {
        byte[] payload = new byte[1 << 16];
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < payload.length; i++) {
            pieces.add(ByteBuffer.wrap(payload, i, 1).slice());
        }
        long bytes = allocatedBy(() -> {
            MessageReader large = new MessageReader(1 << 20, true, null);
            large.begin(header(BINARY, true, payload.length));
            for (ByteBuffer piece : pieces) {
                large.add(piece.rewind());
            }
        });
        assertTrue(bytes < 5L * payload.length, bytes + " bytes for " + payload.length);
    }

    @Test
    void _10_4_emptyFragmentsCostNothing() throws ProtocolException {
        FrameHeader empty = header(CONTINUATION, false, 0);
        ByteBuffer nothing = ByteBuffer.allocate(0);
        messages.begin(header(TEXT, false, 0));
        messages.add(nothing);
        long bytes = allocatedBy(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                messages.begin(empty);
                assertNull(messages.add(nothing));
            }
        });
        assertTrue(bytes < 20_000, bytes + " bytes for a million empty fragments");
        assertEquals("TEXT ", frame(CONTINUATION, true, ""));
    }

    // Faults

    private interface Step {
        void run() throws ProtocolException;
    }

    private static void assertFault(int code, String section, Step step) {
        ProtocolException fault = assertThrows(ProtocolException.class, step::run);
        assertEquals(code, fault.closeCode());
        assertTrue(fault.getMessage().startsWith("§" + section + " "), fault.getMessage());
    }
}
