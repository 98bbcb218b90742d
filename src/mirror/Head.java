package mirror;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request or of a response as it was on the wire, but for secrets: the values of {@code Cookie},
 * {@code Authorization} and {@code Proxy-Authorization} are replaced by their lengths. Browsers hide them from scripts,
 * so a script must not get them from here. A head that is refused is shown too: the names are found in lines that break
 * the rules.
 *
 * @param text     ends with the empty line if it is complete
 * @param bytes    that it had on the wire
 * @param hidden   the names of the fields whose values were replaced
 * @param complete whether its end came
 */
public record Head(String text, int bytes, List<String> hidden, boolean complete) {
    private static final Set<String> SECRETS = Set.of("cookie", "authorization", "proxy-authorization");
    /** Whatever stands before a name, the name, whatever isn't a part of it, the value. It takes linear time. */
    private static final Pattern FIELD = Pattern.compile(
            "([^A-Za-z]*+)([A-Za-z][A-Za-z-]*+)([^A-Za-z0-9!#$%&'*+.^_`|~-]++)(.*+)", Pattern.DOTALL);

    /** @param complete whether the bytes end with the empty line */
    static Head of(byte[] bytes, boolean complete) {
        StringBuilder shown = new StringBuilder();
        List<String> hidden = new ArrayList<>();
        List<String> fields = unfolded(text(bytes));
        for (int i = 0; i < fields.size(); i++) {
            Matcher field = FIELD.matcher(fields.get(i));
            boolean secret = i > 0 && field.matches() && SECRETS.contains(field.group(2).toLowerCase(Locale.ROOT));
            shown.append(secret ? withoutValue(fields.get(i), field, hidden) : fields.get(i));
        }
        return new Head(shown.toString(), bytes.length, List.copyOf(hidden), complete);
    }

    private static String withoutValue(String line, Matcher field, List<String> hidden) {
        hidden.add(field.group(2));
        String value = field.group(4).strip();
        int length = value.getBytes(UTF_8).length;
        return field.group(1) + field.group(2) + ": [" + length + (length == 1 ? " byte" : " bytes") + ", not shown]"
                + (line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "");
    }

    /** The lines with their ends. RFC 9112 §5.2: a line that begins with a blank continues the one before it. */
    private static List<String> unfolded(String text) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from) + 1;
            String line = text.substring(from, end == 0 ? text.length() : end);
            boolean continues = lines.size() > 1 && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (continues) {
                line = lines.remove(lines.size() - 1) + line;
            }
            lines.add(line);
            from = end == 0 ? text.length() : end;
        }
        return lines;
    }

    /** Fields have no charset: UTF-8 if it is that, else each byte is a character. */
    private static String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }

    /** Whether the request asks for a WebSocket. */
    public boolean isOpening() {
        return value("Sec-WebSocket-Key") != null;
    }

    /** The value of a field; null if it isn't there. */
    String value(String name) {
        String begin = name + ":";
        for (String line : text.split("\r\n")) {
            if (line.regionMatches(true, 0, begin, 0, begin.length())) {
                return line.substring(begin.length()).strip();
            }
        }
        return null;
    }
}
