package quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what is quoted. A quotation is text in double quotes that a citation leads to in the same sentence, or that one in parentheses follows:
 *
 * <pre>
 *   §5.2 "MUST be 0 unless"
 *   RFC 7692 §7.1.1.1 "...", and "..."
 *   §9.1, §9.2: a server has to "..."
 *   "..." (RFC 9112 §3.2)
 * </pre>
 *
 * A § without a number of an RFC is RFC 6455. With several sections the words are in each of them. {@code ...} and {@code [...]} leave words out.
 * What is quoted for another reason is kept away from a citation, or written as code.
 */
final class Quotations {
    private static final String CITATION = "(?:RFC (?<rfcN>\\d{3,5}) )?(?<listN>§\\d+(?:\\.\\d+)*(?:(?:, | and | or )§\\d+(?:\\.\\d+)*)*)";
    /** From a citation to its quotation: a few words, but no end of a sentence. */
    private static final String WORDS = "[^\"§.;{}]{0,60}";
    private static final Pattern QUOTATION = Pattern.compile(
            CITATION.replace("N", "1") + "(?:, item [\\d.]+\\d| item [\\d.]+\\d)?" + WORDS + "\"(?<first>[^\"]+)\"(?<more>(?:,? (?:and|or) \"[^\"]+\")*)"
                    + "|\"(?<before>[^\"]+)\" \\(" + CITATION.replace("N", "2") + "[^)]*\\)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern SECTION = Pattern.compile("\\d+(?:\\.\\d+)*");

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
        List<String> sections = SECTION.matcher(matcher.group(citationFirst ? "list1" : "list2")).results().map(result -> result.group()).toList();
        String place = file + ':' + prose.line(matcher.start());
        List<String> quoted = new ArrayList<>();
        quoted.add(citationFirst ? matcher.group("first") : matcher.group("before"));
        if (citationFirst) {
            QUOTED.matcher(matcher.group("more")).results().forEach(result -> quoted.add(result.group(1)));
        }
        for (String words : quoted) {
            found.add(new Quotation(place, rfc == null ? 6455 : Integer.parseInt(rfc), sections, words));
        }
    }
}
