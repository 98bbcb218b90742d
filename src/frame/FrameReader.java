package frame;

import java.nio.ByteBuffer;

/**
 * Reads frames that a client sent from bytes that may be cut anywhere (RFC 6455 §5.2). A frame is read in these steps,
 * and each rule is checked at the first byte that can break it:
 *
 * <ol>
 * <li>FIN, RSV, opcode
 * <li>MASK, and a length of up to 125
 * <li>a longer length, in 2 or 8 bytes
 * <li>the masking key, 4 bytes
 * <li>the payload
 * </ol>
 *
 * {@link #header} does 1 to 4, then {@link #payload} does 5, piece by piece as the bytes come. Nothing is kept but the
 * numbers of the header. After a {@link ProtocolException} no method of this object may be called again.
 */
public final class FrameReader {
    private enum Step { FIRST_BYTE, SECOND_BYTE, LENGTH, KEY, PAYLOAD }

    private Step step = Step.FIRST_BYTE;
    private boolean fin;
    private Opcode opcode;
    private long length;
    private int lengthBytes;
    private int key;
    private int bytesOfStep;

    /** Whether a frame has begun whose header isn't complete, or whose payload isn't. */
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
                return new FrameHeader(fin, opcode, length, key);
            }
        }
        return null;
    }

    private void firstByte(int b) throws ProtocolException {
        fin = (b & FrameHeader.FIN) != 0;
        opcode = Opcode.of(b & FrameHeader.OPCODE);
        if ((b & FrameHeader.RSV) != 0) {
            // §5.2 "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values"
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.2", "a reserved bit is set");
        }
        if (opcode == null) {
            // §5.2 "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_"
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.2", "reserved opcode " + (b & FrameHeader.OPCODE));
        }
        if (opcode.isControl() && !fin) {
            // §5.5 "All control frames ... MUST NOT be fragmented"
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.5", "a fragmented control frame");
        }
        step = Step.SECOND_BYTE;
    }

    private void secondByte(int b) throws ProtocolException {
        if ((b & FrameHeader.MASK) == 0) {
            // §5.1 "The server MUST close the connection upon receiving a frame that is not masked"
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.1", "a frame that is not masked");
        }
        int shortLength = b & FrameHeader.LENGTH;
        if (opcode.isControl() && shortLength > FrameHeader.MAX_CONTROL_PAYLOAD) {
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.5", "a control frame of more than 125 bytes");
        }
        bytesOfStep = 0;
        if (shortLength < FrameHeader.LENGTH_16) {
            length = shortLength;
            step = Step.KEY;
        } else {
            length = 0;
            lengthBytes = shortLength == FrameHeader.LENGTH_16 ? 2 : 8;
            step = Step.LENGTH;
        }
    }

    private void lengthByte(int b) throws ProtocolException {
        if (lengthBytes == 8 && bytesOfStep == 0 && b >= 0x80) {
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.2", "the top bit of a 64-bit length is set");
        }
        length = length << 8 | b;
        if (++bytesOfStep < lengthBytes) {
            return;
        }
        // §5.2 "the minimal number of bytes MUST be used to encode the length"
        if (length <= (lengthBytes == 2 ? 125 : 0xFFFF)) {
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "5.2", "a length in more bytes than it needs");
        }
        bytesOfStep = 0;
        step = Step.KEY;
    }

    private void keyByte(int b) {
        key = key << 8 | b;
        if (++bytesOfStep == 4) {
            step = Step.PAYLOAD;
        }
    }

    /**
     * Takes what is there of the payload, unmasks it where it stands, and returns it: a part of {@code in}, valid as long as
     * {@code in} is. Empty if nothing is there.
     */
    public ByteBuffer payload(ByteBuffer in) {
        if (step != Step.PAYLOAD) {
            throw new IllegalStateException("the header has not been read");
        }
        int size = (int) Math.min(length, in.remaining());
        int from = in.position();
        key = Mask.apply(in, from, from + size, key);
        in.position(from + size);
        length -= size;
        if (length == 0) {
            step = Step.FIRST_BYTE;
        }
        return in.slice(from, size);
    }
}
