package conformance.wire;

import java.util.Arrays;

/**
 * RFC 1951, the reading side, to the letter: it knows how far back each match reaches, what the JDK's Inflater keeps to
 * itself, and that a stream ended where a block ends. The window goes on from one {@link #read} to the next until
 * {@link #forget}. Slow and plain; not for data that nobody bounds.
 */
final class DeflateReader {
    /** What makes these bytes no DEFLATE data. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String what) {
            super(what);
        }
    }

    static final int STORED = 0;
    static final int FIXED = 1;
    static final int DYNAMIC = 2;

    private static final int MOST_WINDOW = 1 << 15;
    private static final int END_OF_BLOCK = 256;
    private static final int LONGEST_CODE = 15;
    /** RFC 1951 §3.2.5: from symbol 257 on. */
    private static final int[] LENGTH = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
            83, 99, 115, 131, 163, 195, 227, 258};
    private static final int[] LENGTH_BITS = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5,
            5, 5, 5, 0};
    private static final int[] DISTANCE = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513,
            769, 1025, 1537, 2049, 3073,
        4097, 6145, 8193, 12289, 16385, 24577};
    private static final int[] DISTANCE_BITS = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10,
            10, 11, 11, 12, 12, 13, 13};
    /** RFC 1951 §3.2.7: the order in which lengths of code length codes come. */
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final Codes FIXED_LITERALS = fixedLiterals();
    private static final Codes FIXED_DISTANCES = fixedDistances();

    /** RFC 1951 §3.2.2: how many codes there are of each length, and the symbols in the order of their codes. */
    private record Codes(int[] counts, int[] symbols) {
        static Codes of(int[] lengths) {
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
            return new Codes(counts, symbols);
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
    }

    private final int most;
    /** What the window holds, then what was read. */
    private byte[] out = new byte[0];
    private int start;
    private int size;
    private byte[] in;
    private int at;
    private int bits;
    private int bitCount;
    private int largestDistance;
    private int lastType;
    private int lastLength;

    /** @param most bytes that one {@link #read} may come to */
    DeflateReader(int most) {
        this.most = most;
    }

    /** Inflates blocks up to the end of the data, which has to be the end of a block, whether one has BFINAL or not. */
    byte[] read(byte[] data) throws BrokenException {
        int kept = Math.min(size, MOST_WINDOW);
        byte[] next = new byte[kept + Math.min(most, 4 * data.length + 64)];
        System.arraycopy(out, size - kept, next, 0, kept);
        out = next;
        start = kept;
        size = kept;
        in = data;
        at = 0;
        bits = 0;
        bitCount = 0;
        largestDistance = 0;
        while (at < in.length || bitCount > 0) {
            block();
        }
        return Arrays.copyOfRange(out, start, size);
    }

    /** The window is empty from here on. */
    void forget() {
        size = 0;
    }

    /** Of the last {@link #read}, how far back a match reached at most; 0 without any match. */
    int largestDistance() {
        return largestDistance;
    }

    /** Whether the last block was stored and empty, as a flush leaves it. */
    boolean endsEmpty() {
        return lastType == STORED && lastLength == 0;
    }

    /** The last block's BTYPE. */
    int lastType() {
        return lastType;
    }

    private void block() throws BrokenException {
        boolean last = bits(1) == 1;
        lastType = bits(2);
        int before = size;
        switch (lastType) {
            case STORED -> stored();
            case FIXED -> compressed(FIXED_LITERALS, FIXED_DISTANCES);
            case DYNAMIC -> dynamic();
            default -> throw new BrokenException("a block of the reserved type 3");
        }
        lastLength = size - before;
        if (last) {
            bitCount = 0; // RFC 7692 §7.2.1: padded to a whole byte, and then there may be more blocks
        }
    }

    private void stored() throws BrokenException {
        bitCount = 0; // RFC 1951 §3.2.4 "Any bits of input up to the next byte boundary are ignored."
        int length = bits(16);
        if (length != (~bits(16) & 0xFFFF)) {
            throw new BrokenException("a stored block whose length and complement differ");
        }
        if (in.length - at < length) {
            throw new BrokenException("the data ends within a stored block");
        }
        makeRoom(length);
        System.arraycopy(in, at, out, size, length);
        at += length;
        size += length;
    }

    private void dynamic() throws BrokenException {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int codes = bits(4) + 4;
        if (literals > 286 || distances > 30) {
            throw new BrokenException("a dynamic block with " + literals + " literal and " + distances
                    + " distance codes");
        }
        int[] lengths = new int[ORDER.length];
        for (int i = 0; i < codes; i++) {
            lengths[ORDER[i]] = bits(3);
        }
        Codes lengthCodes = Codes.of(lengths);
        if (lengthCodes.left() != 0) {
            throw new BrokenException("code length codes that are not complete");
        }
        lengths = lengths(lengthCodes, literals + distances);
        if (lengths[END_OF_BLOCK] == 0) {
            throw new BrokenException("a dynamic block without a code for its end");
        }
        Codes literalCodes = Codes.of(Arrays.copyOf(lengths, literals));
        Codes distanceCodes = Codes.of(Arrays.copyOfRange(lengths, literals, literals + distances));
        if ((literalCodes.left() != 0 && !literalCodes.hasOneOrNone()) || (distanceCodes.left() != 0
                && !distanceCodes.hasOneOrNone())) {
            throw new BrokenException("codes that are not complete");
        }
        compressed(literalCodes, distanceCodes);
    }

    private int[] lengths(Codes codes, int count) throws BrokenException {
        int[] lengths = new int[count];
        int i = 0;
        while (i < count) {
            int symbol = symbol(codes);
            if (symbol < 16) {
                lengths[i++] = symbol;
                continue;
            }
            if (symbol == 16 && i == 0) {
                throw new BrokenException("a repeat of nothing");
            }
            int value = symbol == 16 ? lengths[i - 1] : 0;
            int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            if (i + repeat > count) {
                throw new BrokenException("more code lengths than there are codes");
            }
            Arrays.fill(lengths, i, i + repeat, value);
            i += repeat;
        }
        return lengths;
    }

    private void compressed(Codes literals, Codes distances) throws BrokenException {
        for (int symbol = symbol(literals); symbol != END_OF_BLOCK; symbol = symbol(literals)) {
            if (symbol < END_OF_BLOCK) {
                makeRoom(1);
                out[size++] = (byte) symbol;
            } else {
                match(symbol - 257, distances);
            }
        }
    }

    private void match(int lengthCode, Codes distances) throws BrokenException {
        if (lengthCode >= LENGTH.length) {
            throw new BrokenException("length code " + (lengthCode + 257));
        }
        int length = LENGTH[lengthCode] + bits(LENGTH_BITS[lengthCode]);
        int code = symbol(distances);
        if (code >= DISTANCE.length) {
            throw new BrokenException("distance code " + code);
        }
        int distance = DISTANCE[code] + bits(DISTANCE_BITS[code]);
        if (distance > size) {
            throw new BrokenException("a match that reaches " + distance + " bytes back, where the window holds "
                    + size);
        }
        largestDistance = Math.max(largestDistance, distance);
        makeRoom(length);
        for (int i = 0; i < length; i++, size++) { // one by one: it may read what it writes
            out[size] = out[size - distance];
        }
    }

    private void makeRoom(int more) throws BrokenException {
        if (size - start + more > most) {
            throw new BrokenException("more than " + most + " bytes");
        }
        if (size + more > out.length) {
            out = Arrays.copyOf(out, Math.max(size + more, 2 * out.length));
        }
    }

    private int symbol(Codes codes) throws BrokenException {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            code |= bits(1); // RFC 1951 §3.1.1: Huffman codes come from their most significant bit on
            int count = codes.counts[length];
            if (code - first < count) {
                return codes.symbols[index + code - first];
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new BrokenException("a code that no symbol has");
    }

    /** From the least significant bit on. */
    private int bits(int count) throws BrokenException {
        while (bitCount < count) {
            if (at == in.length) {
                throw new BrokenException("the data ends within a block");
            }
            bits = bitCount == 0 ? in[at++] & 0xFF : bits | (in[at++] & 0xFF) << bitCount;
            bitCount += 8;
        }
        int value = bits & (1 << count) - 1;
        bits >>>= count;
        bitCount -= count;
        return value;
    }

    /** RFC 1951 §3.2.6. */
    private static Codes fixedLiterals() {
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return Codes.of(lengths);
    }

    private static Codes fixedDistances() {
        int[] lengths = new int[32]; // 30 and 31 take part in the code, but never occur
        Arrays.fill(lengths, 5);
        return Codes.of(lengths);
    }
}
