package http;

import java.util.ArrayList;
import java.util.List;

/**
 * The header fields of a request, in the order they came. Values are ISO-8859-1: each character is one byte, as
 * it was received. The blanks around a value are removed.
 */
public final class Fields {
    /** One field line. */
    public record Field(String name, String value) {
        /** RFC 9110 §5.1: names are "case-insensitive". */
        private boolean isNamed(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /** Bytes that a field takes in memory, in addition to its characters. */
    static final int MEMORY = 128;

    private final List<Field> fields = new ArrayList<>();

    void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    int size() {
        return fields.size();
    }

    public boolean has(String name) {
        for (Field field : fields) {
            if (field.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    /** The value of every line with this name. */
    public List<String> lines(String name) {
        List<String> values = null;
        for (Field field : fields) {
            if (field.isNamed(name)) {
                if (values == null) {
                    values = new ArrayList<>(1); // most names come once, and most lookups find nothing
                }
                values.add(field.value);
            }
        }
        return values == null ? List.of() : values;
    }

    /**
     * The elements of a comma-separated list. Several lines of one name are one list, in order (RFC 9110 §5.3), and
     * empty elements are ignored (RFC 9110 §5.6.1).
     */
    public List<String> list(String name) {
        List<String> lines = lines(name);
        if (lines.isEmpty()) {
            return lines;
        }
        List<String> elements = new ArrayList<>(2);
        for (String line : lines) {
            int from = 0;
            while (from < line.length()) {
                int comma = line.indexOf(',', from);
                int to = comma < 0 ? line.length() : comma;
                String element = Grammar.trim(line, from, to);
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                from = to + 1;
            }
        }
        return elements;
    }

    /**
     * Whether a list has this element, whole, in any case: "Upgrade" is in "keep-alive, UPGRADE" but not in
     * "notupgrade".
     */
    public boolean listHas(String name, String element) {
        for (String each : list(name)) {
            if (each.equalsIgnoreCase(element)) {
                return true;
            }
        }
        return false;
    }
}
