package frame;

import java.nio.ByteBuffer;

/**
 * Reads frames from bytes that may be cut anywhere (§5.2). A frame is read in these steps, and each rule is checked at
 * the first byte that can break it:
 *
 * <ol>
 * <li>FIN, RSV, opcode
 * <li>MASK, and a length of up to 125
 * <li>a longer length, in 2 or 8 bytes
 * <li>the masking key, 4 bytes, in frames of a client
 * <li>the payload
 * </ol>
 *
 * {@link #header} does 1 to 4, then {@link #payload} does 5, piece by piece as the bytes come. No payload is kept.
 * After a {@link ProtocolException} no method of this object may be called again.
 */
public final class FrameReader {
    private enum Step { FIRST_BYTE, SECOND_BYTE, LENGTH, KEY, PAYLOAD }

    private final Role role;
    private final boolean rsv1Agreed;

    private Step step = Step.FIRST_BYTE;
    private boolean fin;
    private boolean rsv1;
    private Opcode opcode;
    private long length;
    private int lengthBytes;
    private int key;
    private int bytesOfStep;

    /**
     * @param role       of this side: a server reads masked frames only, a client unmasked ones only
     * @param rsv1Agreed whether an extension was agreed on that gives RSV1 its meaning of RFC 7692 §6: "this bit
     *                   indicates whether a message is compressed or not"
     */
    public FrameReader(Role role, boolean rsv1Agreed) {
        this.role = role;
        this.rsv1Agreed = rsv1Agreed;
    }

    /** Whether a frame has begun and its header or its payload isn't complete. */
    public boolean isWithinFrame() {
        return step != Step.FIRST_BYTE;
    }

    /** The next header, or null while it isn't complete. */
    public FrameHeader header(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            int b = in.get() & 0xFF;
            switch (step) {
                case FIRST_BYTE -> firstByte(b);
                case SECOND_BYTE -> secondByte(b);
                case LENGTH -> lengthByte(b);
                case KEY -> keyByte(b);
                case PAYLOAD -> throw new IllegalStateException("the payload has not been read");
            }
            if (step == Step.PAYLOAD) {
                return new FrameHeader(fin, rsv1, opcode, length, key);
            }
        }
        return null;
    }

    private void firstByte(int b) throws ProtocolException {
        fin = (b & FrameHeader.FIN) != 0;
        rsv1 = (b & FrameHeader.RSV1) != 0;
        opcode = Opcode.of(b & FrameHeader.OPCODE);
        if ((b & FrameHeader.RSV & ~(rsv1Agreed ? FrameHeader.RSV1 : 0)) != 0) {
            // §5.2 "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values"
            throw fault("§5.2", "a reserved bit is set");
        }
        if (opcode == null) {
            // §5.2 "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_"
            throw fault("§5.2", "reserved opcode " + (b & FrameHeader.OPCODE));
        }
        if (opcode.isControl() && !fin) {
            // §5.5 "All control frames ... MUST NOT be fragmented"
            throw fault("§5.5", "a fragmented control frame");
        }
        if (rsv1 && opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
            // RFC 7692 §6.1 "MUST NOT set the "Per-Message Compressed" bit of control frames and non-first fragments"
            throw fault("RFC 7692 §6.1", "RSV1 on a frame that begins no message");
        }
        step = Step.SECOND_BYTE;
    }

    private void secondByte(int b) throws ProtocolException {
        boolean masked = (b & FrameHeader.MASK) != 0;
        if (masked != role.readsMasked()) {
            // §5.1 "The server MUST close the connection upon receiving a frame that is not masked."
            // §5.1 "A client MUST close a connection if it detects a masked frame."
            throw fault("§5.1", masked ? "a masked frame" : "a frame that is not masked");
        }
        int shortLength = b & FrameHeader.LENGTH;
        if (opcode.isControl() && shortLength > FrameHeader.MAX_CONTROL_PAYLOAD) {
            // §5.5 "All control frames MUST have a payload length of 125 bytes or less"
            throw fault("§5.5", "a control frame of more than 125 bytes");
        }
        bytesOfStep = 0;
        if (shortLength < FrameHeader.LENGTH_16) {
            length = shortLength;
            step = afterLength();
        } else {
            length = 0;
            lengthBytes = shortLength == FrameHeader.LENGTH_16 ? 2 : 8;
            step = Step.LENGTH;
        }
    }

    private void lengthByte(int b) throws ProtocolException {
        if (lengthBytes == 8 && bytesOfStep == 0 && b >= 0x80) {
            // §5.2 "the most significant bit MUST be 0"
            throw fault("§5.2", "the top bit of a 64-bit length is set");
        }
        length = length << 8 | b;
        if (++bytesOfStep < lengthBytes) {
            return;
        }
        // §5.2 "the minimal number of bytes MUST be used to encode the length"
        if (length <= (lengthBytes == 2 ? 125 : 0xFFFF)) {
            throw fault("§5.2", "a length in more bytes than it needs");
        }
        bytesOfStep = 0;
        step = afterLength();
    }

    private Step afterLength() {
        return role.readsMasked() ? Step.KEY : Step.PAYLOAD;
    }

    private void keyByte(int b) {
        key = key << 8 | b; // four shifts push out the key of the frame before
        if (++bytesOfStep == 4) {
            step = Step.PAYLOAD;
        }
    }

    /** How many bytes {@link #payload} will take of these. */
    public int payloadIn(ByteBuffer in) {
        return (int) Math.min(length, in.remaining());
    }

    /**
     * Unmasks, in place, the bytes of the payload that have come, and moves the position of {@code in} past them.
     *
     * @return how many bytes; 0 if none have come
     */
    public int payload(ByteBuffer in) {
        if (step != Step.PAYLOAD) {
            throw new IllegalStateException("the header has not been read");
        }
        int size = payloadIn(in);
        int from = in.position();
        if (role.readsMasked()) {
            key = Mask.apply(in, from, from + size, key);
        }
        in.position(from + size);
        length -= size;
        if (length == 0) {
            step = Step.FIRST_BYTE;
        }
        return size;
    }

    private static ProtocolException fault(String section, String sentence) {
        return new ProtocolException(CloseCode.PROTOCOL_ERROR, section, sentence);
    }
}
