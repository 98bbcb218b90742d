package support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The head of an HTTP message (RFC 9112 §2.1), of either side, read with nothing of {@code src}.
 *
 * @param startLine its first line
 * @param fields    by name, in whichever case; a field on several lines has their values with commas between them (RFC
 *                  9110 §5.2)
 */
public record Head(String startLine, Map<String, String> fields) {
    private static final int MOST = 64 << 10;
    /** RFC 9112 §5: a name, a colon at once, a value without control characters, perhaps in blanks. */
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\\x80-\\xFF]*");

    /**
     * Reads up to the empty line, and not a byte more.
     *
     * @throws EOFException   if the bytes end before the head does
     * @throws AssertionError if a line is not {@code name: value}
     */
    public static Head read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the bytes end before the head does");
            }
            text.append((char) next);
            if (text.length() > MOST) {
                throw new AssertionError("a head without an end: " + text.substring(0, 200));
            }
        }
        List<String> lines = List.of(text.substring(0, text.length() - 4).split("\r\n", -1));
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            if (!FIELD.matcher(line).matches()) {
                throw new AssertionError("RFC 9112 §5: " + line);
            }
            int colon = line.indexOf(':');
            fields.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return new Head(lines.get(0), fields);
    }

    public static Head parse(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    /** The value of a field; empty if it isn't there. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
