package frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static support.Bytes.hex;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameWriterTest {
    /** The unmasked ones of §5.7, and the borders of the three forms of a length. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        TEXT   | 5                   | 81 05                        # "Hello"
        PING   | 5                   | 89 05
        BINARY | 256                 | 82 7e 0100
        BINARY | 65536               | 82 7f 0000000000010000
        PONG   | 0                   | 8a 00
        CLOSE  | 2                   | 88 02
        TEXT   | 0                   | 81 00
        TEXT   | 1                   | 81 01
        TEXT   | 124                 | 81 7c
        TEXT   | 125                 | 81 7d
        TEXT   | 126                 | 81 7e 007e
        TEXT   | 127                 | 81 7e 007f
        TEXT   | 128                 | 81 7e 0080
        TEXT   | 65534               | 81 7e fffe
        TEXT   | 65535               | 81 7e ffff
        TEXT   | 65536               | 81 7f 0000000000010000
        TEXT   | 65537               | 81 7f 0000000000010001
        TEXT   | 2147483647          | 81 7f 000000007fffffff
        TEXT   | 2147483648          | 81 7f 0000000080000000
        TEXT   | 9223372036854775797 | 81 7f 7ffffffffffffff5
        """)
    void _5_2_writesFinNoRsvNoMaskAndTheShortestLength(Opcode opcode, long length, String header) {
        byte[] expected = hex(header.replaceAll("#.*", ""));
        ByteBuffer out = ByteBuffer.allocate(3 + 10).position(3); // the longest: 2 bytes and 8 of length
        FrameWriter.header(out, opcode, length);

        byte[] written = new byte[out.position() - 3];
        out.get(3, written);
        assertArrayEquals(expected, written);
        assertEquals(expected.length, FrameWriter.headerSize(length));
        assertEquals(expected.length + length, FrameWriter.frameSize(out, 3)); // the largest: 2^63 - 1
    }

    /** What a server writes and what a client writes differ in the mask only. */
    @Test
    void _5_2_tenThousandHeadersAreReadBackAsTheyWereWritten() throws ProtocolException {
        long seed = 20111211;
        Random random = new Random(seed);
        for (int n = 0; n < 10_000; n++) {
            Opcode opcode = Opcode.values()[random.nextInt(6)];
            long length = opcode.isControl() ? random.nextInt(126) : random.nextLong() >>> 1 + random.nextInt(63);
            int key = random.nextInt();
            ByteBuffer bytes = ByteBuffer.allocate(14);
            boolean rsv1 = (opcode == Opcode.TEXT || opcode == Opcode.BINARY) && random.nextBoolean();
            FrameWriter.header(bytes, opcode, rsv1, length);
            bytes.put(1, (byte) (bytes.get(1) | 0x80)).putInt(key).flip();

            String message = "seed " + seed + ", header " + n;
            FrameReader reader = new FrameReader(Role.SERVER, true);
            assertEquals(new FrameHeader(true, rsv1, opcode, length, key), reader.header(bytes), message);
            assertEquals(0, bytes.remaining(), message);
        }
    }

    @Test
    void _7692_6_1_rsv1IsSetForACompressedMessageOnly() {
        ByteBuffer out = ByteBuffer.allocate(4);
        FrameWriter.header(out, Opcode.TEXT, true, 7);
        FrameWriter.header(out, Opcode.BINARY, false, 7);
        assertArrayEquals(hex("c1 07 82 07"), out.array());
        assertThrows(IllegalStateException.class, () -> FrameWriter.header(out.clear(), Opcode.PONG, true, 0));
    }
}
