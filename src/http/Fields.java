package http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header fields of a request, in the order they came. Names compare without regard to case (RFC 9110 §5.1).
 * Values are ISO-8859-1, so that each character is one byte of the wire, with the blanks around them removed.
 */
public final class Fields {
    /** One header line. */
    public record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    void add(String name, String value) {
        fields.add(new Field(name.toLowerCase(Locale.ROOT), value));
    }

    int size() {
        return fields.size();
    }

    public boolean has(String name) {
        return !lines(name).isEmpty();
    }

    /** The value of every line with this name. */
    public List<String> lines(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name.equals(wanted)) {
                values.add(field.value);
            }
        }
        return values;
    }

    /**
     * The elements of a comma-separated list. Several lines of one name are one list, in order (RFC 9110 §5.3), and
     * empty elements do not count (RFC 9110 §5.6.1).
     */
    public List<String> list(String name) {
        List<String> elements = new ArrayList<>();
        for (String line : lines(name)) {
            for (String element : line.split(",")) {
                String trimmed = trim(element);
                if (!trimmed.isEmpty()) {
                    elements.add(trimmed);
                }
            }
        }
        return elements;
    }

    /** Whether a list has this element, whole, in any case: "Upgrade" is in "keep-alive, UPGRADE" but not in "notupgrade". */
    public boolean listHas(String name, String element) {
        for (String each : list(name)) {
            if (each.equalsIgnoreCase(element)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 9110 §5.6.3: optional white space is spaces and tabs, nothing else. */
    static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** RFC 9110 §5.6.2: what names of methods, fields, subprotocols and extensions are made of. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Fields::isTokenCharacter);
    }

    public static boolean isTokenCharacter(int c) {
        return isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** ASCII only, as everywhere in HTTP's grammar. */
    static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
