package frame;

/**
 * What comes before the payload of a frame (§5.2):
 *
 * <pre>
 *    byte 0            byte 1            then
 *   +-+-+-+-+-------+ +-+-------------+ +---------------------+ +-------------+
 *   |F|R|R|R| opcode| |M| length      | | 2 bytes if it's 126 | | 4 bytes of  |
 *   |I|S|S|S|       | |A| 0..125, or  | | 8 bytes if it's 127 | | masking key |
 *   |N|V|V|V|       | |S| 126, or 127 | |                     | | if MASK     |
 *   | |1|2|3|       | |K|             | |                     | |             |
 *   +-+-+-+-+-------+ +-+-------------+ +---------------------+ +-------------+
 * </pre>
 *
 * Numbers are in network byte order, and a length must be in the shortest of its three forms.
 *
 * @param rsv1   RFC 7692 §6: the message that begins with this frame is compressed
 * @param length of the payload in bytes, up to 2^63 - 1
 * @param key    the masking key, with its first byte in the highest bits; 0 if the frame isn't masked
 */
public record FrameHeader(boolean fin, boolean rsv1, Opcode opcode, long length, int key) {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV = 0x70;
    static final int OPCODE = 0x0F;
    static final int MASK = 0x80;
    static final int LENGTH = 0x7F;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;

    /** §5.5: "All control frames MUST have a payload length of 125 bytes or less". */
    public static final int MAX_CONTROL_PAYLOAD = 125;
}
