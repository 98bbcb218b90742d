package quotes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an RFC by sections, each as one line: page breaks are gone, and white space is one blank. */
final class Rfc {
    private static final Pattern HEADING = Pattern.compile("( *)(\\d+(?:\\.\\d+)*)\\.? +\\S.*");
    /** A line of the table of contents. */
    private static final Pattern LEADER = Pattern.compile(".*(?:\\. ?){4,}.*");
    private static final Pattern FOOTER = Pattern.compile("\\S.*\\[Page \\d+]");
    private static final Pattern HEADER = Pattern.compile("RFC \\d+ .* \\d{4}");

    private final Map<String, String> sections = new HashMap<>();

    private Rfc() {}

    static Rfc parse(String text) {
        Rfc rfc = new Rfc();
        String section = null;
        List<String> lines = new ArrayList<>();
        boolean afterBlank = true;
        for (String line : text.split("\r?\n")) {
            String plain = line.replace("\f", "").stripTrailing();
            if (FOOTER.matcher(plain).matches() || HEADER.matcher(plain).matches()) {
                continue;
            }
            Matcher heading = HEADING.matcher(plain);
            if (afterBlank && heading.matches() && !LEADER.matcher(plain).matches()
                    && begins(section, heading.group(2), heading.group(1).isEmpty())) {
                rfc.put(section, lines);
                section = heading.group(2);
                lines = new ArrayList<>();
            }
            lines.add(plain);
            afterBlank = plain.isEmpty();
        }
        rfc.put(section, lines);
        return rfc;
    }

    /** Whether this number is a heading's here: sections have no gaps, and only those of a lower level are indented. */
    private static boolean begins(String section, String number, boolean atMargin) {
        if (!atMargin && !number.contains(".")) {
            return false; // an item of a list
        }
        if (number.equals("1")) { // the text begins; what came before it was the table of contents
            return true;
        }
        if (section == null) {
            return false;
        }
        if (number.equals(section + ".1")) {
            return true;
        }
        for (String last = section; ; last = last.substring(0, last.lastIndexOf('.'))) {
            int dot = last.lastIndexOf('.');
            if (number.equals(last.substring(0, dot + 1) + (Integer.parseInt(last.substring(dot + 1)) + 1))) {
                return true;
            }
            if (dot < 0) {
                return false;
            }
        }
    }

    private void put(String section, List<String> lines) {
        if (section != null) {
            sections.put(section, fold(String.join("\n", lines)));
        }
    }

    /** One blank for white space. A word that is broken behind its hyphen is joined. */
    static String fold(String text) {
        return text.replaceAll("(?m)^\\s*;", "") // a comment in a grammar
                .replaceAll("(?<=\\w-)\\s*\n\\s*(?=\\w)", "").replaceAll("\\s+", " ").strip();
    }

    boolean hasSection(String number) {
        return sections.containsKey(number);
    }

    /**
     * Whether the section, without those below it, has these words, in this order. {@code ...} and {@code [...]} leave
     * words out.
     */
    boolean has(String section, String words) {
        String text = sections.getOrDefault(section, "");
        int at = 0;
        for (String part : words.split("\\[\\.\\.\\.]|\\.\\.\\.")) {
            String wanted = fold(part);
            int found = text.indexOf(wanted, at);
            if (found < 0) {
                return false;
            }
            at = found + wanted.length();
        }
        return at > 0;
    }
}
