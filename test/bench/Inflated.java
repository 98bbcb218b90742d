package bench;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import support.Deflate;

/**
 * The texts behind compressed payloads (RFC 7692 §7.2.2). A room may send the same payload to a thousand members: it is
 * decompressed once and then compared, so that receiving costs less than sending.
 */
final class Inflated {
    private static final int MOST = 1024;

    private record Entry(ByteBuffer payload, ByteBuffer text) {}

    private final Map<Integer, Entry> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Entry> eldest) {
            return size() > MOST;
        }
    };

    /** The text of the payload between two indexes. It is shared: nobody may change it. */
    ByteBuffer text(ByteBuffer in, int from, int to) {
        ByteBuffer payload = in.slice(from, to - from);
        int hash = payload.hashCode();
        Entry entry = known.get(hash);
        if (entry == null || !entry.payload.equals(payload)) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(0, copy);
            entry = new Entry(ByteBuffer.wrap(copy), ByteBuffer.wrap(Deflate.inflate(copy)));
            known.put(hash, entry);
        }
        return entry.text;
    }
}
