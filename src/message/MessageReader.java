package message;

import frame.CloseCode;
import frame.FrameHeader;
import frame.Opcode;
import frame.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads messages from data frames (§5.4). {@link #begin} takes a frame's header, {@link #add} its payload.
 *
 * <p>Memory: a message whose payload comes in one piece, in one frame, is returned as that piece, without a copy. Any
 * other is gathered in an array. It grows with the bytes that arrive, to at most twice their number and never beyond
 * the limit, and the reader drops it when it returns the message. Between messages nothing is kept. An empty fragment
 * takes no memory, so the number of fragments needs no limit.
 *
 * <p>A compressed message (RFC 7692 §6.2) is kept compressed until it is complete, and then decompressed in one step.
 * So a connection needs no decompressor of its own.
 */
public final class MessageReader {
    private final int maxMessage;
    private final boolean takesBinary;
    private final Inflation inflation;
    private final Utf8 utf8 = new Utf8();

    private Opcode type;
    private boolean compressed;
    private boolean lastFrame;
    private long due;
    private byte[] gathered;
    private int size;

    /**
     * @param maxMessage  bytes of payload in all fragments of a message together
     * @param takesBinary whether binary messages are accepted; if not, their first frame fails the connection
     * @param inflation   if compression was agreed on; else null
     */
    public MessageReader(int maxMessage, boolean takesBinary, Inflation inflation) {
        this.maxMessage = maxMessage;
        this.takesBinary = takesBinary;
        this.inflation = inflation;
    }

    /** TEXT or BINARY: of the unfinished message, or of the one just returned. §5.4: the first fragment says which. */
    public Opcode type() {
        return type;
    }

    /** A data frame begins. */
    public void begin(FrameHeader header) throws ProtocolException {
        boolean withinMessage = type != null && !lastFrame;
        if (header.opcode() == Opcode.CONTINUATION) {
            if (!withinMessage) {
                throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "§5.4",
                        "a continuation frame with nothing to continue");
            }
        } else {
            if (withinMessage) {
                // §5.4 "The fragments of one message MUST NOT be interleaved between the fragments of another message"
                throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "§5.4",
                        "a new message before the end of the last one");
            }
            type = header.opcode();
            compressed = header.rsv1(); // RFC 7692 §6: the first fragment says whether the message is compressed
            if (type == Opcode.BINARY && !takesBinary) {
                throw new ProtocolException(CloseCode.UNACCEPTABLE_DATA, "§7.4.1",
                        "binary messages are not accepted here");
            }
        }
        if (header.length() > maxPayload() - size) {
            // §10.4 "SHOULD impose a limit": checked before the payload comes
            throw new ProtocolException(CloseCode.TOO_BIG, "§7.4.1", "a message of more than " + maxMessage + " bytes");
        }
        lastFrame = header.fin();
        due = header.length();
    }

    /** How many bytes of memory {@link #add} will need for a piece of this length, beside what it keeps already. */
    public int needs(int length) {
        boolean wholeMessage = gathered == null && lastFrame && length == due;
        return wholeMessage || length <= kept() - size ? 0 : capacityFor(length, due - length);
    }

    /** Bytes of memory that the unfinished message takes. */
    public int kept() {
        return gathered == null ? 0 : gathered.length;
    }

    /** Gives up the unfinished message. No method may be called after this, except {@link #kept}. */
    public void abandon() {
        gathered = null;
    }

    /** Bytes of all frames together. Data that can't be compressed is a little longer in DEFLATE blocks than before. */
    private int maxPayload() {
        return compressed ? (int) Math.min(Integer.MAX_VALUE - 8, maxMessage + 64L + (maxMessage >> 6)) : maxMessage;
    }

    /**
     * Takes the next piece of the frame's payload; an empty one if nothing more has come, or if the payload is empty.
     *
     * @return the message if this piece completes it, valid until {@code piece} changes; else null
     */
    public ByteBuffer add(ByteBuffer piece) throws ProtocolException {
        due -= piece.remaining();
        boolean complete = lastFrame && due == 0;
        if (!compressed) {
            checkText(piece, complete);
        }
        ByteBuffer message = piece;
        if (!complete || gathered != null) {
            gather(piece);
            message = complete ? takeGathered() : null;
        }
        if (complete && compressed) {
            message = inflation.inflate(message, maxMessage);
            checkText(message, true);
        }
        return message;
    }

    /** §8.1: an uncompressed text is checked as it comes, so it fails at its first byte that isn't UTF-8. */
    private void checkText(ByteBuffer piece, boolean complete) throws ProtocolException {
        if (type != Opcode.TEXT) {
            return;
        }
        utf8.check(piece);
        if (complete) {
            utf8.end();
        }
    }

    private void gather(ByteBuffer piece) {
        int length = piece.remaining();
        if (length > kept() - size) {
            int capacity = capacityFor(length, due);
            gathered = gathered == null ? new byte[capacity] : Arrays.copyOf(gathered, capacity);
        }
        if (length > 0) {
            piece.get(gathered, size, length);
            size += length;
        }
    }

    /** @param rest bytes of this frame that come behind these */
    private int capacityFor(int length, long rest) {
        long most = lastFrame ? size + length + rest : maxPayload();
        return Math.max(size + length, (int) Math.min(most, 2L * size));
    }

    private ByteBuffer takeGathered() {
        ByteBuffer message = ByteBuffer.wrap(gathered, 0, size);
        gathered = null;
        size = 0;
        return message;
    }
}
