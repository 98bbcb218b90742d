package http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer. {@code Date}, {@code Content-Length} and {@code Connection: close} are added when it is written out.
 *
 * @param body shared between all who are sent it: never changed
 */
public record Response(Status status, List<Fields.Field> fields, byte[] body) {
    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public static Response of(Status status) {
        return new Response(status, List.of(), new byte[0]);
    }

    public static Response of(Status status, String contentType, byte[] body) {
        return new Response(status, List.of(), body).with("Content-Type", contentType);
    }

    public static Response text(Status status, String text) {
        return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
    }

    public Response with(String name, String value) {
        List<Fields.Field> more = new ArrayList<>(fields);
        more.add(new Fields.Field(name, value));
        return new Response(status, more, body);
    }

    /**
     * The status line and the fields, up to and including the empty line.
     *
     * @param now   milliseconds since the epoch
     * @param close whether the connection ends after this answer (RFC 9112 §9.6)
     */
    public ByteBuffer head(long now, boolean close) {
        StringBuilder head = new StringBuilder(256);
        line(head, "HTTP/1.1 " + status);
        for (Fields.Field field : fields) {
            line(head, field.name() + ": " + field.value());
        }
        if (status != Status.SWITCHING_PROTOCOLS) {
            line(head, "Date: " + DATE.format(Instant.ofEpochMilli(now)));
        }
        if (status.hasContent()) {
            line(head, "Content-Length: " + body.length);
        }
        if (close) {
            line(head, "Connection: close");
        }
        line(head, "");
        return ByteBuffer.wrap(head.toString().getBytes(ISO_8859_1));
    }

    private static void line(StringBuilder head, String line) {
        head.append(line).append("\r\n");
    }
}
