package conformance.wire;

import java.io.ByteArrayOutputStream;

/**
 * DEFLATE data (RFC 1951) put together by hand, right or wrong: blocks of any kind in any order, matches to any place,
 * single bits. {@code new DeflateWriter().fixed().literals("Hello").match(5, 5).end().message()}.
 */
public final class DeflateWriter {
    private static final int[] LENGTH = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
            83, 99, 115, 131, 163, 195, 227, 258};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int bits;
    private int bitCount;
    private boolean last;

    /** The next block has BFINAL=1. */
    public DeflateWriter last() {
        last = true;
        return this;
    }

    /** A block without compression, of at most 65535 bytes. */
    public DeflateWriter stored(byte[] data) {
        return stored(data, data.length, ~data.length);
    }

    /** Of which the length or its complement may be wrong. */
    public DeflateWriter stored(byte[] data, int length, int complement) {
        header(0);
        align();
        bits(length & 0xFFFF, 16).bits(complement & 0xFFFF, 16);
        out.writeBytes(data);
        return endOfBlock();
    }

    /** Begins a block with fixed codes; {@link #end} ends it. */
    public DeflateWriter fixed() {
        header(1);
        return this;
    }

    public DeflateWriter literals(String text) {
        return literals(Bytes.utf8(text));
    }

    public DeflateWriter literals(byte[] data) {
        for (byte b : data) {
            symbol(b & 0xFF);
        }
        return this;
    }

    /** RFC 1951 §3.2.5: a length, and a distance to go back. */
    public DeflateWriter match(int length, int distance) {
        int code = LENGTH.length - 1;
        while (LENGTH[code] > length) {
            code--;
        }
        symbol(257 + code);
        bits(length - LENGTH[code], code < 8 || code == 28 ? 0 : code / 4 - 1);
        int base = 1;
        int distanceCode = 0;
        int more = 0;
        while (distance >= base + (1 << more)) {
            base += 1 << more;
            distanceCode++;
            more = distanceCode < 2 ? 0 : distanceCode / 2 - 1;
        }
        huffman(distanceCode, 5);
        return bits(distance - base, more);
    }

    /** Ends a block that {@link #fixed} began. */
    public DeflateWriter end() {
        symbol(256);
        return endOfBlock();
    }

    /** An empty block without compression: what a flush is. */
    public DeflateWriter flush() {
        return stored(new byte[0]);
    }

    /** Bits as they are, from the least significant on. */
    public DeflateWriter bits(int value, int count) {
        for (int i = 0; i < count; i++) {
            bits |= (value >>> i & 1) << bitCount;
            if (++bitCount == 8) {
                align();
            }
        }
        return this;
    }

    /** What there is, and RFC 7692 §7.2.1: with a flush at the end, without the four bytes that it always ends with. */
    public byte[] message() {
        last = false;
        header(0);
        return bytes();
    }

    /** What there is, padded to a whole byte. */
    public byte[] bytes() {
        align();
        return out.toByteArray();
    }

    private void header(int type) {
        bits(last ? 1 : 0, 1).bits(type, 2);
    }

    /** RFC 7692 §7.2.1: a block with BFINAL=1 is padded to a whole byte, and the next follows. */
    private DeflateWriter endOfBlock() {
        if (last) {
            align();
        }
        last = false;
        return this;
    }

    /** RFC 1951 §3.2.6, the fixed codes. */
    private void symbol(int symbol) {
        if (symbol < 144) {
            huffman(0x30 + symbol, 8);
        } else if (symbol < 256) {
            huffman(0x190 + symbol - 144, 9);
        } else if (symbol < 280) {
            huffman(symbol - 256, 7);
        } else {
            huffman(0xC0 + symbol - 280, 8);
        }
    }

    private void huffman(int code, int count) {
        bits(Integer.reverse(code) >>> 32 - count, count);
    }

    private void align() {
        if (bitCount > 0) {
            out.write(bits);
            bits = 0;
            bitCount = 0;
        }
    }
}
