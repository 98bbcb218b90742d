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

    private final int most;
    /** What the window holds, then what was read. */
    private byte[] out = new byte[0];
    private int start;
    private int size;
    private BitReader in;
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
        in = new BitReader(data);
        largestDistance = 0;
        while (!in.isAtEnd()) {
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
        boolean last = in.bits(1) == 1;
        lastType = in.bits(2);
        int before = size;
        switch (lastType) {
            case STORED -> stored();
            case FIXED -> compressed(HuffmanCodes.FIXED_LITERALS, HuffmanCodes.FIXED_DISTANCES);
            case DYNAMIC -> dynamic();
            default -> throw new BrokenException("a block of the reserved type 3");
        }
        lastLength = size - before;
        if (last) {
            in.endByte(); // RFC 7692 §7.2.1: padded to a whole byte, and then there may be more blocks
        }
    }

    private void stored() throws BrokenException {
        in.endByte(); // RFC 1951 §3.2.4 "Any bits of input up to the next byte boundary are ignored."
        int length = in.bits(16);
        if (length != (~in.bits(16) & 0xFFFF)) {
            throw new BrokenException("a stored block whose length and complement differ");
        }
        if (in.left() < length) {
            throw new BrokenException("the data ends within a stored block");
        }
        makeRoom(length);
        in.bytes(out, size, length);
        size += length;
    }

    private void dynamic() throws BrokenException {
        int literals = in.bits(5) + 257;
        int distances = in.bits(5) + 1;
        int codes = in.bits(4) + 4;
        if (literals > 286 || distances > 30) {
            throw new BrokenException("a dynamic block with " + literals + " literal and " + distances
                    + " distance codes");
        }
        int[] lengths = new int[ORDER.length];
        for (int i = 0; i < codes; i++) {
            lengths[ORDER[i]] = in.bits(3);
        }
        HuffmanCodes lengthCodes = HuffmanCodes.of(lengths);
        if (lengthCodes.left() != 0) {
            throw new BrokenException("code length codes that are not complete");
        }
        lengths = lengths(lengthCodes, literals + distances);
        if (lengths[END_OF_BLOCK] == 0) {
            throw new BrokenException("a dynamic block without a code for its end");
        }
        HuffmanCodes literalCodes = HuffmanCodes.of(Arrays.copyOf(lengths, literals));
        HuffmanCodes distanceCodes = HuffmanCodes.of(Arrays.copyOfRange(lengths, literals,
                literals + distances));
        if ((literalCodes.left() != 0 && !literalCodes.hasOneOrNone()) || (distanceCodes.left() != 0
                && !distanceCodes.hasOneOrNone())) {
            throw new BrokenException("codes that are not complete");
        }
        compressed(literalCodes, distanceCodes);
    }

    private int[] lengths(HuffmanCodes codes, int count) throws BrokenException {
        int[] lengths = new int[count];
        int i = 0;
        while (i < count) {
            int symbol = codes.read(in);
            if (symbol < 16) {
                lengths[i++] = symbol;
                continue;
            }
            if (symbol == 16 && i == 0) {
                throw new BrokenException("a repeat of nothing");
            }
            int value = symbol == 16 ? lengths[i - 1] : 0;
            int repeat = symbol == 16 ? 3 + in.bits(2) : symbol == 17 ? 3 + in.bits(3) : 11 + in.bits(7);
            if (i + repeat > count) {
                throw new BrokenException("more code lengths than there are codes");
            }
            Arrays.fill(lengths, i, i + repeat, value);
            i += repeat;
        }
        return lengths;
    }

    private void compressed(HuffmanCodes literals, HuffmanCodes distances) throws BrokenException {
        for (int symbol = literals.read(in); symbol != END_OF_BLOCK; symbol = literals.read(in)) {
            if (symbol < END_OF_BLOCK) {
                makeRoom(1);
                out[size++] = (byte) symbol;
            } else {
                match(symbol - 257, distances);
            }
        }
    }

    private void match(int lengthCode, HuffmanCodes distances) throws BrokenException {
        if (lengthCode >= LENGTH.length) {
            throw new BrokenException("length code " + (lengthCode + 257));
        }
        int length = LENGTH[lengthCode] + in.bits(LENGTH_BITS[lengthCode]);
        int code = distances.read(in);
        if (code >= DISTANCE.length) {
            throw new BrokenException("distance code " + code);
        }
        int distance = DISTANCE[code] + in.bits(DISTANCE_BITS[code]);
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
}
