package mirror;

import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * One frame as it was on the wire (§5.2), right or wrong: nothing is assumed of what a peer may send.
 *
 * @param header   all its bytes, with the masking key; fewer only if the frame was cut off in its header
 * @param wire     the payload as it was on the wire, or the first {@link FrameDecoder#SHOWN} bytes of it
 * @param payload  the same, unmasked
 * @param complete whether all of it came
 * @param message  what the frame completes, if that is more than this payload shows: a message in several frames, or a
 *                 compressed one; else null
 */
public record WireFrame(Sender sender, byte[] header, byte[] wire, byte[] payload, boolean complete, Message message) {
    /**
     * A message that was fragmented (§5.4) or compressed (RFC 7692 §7.2).
     *
     * @param opcode     of its first frame
     * @param compressed whether RSV1 was set in its first frame
     * @param payload    of all frames, decompressed, or the first {@link FrameDecoder#SHOWN} bytes of that; null if it
     *                   can't be decompressed
     * @param cut        whether there is more of it
     */
    public record Message(int opcode, int frames, boolean compressed, byte[] payload, boolean cut) {}

    public boolean fin() {
        return bit(0, 0x80);
    }

    public boolean rsv1() {
        return bit(0, 0x40);
    }

    public boolean rsv2() {
        return bit(0, 0x20);
    }

    public boolean rsv3() {
        return bit(0, 0x10);
    }

    public int opcode() {
        return header[0] & 0xF;
    }

    /** In small letters; "reserved" for those that have no meaning. */
    public String name() {
        return nameOf(opcode());
    }

    static String nameOf(int opcode) {
        for (Opcode known : Opcode.values()) {
            if (known.code() == opcode) {
                return known.name().toLowerCase(Locale.ROOT);
            }
        }
        return "reserved";
    }

    public boolean isControl() {
        return (opcode() & 0x8) != 0;
    }

    public boolean masked() {
        return bit(1, 0x80);
    }

    /** Whether the payload may be text: that of a text which isn't compressed, of a Ping and of a Pong. */
    public boolean showsText() {
        return (opcode() == Opcode.TEXT.code() && !rsv1()) || opcode() == Opcode.PING.code()
                || opcode() == Opcode.PONG.code();
    }

    private boolean bit(int at, int mask) {
        return at < header.length && (header[at] & mask) != 0;
    }

    /** In how many bits the length is written: 7, 16 or 64; 0 if the header ends before it. */
    public int lengthBits() {
        return header.length < 2 ? 0 : lengthBits(header[1]);
    }

    static int lengthBits(byte second) {
        int length = second & 0x7F;
        return length < 126 ? 7 : length == 126 ? 16 : 64;
    }

    /** Whether the header is complete, so that there is a {@link #length}. */
    public boolean hasLength() {
        return header.length >= 2 && header.length == headerSize(header[1]);
    }

    static int headerSize(byte second) {
        int bits = lengthBits(second);
        return 2 + (bits == 7 ? 0 : bits / 8) + ((second & 0x80) != 0 ? 4 : 0);
    }

    /** Bytes of the payload, as an unsigned number: the top bit may be set, though it must not. */
    public long length() {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        return switch (lengthBits()) {
            case 7 -> header[1] & 0x7F;
            case 16 -> bytes.getShort(2) & 0xFFFF;
            default -> bytes.getLong(2);
        };
    }

    /** The masking key; null if there is none. */
    public byte[] key() {
        return masked() && hasLength() ? Arrays.copyOfRange(header, header.length - 4, header.length) : null;
    }

    /** Whether only the beginning of the payload is here, though more of it came or was announced. */
    public boolean cut() {
        return complete && wire.length < length();
    }
}
