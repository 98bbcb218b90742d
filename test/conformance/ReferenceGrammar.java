package conformance;

import java.util.List;
import java.util.regex.Pattern;

/** Grammars of RFC 6455 that {@link ReferenceServer} holds requests against. */
final class ReferenceGrammar {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** §9.1: what is quoted must be a token when the escapes are gone. */
    private static final String PARAMETER = "\\s*;\\s*" + TOKEN + "(\\s*=\\s*(" + TOKEN
            + "|\"(\\\\?[!#$%&'*+.^_`|~0-9A-Za-z-])+\"))?";
    private static final Pattern EXTENSION = Pattern.compile(TOKEN + "(" + PARAMETER + ")*");

    private ReferenceGrammar() {}

    static boolean isToken(String text) {
        return text.matches(TOKEN);
    }

    /** Whether these lines together are one or more extensions; empty elements don't count. */
    static boolean isExtensions(List<String> lines) {
        List<String> elements = lines.stream().flatMap(line -> List.of(line.split(",", -1)).stream()).map(String::strip)
                .filter(item -> !item.isEmpty()).toList();
        return lines.isEmpty() || (!elements.isEmpty() && elements.stream().allMatch(item -> EXTENSION.matcher(item)
                .matches()));
    }
}
