package bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import support.Frame;

/**
 * The texts that senders send, as masked frames (RFC 6455 §5.2): all of one length, each begins with its {@link
 * Marker}.
 */
final class TextFrame {
    private static final int SHORT = 128;

    private final Marker marker;
    private final ByteBuffer text;
    private final SplittableRandom random = new SplittableRandom();

    /** @param json whether what follows the marker is like JSON, which can be compressed to about a third */
    TextFrame(int bytes, boolean json, Marker marker) {
        this.marker = marker;
        text = ByteBuffer.allocateDirect(bytes);
        String filler = json ? json(bytes) : "the quick brown fox jumps over the lazy dog. ".repeat(bytes / 45 + 1);
        text.put(filler.getBytes(US_ASCII), 0, bytes).clear();
    }

    private static String json(int length) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder json = new StringBuilder("{\"trades\":[");
        while (json.length() < length) {
            json.append("{\"id\":").append(random.nextInt(1_000_000))
                    .append(",\"user\":\"u").append(random.nextInt(1000))
                    .append("\",\"price\":").append(random.nextInt(100_000) / 100.0).append("},");
        }
        return json.toString();
    }

    /** Bytes of one frame of the client's: header, key, payload. */
    static int size(int payload) {
        return headerSize(payload) + 4 + payload;
    }

    /** Bytes of a header without a masking key. */
    static int headerSize(int payload) {
        return payload < 126 ? 2 : payload < 65_536 ? 4 : 10;
    }

    int size() {
        return size(text.capacity());
    }

    void encode(ByteBuffer out, int sender, int sequence) {
        marker.write(text, sender, sequence);
        Frame.putHeader(out, Frame.TEXT, Frame.MASKED, text.capacity());
        // §5.3 "The masking key needs to be unpredictable"; here it is at least never the same
        int key = random.nextInt();
        out.putInt(key);
        copyMasked(text, 0, text.capacity(), key, out);
    }

    /**
     * Masks, or unmasks, on the way from one buffer to another: eight bytes at a time, as the load and the floor are to
     * cost little.
     */
    static void copyMasked(ByteBuffer from, int start, int end, int key, ByteBuffer to) {
        long twice = (long) key << 32 | key & 0xFFFF_FFFFL;
        int i = start;
        for (; i + 8 <= end; i += 8) {
            to.putLong(from.getLong(i) ^ twice);
        }
        for (; i < end; i++) {
            to.put((byte) (from.get(i) ^ key >>> 24));
            key = Integer.rotateLeft(key, 8);
        }
    }

    /**
     * Whether what follows a marker is unchanged: a short text is looked at as a whole, of a long one the beginning.
     */
    boolean isUnchanged(ByteBuffer in, int at) {
        return isUnchanged(in, at, Math.min(SHORT, text.capacity()));
    }

    /** Whether all that follows a marker is unchanged. */
    boolean isWhollyUnchanged(ByteBuffer in, int at) {
        return isUnchanged(in, at, text.capacity());
    }

    private boolean isUnchanged(ByteBuffer in, int at, int end) {
        int i = Marker.LENGTH;
        for (; i + 8 <= end; i += 8) {
            if (in.getLong(at + i) != text.getLong(i)) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (in.get(at + i) != text.get(i)) {
                return false;
            }
        }
        return true;
    }

    int bytes() {
        return text.capacity();
    }
}
