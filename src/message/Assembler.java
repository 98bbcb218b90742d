package message;

import frame.CloseCode;
import frame.FrameHeader;
import frame.Opcode;
import frame.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts messages together from data frames (RFC 6455 §5.4). {@link #begin} takes a frame's header, {@link #add} its payload.
 *
 * <p>A message that lies in the input as a whole is handed out from there, without a copy. Any other is gathered in an array
 * that grows with what arrives, up to the limit, and is let go with the message. Fragments may be many and empty: they
 * cost nothing but their bytes, so their number needs no limit.
 */
public final class Assembler {
    private final int maxMessage;
    private final boolean takesBinary;
    private final Utf8 utf8 = new Utf8();

    private Opcode type;
    private boolean lastFrame;
    private long due;
    private byte[] gathered;
    private int size;

    /**
     * @param maxMessage  bytes of payload in all fragments together
     * @param takesBinary whether binary messages are welcome; if not, they fail the connection at their first frame
     */
    public Assembler(int maxMessage, boolean takesBinary) {
        this.maxMessage = maxMessage;
        this.takesBinary = takesBinary;
    }

    /** TEXT or BINARY while a message is under way or has just been handed out: all fragments take the type of the first. */
    public Opcode type() {
        return type;
    }

    /** A data frame begins. */
    public void begin(FrameHeader header) throws ProtocolException {
        boolean withinMessage = type != null && !lastFrame;
        if (header.opcode() == Opcode.CONTINUATION) {
            if (!withinMessage) {
                throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.4", "a continuation frame with nothing to continue");
            }
        } else {
            if (withinMessage) {
                // §5.4 "The fragments of one message MUST NOT be interleaved between the fragments of another message"
                throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.4", "a new message before the end of the last one");
            }
            type = header.opcode();
            if (type == Opcode.BINARY && !takesBinary) {
                throw new ProtocolException(CloseCode.UNACCEPTABLE_DATA, "7.4.1", "binary messages are not taken here");
            }
        }
        if (header.length() > maxMessage - size) { // §10.4: known from the header, before a byte of it is kept
            throw new ProtocolException(CloseCode.TOO_BIG, "7.4.1", "a message of more than " + maxMessage + " bytes");
        }
        lastFrame = header.fin();
        due = header.length();
    }

    /**
     * The next piece of the frame's payload; empty if that is all there is.
     *
     * @return the message if this completes it, valid until {@code piece} changes; else null
     */
    public ByteBuffer add(ByteBuffer piece) throws ProtocolException {
        if (type == Opcode.TEXT) {
            utf8.check(piece);
        }
        due -= piece.remaining();
        boolean complete = lastFrame && due == 0;
        if (complete && type == Opcode.TEXT) {
            utf8.end();
        }
        if (complete && gathered == null) {
            return piece;
        }
        gather(piece);
        return complete ? handOut() : null;
    }

    private void gather(ByteBuffer piece) {
        int length = piece.remaining();
        if (length == 0) {
            return;
        }
        if (gathered == null || gathered.length - size < length) {
            int doubled = (int) Math.min(maxMessage, 2L * size);
            int capacity = Math.max(size + length, doubled);
            gathered = gathered == null ? new byte[capacity] : Arrays.copyOf(gathered, capacity);
        }
        piece.get(gathered, size, length);
        size += length;
    }

    private ByteBuffer handOut() {
        ByteBuffer message = ByteBuffer.wrap(gathered, 0, size);
        gathered = null;
        size = 0;
        return message;
    }
}
