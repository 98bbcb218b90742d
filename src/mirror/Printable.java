package mirror;

import java.util.Locale;

/**
 * Text of others for a terminal: what it could be controlled by is escaped. That is control characters, and those that
 * can't be seen and change how others are shown, such as the bidirectional ones.
 */
final class Printable {
    private Printable() {}

    /** @param max characters of the text that are shown */
    static String quoted(String text, int max) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(max).forEach(c -> {
            switch (c) {
                case '"', '\\' -> shown.append('\\').append((char) c);
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> append(shown, c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > max ? "\" ..." : "\"").toString();
    }

    /** One line, without quotation marks. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        boolean visible = switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            default -> true;
        };
        if (visible) {
            shown.appendCodePoint(c);
        } else {
            shown.append("\\u{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
        }
    }
}
