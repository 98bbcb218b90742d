package http;

import java.util.ArrayList;
import java.util.List;

/**
 * The query of a request target (RFC 3986 §3.4), as browsers write it: {@code name=value} pairs with "&amp;" between
 * them, in which "+" is a space and everything else is percent-encoded UTF-8. A name may occur more than once.
 */
public record Query(List<Parameter> parameters) {
    public static final Query EMPTY = new Query(List.of());

    /** @param value empty if there is no "=" */
    public record Parameter(String name, String value) {}

    /** @param text what follows the "?"; each "%" in it has its two digits */
    static Query parse(String text) throws Refusal {
        List<Parameter> parameters = new ArrayList<>(2);
        int from = 0;
        while (from < text.length()) {
            int end = indexOrEnd(text, '&', from, text.length());
            if (end > from) {
                int equals = indexOrEnd(text, '=', from, end);
                String value = text.substring(Math.min(equals + 1, end), end);
                parameters.add(new Parameter(decode(text.substring(from, equals)), decode(value)));
            }
            from = end + 1;
        }
        return new Query(parameters);
    }

    private static int indexOrEnd(String text, char wanted, int from, int end) {
        int index = from;
        while (index < end && text.charAt(index) != wanted) { // no further: there are as many searches as parameters
            index++;
        }
        return index;
    }

    private static String decode(String text) throws Refusal {
        return PercentEncoding.decode(text.replace('+', ' '));
    }

    /** The first value of this name; null if there is none. */
    public String first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter.value;
            }
        }
        return null;
    }
}
