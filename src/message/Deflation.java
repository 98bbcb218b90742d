package message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses messages (RFC 7692 §7.2.1). A message never refers to an earlier one, because
 * {@code server_no_context_takeover} is always agreed. So one object serves all connections of a loop. For one thread.
 */
public final class Deflation {
    /** Bytes. Compression saves next to nothing in shorter messages. */
    public static final int LEAST = 128;
    /** RFC 7692 §7.2.1 "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end". */
    private static final int TAIL = 4;
    private static final int SMALLEST = 4 << 10;
    /** A larger buffer is not kept for the next message. */
    private static final int MAX_KEPT = 256 << 10;

    private final Volume volume;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private byte[] out = new byte[0];
    private int size;

    public Deflation() {
        this(Volume.UNCOUNTED);
    }

    /** @param volume counts the messages that became shorter */
    public Deflation(Volume volume) {
        this.volume = volume;
    }

    /**
     * @param parts of the message's payload, whose positions stay as they are
     * @return the payload to send instead, valid until the next call; null if the message doesn't become shorter
     */
    public ByteBuffer deflate(ByteBuffer... parts) {
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length < LEAST) {
            return null;
        }
        int max = length + TAIL - 1;
        if (out.length > MAX_KEPT) {
            out = new byte[0];
        }
        size = 0;
        deflater.reset();
        for (int i = 0; i < parts.length; i++) {
            deflater.setInput(parts[i].duplicate());
            if (!write(i < parts.length - 1 ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH, max)) {
                return null;
            }
        }
        volume.add(length, size - TAIL);
        return ByteBuffer.wrap(out, 0, size - TAIL);
    }

    /** Returns false when the output gets longer than {@code max} bytes. */
    private boolean write(int flush, int max) {
        while (true) {
            if (size == out.length) {
                out = Arrays.copyOf(out, Math.max(SMALLEST, 2 * size));
            }
            int n = deflater.deflate(out, size, out.length - size, flush);
            size += n;
            if (size > max) {
                return false;
            }
            if (size < out.length) {
                return true;
            }
        }
    }
}
