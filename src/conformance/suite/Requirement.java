package conformance.suite;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One row of the matrix, {@code requirements.txt}: a requirement, and the sentence that it rests on.
 *
 * @param id        where it is filed, and a number: {@code 5.5.2-1}, {@code 7692-7.1.2.1-4}
 * @param level     how binding it is for a server
 * @param binds     whom the sentence binds
 * @param keyWord   of the sentence, {@code MUST NOT}; empty if it has none
 * @param rfc       the RFC that has the sentence, as a number
 * @param section   of that RFC, {@code 5.5.2}
 * @param keyPhrase some words of the sentence, to the letter; {@code ...} between them leaves words out
 * @param words     the requirement in words of our own
 */
public record Requirement(String id, Level level, Party binds, String keyWord, int rfc, String section,
        String keyPhrase,
        String words) {
    static final int WEBSOCKET = 6455;

    private static final Pattern ID = Pattern.compile("(\\d{4}-)?\\d+(\\.\\d+)*-\\d+");
    /** RFC 2119. */
    private static final Pattern KEY_WORD = Pattern.compile(
            "\\b(?:(?:MUST|SHALL|SHOULD)(?: NOT)?|(?:NOT )?RECOMMENDED|REQUIRED|MAY|OPTIONAL)\\b");
    private static final Set<String> MUST = Set.of("MUST", "MUST NOT", "SHALL", "SHALL NOT", "REQUIRED");
    private static final Set<String> SHOULD = Set.of("SHOULD", "SHOULD NOT", "RECOMMENDED", "NOT RECOMMENDED");

    /**
     * @throws IllegalArgumentException if the key phrase hasn't the key word, or the level doesn't follow from the
     * sentence
     */
    public Requirement {
        check(ID.matcher(id).matches(), "no id: " + id);
        check(keyWord.isEmpty() || KEY_WORD.matcher(keyWord).matches(), "no key word: " + keyWord);
        List<String> found = KEY_WORD.matcher(keyPhrase).results().map(MatchResult::group).toList();
        check(keyWord.isEmpty() ? found.isEmpty() : found.contains(keyWord), "the key word is " + orNone(keyWord)
                + ", the key phrase has " + orNone(String.join(", ", found)));
        Set<Level> possible = levels(binds, keyWord);
        check(possible.contains(level), "what binds " + binds + " with the key word " + orNone(keyWord) + " is "
                + possible.stream().sorted().map(Level::name).collect(Collectors.joining(" or ")) + ", not " + level);
    }

    /** The level is what the key word says to a server. What says nothing to it is CORE or INFO. */
    private static Set<Level> levels(Party binds, String keyWord) {
        if (!binds.isServer() || keyWord.isEmpty()) {
            return Set.of(Level.CORE, Level.INFO);
        }
        return Set.of(MUST.contains(keyWord) ? Level.MUST : SHOULD.contains(keyWord) ? Level.SHOULD : Level.INFO);
    }

    private static String orNone(String words) {
        return words.isEmpty() ? "-" : words;
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** {@code §5.5.2} of RFC 6455, {@code RFC 7692 §7.2.1} of another. */
    public String citation() {
        return (rfc == WEBSOCKET ? "" : "RFC " + rfc + " ") + "§" + section;
    }

    /** The section that has the sentence, as in a case's id: {@code 5.5.2}, {@code 7692-7.2.1}. */
    public String place() {
        return (rfc == WEBSOCKET ? "" : rfc + "-") + section;
    }

    /** The section where it is filed, in the same form. */
    public String filedIn() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    /** Whether a server can break it. The others are a client's or a proxy's, or only described. */
    public boolean bindsServer() {
        return binds.isServer() || level == Level.CORE;
    }
}
