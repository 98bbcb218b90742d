package connection;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import support.Bytes;
import support.Frame;
import support.Response;

/**
 * How tests write down what goes over the wire, one line each: {@code 101}, {@code TEXT Hello}, {@code CLOSE 1002
 * §5.2}.
 */
final class Notation {
    private static final int LONGEST_TEXT = 80;
    private static final int LONGEST_HEX = 125;

    private Notation() {}

    /**
     * All that a server sent, read as a strict client does; what is incomplete is shown as {@code ...} and its bytes.
     */
    static List<String> received(byte[] bytes) {
        List<String> all = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            int from = bytes.length - in.available();
            try {
                boolean isHttp = bytes[from] == 'H';
                all.add(isHttp ? "" + Response.read(in, false).status() : frame(Frame.read(in, false)));
            } catch (EOFException e) {
                all.add("... " + Bytes.hex(Arrays.copyOfRange(bytes, from, bytes.length)));
                return all;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    private static String frame(Frame frame) {
        String more = frame.isFinal() ? "" : "...";
        byte[] payload = frame.payload();
        return switch (frame.opcode()) {
            case 0 -> "CONTINUATION" + more + " " + hex(payload);
            case 1 -> ("TEXT" + more + " " + text(payload)).trim();
            case 2 -> ("BINARY" + more + " " + hex(payload)).trim();
            case 9 -> ("PING " + hex(payload)).trim();
            case 10 -> ("PONG " + hex(payload)).trim();
            default -> payload.length == 0 ? "CLOSE" : ("CLOSE " + frame.code() + " " + section(frame.reason())).trim();
        };
    }

    /** A text must be UTF-8. Of a long one: its beginning, its length, and a hash. */
    static String text(byte[] payload) {
        String text = Frame.text(payload);
        return text.length() <= LONGEST_TEXT ? text
                : text.substring(0, 8) + "... " + payload.length + " bytes " + Arrays.hashCode(payload);
    }

    static String hex(byte[] payload) {
        return payload.length <= LONGEST_HEX ? Bytes.hex(payload)
                : payload.length + " bytes " + Arrays.hashCode(payload);
    }

    /** "1002 §5.2 a reserved bit is set" is shown as "1002 §5.2". */
    static String section(String sentence) {
        return sentence.replaceFirst("^((?:\\d+ )?§[\\d.]+) .*", "$1");
    }

    /** {@code "text A; text B"} in a table. */
    static String[] split(String list) {
        return list == null || list.isEmpty() ? new String[0] : list.split("; ");
    }
}
