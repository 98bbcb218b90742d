package log;

/**
 * How much of what was said in a room is kept for those who come later, whoever has been sent it already. Whole
 * segments are given up, so a little more may be there than the number of messages, and a little less than the bytes.
 *
 * @param messages the last so many; 200: a few screens. 0 keeps nothing
 * @param bytes    of frames at most; 1 MiB
 */
public record Retention(int messages, int bytes) {
    public static final Retention DEFAULT = new Retention(200, 1 << 20);
    static final Retention NOTHING = new Retention(0, 1 << 20);
}
