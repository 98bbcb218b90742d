package quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of an RFC that a source names: {@code §5.2} of RFC 6455, {@code RFC 9112 §3.2} of another,
 * {@code RFC 9110 §5.1 and §5.3} of the same. Where room is short, as in the tables of tests, {@code 9112 §3.2} will
 * do.
 *
 * @param place file and line
 */
record Citation(String place, int rfc, String section) {
    static final int WEBSOCKET = 6455;

    /** A number before a § that is no RFC is a close code, as in {@code 1002 §5.2}. */
    private static final Pattern PATTERN = Pattern.compile(
            "(?:(?:RFC |\\b(?=[2-9]\\d{3} ))(\\d+) )?(§[\\d.]*\\d(?:(?:, | and | or )§[\\d.]*\\d)*)");
    private static final Pattern SECTION = Pattern.compile("[\\d.]+");

    static List<Citation> in(String file, List<Prose> pieces) {
        List<Citation> found = new ArrayList<>();
        for (Prose prose : pieces) {
            Matcher citation = PATTERN.matcher(prose.text());
            while (citation.find()) {
                int rfc = citation.group(1) == null ? WEBSOCKET : Integer.parseInt(citation.group(1));
                int start = citation.start(2);
                SECTION.matcher(citation.group(2)).results().forEach(section ->
                        found.add(new Citation(
                                file + ':' + prose.line(start + section.start()), rfc, section.group())));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return place + ": " + (rfc == WEBSOCKET ? "" : "RFC " + rfc + " ") + "§" + section;
    }
}
