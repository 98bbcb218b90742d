package conformance;

import static conformance.ReferenceFrame.CLOSE;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.TEXT;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bytes that come in become frames: behind each header the payload is read and unmasked (§5.3). */
final class ReferenceFrameReader {
    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceMessage message;
    private final ReferenceFrameHeader header;
    private boolean cutInCharacter;

    /** @param message the one that the frames are part of; @param deflates whether compression was agreed */
    ReferenceFrameReader(ReferenceServer server, InputStream in, ReferenceOutput output, ReferenceMessage message,
            boolean deflates) {
        this.server = server;
        this.in = in;
        this.output = output;
        this.message = message;
        header = new ReferenceFrameHeader(server, in, output, message, deflates);
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** The next frame. */
    ReferenceFrame read() throws IOException, ReferenceFailure {
        cutInCharacter = false;
        header.read();
        byte[] payload = readPayload();
        return new ReferenceFrame(header.fin(), header.rsv(), header.opcode(), payload, cutInCharacter);
    }

    private byte[] readPayload() throws IOException, ReferenceFailure {
        byte[] payload = new byte[(int) header.length()];
        int from = 0;
        while (from < payload.length) {
            output.beforeRead();
            int n = in.read(payload, from, payload.length - from);
            if (n < 0 && is(Fault.STALLS_AFTER_END)) {
                server.stall();
            }
            if (n < 0) {
                if (is(Fault.DELIVERS_HALF_FRAME) && from > 0) {
                    return Arrays.copyOf(payload, from);
                }
                throw new EOFException();
            }
            for (int i = from; i < from + n; i++) {
                int place = is(Fault.RESTARTS_KEY) ? i - from : is(Fault.UNMASKS_FIRST_BYTE_ONLY) ? 0 : i;
                payload[i] ^= header.key(is(Fault.UNMASKS_MODULO_3) ? place % 3 : place
                        + (i >= 2 << 20 && is(Fault.SHIFTS_KEY_AT_2_MIB) ? 1 : 0) & 3);
            }
            from += n;
            if (from < payload.length) {
                sawCut(payload, from - n, from);
            }
            if (is(Fault.LOSES_CUT_PAYLOAD) && in.available() == 0) {
                return Arrays.copyOf(payload, from);
            }
        }
        if (header.opcode() >= 8 && header.length() > 125 && (is(Fault.WAITS_FOR_LONG_CONTROL)
                || server.has(Habit.AWAITS_LENGTHS))) {
            throw new ReferenceFailure(1002, "a control frame of more than 125 bytes");
        }
        return payload;
    }

    /** A read ended within the payload: what faults make of the character there. */
    private void sawCut(byte[] payload, int from, int to) throws ReferenceFailure {
        int opcode = header.opcode();
        byte[] segment = Arrays.copyOfRange(payload, opcode == CLOSE && from == 0 ? Math.min(2, to) : from, to);
        int half = ReferenceUtf8.halfCharacterAt(segment);
        boolean cut = half < segment.length || (segment.length > 0 && (segment[0] & 0xC0) == 0x80);
        if (!cut) {
            return;
        }
        boolean ofText = opcode == TEXT || (opcode == CONTINUATION && message.type() == TEXT);
        if ((opcode == CLOSE && is(Fault.REASON_BY_SEGMENTS)) || (ofText && is(Fault.SEGMENTS_MUST_BE_TEXT))
                || (ofText && opcode == CONTINUATION && is(Fault.FRAGMENT_CUT_IN_CHARACTER))
                || (ofText && segment.length - half == 3 && is(Fault.FAILS_FOR_3_OF_4_BYTES))) {
            throw new ReferenceFailure(1007, "a segment that is not UTF-8");
        }
        if (ofText && is(Fault.REPLACES_HALF_CHARACTERS)) {
            Arrays.fill(payload, to - (segment.length - half), to, (byte) '?');
        }
        cutInCharacter |= ofText;
    }
}
