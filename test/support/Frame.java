package support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * One frame as RFC 6455 §5.2 draws it, written and read with nothing of {@code src}, so that a mistake there can't hide
 * itself here.
 *
 * @param first the first byte: FIN, RSV and opcode
 */
public record Frame(int first, byte[] payload) {
    public static final int TEXT = 0x81;
    public static final int BINARY = 0x82;
    public static final int COMPRESSED_TEXT = 0xC1;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;
    /** The first frame of a fragmented message, a continuation, and the last. */
    public static final int FIRST_OF_TEXT = 0x01;
    public static final int FIRST_OF_BINARY = 0x02;
    public static final int MIDDLE = 0x00;
    public static final int LAST = 0x80;

    /** Of the second byte. */
    public static final int MASKED = 0x80;

    /** As a server sends it. */
    public byte[] unmasked() {
        return Bytes.concat(header(first, 0, payload.length), payload);
    }

    /** As a client sends it. */
    public byte[] masked(int key) {
        byte[] maskingKey = ByteBuffer.allocate(4).putInt(key).array();
        return Bytes.concat(header(first, MASKED, payload.length), maskingKey, mask(payload, key));
    }

    /**
     * With the length in its shortest form, and without a masking key.
     *
     * @param mask 0x80 if a masking key follows, else 0
     */
    public static byte[] header(int first, int mask, long length) {
        ByteBuffer header = ByteBuffer.allocate(10);
        putHeader(header, first, mask, length);
        return Arrays.copyOf(header.array(), header.position());
    }

    /** The same, into a buffer. */
    public static void putHeader(ByteBuffer out, int first, int mask, long length) {
        out.put((byte) first);
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length < 65_536) {
            out.put((byte) (mask | 126)).putShort((short) length);
        } else {
            out.put((byte) (mask | 127)).putLong(length);
        }
    }

    /** Masks, or unmasks. §5.3: octet i of the payload XOR octet i mod 4 of the key. */
    public static byte[] mask(byte[] payload, int key) {
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            int octet = i % 4;
            masked[i] = (byte) (payload[i] ^ key >> 8 * (3 - octet));
        }
        return masked;
    }

    /**
     * Reads the next frame as a strict peer does: a rule of §5.1, §5.2, §5.5 or §7.4 that it breaks is an
     * AssertionError.
     *
     * @param masked whether a client sent it
     * @throws EOFException if the bytes end before the frame does
     */
    public static Frame read(InputStream in, boolean masked) throws IOException {
        return read(in, masked, false);
    }

    /** @param rsv1 whether it may be set, on the first frame of a message (RFC 7692 §6.1) */
    public static Frame read(InputStream in, boolean masked, boolean rsv1) throws IOException {
        int first = Bytes.read(in, 1)[0] & 0xFF;
        int opcode = first & 0x0F;
        int allowed = rsv1 && (opcode == 1 || opcode == 2) ? 0x40 : 0;
        check((first & 0x70 & ~allowed) == 0, "§5.2 an RSV bit is set", first);
        check(opcode <= 2 || (opcode >= 8 && opcode <= 10), "§5.2 the opcode is reserved", first);
        int second = Bytes.read(in, 1)[0] & 0xFF;
        check(second >= MASKED == masked, "§5.1 the frame is " + (masked ? "not masked" : "masked"), second);
        long length = second & 0x7F;
        check(opcode < 8 || (first >= 0x80 && length < 126), "§5.5 a control frame is fragmented or too long", first);
        if (length == 126) {
            length = ByteBuffer.wrap(Bytes.read(in, 2)).getShort() & 0xFFFF;
            check(length > 125, "§5.2 the length is in more bytes than it needs", length);
        } else if (length == 127) {
            length = ByteBuffer.wrap(Bytes.read(in, 8)).getLong();
            check(length > 65_535, "§5.2 the length is in more bytes than it needs", length);
        }
        int key = masked ? ByteBuffer.wrap(Bytes.read(in, 4)).getInt() : 0;
        Frame frame = new Frame(first, mask(Bytes.read(in, Math.toIntExact(length)), key));
        if (opcode == 8) {
            frame.checkClose();
        }
        return frame;
    }

    private void checkClose() {
        if (payload.length > 0) {
            check(payload.length > 1, "§5.5.1 a Close has half a close code", payload[0]);
            int code = code();
            check(code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006
                    && (code < 1015 || code >= 3000),
                    "§7.4 the close code is not one to send", code);
            reason();
        }
    }

    private static void check(boolean holds, String sentence, long found) {
        if (!holds) {
            throw new AssertionError(sentence + ": 0x" + Long.toHexString(found));
        }
    }

    public boolean isFinal() {
        return first >= 0x80;
    }

    public int opcode() {
        return first & 0x0F;
    }

    /** The payload of a text frame that is whole. */
    public String text() {
        return text(payload);
    }

    /** The close code of a Close that has one. */
    public int code() {
        return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    /** The reason of a Close that has a code. */
    public String reason() {
        return text(Arrays.copyOfRange(payload, 2, payload.length));
    }

    /** UTF-8, or an AssertionError. */
    public static String text(byte[] payload) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("§5.6 text that is not UTF-8: " + Bytes.hex(payload), e);
        }
    }

    @Override
    public String toString() {
        String shown = (first & 0xF) == 8 && payload.length > 1 ? code() + " " + reason()
                : new String(payload, 0, Math.min(80, payload.length), ISO_8859_1);
        return "0x" + Integer.toHexString(first) + " with " + payload.length + " bytes " + shown;
    }
}
