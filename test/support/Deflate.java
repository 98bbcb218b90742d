package support;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The payloads of compressed messages (RFC 7692 §7.2), each with a window of its own. */
public final class Deflate {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private Deflate() {}

    public static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length + message.length / 1000 + 100];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, size - TAIL.length);
    }

    /** What isn't DEFLATE data is an {@link AssertionError}. */
    public static byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater(true);
        inflater.setInput(Bytes.concat(payload, TAIL));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) {
                message.write(buffer, 0, n);
            }
        } catch (DataFormatException e) {
            throw new AssertionError(Bytes.hex(payload), e);
        } finally {
            inflater.end();
        }
        return message.toByteArray();
    }
}
