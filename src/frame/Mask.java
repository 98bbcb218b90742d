package frame;

import java.nio.ByteBuffer;

/** Masking (§5.3): byte i of the payload is XORed with byte i mod 4 of the key. Doing it twice undoes it. */
public final class Mask {
    private Mask() {}

    /**
     * Unmasks the bytes from index {@code from} to index {@code to} in place, eight at a time.
     *
     * @param bytes in BIG_ENDIAN order, as every new buffer is: its longs then begin with the key's first byte
     * @param key   its first byte on top
     * @return the key for the next byte of the same payload: rotated, so that the byte to use is on top
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
