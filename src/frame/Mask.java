package frame;

import java.nio.ByteBuffer;

/** Masking (RFC 6455 §5.3): byte i of the payload is XORed with byte i mod 4 of the key. Doing it twice undoes it. */
public final class Mask {
    private Mask() {}

    /**
     * Unmasks the bytes from index {@code from} to index {@code to} where they are, eight at a time.
     *
     * @return the key as the next byte of the same payload needs it
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
