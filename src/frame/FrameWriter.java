package frame;

import java.nio.ByteBuffer;

/** Writes the headers of a server's frames: unfragmented (FIN) and never masked (§5.1, §5.2). */
public final class FrameWriter {
    private FrameWriter() {}

    /** Bytes of the header before a payload of this length. */
    public static int headerSize(long length) {
        return length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
    }

    public static void header(ByteBuffer out, Opcode opcode, long length) {
        header(out, opcode, false, length);
    }

    /** @param rsv1 RFC 7692 §6.1: set for a compressed message, never for a control frame */
    public static void header(ByteBuffer out, Opcode opcode, boolean rsv1, long length) {
        if (rsv1 && opcode.isControl()) {
            throw new IllegalStateException("a control frame is never compressed");
        }
        out.put((byte) (FrameHeader.FIN | (rsv1 ? FrameHeader.RSV1 : 0) | opcode.code()));
        if (length <= 125) {
            out.put((byte) length);
        } else if (length <= 0xFFFF) {
            out.put((byte) FrameHeader.LENGTH_16).putShort((short) length);
        } else {
            out.put((byte) FrameHeader.LENGTH_64).putLong(length);
        }
    }

    /**
     * Bytes of the whole frame whose header begins at this index. A log of frames needs no index of its frames: each
     * header says where the next frame begins.
     */
    public static long frameSize(ByteBuffer frames, int at) {
        int length = frames.get(at + 1) & FrameHeader.LENGTH;
        if (length < FrameHeader.LENGTH_16) {
            return 2 + length;
        }
        return length == FrameHeader.LENGTH_16
                ? 4 + (frames.getShort(at + 2) & 0xFFFF)
                : 10 + frames.getLong(at + 2);
    }

    /** Bytes of the header that begins at this index. */
    public static int headerSize(ByteBuffer frames, int at) {
        int length = frames.get(at + 1) & FrameHeader.LENGTH;
        return length < FrameHeader.LENGTH_16 ? 2 : length == FrameHeader.LENGTH_16 ? 4 : 10;
    }
}
