package conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The fragments of a message that hasn't ended: joined in their order, and with a fault not quite. */
final class ReferenceMessage {
    private static final int MANY = 1_000;

    private final ReferenceServer server;
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private final List<byte[]> fragments = new ArrayList<>();
    private int count;

    ReferenceMessage(ReferenceServer server) {
        this.server = server;
    }

    int size() {
        return joined.size();
    }

    int count() {
        return count;
    }

    void add(byte[] fragment) {
        count++;
        if ((server.has(Fault.LOSES_LATER_FRAGMENTS) && count > MANY) || (joined.size() > 2 << 20
                && server.has(Fault.LOSES_FRAGMENTS_BEHIND_2_MIB))) {
            return;
        }
        joined.writeBytes(fragment);
        if (server.has(Fault.JOINS_BACKWARDS) || server.has(Fault.JOINS_LAST_TWO)) {
            fragments.add(fragment);
        }
    }

    byte[] whole() {
        if (fragments.isEmpty()) {
            return joined.toByteArray();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < fragments.size(); i++) {
            if (server.has(Fault.JOINS_BACKWARDS)) {
                whole.writeBytes(fragments.get(fragments.size() - 1 - i));
            } else if (i >= fragments.size() - 2) {
                whole.writeBytes(fragments.get(i));
            }
        }
        return whole.toByteArray();
    }

    void reset() {
        joined.reset();
        fragments.clear();
        count = 0;
    }
}
