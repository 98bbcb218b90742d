package frame;

import java.nio.ByteBuffer;

/** Masking (§5.3): byte i of the payload is XORed with byte i mod 4 of the key. Doing it twice undoes it. */
public final class Mask {
    private Mask() {}

    /**
     * Unmasks the bytes from index {@code from} to index {@code to} in place, eight at a time.
     *
     * @param bytes in BIG_ENDIAN order, as every new buffer is: the first byte of a long is then in its highest bits
     * @param key   with its first byte in the highest bits
     * @return the key for the rest of the payload: rotated, so that the byte to use next is in the highest bits
     */
    public static int apply(ByteBuffer bytes, int from, int to, int key) {
        long twice = (long) key << 32 | key & 0xFFFF_FFFFL;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            bytes.putLong(i, bytes.getLong(i) ^ twice);
        }
        for (; i < to; i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ key >>> 24));
            key = Integer.rotateLeft(key, 8);
        }
        return key;
    }
}
