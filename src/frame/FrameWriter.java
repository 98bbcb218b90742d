package frame;

import java.nio.ByteBuffer;

/** Writes the headers of a server's frames: whole (FIN) and never masked (RFC 6455 §5.1, §5.2). */
public final class FrameWriter {
    private FrameWriter() {}

    /** Bytes of the header before a payload of this length. */
    public static int headerSize(long length) {
        return length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
    }

    public static void header(ByteBuffer out, Opcode opcode, long length) {
        out.put((byte) (FrameHeader.FIN | opcode.code()));
        if (length <= 125) {
            out.put((byte) length);
        } else if (length <= 0xFFFF) {
            out.put((byte) FrameHeader.LENGTH_16).putShort((short) length);
        } else {
            out.put((byte) FrameHeader.LENGTH_64).putLong(length);
        }
    }

    /**
     * Bytes of the whole frame whose header begins at this index: a frame says itself where it ends, so that a log of
     * frames needs no list of their borders.
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
}
