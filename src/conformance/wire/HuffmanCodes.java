package conformance.wire;

import java.util.Arrays;

/** RFC 1951 §3.2.2: how many codes there are of each length, and the symbols in the order of their codes. */
record HuffmanCodes(int[] counts, int[] symbols) {
    private static final int LONGEST_CODE = 15;
    /** RFC 1951 §3.2.6. */
    static final HuffmanCodes FIXED_LITERALS = fixedLiterals();
    static final HuffmanCodes FIXED_DISTANCES = fixedDistances();

    static HuffmanCodes of(int[] lengths) {
        int[] counts = new int[LONGEST_CODE + 1];
        for (int length : lengths) {
            counts[length]++;
        }
        int[] next = new int[LONGEST_CODE + 2];
        counts[0] = 0;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            next[length + 1] = next[length] + counts[length];
        }
        int[] symbols = new int[next[LONGEST_CODE + 1]];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] != 0) {
                symbols[next[lengths[symbol]]++] = symbol;
            }
        }
        return new HuffmanCodes(counts, symbols);
    }

    /** Codes that are left over; below 0 if there are more symbols than codes. */
    int left() {
        int left = 1;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                return left;
            }
        }
        return left;
    }

    /**
     * RFC 1951 §3.2.7 "If only one distance code is used, it is encoded using one bit, [...] with one unused code",
     * or none is.
     */
    boolean hasOneOrNone() {
        return symbols.length == 0 || (symbols.length == 1 && counts[1] == 1);
    }

    /** The next symbol. */
    int read(BitReader in) throws DeflateReader.BrokenException {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            code |= in.bits(1); // RFC 1951 §3.1.1: Huffman codes come from their most significant bit on
            int count = counts[length];
            if (code - first < count) {
                return symbols[index + code - first];
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new DeflateReader.BrokenException("a code that no symbol has");
    }

    private static HuffmanCodes fixedLiterals() {
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return of(lengths);
    }

    private static HuffmanCodes fixedDistances() {
        int[] lengths = new int[32]; // 30 and 31 take part in the code, but never occur
        Arrays.fill(lengths, 5);
        return of(lengths);
    }
}
