package http;

/**
 * The request target (RFC 9112 §3.2): what the request is for.
 *
 * @param authority of the absolute form; null in the origin form, which has none
 * @param path      decoded; begins with "/"
 */
record Target(Authority authority, String path, Query query) {

    /** Reads the origin form, {@code /path?query}, or the absolute form, {@code http://host:port/path?query}. */
    static Target parse(String text) throws Refusal {
        if (text.startsWith("/")) {
            return parse(null, text);
        }
        int begin = startsWith(text, Scheme.HTTP) ? Scheme.HTTP.prefix().length()
                : startsWith(text, Scheme.HTTPS) ? Scheme.HTTPS.prefix().length() : -1;
        if (begin < 0) {
            throw bad("RFC 9112 §3.2", "the request target is neither a path nor a full http address");
        }
        int end = begin;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        Authority authority = Authority.parse(text.substring(begin, end));
        if (authority == null) {
            throw bad("RFC 9112 §3.2.2", "the address in the request target names no host");
        }
        String rest = text.substring(end);
        return parse(authority, rest.startsWith("/") ? rest : "/" + rest); // RFC 9110 §4.2.3: an empty path is "/"
    }

    private static boolean startsWith(String text, Scheme scheme) {
        String prefix = scheme.prefix();
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static Target parse(Authority authority, String pathAndQuery) throws Refusal {
        checkCharacters(pathAndQuery);
        int mark = pathAndQuery.indexOf('?');
        if (mark < 0) {
            return new Target(authority, PercentEncoding.decode(pathAndQuery), Query.EMPTY);
        }
        String path = PercentEncoding.decode(pathAndQuery.substring(0, mark));
        return new Target(authority, path, Query.parse(pathAndQuery.substring(mark + 1)));
    }

    /** RFC 3986 §3.3, §3.4: no fragment, no blank, nothing that isn't ASCII. */
    private static void checkCharacters(String pathAndQuery) throws Refusal {
        for (int i = 0; i < pathAndQuery.length(); i++) {
            char c = pathAndQuery.charAt(i);
            if (c == '%') {
                if (!Grammar.isPercentEncoded(pathAndQuery, i)) {
                    throw bad("RFC 9112 §3.2", "% in the request target is not followed by two hexadecimal digits");
                }
            } else if (!Grammar.isUnreservedOrSubDelimiter(c) && ":@/?".indexOf(c) < 0) {
                throw bad("RFC 9112 §3.2", String.format("the request target has a character 0x%02x", (int) c));
            }
        }
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, section, sentence);
    }
}
