package conformance;

import static conformance.ReferenceFrame.BINARY;
import static conformance.ReferenceFrame.CLOSE;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.PING;
import static conformance.ReferenceFrame.PONG;
import static conformance.ReferenceFrame.TEXT;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The header of a frame that comes in (§5.2, §5.3): what is wrong with it fails the connection here. */
final class ReferenceFrameHeader {
    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceMessage message;
    private final boolean deflates;

    // Of the frame that is read. With a fault, some of it may be left from the frame before.
    private boolean fin;
    private int rsv;
    private int opcode;
    private boolean masked;
    private long length;
    private final byte[] key = new byte[4];
    private int frames;

    /** @param message the one that the frames are part of; @param deflates whether compression was agreed */
    ReferenceFrameHeader(ReferenceServer server, InputStream in, ReferenceOutput output, ReferenceMessage message,
            boolean deflates) {
        this.server = server;
        this.in = in;
        this.output = output;
        this.message = message;
        this.deflates = deflates;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    boolean fin() {
        return fin;
    }

    int rsv() {
        return rsv;
    }

    int opcode() {
        return opcode;
    }

    /** Of the payload, in bytes. */
    long length() {
        return length;
    }

    /** One byte of the masking key. */
    byte key(int i) {
        return key[i];
    }

    /** The next one. */
    void read() throws IOException, ReferenceFailure {
        frames++;
        int first = readByte();
        fin = (first & 0x80) != 0;
        rsv = first >> 4 & 7;
        opcode = first & 0xF;
        checkFirst();
        if (is(Fault.LOSES_CUT_HEADER) && in.available() == 0) {
            return;
        }
        int second = is(Fault.LOSES_CUT_SECOND_BYTE) && in.available() == 0 ? 0x80 : readByte();
        masked = (second & 0x80) != 0;
        length = second & 0x7F;
        checkMasked();
        if (opcode >= 8 && length > 125 && !acceptsLongControl()) {
            throw new ReferenceFailure(1002, "a control frame of more than 125 bytes");
        }
        if (length == 126) {
            readLength16();
        } else if (length == 127) {
            readLength64();
        }
        if (is(Fault.CUTS_LENGTH_TO_INT)) {
            length &= 0xFFFFFFFFL;
        }
        if (length > 1_000 && server.has(Habit.LIMIT_ON_FRAMES_DROPS_TCP)) {
            throw new ReferenceFailure(-1, "a frame of more than 1000 bytes");
        }
        if (length > ReferenceMessage.SIMULATED_MEMORY && is(Fault.ALLOCATES_WHAT_IS_ANNOUNCED)) {
            server.stall();
        }
        if (length > ReferenceMessage.MOST_BYTES) {
            if (opcode < CLOSE ? server.has(Habit.AWAITS_LENGTHS) : is(Fault.WAITS_FOR_LONG_CONTROL)) {
                while (in.read() >= 0) {
                    continue;
                }
            }
            throw new ReferenceFailure(1009, "a frame of " + length + " bytes");
        }
        if (masked && !(length == 0 && is(Fault.EMPTY_WITHOUT_KEY))) {
            boolean cut = is(Fault.LOSES_CUT_KEY) && in.available() < 4;
            for (int i = 0; i < 4; i++) {
                byte next = cut ? 0 : (byte) readByte();
                key[i] = opcode == CONTINUATION && is(Fault.KEEPS_FIRST_KEY) ? key[i] : next;
            }
        }
        if (length == 3 && is(Fault.COUNTS_KEY)) {
            length = 0;
        }
    }

    private void checkFirst() throws ReferenceFailure {
        boolean looksAtRsv = !(opcode >= 8 && is(Fault.ACCEPTS_RSV_ON_CONTROL)) && !(opcode == CONTINUATION
                && is(Fault.ACCEPTS_RSV_ON_CONTINUATION));
        int accepted = (is(Fault.ACCEPTS_RSV1) ? 4 : 0) | (is(Fault.ACCEPTS_RSV2) ? 2 : 0) | (is(Fault.ACCEPTS_RSV3) ? 1
                : 0);
        if (looksAtRsv && (rsv & ~accepted & ~rsvOfDeflate()) != 0) {
            throw ReferenceFailure.ofReserved("bit");
        }
        if (!fin && opcode != CONTINUATION && opcode <= 7 && opcode > BINARY && is(Fault.ACCEPTS_OPCODE_NOT_FINAL)) {
            opcode = TEXT;
        }
        if (message.isOpen() && opcode <= 7 && is(Fault.ACCEPTS_OPCODE_WITHIN_MESSAGE)) {
            opcode = CONTINUATION;
        }
        if (opcode == 7 && is(Fault.DIES)) {
            server.close();
        }
        if (opcode == 7 && is(Fault.HANGS)) {
            server.hang();
        }
        if (opcode > BINARY && opcode < CLOSE) {
            if (!is(Fault.ACCEPTS_DATA_OPCODES)) {
                throw ReferenceFailure.ofReserved("opcode");
            }
            opcode = TEXT;
        }
        if (opcode > PONG && !is(Fault.ACCEPTS_CONTROL_OPCODES)) {
            throw ReferenceFailure.ofReserved("opcode");
        }
        if (opcode >= 8 && !fin && !is(Fault.ACCEPTS_FRAGMENTED_CONTROL)) {
            throw new ReferenceFailure(1002, "a fragmented control frame");
        }
        if (opcode == BINARY && server.has(Habit.TAKES_NO_BINARY)) {
            throw new ReferenceFailure(1003, "a binary message");
        }
        if (opcode == TEXT && server.has(Habit.TAKES_NO_TEXT)) {
            throw new ReferenceFailure(1003, "a text message");
        }
    }

    /** RFC 7692 §6: RSV1 of the first frame of a message, once compression is agreed. */
    private int rsvOfDeflate() {
        if (!deflates) {
            return is(Fault.INFLATES_UNAGREED) ? 4 : 0;
        }
        boolean accepted = switch (opcode) {
            case TEXT, BINARY -> true;
            case CONTINUATION -> is(Fault.ACCEPTS_RSV1_ON_CONTINUATION) || is(Fault.LAST_FRAGMENT_DECIDES);
            case PING -> is(Fault.ACCEPTS_RSV1_ON_PING);
            case PONG -> is(Fault.ACCEPTS_RSV1_ON_PONG);
            case CLOSE -> is(Fault.ACCEPTS_RSV1_ON_CLOSE);
            default -> false;
        };
        return !accepted ? 0 : 4 | ((rsv & 4) == 0 ? 0 : (is(Fault.ACCEPTS_RSV2_BESIDE_RSV1) ? 2
                : 0) | (is(Fault.ACCEPTS_RSV3_BESIDE_RSV1) ? 1 : 0));
    }

    private void checkMasked() throws IOException, ReferenceFailure {
        if (masked) {
            return;
        }
        if ((opcode >= 8 && is(Fault.ACCEPTS_UNMASKED_CONTROL))
                || ((opcode == TEXT || opcode == BINARY) && is(Fault.ACCEPTS_UNMASKED_DATA))
                || (opcode == CONTINUATION && is(Fault.ACCEPTS_UNMASKED_CONTINUATION))
                || (length == 0 && is(Fault.ACCEPTS_UNMASKED_EMPTY))
                || (frames > 10 && is(Fault.ACCEPTS_UNMASKED_LATER)) || is(Fault.ACCEPTS_UNMASKED_THROUGH_TLS)) {
            Arrays.fill(key, (byte) 0);
            return;
        }
        if (is(Fault.SKIPS_UNMASKED)) {
            opcode = 15;
            return;
        }
        throw new ReferenceFailure(server.has(Habit.DROPS_UNMASKED) ? -1
                : server.has(Habit.REFUSES_UNMASKED_WITH_1008) ? 1008 : 1002, "a frame that is not masked");
    }

    private boolean acceptsLongControl() {
        return (opcode == PING && is(Fault.ACCEPTS_LONG_PING)) || (opcode == PONG && is(Fault.ACCEPTS_LONG_PONG))
                || (opcode == CLOSE && is(Fault.ACCEPTS_LONG_CLOSE)) || is(Fault.WAITS_FOR_LONG_CONTROL)
                || server.has(Habit.AWAITS_LENGTHS);
    }

    private void readLength16() throws IOException, ReferenceFailure {
        int high = readByte();
        int low = readByte();
        length = is(Fault.READS_LENGTH_16_SWAPPED) ? low << 8 | high : high << 8 | low;
        if (is(Fault.READS_LENGTH_16_SIGNED)) {
            length = (short) length;
            if (length < 0) {
                throw new ReferenceFailure(1002, "a negative length");
            }
        }
        if (length < 126 && is(Fault.MISREADS_LONG_LENGTH_16)) {
            length = 0;
        } else if (length < 126 && !server.has(Habit.TAKES_LONG_LENGTHS)) {
            throw new ReferenceFailure(1002, "a length in 16 bits that fits 7");
        }
    }

    private void readLength64() throws IOException, ReferenceFailure {
        length = 0;
        for (int i = 0; i < 8; i++) {
            length = length << 8 | readByte();
        }
        if (length == -1 && is(Fault.TAKES_ALL_BITS_FOR_NOTHING)) {
            length = 0;
            return;
        }
        if (is(Fault.ACCEPTS_TOP_BIT)) {
            length &= Long.MAX_VALUE;
            if (length < 65_536) {
                return;
            }
        }
        if (is(Fault.READS_LENGTH_64_SHORT)) {
            length &= 0xFFFF;
            return;
        }
        if (length < 0) {
            throw new ReferenceFailure(1002, "the top bit of a length");
        }
        if (length < 65_536 && is(Fault.MISREADS_LONG_LENGTH_64)) {
            length = 0;
        } else if (length < 65_536 && !server.has(Habit.TAKES_LONG_LENGTHS)) {
            throw new ReferenceFailure(1002, "a length in 64 bits that fits 16");
        }
    }

    private int readByte() throws IOException {
        server.awaitIfHanging();
        server.awaitIfStalled();
        output.beforeRead();
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
