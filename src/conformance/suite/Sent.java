package conformance.suite;

import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What of our frames matters for what may come back: Pings without a Pong so far, and whether a binary and a Close are among them. */
final class Sent {
    private final List<byte[]> pings = new ArrayList<>();
    private boolean binary;
    private boolean close;

    void add(Frame frame) {
        if (frame.opcode() == Opcode.PING) {
            pings.add(frame.payload());
        }
        binary |= frame.opcode() == Opcode.BINARY;
        close |= frame.opcode() == Opcode.CLOSE;
    }

    boolean hasBinary() {
        return binary;
    }

    boolean hasClose() {
        return close;
    }

    /** The place of this Ping among those that await a Pong; -1 if it is none of them. */
    int indexOfPing(byte[] payload) {
        for (int i = 0; i < pings.size(); i++) {
            if (Arrays.equals(pings.get(i), payload)) {
                return i;
            }
        }
        return -1;
    }

    /** This Ping was answered, and with it those before it: they need no Pong any more (§5.5.3). */
    void answered(byte[] payload) {
        pings.subList(0, indexOfPing(payload) + 1).clear();
    }
}
