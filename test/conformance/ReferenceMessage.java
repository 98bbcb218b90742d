package conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that hasn't ended: what its first frame said of it, and its fragments, joined in their order, and with a
 * fault not quite.
 */
final class ReferenceMessage {
    static final int MOST_BYTES = 20 << 20;
    /** What a server has that runs out of it. */
    static final int SIMULATED_MEMORY = 1 << 20;
    private static final int MANY = 1_000;
    private static final int NONE = -1;

    private final ReferenceServer server;
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private final List<byte[]> fragments = new ArrayList<>();
    private int count;
    private int type = NONE;
    private boolean compressed;

    ReferenceMessage(ReferenceServer server) {
        this.server = server;
    }

    /** @param opcode text or binary */
    void begin(int opcode, boolean isCompressed) {
        type = opcode;
        compressed = isCompressed;
    }

    /** Whether a frame may continue it. */
    boolean isOpen() {
        return type != NONE;
    }

    /** Its opcode; negative if none has begun. */
    int type() {
        return type;
    }

    /** Of the last one, if it has ended. */
    boolean isCompressed() {
        return compressed;
    }

    /** Faults decide it later than its first frame. */
    void takeAsCompressed(boolean isCompressed) {
        compressed = isCompressed;
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

    void end() {
        lose();
        type = NONE;
    }

    /** The fragments so far. It goes on. */
    void lose() {
        joined.reset();
        fragments.clear();
        count = 0;
    }
}
