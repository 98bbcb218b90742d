package mirror;

import frame.ProtocolException;
import handshake.Accept;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Heads and frames as lines for a terminal, 80 columns wide where the text allows it. The first line is a summary, the
 * others are indented and explain it. Whatever comes from a peer is {@link Printable}.
 */
public final class Annotation {
    /** Bytes of a payload, in rows. */
    private static final int ROWS = 4;
    private static final int ROW = 12;
    private static final int MAX_TEXT = 200;
    private static final String INDENT = "    ";
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final StringBuilder lines = new StringBuilder();

    private Annotation(String summary) {
        lines.append(summary).append('\n');
    }

    private Annotation line(String line) {
        lines.append(line.isEmpty() ? "" : INDENT).append(line).append('\n');
        return this;
    }

    /** All lines; each ends with a line feed. */
    @Override
    public String toString() {
        return lines.toString();
    }

    // Heads

    public static Annotation request(Head head) {
        String end = head.complete() ? "" : ", not complete";
        return new Annotation("request, " + bytes(head.bytes()) + end).lines(head);
    }

    /** @param accept null if the response has no Sec-WebSocket-Accept */
    public static Annotation response(Head head, Accept accept) {
        Annotation response = new Annotation("response, " + bytes(head.bytes())).lines(head);
        return accept == null ? response : response.line("")
                .line("Sec-WebSocket-Accept, as §4.2.2 says:")
                .line("  the key, then a fixed text  " + Printable.line(accept.key()) + Accept.GUID)
                .line("  the SHA-1 of these          " + HEX.formatHex(accept.sha1()))
                .line("  that in Base64              " + accept.value());
    }

    private Annotation lines(Head head) {
        for (String line : head.text().split("\r\n")) {
            line(Printable.line(line));
        }
        return this;
    }

    public static Annotation content(long bytes) {
        return new Annotation("content of the response, " + bytes(bytes));
    }

    // Frames

    public static Annotation fault(ProtocolException fault) {
        return new Annotation("this breaks the protocol: " + fault.closeCode() + " "
                + Printable.line(fault.getMessage()));
    }

    public static Annotation frame(WireFrame frame) {
        Annotation annotation = new Annotation(summary(frame));
        byte[] header = frame.header();
        annotation.part(header, 0, 1, String.format(Locale.ROOT, "FIN %c, RSV %c%c%c, opcode %x %s (§5.2)",
                bit(frame.fin()), bit(frame.rsv1()), bit(frame.rsv2()), bit(frame.rsv3()), frame.opcode(),
                frame.name()));
        if (header.length > 1) {
            annotation.part(header, 1, 2, "MASK " + bit(frame.masked()) + ", length " + (header[1] & 0x7F)
                    + (frame.lengthBits() == 7 ? "" : ": it is in the next " + frame.lengthBits() + " bits"));
        }
        if (!frame.hasLength()) {
            return header.length > 2 ? annotation.part(header, 2, header.length, "") : annotation;
        }
        int key = frame.masked() ? header.length - 4 : header.length;
        if (key > 2) {
            annotation.part(header, 2, key, "length " + Long.toUnsignedString(frame.length()));
        }
        if (frame.masked()) {
            annotation.part(header, key, header.length, "masking key (§5.3)");
        }
        return annotation.payload(frame);
    }

    private static String summary(WireFrame frame) {
        StringJoiner summary = new StringJoiner(", ");
        summary.add(frame.name());
        if (frame.hasLength()) {
            summary.add(Long.compareUnsigned(frame.length(), 1) == 0 ? "1 byte"
                    : Long.toUnsignedString(frame.length()) + " bytes");
        }
        if (!frame.fin() && !frame.isControl()) {
            summary.add("a fragment");
        }
        if (!frame.complete()) {
            summary.add("not complete");
        }
        WireFrame.Message message = frame.message();
        if (message != null) {
            summary.add((message.compressed() ? "compressed " : "") + WireFrame.nameOf(message.opcode())
                    + " in " + message.frames() + (message.frames() == 1 ? " frame" : " frames"));
        }
        String content = message == null ? content(frame) : message.payload() == null ? "" : text(message.opcode(),
                message.payload(), message.cut());
        return summary + (content.isEmpty() ? "" : ": " + content);
    }

    private static String content(WireFrame frame) {
        byte[] payload = frame.payload();
        if (frame.opcode() == 0x8 && payload.length >= 2) {
            int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
            return (code + " " + text(0x1, Arrays.copyOfRange(payload, 2, payload.length), false)).replace(" \"\"", "");
        }
        return frame.showsText() ? text(0x1, payload, frame.cut()) : "";
    }

    private static String text(int opcode, byte[] payload, boolean cut) {
        String text = opcode == 0x1 ? Text.of(payload, cut) : null;
        return text == null ? "" : Printable.quoted(text, MAX_TEXT) + (cut && text.length() <= MAX_TEXT ? " ..." : "");
    }

    private Annotation part(byte[] bytes, int from, int to, String meaning) {
        String column = WireFrame.lengthBits(bytes.length > 1 ? bytes[1] : 0) == 64 ? "%-23s  %s" : "%-11s  %s";
        return line(String.format(Locale.ROOT, column, HEX.formatHex(bytes, from, to), meaning).stripTrailing());
    }

    /** Rows of the payload; of one that is masked also what it is without the mask. */
    private Annotation payload(WireFrame frame) {
        byte[] wire = frame.wire();
        if (wire.length > 0) {
            line(frame.masked() ? String.format(Locale.ROOT, "%-" + (3 * ROW) + "s  without the mask", "payload")
                    : "payload");
        }
        for (int from = 0; from < Math.min(wire.length, ROWS * ROW); from += ROW) {
            int to = Math.min(wire.length, from + ROW);
            String row = HEX.formatHex(wire, from, to);
            line(frame.masked() ? String.format(Locale.ROOT, "%-" + (3 * ROW) + "s  %s", row,
                    HEX.formatHex(frame.payload(), from, to)) : row);
        }
        long more = frame.length() - ROWS * ROW;
        return frame.complete() && more > 0 ? line("and " + bytes(more) + " more") : this;
    }

    private static char bit(boolean set) {
        return set ? '1' : '0';
    }

    private static String bytes(long n) {
        return n == 1 ? "1 byte" : n + " bytes";
    }
}
