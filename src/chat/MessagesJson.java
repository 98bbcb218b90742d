package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import http.Response;
import http.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import log.Backlog;
import log.Position;

/**
 * Messages as JSON: {@code {"position":"…-12","messages":["from3:hello\n"]}}. A page has 256 KiB at most, unless one
 * message alone is longer; if there are more messages, it ends with {@code "more":true}. The position is the one after
 * the page's last message. Messages are valid UTF-8, and become strings without being decoded.
 */
final class MessagesJson {
    private static final int MAX_PAGE = 256 << 10;
    /** Bytes around the messages at most. */
    private static final int AROUND = 100;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private byte[] out = new byte[256];
    private int size;

    private MessagesJson() {}

    /** As many of the messages as one page has room for. The backlog is then released. */
    static Response page(Backlog backlog) {
        MessagesJson messages = new MessagesJson();
        long left = messages.fill(backlog);
        Position last = backlog.last();
        backlog.release();
        String before = "{\"position\":\"" + new Position(last.epoch(), last.number() - left) + "\",\"messages\":[";
        String after = left > 0 ? "],\"more\":true}\n" : "]}\n";
        ByteBuffer body = ByteBuffer.allocate(before.length() + messages.size + after.length());
        body.put(before.getBytes(US_ASCII)).put(messages.out, 0, messages.size).put(after.getBytes(US_ASCII));
        return json(Status.OK, body.array());
    }

    /** 410: some messages after the position that was asked for are gone. After this one, none is. */
    static Response gone(Position oldest) {
        return json(Status.GONE, ("{\"oldest\":\"" + oldest + "\"}\n").getBytes(US_ASCII));
    }

    static Response json(Status status, byte[] body) {
        return Response.of(status, "application/json", body)
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** Returns how many messages had no room. */
    private long fill(Backlog backlog) {
        long left = backlog.size();
        for (ByteBuffer message = backlog.message(); message != null; message = backlog.message()) {
            int before = size;
            if (size > 0) {
                put(',');
            }
            string(message);
            if (before > 0 && size > MAX_PAGE - AROUND) {
                size = before;
                return left;
            }
            backlog.passMessage();
            left--;
        }
        return left;
    }

    /** RFC 8259 §7: quotation mark, backslash and control characters are escaped. */
    private void string(ByteBuffer utf8) {
        put('"');
        while (utf8.hasRemaining()) {
            byte b = utf8.get();
            switch (b) {
                case '"', '\\' -> escape(b);
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                default -> {
                    if (b >= 0 && b < ' ') {
                        unicode(b);
                    } else if (isLineEnd(b, utf8)) {
                        unicode(0x2000 | (utf8.get(utf8.position() + 1) & 0x3F));
                        utf8.position(utf8.position() + 2);
                    } else {
                        put(b);
                    }
                }
            }
        }
        put('"');
    }

    /** U+2028 and U+2029 (e2 80 a8, e2 80 a9) are valid JSON, but end a line in older JavaScript. */
    private static boolean isLineEnd(byte first, ByteBuffer rest) {
        int at = rest.position();
        return first == (byte) 0xE2 && rest.get(at) == (byte) 0x80
                && (rest.get(at + 1) == (byte) 0xA8 || rest.get(at + 1) == (byte) 0xA9);
    }

    private void unicode(int character) {
        escape('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[character >> shift & 0xF]);
        }
    }

    private void escape(int letter) {
        put('\\');
        put(letter);
    }

    private void put(int b) {
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = (byte) b;
    }
}
