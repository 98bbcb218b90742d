package conformance.report;

/** Text within XML and HTML, in elements and in attributes. */
final class Markup {
    private Markup() {}

    /** XML 1.0 has no way to write most control characters. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isCharacter(int c) {
        boolean surrogate = c >= 0xD800 && c < 0xE000;
        return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }
}
