package conformance.suite;

import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was sent, as far as it matters for what may come: Pings that still have no Pong, bad Pings, fragments, whether a
 * text, binary or a Close was sent.
 */
final class Sent {
    private static final int MOST_OF_CONTROL = 125;

    private final List<byte[]> pings = new ArrayList<>();
    private final List<byte[]> allPings = new ArrayList<>();
    private final List<byte[]> badPings = new ArrayList<>();
    private int fragments;
    private int longest;
    private boolean text;
    private boolean binary;
    private boolean close;

    void add(Frame frame) {
        if (frame.opcode() == Opcode.PING && isBad(frame)) {
            badPings.add(frame.payload());
        } else if (frame.opcode() == Opcode.PING) {
            pings.add(frame.payload());
            allPings.add(frame.payload());
        }
        fragments += frame.opcode() == Opcode.CONTINUATION ? 1 : 0;
        longest = Math.max(longest, frame.payload().length);
        text |= frame.opcode() == Opcode.TEXT;
        binary |= frame.opcode() == Opcode.BINARY;
        close |= frame.opcode() == Opcode.CLOSE;
    }

    private static boolean isBad(Frame frame) {
        return !frame.isFinal() || frame.payload().length > MOST_OF_CONTROL || frame.announces();
    }

    /** A Ping that no client may send had this payload: a Pong with it shows that it was taken as good. */
    boolean hasBadPing(byte[] payload) {
        return badPings.stream().anyMatch(each -> Arrays.equals(each, payload));
    }

    /** Continuations of this connection. */
    int fragments() {
        return fragments;
    }

    /** The payload of the longest frame, in bytes: compressed, a message may take more than it is long. */
    int longest() {
        return longest;
    }

    boolean hasText() {
        return text;
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

    /** Whether a Ping with this payload was sent, answered or not. */
    boolean wasPing(byte[] payload) {
        return allPings.stream().anyMatch(each -> Arrays.equals(each, payload));
    }

    /** This Ping was answered, and with it those before it: they need no Pong any more (§5.5.3). */
    void answered(byte[] payload) {
        pings.subList(0, Math.max(0, indexOfPing(payload) + 1)).clear();
    }
}
