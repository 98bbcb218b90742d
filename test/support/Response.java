package support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * An HTTP response, read by the letter of RFC 9112, with nothing of {@code src}.
 *
 * @param fields by name, in whichever case
 */
public record Response(int status, Map<String, String> fields, byte[] content) {
    /**
     * Reads one. Our server frames all content by its length, so everything else is an AssertionError.
     *
     * @param toHead whether it answers a HEAD, and so has no content (RFC 9110 §9.3.2)
     * @throws EOFException if the bytes end before it does
     */
    public static Response read(InputStream in, boolean toHead) throws IOException {
        Head head = Head.read(in);
        check(head.startLine().matches("HTTP/1\\.1 [1-5][0-9]{2} [\t -~]*"), "RFC 9112 §4: " + head.startLine());
        int status = Integer.parseInt(head.startLine().substring(9, 12));
        check(!head.fields().containsKey("Transfer-Encoding"), "no chunks are expected");
        String length = head.fields().get("Content-Length");
        if (status < 200 || status == 204 || status == 304) {
            check(length == null, "RFC 9110 §8.6: a Content-Length in a " + status);
            return new Response(status, head.fields(), new byte[0]);
        }
        check(length != null && length.matches("[0-9]+"), "RFC 9112 §6.3: Content-Length " + length);
        return new Response(status, head.fields(), Bytes.read(in, toHead ? 0 : Integer.parseInt(length)));
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError(sentence);
        }
    }

    /** The value of a field; null if it isn't there. */
    public String field(String name) {
        return fields.get(name);
    }

    /** Whether it says that it is the last. */
    public boolean closes() {
        return fields.containsKey("Connection") && List.of(field("Connection").split(", ")).contains("close");
    }

    public String text() {
        return new String(content, UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + fields + " " + text();
    }
}
