package http;

/** The sets of characters in HTTP's grammar. All are within ASCII. */
public final class Grammar {
    private Grammar() {}

    /** RFC 9110 §5.6.2: a method, the name of a field, a subprotocol, an extension is a token. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    public static boolean isTokenCharacter(int c) {
        return isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** RFC 3986 §2.2, §2.3: what a path may contain without percent-encoding, except "/", ":" and "@". */
    static boolean isUnreservedOrSubDelimiter(int c) {
        return isLetterOrDigit(c) || "-._~!$&'()*+,;=".indexOf(c) >= 0;
    }

    /** RFC 3986 §2.1: whether there is "%" and two hexadecimal digits at this index. */
    static boolean isPercentEncoded(String text, int at) {
        return at + 2 < text.length() && text.charAt(at) == '%'
                && Character.digit(text.charAt(at + 1), 16) >= 0 && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 9110 §5.6.3: optional white space is spaces and tabs, nothing else. */
    public static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** A part of the text, without the blanks around that part. */
    static String trim(String text, int from, int to) {
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
