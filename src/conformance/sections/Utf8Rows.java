package conformance.sections;

/** RFC 3629 §4, UTF8-2 to UTF8-4: for each row the first and the last byte at each place. */
final class Utf8Rows {
    private static final int[] TAIL = {0x80, 0xBF};

    static final int[][][] ALL = {
        {{0xC2, 0xDF}, TAIL},
        {{0xE0, 0xE0}, {0xA0, 0xBF}, TAIL},
        {{0xE1, 0xEC}, TAIL, TAIL},
        {{0xED, 0xED}, {0x80, 0x9F}, TAIL},
        {{0xEE, 0xEF}, TAIL, TAIL},
        {{0xF0, 0xF0}, {0x90, 0xBF}, TAIL, TAIL},
        {{0xF1, 0xF3}, TAIL, TAIL, TAIL},
        {{0xF4, 0xF4}, {0x80, 0x8F}, TAIL, TAIL},
    };

    private Utf8Rows() {}

    static byte[] lowest(int[][] row) {
        return border(row, 0);
    }

    static byte[] highest(int[][] row) {
        return border(row, 1);
    }

    private static byte[] border(int[][] row, int side) {
        byte[] sequence = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            sequence[i] = (byte) row[i][side];
        }
        return sequence;
    }

    /** With another byte at one place. */
    static byte[] with(byte[] sequence, int at, int b) {
        byte[] changed = sequence.clone();
        changed[at] = (byte) b;
        return changed;
    }
}
