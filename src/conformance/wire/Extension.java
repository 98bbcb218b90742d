package conformance.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One element of Sec-WebSocket-Extensions (RFC 6455 §9.1), offered or agreed. A parameter without a value has null. */
public record Extension(String name, List<Parameter> parameters) {
    public static final String DEFLATE = "permessage-deflate";

    public record Parameter(String name, String value) {}

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String BLANKS = "[ \\t]*";
    private static final Pattern NAME = Pattern.compile(BLANKS + "(" + TOKEN + ")" + BLANKS);
    /** §9.1: a quoted value "MUST conform to the 'token' ABNF" after unescaping. */
    private static final Pattern PARAMETER = Pattern.compile(
            ";" + BLANKS + "(" + TOKEN + ")" + BLANKS + "(?:=" + BLANKS + "(?:(" + TOKEN + ")|\"(" + TOKEN + ")\")"
                    + BLANKS + ")?");

    /** Whether the extension has a parameter of this name. */
    public boolean has(String parameter) {
        return parameters.stream().anyMatch(each -> each.name.equals(parameter));
    }

    /** The value of that parameter; null if it has none or isn't there. */
    public String value(String parameter) {
        return parameters.stream().filter(each -> each.name.equals(parameter)).findFirst().map(Parameter::value)
                .orElse(null);
    }

    /**
     * The base-2 logarithm of a window, as a parameter of permessage-deflate sets it: 15 if it sets none (RFC 7692
     * §7.1.2).
     */
    public int windowBits(String parameter) {
        return value(parameter) == null ? 15 : Integer.parseInt(value(parameter));
    }

    /** A whole field value as a list; null if it breaks the grammar. */
    public static List<Extension> parse(String value) {
        List<Extension> list = new ArrayList<>();
        int at = 0;
        while (true) {
            Matcher name = NAME.matcher(value).region(at, value.length());
            if (!name.lookingAt()) {
                return null;
            }
            at = name.end();
            List<Parameter> parameters = new ArrayList<>();
            Matcher parameter = PARAMETER.matcher(value);
            while (parameter.region(at, value.length()).lookingAt()) {
                parameters.add(new Parameter(parameter.group(1), parameter.group(2) != null ? parameter.group(2)
                        : parameter.group(3)));
                at = parameter.end();
            }
            list.add(new Extension(name.group(1), List.copyOf(parameters)));
            if (at == value.length()) {
                return list;
            }
            if (value.charAt(at++) != ',') {
                return null;
            }
        }
    }
}
