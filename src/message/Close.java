package message;

import static java.nio.charset.StandardCharsets.UTF_8;

import frame.CloseCode;
import frame.FrameHeader;
import frame.ProtocolException;
import java.nio.ByteBuffer;

/**
 * The body of a Close frame (§5.5.1): nothing, or a close code and a reason.
 *
 * @param code   {@link #NO_CODE} if the body is empty
 * @param reason empty if there is none
 */
public record Close(int code, String reason) {
    /** §7.1.5: an empty body counts as this code. It is never sent. */
    public static final int NO_CODE = 1005;

    /** Reads the body of a Close frame that the peer sent. */
    public static Close parse(ByteBuffer body) throws ProtocolException {
        if (!body.hasRemaining()) {
            return new Close(NO_CODE, "");
        }
        if (body.remaining() == 1) {
            // §5.5.1 "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "§5.5.1", "a Close with half a close code");
        }
        int code = body.getShort() & 0xFFFF;
        if (!CloseCode.isAllowedInClose(code)) {
            throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "§7.4",
                    "close code " + code + " is not allowed in a Close");
        }
        Utf8 utf8 = new Utf8();
        utf8.check(body);
        utf8.end();
        return new Close(code, UTF_8.decode(body).toString());
    }

    /** The body to send: a reason that is too long is cut at the end of a character. */
    public byte[] encode() {
        if (code == NO_CODE) {
            return new byte[0];
        }
        byte[] bytes = reason.getBytes(UTF_8);
        int length = Math.min(bytes.length, FrameHeader.MAX_CONTROL_PAYLOAD - 2);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return ByteBuffer.allocate(2 + length).putShort((short) code).put(bytes, 0, length).array();
    }
}
