package frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static support.Bytes.hex;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Frame;

class MaskTest {
    private static final int GUARD = 0x5A;

    @Test
    void _5_7_theExampleOfTheRfcIsHello() {
        ByteBuffer payload = ByteBuffer.wrap(hex("7f9f4d5158"));
        Mask.apply(payload, 0, 5, 0x37fa213d);
        assertArrayEquals(hex("48656c6c6f"), payload.array());
    }

    /** Every size, every place in the buffer, and the payload cut in two at every place. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xFFFFFFFF, 0x37fa213d, 0x01020304, 0x80000000, 0x000000FF})
    void _5_3_isWhatAPlainLoopDoes(int key) {
        Random random = new Random(53);
        for (int size = 0; size <= 40; size++) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);
            byte[] masked = Frame.mask(plain, key);
            for (int offset = 0; offset <= 8; offset++) {
                for (int cut = 0; cut <= size; cut++) {
                    String where = "size " + size + ", offset " + offset + ", cut " + cut;
                    assertUnmasked(ByteBuffer.allocate(64), plain, masked, offset, cut, key, where);
                    assertUnmasked(ByteBuffer.allocateDirect(64), plain, masked, offset, cut, key, where + ", direct");
                }
            }
        }
    }

    private static void assertUnmasked(ByteBuffer bytes, byte[] plain, byte[] masked, int offset, int cut, int key,
            String where) {
        byte[] expected = new byte[64];
        Arrays.fill(expected, (byte) GUARD);
        bytes.put(0, expected).put(offset, masked);
        System.arraycopy(plain, 0, expected, offset, plain.length);

        int next = Mask.apply(bytes, offset, offset + cut, key);
        assertEquals(Integer.rotateLeft(key, 8 * (cut % 4)), next, where);
        Mask.apply(bytes, offset + cut, offset + plain.length, next);

        byte[] actual = new byte[64];
        bytes.get(0, actual);
        assertArrayEquals(expected, actual, where); // nothing before or behind has changed
        assertEquals(0, bytes.position(), where);
    }

    @Test
    void _5_3_doingItTwiceUndoesIt() {
        ByteBuffer payload = ByteBuffer.wrap(hex("000102030405060708090a0b0c"));
        Mask.apply(payload, 1, 13, 0x37fa213d);
        Mask.apply(payload, 1, 13, 0x37fa213d);
        assertArrayEquals(hex("000102030405060708090a0b0c"), payload.array());
    }
}
