package bench;

import java.nio.ByteBuffer;

/**
 * By this a text of ours is found in whatever a server makes of it: its first 16 characters.
 *
 * <pre>
 *   ~abc  dddd  eeeeeeee  filler…
 *    │     │     └─ sequence number, from 0 for each sender: 32 bits
 *    │     └─ sender: 16 bits
 *    └─ this run: another benchmark in the same room is none of our business
 * </pre>
 *
 * <p>Four bits a character, {@code a} to {@code p}: letters need no escape in any format. They are read and written
 * eight at a time.
 */
final class Marker {
    static final int LENGTH = 16;
    /** The sender of a text that only finds out which members are in the room. */
    static final int PROBE = 0xFFFF;

    private static final long ALL_A = 0x6161_6161_6161_6161L;
    private static final long NOT_A_TO_P = 0xF0F0_F0F0_F0F0_F0F0L;

    private final int magic;
    /** Where the last one was found. The next is most often at the same place. */
    private int hint;

    /** @param run any number: its lower 12 bits tell this run from others */
    Marker(int run) {
        magic = '~' << 24 | (int) letters(run & 0xFFF) & 0xFF_FFFF;
    }

    /** The 16 characters into the first 16 bytes. */
    void write(ByteBuffer text, int sender, int sequence) {
        text.putLong(0, (long) magic << 32 | letters(sender) & 0xFFFF_FFFFL);
        text.putLong(8, letters(sequence));
    }

    /** The index of the marker in a payload, or -1. */
    int find(ByteBuffer bytes, int from, int to) {
        if (from + hint + LENGTH <= to && bytes.getInt(from + hint) == magic) {
            return from + hint;
        }
        for (int i = from; i + LENGTH <= to; i++) {
            if (bytes.getInt(i) == magic) {
                hint = i - from;
                return i;
            }
        }
        return -1;
    }

    /** Sender in the upper half, sequence number in the lower; -1 if these are not 12 letters of ours. */
    static long read(ByteBuffer bytes, int marker) {
        long sender = (bytes.getInt(marker + 4) & 0xFFFF_FFFFL) - (ALL_A >>> 32);
        long sequence = bytes.getLong(marker + 8) - ALL_A;
        return ((sender | sequence) & NOT_A_TO_P) == 0 ? number(sender) << 32 | number(sequence) : -1;
    }

    /** 0x0000_0000_1234_ABCD → 0x01 02 03 04 0A 0B 0C 0D, plus {@code a} each. */
    private static long letters(int number) {
        long x = number & 0xFFFF_FFFFL;
        x = (x | x << 16) & 0x0000_FFFF_0000_FFFFL;
        x = (x | x << 8) & 0x00FF_00FF_00FF_00FFL;
        x = (x | x << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
        return x + ALL_A;
    }

    private static long number(long x) {
        x = (x | x >>> 4) & 0x00FF_00FF_00FF_00FFL;
        x = (x | x >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (x | x >>> 16) & 0xFFFF_FFFFL;
    }
}
