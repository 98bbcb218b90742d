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
 * A response. {@code Date}, {@code Content-Length} and {@code Connection: close} are added when it is written out.
 *
 * @param body its content; several connections may send the same array, so it must not change
 */
public record Response(Status status, List<Fields.Field> fields, byte[] body) {
    private static final byte[] NO_CONTENT = {};
    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public static Response of(Status status, Fields.Field... fields) {
        return new Response(status, List.of(fields), NO_CONTENT);
    }

    public static Response of(Status status, String contentType, byte[] body) {
        return new Response(status, List.of(new Fields.Field("Content-Type", contentType)), body);
    }

    public static Response text(Status status, String text) {
        return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
    }

    public Response with(String name, String value) {
        List<Fields.Field> more = new ArrayList<>(fields.size() + 1);
        more.addAll(fields);
        more.add(new Fields.Field(name, value));
        return new Response(status, more, body);
    }

    /**
     * The status line and the fields, up to and including the empty line.
     *
     * @param now   milliseconds since the epoch
     * @param close whether the connection ends after this response (RFC 9112 §9.6)
     */
    public ByteBuffer head(long now, boolean close) {
        StringBuilder head = new StringBuilder(160);
        head.append("HTTP/1.1 ").append(status.code()).append(' ').append(status.phrase()).append("\r\n");
        for (Fields.Field field : fields) {
            line(head, field.name(), field.value());
        }
        if (status != Status.SWITCHING_PROTOCOLS) { // RFC 9110 §6.6.1 "MAY generate a Date header field in 1xx"
            line(head, "Date", DATE.format(Instant.ofEpochMilli(now)));
        }
        if (status.hasContent()) {
            line(head, "Content-Length", String.valueOf(body.length));
        }
        if (close) {
            line(head, "Connection", "close");
        }
        head.append("\r\n");
        return ByteBuffer.wrap(head.toString().getBytes(ISO_8859_1));
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
