package quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what is quoted: text in double quotes that a citation in the same sentence leads to, or that one in parentheses
 * follows.
 *
 * <pre>
 *   §5.2 "words"                                    of RFC 6455
 *   RFC 7692 §7.1.1.1 "words", and "words"
 *   RFC 7692 §7.1.1.1 and §7.1.2.1: "words"         in both sections
 *   §4.2.1 item 5 has "words"                       a few words may be between them
 *   "words" (RFC 9112 §3.2)
 * </pre>
 *
 * {@code ...} and {@code [...]} leave words out. What is in quotes for another reason is kept away from a citation.
 */
final class Quotations {
    private static final String CITATION = "(?:RFC (?<rfcN>\\d+) )?"
            + "(?<sectionsN>§[\\d.]*\\d(?:(?:, | and | or )§[\\d.]*\\d)*)";
    /** From a citation to its quotation, but not beyond the end of a sentence. */
    private static final String BETWEEN = "(?:,? item [\\d.]*\\d)?[^\"§.;{}]{0,60}";
    /** From a quotation to its citation in parentheses. */
    private static final String BEHIND = "[^\"§.;(){}]{1,20}\\(";
    private static final String QUOTED = "\"(?<N>[^\"\\s](?:[^\"]*[^\"\\s])?)\"";
    private static final Pattern QUOTATION = Pattern.compile(
            CITATION.replace("N", "1") + BETWEEN + QUOTED.replace("N", "first")
                    + "(?<more>(?:,? (?:and|or) \"[^\"]+\")*)"
                    + '|' + QUOTED.replace("N", "before") + BEHIND + CITATION.replace("N", "2") + "[^)]*\\)");
    private static final Pattern MORE = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern SECTION = Pattern.compile("[\\d.]+");

    private Quotations() {}

    static List<Quotation> in(String file, List<Prose> pieces) {
        List<Quotation> found = new ArrayList<>();
        pieces.forEach(prose -> {
            Matcher matcher = QUOTATION.matcher(prose.text());
            while (matcher.find()) {
                add(file, prose, matcher, found);
            }
        });
        return found;
    }

    private static void add(String file, Prose prose, Matcher matcher, List<Quotation> found) {
        boolean citationFirst = matcher.group("first") != null;
        String rfc = matcher.group(citationFirst ? "rfc1" : "rfc2");
        String sections = matcher.group(citationFirst ? "sections1" : "sections2");
        List<String> quoted = new ArrayList<>();
        quoted.add(matcher.group(citationFirst ? "first" : "before"));
        if (citationFirst) {
            MORE.matcher(matcher.group("more")).results().forEach(result -> quoted.add(result.group(1)));
        }
        for (String words : quoted) {
            found.add(new Quotation(file + ':' + prose.line(matcher.start()),
                    rfc == null ? Citation.WEBSOCKET : Integer.parseInt(rfc),
                    SECTION.matcher(sections).results().map(MatchResult::group).toList(), words));
        }
    }
}
