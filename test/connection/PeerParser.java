package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import support.Bytes;

/**
 * Reads what a server sent as a strict client does, with nothing of {@code src} in it. Breaks a rule of RFC 6455 §5.1, §5.2, §5.5
 * or §7.4 here, and the test fails. Answers over HTTP are shown as their status code.
 */
final class PeerParser {
    private final ByteBuffer in;

    PeerParser(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        while (in.hasRemaining()) {
            int from = in.position();
            String next = in.get(from) == 'H' ? head() : frame();
            if (next == null) {
                all.add("... " + Bytes.hex(Arrays.copyOfRange(in.array(), from, in.limit())));
                return all;
            }
            all.add(next);
        }
        return all;
    }

    private String head() {
        String rest = new String(in.array(), in.position(), in.remaining(), ISO_8859_1);
        int end = rest.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        String head = rest.substring(0, end + 2);
        assertTrue(head.startsWith("HTTP/1.1 "), head);
        int length = 0;
        for (String line : head.split("\r\n")) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        if (rest.length() < end + 4 + length) {
            return null;
        }
        in.position(in.position() + end + 4 + length);
        return head.substring(9, 12);
    }

    private String frame() {
        if (in.remaining() < 2) {
            return null;
        }
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        int opcode = first & 0x0F;
        assertEquals(0, first & 0x70, "§5.2: RSV in a frame of the server");
        assertEquals(0, second & 0x80, "§5.1: a masked frame of the server");
        assertTrue(opcode <= 2 || opcode >= 8 && opcode <= 10, "§5.2: reserved opcode " + opcode);
        assertTrue(opcode < 8 || first >= 0x80 && second <= 125, "§5.5: a control frame that is fragmented or too long");
        long length = second;
        if (second >= 126) {
            if (in.remaining() < (second == 126 ? 2 : 8)) {
                return null;
            }
            length = second == 126 ? in.getShort() & 0xFFFF : in.getLong();
            assertTrue(length > (second == 126 ? 125 : 65535), "§5.2: a length in more bytes than it needs");
        }
        if (in.remaining() < length) {
            return null;
        }
        byte[] payload = new byte[(int) length];
        in.get(payload);
        String fin = first >= 0x80 ? "" : "...";
        return switch (opcode) {
            case 0 -> "CONTINUATION" + fin + " " + Conversation.inHex(payload);
            case 1 -> ("TEXT" + fin + " " + Conversation.asText(payload)).trim();
            case 2 -> ("BINARY" + fin + " " + Conversation.inHex(payload)).trim();
            case 9 -> ("PING " + Conversation.inHex(payload)).trim();
            case 10 -> ("PONG " + Conversation.inHex(payload)).trim();
            default -> close(payload);
        };
    }

    private static String close(byte[] body) {
        if (body.length == 0) {
            return "CLOSE";
        }
        assertTrue(body.length >= 2, "§5.5.1: a Close with half a close code");
        int code = ByteBuffer.wrap(body).getShort() & 0xFFFF;
        assertFalse(code < 1000 || code == 1004 || code == 1005 || code == 1006 || code >= 1015 && code < 3000 || code >= 5000,
                "§7.4: close code " + code);
        String reason = Conversation.asText(Arrays.copyOfRange(body, 2, body.length));
        return ("CLOSE " + code + " " + Conversation.shortened(reason)).trim();
    }
}
