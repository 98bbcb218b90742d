package frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import support.Bytes;

/** Frames as a client sends them: masked. Written from RFC 6455 §5.2 and §5.3 alone, with nothing of {@code src} in it. */
public final class ClientFrames {
    /** The key of the examples in RFC 6455 §5.7. */
    public static final int KEY = 0x37fa213d;

    private ClientFrames() {}

    public static byte[] text(String text) {
        return frame(0x81, text.getBytes(UTF_8));
    }

    public static byte[] ping(String payload) {
        return frame(0x89, payload.getBytes(UTF_8));
    }

    public static byte[] pong(String payload) {
        return frame(0x8A, payload.getBytes(UTF_8));
    }

    /** With a close code and a reason. */
    public static byte[] close(int code, String reason) {
        byte[] bytes = reason.getBytes(UTF_8);
        return frame(0x88, ByteBuffer.allocate(2 + bytes.length).putShort((short) code).put(bytes).array());
    }

    /** @param first FIN, RSV and opcode */
    public static byte[] frame(int first, byte[] payload) {
        return frame(first, KEY, payload);
    }

    public static byte[] frame(int first, int key, byte[] payload) {
        return Bytes.concat(header(first, key, payload.length), masked(payload, key));
    }

    /** With the length in its shortest form. */
    public static byte[] header(int first, int key, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length < 65536) {
            header.put((byte) 0xFE).putShort((short) length);
        } else {
            header.put((byte) 0xFF).putLong(length);
        }
        header.putInt(key).flip();
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    /** §5.3: octet i of the payload XOR octet i mod 4 of the key. */
    static byte[] masked(byte[] payload, int key) {
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            int octet = i % 4;
            masked[i] = (byte) (payload[i] ^ key >> 8 * (3 - octet));
        }
        return masked;
    }
}
