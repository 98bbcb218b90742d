package conformance.wire;

/** RFC 1951 §3.1.1: DEFLATE data, bit by bit, from the least significant bit of each byte on. */
final class BitReader {
    private final byte[] in;
    private int at;
    private int bits;
    private int bitCount;

    BitReader(byte[] in) {
        this.in = in;
    }

    boolean isAtEnd() {
        return at == in.length && bitCount == 0;
    }

    /** A number of {@code count} bits. */
    int bits(int count) throws DeflateReader.BrokenException {
        while (bitCount < count) {
            if (at == in.length) {
                throw new DeflateReader.BrokenException("the data ends within a block");
            }
            bits = bitCount == 0 ? in[at++] & 0xFF : bits | (in[at++] & 0xFF) << bitCount;
            bitCount += 8;
        }
        int value = bits & (1 << count) - 1;
        bits >>>= count;
        bitCount -= count;
        return value;
    }

    /** Any bits up to the next whole byte are passed over. */
    void endByte() {
        bitCount = 0;
    }

    /** Whole bytes that are left. */
    int left() {
        return in.length - at;
    }

    /** The next {@code length} bytes, into {@code out} from {@code to} on. */
    void bytes(byte[] out, int to, int length) {
        System.arraycopy(in, at, out, to, length);
        at += length;
    }
}
