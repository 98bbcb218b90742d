package conformance.wire;

import java.util.Arrays;

/** A frame as the server sent it, after {@link FrameReader} found nothing wrong with it. */
public record ServerFrame(boolean fin, int rsv, int opcode, byte[] payload) {
    /** Of a Close: its code, or {@link CloseCode#NONE} if it has no body. */
    public int closeCode() {
        return payload.length == 0 ? CloseCode.NONE : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    public String closeReason() {
        return payload.length <= 2 ? "" : Bytes.text(Arrays.copyOfRange(payload, 2, payload.length));
    }

    @Override
    public String toString() {
        return Frame.describe(opcode, fin, rsv, payload) + ", " + payload.length + (payload.length == 1 ? " byte"
                : " bytes");
    }
}
