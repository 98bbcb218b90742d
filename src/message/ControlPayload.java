package message;

import frame.FrameHeader;
import java.nio.ByteBuffer;

/**
 * The payload of a control frame, which is needed whole (§5.5). A payload that comes in one piece is returned as that
 * piece, without a copy; only one that is cut is gathered.
 */
public final class ControlPayload {
    private byte[] gathered;
    private int size;

    /**
     * Takes the next piece of a control frame's payload.
     *
     * @param last whether it completes the payload
     * @return the whole payload if it is complete, valid until {@code piece} changes; else null
     */
    public ByteBuffer add(ByteBuffer piece, boolean last) {
        if (last && gathered == null) {
            return piece;
        }
        if (gathered == null) {
            gathered = new byte[FrameHeader.MAX_CONTROL_PAYLOAD];
        }
        int length = piece.remaining();
        piece.get(gathered, size, length);
        size += length;
        if (!last) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.wrap(gathered, 0, size);
        gathered = null;
        size = 0;
        return whole;
    }
}
