package support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** {@link Frame}s as a client sends them: masked. */
public final class ClientFrames {
    /** The key of the examples in RFC 6455 §5.7. */
    public static final int KEY = 0x37fa213d;

    private ClientFrames() {}

    public static byte[] text(String text) {
        return frame(Frame.TEXT, text.getBytes(UTF_8));
    }

    public static byte[] ping(String payload) {
        return frame(Frame.PING, payload.getBytes(UTF_8));
    }

    public static byte[] pong(String payload) {
        return frame(Frame.PONG, payload.getBytes(UTF_8));
    }

    /** With a close code and a reason. */
    public static byte[] close(int code, String reason) {
        byte[] bytes = reason.getBytes(UTF_8);
        return frame(Frame.CLOSE, ByteBuffer.allocate(2 + bytes.length).putShort((short) code).put(bytes).array());
    }

    /** With a close code and no reason. */
    public static byte[] close(int code) {
        return close(code, "");
    }

    public static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(UTF_8));
    }

    /** @param first FIN, RSV and opcode */
    public static byte[] frame(int first, byte[] payload) {
        return frame(first, KEY, payload);
    }

    public static byte[] frame(int first, int key, byte[] payload) {
        return new Frame(first, payload).masked(key);
    }

    /** A header with this length, whatever payload follows. */
    public static byte[] header(int first, int key, long length) {
        return Bytes.concat(Frame.header(first, 0x80, length), ByteBuffer.allocate(4).putInt(key).array());
    }
}
