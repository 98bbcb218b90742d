package conformance.wire;

import java.util.Arrays;

/**
 * Takes the server's frames from an inbox and lets nothing pass that RFC 6455 forbids a server to send, at the first
 * byte that shows it:
 *
 * <ol>
 * <li>no data frame comes after a Close (§5.5.1)
 * <li>RSV bits are 0, but RSV1 where compression was agreed (§5.2, RFC 7692 §6.1)
 * <li>the opcode is known (§5.2), a fragment continues what was begun (§5.4)
 * <li>MASK is 0 (§5.1)
 * <li>control frames have FIN and at most 125 bytes (§5.5)
 * <li>the length is minimal (§5.2)
 * <li>a Close has no code that is forbidden, and a reason in UTF-8 (§5.5.1, §7.4.1)
 * </ol>
 *
 * UTF-8 of text is checked where messages are put together.
 */
public final class FrameReader {
    /** Bytes of a frame, or of a message. No case sends or asks for more: a server that has more would have us wait. */
    public static final int MOST = 64 << 20;

    private final Inbox inbox;
    private final Transcript transcript;
    private final boolean compression;
    private boolean withinMessage;
    private boolean closed;

    /** @param compression whether permessage-deflate was agreed, so that RSV1 has a meaning */
    public FrameReader(Inbox inbox, Transcript transcript, boolean compression) {
        this.inbox = inbox;
        this.transcript = transcript;
        this.compression = compression;
    }

    /** The next frame; null if it isn't there as a whole. */
    public ServerFrame next() {
        try {
            return read();
        } catch (Violation violation) {
            byte[] beginning = inbox.copy(0, Math.min(inbox.size(), 64));
            transcript.received(beginning, inbox.size(), "what is at fault begins here");
            throw violation;
        }
    }

    private ServerFrame read() {
        if (inbox.size() > 0) {
            checkFirstByte(inbox.at(0) & 0xFF);
        }
        if (inbox.size() < 2) {
            return null;
        }
        int opcode = inbox.at(0) & 0xF;
        int shortLength = inbox.at(1) & 0x7F;
        checkSecondByte(opcode, inbox.at(1) & 0xFF);
        int head = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        if (inbox.size() < head) {
            return null;
        }
        long length = length(head, shortLength);
        if (inbox.size() < head + length) {
            return null;
        }
        boolean fin = (inbox.at(0) & 0x80) != 0;
        ServerFrame frame = new ServerFrame(fin, inbox.at(0) >> 4 & 7, opcode, inbox.copy(head, (int) length));
        if (opcode == Opcode.CLOSE) {
            checkClose(frame);
            closed = true;
        }
        if (!Opcode.isControl(opcode)) {
            withinMessage = !frame.fin();
        }
        transcript.received(frame, inbox.copy(0, head));
        inbox.take(head + (int) length);
        return frame;
    }

    private void checkFirstByte(int b) {
        boolean fin = (b & 0x80) != 0;
        int rsv = b >> 4 & 7;
        int opcode = b & 0xF;
        boolean mayBeCompressed = compression && (opcode == Opcode.TEXT || opcode == Opcode.BINARY);
        int wrong = mayBeCompressed ? rsv & ~Frame.RSV1 : rsv;
        if (wrong != 0) {
            boolean isOfCompression = compression && (wrong & Frame.RSV1) != 0;
            throw new Violation(!isOfCompression ? "5.2-2" : Opcode.isControl(opcode) ? "7692-6.1-4" : "7692-6.1-6",
                    "RSV bits are 0 unless an extension was agreed that gives them a meaning",
                    Frame.describe(opcode, fin, rsv, new byte[0]));
        }
        if (Opcode.isReserved(opcode)) {
            throw new Violation("5.8-1", "only the opcodes 0, 1, 2, 8, 9 and 10 are sent", "opcode " + opcode);
        }
        if (closed && !Opcode.isControl(opcode)) {
            throw new Violation("5.5.1-8", "no data frame is sent after a Close",
                    Frame.describe(opcode, fin, rsv, new byte[0]) + " after the Close");
        }
        if (Opcode.isControl(opcode)) {
            if (!fin) {
                throw new Violation("5.5-5", "control frames are not fragmented", Opcode.name(opcode) + " with FIN=0");
            }
        } else if (opcode == Opcode.CONTINUATION && !withinMessage) {
            throw new Violation("6.1-2", "a Continuation continues a message",
                    "a Continuation with nothing to continue");
        } else if (opcode != Opcode.CONTINUATION && withinMessage) {
            throw new Violation("5.4-19", "fragments of two messages are not mixed",
                    "a new " + Opcode.name(opcode) + " within a message");
        }
    }

    private static void checkSecondByte(int opcode, int b) {
        if ((b & 0x80) != 0) {
            throw new Violation("5.1-7", "a server masks no frame", Opcode.name(opcode) + " with MASK=1");
        }
        if (Opcode.isControl(opcode) && b > 125) {
            throw new Violation("5.5-5", "control frames have at most 125 bytes",
                    Opcode.name(opcode) + " with a longer length");
        }
    }

    private long length(int head, int shortLength) {
        if (head == 2) {
            return shortLength;
        }
        long length = 0;
        for (int i = 2; i < head; i++) {
            length = length << 8 | inbox.at(i) & 0xFF;
        }
        if (length < 0) {
            throw new Violation("6.1-5", "the top bit of a 64-bit length is 0", "length 0x" + Long.toHexString(length));
        }
        if (length <= (head == 4 ? 125 : 0xFFFF)) {
            throw new Violation("5.2-16", "the length is in the fewest bytes that can hold it",
                    "length " + length + " in " + (head - 2) * 8 + " bits");
        }
        if (length > MOST) {
            throw new TooMuch("the server sends a frame of " + length + " bytes, more than are read");
        }
        return length;
    }

    private static void checkClose(ServerFrame close) {
        byte[] body = close.payload();
        if (body.length == 1) {
            throw new Violation("5.5.1-3", "the body of a Close begins with a code of two bytes",
                    "a Close with one byte");
        }
        if (body.length >= 2 && CloseCode.isForbidden(close.closeCode())) {
            String requirement = close.closeCode() == 1005 ? "7.4.1-3" : close.closeCode() == 1006 ? "7.4.1-4"
                    : "7.4.1-5";
            throw new Violation(requirement, "a Close has a code that may be sent", "Close " + close.closeCode());
        }
        if (body.length > 2 && Bytes.text(Arrays.copyOfRange(body, 2, body.length)) == null) {
            throw new Violation("5.5.1-18", "the reason of a Close is UTF-8",
                    "reason " + Bytes.quoted(Arrays.copyOfRange(body, 2, body.length)));
        }
    }

    /** What there is of a frame that isn't complete, for a report. */
    public String rest() {
        return inbox.size() == 0 ? "" : " in the middle of a frame, after " + inbox.size() + " bytes of it";
    }

    /** Whether a message has begun and not ended. */
    public boolean isWithinMessage() {
        return withinMessage;
    }

    public boolean isClosed() {
        return closed;
    }
}
