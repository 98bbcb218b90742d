package conformance.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses what we send as permessage-deflate wants it (RFC 7692 §7.2.1), within what was agreed. The JDK's Deflater
 * knows no window but the largest; a smaller one comes of compressing piece by piece, each with only the piece before
 * it as its dictionary.
 */
public final class Deflation {
    private static final int MOST_BITS = 15;

    private final boolean takeover;
    private final int reach;
    private final int piece;
    private byte[] window = {};

    public Deflation(Extension agreed) {
        int windowBits = agreed.windowBits("client_max_window_bits");
        takeover = !agreed.has("client_no_context_takeover");
        reach = 1 << (windowBits == MOST_BITS ? MOST_BITS : windowBits - 1);
        piece = windowBits == MOST_BITS ? Integer.MAX_VALUE : reach;
    }

    /** The payload of a message with RSV1. */
    public byte[] message(byte[] content) {
        if (content.length == 0) {
            return new byte[] {0}; // RFC 7692 §7.2.3.6
        }
        byte[] all = takeover ? Bytes.concat(window, content) : content;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long from = all.length - content.length; from < all.length; from += piece) {
            compress(all, (int) from, (int) Math.min(all.length, from + piece), out);
        }
        window = Arrays.copyOfRange(all, Math.max(0, all.length - reach), all.length);
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    private void compress(byte[] all, int from, int to, ByteArrayOutputStream out) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            int begin = Math.max(0, from - reach);
            if (from > begin) {
                deflater.setDictionary(all, begin, from - begin);
            }
            deflater.setInput(all, from, to - from);
            byte[] part = new byte[8 << 10];
            int n;
            do {
                n = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
                out.write(part, 0, n);
            } while (n == part.length);
        } finally {
            deflater.end();
        }
    }
}
