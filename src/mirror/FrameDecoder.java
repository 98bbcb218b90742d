package mirror;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Finds frames in the bytes of one direction, which may be cut anywhere. It judges nothing: a frame that breaks the
 * rules is decoded as far as its header makes sense. Between messages it keeps no bytes, and of a payload or a message
 * never more than {@link #SHOWN}.
 */
final class FrameDecoder {
    /** Bytes of a payload that are shown. */
    static final int SHOWN = 1024;
    private static final byte[] NOTHING = {};
    /** RFC 7692 §7.2.2 "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message". */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Sender sender;

    private byte[] header = NOTHING;
    /** Of the payload, of which this many bytes have come; the header is complete. */
    private long come;
    private ByteArrayOutputStream wire;

    /** Of the message that has begun; 0 frames if none has. */
    private int frames;
    private int opcode;
    private boolean compressed;
    private boolean cut;
    private ByteArrayOutputStream message;

    FrameDecoder(Sender sender) {
        this.sender = sender;
    }

    /** The next frame, or null while it isn't complete. Reads no further than its end. */
    WireFrame next(ByteBuffer in) {
        while (!headerIsComplete()) {
            if (!in.hasRemaining()) {
                return null;
            }
            header = Arrays.copyOf(header, header.length + 1);
            header[header.length - 1] = in.get();
        }
        WireFrame shape = frame(false, null);
        payload(in, shape.length());
        return come == shape.length() ? end(shape) : null;
    }

    private boolean headerIsComplete() {
        return header.length >= 2 && header.length == WireFrame.headerSize(header[1]);
    }

    private void payload(ByteBuffer in, long length) {
        int n = Long.compareUnsigned(length - come, in.remaining()) < 0 ? (int) (length - come) : in.remaining();
        int kept = wire == null ? 0 : wire.size();
        byte[] piece = new byte[Math.min(n, SHOWN - kept)];
        in.get(in.position(), piece);
        in.position(in.position() + n);
        come += n;
        if (piece.length > 0) {
            if (wire == null) {
                wire = new ByteArrayOutputStream(piece.length);
            }
            wire.writeBytes(piece);
        }
    }

    /** The frame that has begun, with what these bytes have of it; null if none has begun. Nothing follows it. */
    WireFrame cutOff(ByteBuffer rest) {
        if (header.length == 0) {
            return null;
        }
        WireFrame whole = next(rest);
        if (whole != null) {
            return whole;
        }
        WireFrame frame = frame(false, null);
        startAgain();
        return frame;
    }

    private WireFrame end(WireFrame shape) {
        WireFrame frame = frame(true, shape.isControl() ? null : message(shape));
        startAgain();
        return frame;
    }

    private void startAgain() {
        header = NOTHING;
        come = 0;
        wire = null;
    }

    private WireFrame frame(boolean complete, WireFrame.Message message) {
        byte[] shown = wire == null ? NOTHING : wire.toByteArray();
        WireFrame masked = new WireFrame(sender, header, shown, shown, complete, message);
        byte[] key = masked.key();
        if (key == null) {
            return masked;
        }
        byte[] plain = shown.clone();
        for (int i = 0; i < plain.length; i++) {
            plain[i] ^= key[i % 4]; // §5.3
        }
        return new WireFrame(sender, header, shown, plain, complete, message);
    }

    /** Adds a data frame to its message. Returns the message if this completes it, and if the frame alone isn't it. */
    private WireFrame.Message message(WireFrame shape) {
        if (frames == 0 || shape.opcode() != 0) {
            frames = 0;
            opcode = shape.opcode();
            compressed = shape.rsv1();
            cut = false;
            message = new ByteArrayOutputStream(0);
        }
        frames++;
        WireFrame frame = frame(true, null);
        int n = Math.min(frame.payload().length, SHOWN - message.size());
        message.write(frame.payload(), 0, n);
        cut |= Long.compareUnsigned(n, frame.length()) < 0;
        if (!frame.fin()) {
            return null;
        }
        WireFrame.Message whole = null;
        if (compressed) {
            whole = decompressed();
        } else if (frames > 1) {
            whole = new WireFrame.Message(opcode, frames, false, message.toByteArray(), cut);
        }
        frames = 0;
        message = null;
        return whole;
    }

    private WireFrame.Message decompressed() {
        if (!cut) {
            message.writeBytes(TAIL);
        }
        byte[] out = new byte[SHOWN + 1];
        int size = 0;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(message.toByteArray());
            for (int n = 1; n > 0 && size < out.length; size += n) {
                n = inflater.inflate(out, size, out.length - size);
            }
        } catch (DataFormatException e) {
            return new WireFrame.Message(opcode, frames, true, null, false);
        } finally {
            inflater.end();
        }
        return new WireFrame.Message(opcode, frames, true, Arrays.copyOf(out, Math.min(size, SHOWN)),
                cut || size > SHOWN);
    }
}
