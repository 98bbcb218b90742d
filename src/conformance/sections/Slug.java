package conformance.sections;

import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Locale;

/** A value as a part of a case's name: letters and digits are kept, characters that make a difference are spelled. */
final class Slug {
    private Slug() {}

    static String of(String value) {
        String spelled = value.isEmpty() ? "empty" : value.replace("permessage-deflate", "deflate");
        StringBuilder slug = new StringBuilder();
        for (int i = 0; i < spelled.length(); i++) {
            char c = spelled.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
                slug.append(c);
            } else {
                slug.append('-').append(i == 0 && c == '-' ? "minus" : word(c)).append('-');
            }
        }
        return slug.toString().toLowerCase(Locale.ROOT).replaceAll("-+", "-").replaceAll("^-|-$", "");
    }

    /** Parameters of permessage-deflate, as {@code server-bits-10}. */
    static String ofParameters(String parameters) {
        return of(parameters.replace("max_window_bits", "bits").replace("no_context_takeover", "no-takeover")
                .replaceAll("; |=", "-"));
    }

    private static String word(char c) {
        return switch (c) {
            case ' ', '-', '_' -> "";
            case '\t' -> "tab";
            case '\0' -> "nul";
            case '!' -> "exclamation";
            case '"' -> "quote";
            case '#' -> "number-sign";
            case '%' -> "percent";
            case '\'' -> "apostrophe";
            case '(' -> "parenthesis";
            case ')' -> "";
            case '*' -> "asterisk";
            case '+' -> "plus";
            case ',' -> "comma";
            case '.' -> "dot";
            case '/' -> "slash";
            case ':' -> "colon";
            case ';' -> "semicolon";
            case '<' -> "less";
            case '=' -> "equals";
            case '>' -> "greater";
            case '?' -> "question";
            case '@' -> "at";
            case '[' -> "bracket";
            case '\\' -> "backslash";
            case '^' -> "caret";
            case '`' -> "backtick";
            case '{' -> "brace";
            case '|' -> "bar";
            case '}' -> "";
            default -> String.format("x%02x", (int) c);
        };
    }

    /** {@code text-5-bytes-not-final}: what kind of frame it is, how long, and FIN where it is 0. */
    static String of(Frame frame) {
        int length = frame.payload().length;
        return Opcode.name(frame.opcode()).toLowerCase(Locale.ROOT) + (length == 0 ? "-empty" : "-" + length + "-bytes")
                + (frame.isFinal() ? "" : "-not-final");
    }
}
