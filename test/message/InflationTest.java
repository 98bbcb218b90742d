package message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import frame.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;

/** RFC 7692 §7.2.2. */
class InflationTest {
    private final Inflation inflation = new Inflation();

    private byte[] inflate(byte[] compressed, int max) throws ProtocolException {
        ByteBuffer message = inflation.inflate(ByteBuffer.wrap(compressed), max);
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    private String inflate(String hex) throws ProtocolException {
        return new String(inflate(Bytes.hex(hex), 1000), UTF_8);
    }

    private int closeCode(String hex) {
        return assertThrows(ProtocolException.class, () -> inflate(hex)).closeCode();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f248cdc9c90700                   | Hello | 7692 §7.2.3.1: one block, fixed Huffman codes",
        "f24805000000ffffcac9c90700       | Hello | 7692 §7.2.3.5: two blocks in one message",
        "000500faff48656c6c6f00           | Hello | 7692 §7.2.3.3: a block with no compression",
        "f348cdc9c9070000                 | Hello | 7692 §7.2.3.4: BFINAL is 1, then an empty block",
        "f348cdc9c90700                   | Hello | BFINAL is 1, without the empty block",
        "010500faff48656c6c6f00           | Hello | BFINAL is 1, with no compression",
        "f348cdc9c90700f248cdc9c90700     | HelloHello | a block after one whose BFINAL is 1",
        "00                               | ''    | 7692 §7.2.3.6: an empty message",
        "0300                             | ''    | an empty block whose BFINAL is 1",
        "02000000ffff00                   | ''    | two empty blocks"})
    void _7692_7_2_2_blocksOfEachKindAreDecompressed(String hex, String message, String what) throws ProtocolException {
        assertEquals(message, inflate(hex), what);
    }

    /** The second half refers to the first, over a block whose BFINAL is 1. */
    @Test
    void _7692_7_2_1_theWindowIsKeptOverABlockWhoseBfinalIs1() throws ProtocolException {
        assertEquals("HelloHello", inflate("f348cdc9c90700" + "f2001100" + "00"));
    }

    @Test
    void noMessageRefersToAnEarlierOne() throws ProtocolException {
        assertEquals("Hello", inflate("f248cdc9c90700"));
        assertEquals(1007, closeCode("f200110000"), "7692 §7.2.3.2: Hello, as a reference to the message before");
        assertEquals("Hello", inflate("f248cdc9c90700"), "a fault doesn't change how the next message is read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f6                               | the block type that is reserved",
        "000500faf048656c6c6f00           | NLEN is not the complement of LEN",
        "000500faff48656c                 | a block with no compression is cut off",
        "f248cdc9                         | a block with fixed codes is cut off",
        "f248cdc9c907                     | a block without its end",
        "f248cdc9c9070001                 | a block begins after the end of the last one",
        "                                 | nothing at all",
        "edfd                             | a dynamic block is cut off within its tables",
        "4b4c04a2                         | a distance that is too far back"})
    void _10_7_whatIsNotDeflateDataGets1007(String hex, String what) {
        assertEquals(1007, closeCode(hex == null ? "" : hex), what);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 4095, 4096, 4097, 100_000})
    void _10_4_aMessageMayBeAsLongAsTheLimitAndNotLonger(int max) throws ProtocolException {
        byte[] atLimit = deflate(new byte[max]);
        assertArrayEquals(new byte[max], inflate(atLimit, max));
        byte[] above = deflate(new byte[max + 1]);
        assertEquals(1009, assertThrows(ProtocolException.class, () -> inflate(above, max)).closeCode());
    }

    /** 64 MiB in 64 KiB: it is decompressed up to the limit only. */
    @Test
    void _10_4_aBombIsRefusedAtTheLimit() {
        byte[] bomb = deflate(new byte[64 << 20]);
        assertTrue(bomb.length < 70_000);
        for (int i = 0; i < 100; i++) { // quickly: none of them is decompressed whole
            assertThrows(ProtocolException.class, () -> inflate(bomb, 1000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void _7692_7_2_whatWasCompressedIsTheSameAfterwards(long seed) throws ProtocolException {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] message = message(random);
            assertArrayEquals(message, inflate(deflate(message), message.length), "seed " + seed);
            ByteBuffer ours = new Deflation().deflate(ByteBuffer.wrap(message));
            if (ours != null) {
                byte[] compressed = Arrays.copyOfRange(ours.array(), ours.position(), ours.limit());
                assertTrue(compressed.length < message.length);
                assertArrayEquals(message, inflate(compressed, message.length), "seed " + seed);
            }
        }
    }

    private static byte[] message(Random random) {
        byte[] message = new byte[random.nextInt(random.nextInt(10) == 0 ? 200_000 : 2000)];
        int letters = 1 + random.nextInt(255);
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) random.nextInt(letters);
        }
        return message;
    }

    /** Not with our Deflation: as another implementation may compress. */
    private static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[message.length + 100];
        int n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, n - 4);
        deflater.end();
        return out.toByteArray();
    }
}
