package conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix's file: what a row says, and that a row that is wrong is named. */
class RequirementsTest {
    private static final String PONG = "5.5.2-2|MUST|both|MUST|§5.5.2|MUST send a Pong frame|A Ping is answered";

    /** Cells separated by bars. */
    private static Requirements parse(String... lines) {
        return Requirements.parse(String.join("\n", lines).replace('|', '\t') + "\n");
    }

    private static void assertFault(String sentence, String... lines) {
        assertEquals("requirements.txt:" + sentence,
                assertThrows(IllegalArgumentException.class, () -> parse(lines)).getMessage());
    }

    @Test
    void aRowNamesTheSentenceThatItRestsOn() {
        Requirement pong = parse("# a comment", PONG).get("5.5.2-2");
        assertEquals(new Requirement("5.5.2-2", Level.MUST, Party.BOTH, "MUST", 6455, "5.5.2", "MUST send a Pong frame",
                "A Ping is answered"), pong);
        Requirement of7692 = parse("7692-7.2.1-9|INFO|nobody|-|RFC 7692 §7.2.3.6|it describes|In our words")
                .get("7692-7.2.1-9");
        assertEquals("", of7692.keyWord());
        assertEquals("RFC 7692 §7.2.3.6", of7692.citation());
        assertEquals("7692-7.2.3.6", of7692.place());
        assertEquals("7692-7.2.1", of7692.filedIn());
        assertEquals("§5.5.2", pong.citation());
        assertEquals("5.5.2", pong.place());
    }

    @Test
    void rowsKeepTheirOrder() {
        String other = PONG.replaceFirst("5.5.2-2", "4.1-1");
        assertEquals(List.of("5.5.2-2", "4.1-1"), parse(PONG, other).rows().stream().map(Requirement::id).toList());
    }

    @Test
    void aServerIsBoundByItsOwnSentencesAndByCore() {
        assertTrue(parse(PONG).get("5.5.2-2").bindsServer());
        assertTrue(parse("5.4-3|CORE|nobody|-|§5.4|it describes|In our words").get("5.4-3").bindsServer());
        assertFalse(parse("5.1-1|INFO|client|MUST|§5.1|a client MUST mask|In our words").get("5.1-1").bindsServer());
        assertFalse(parse("9-1|INFO|proxy|MUST NOT|RFC 9112 §9.3|A proxy server MUST NOT|In our words").get("9-1")
                .bindsServer());
    }

    @Test
    void aRowWithTheWrongCellsIsNamed() {
        assertFault("1: 7 cells are separated by tabs, not 6", PONG.substring(0, PONG.lastIndexOf('|')));
        assertFault("2: an empty cell, or blanks around one", "# a comment", PONG.replace("MUST send a Pong frame",
                ""));
        assertFault("1: an empty cell, or blanks around one", PONG.replace("|MUST|both", "|MUST |both"));
        assertFault("1: no id: 5.5.2", PONG.replaceFirst("5.5.2-2", "5.5.2"));
        assertFault("1: no level: MAY", PONG.replaceFirst("MUST", "MAY"));
        assertFault("1: no party: peer", PONG.replace("both", "peer"));
        assertFault("1: no key word: must", PONG.replace("both|MUST", "both|must"));
        assertFault("1: no section as §5.5.2 or RFC 7692 §7.2.1: 5.5.2", PONG.replace("§", ""));
        assertFault("2: 5.5.2-2 is there twice", PONG, PONG);
        assertEquals("no requirement 1-1",
                assertThrows(IllegalArgumentException.class, () -> parse(PONG).get("1-1")).getMessage());
    }

    @Test
    void theKeyPhraseHasTheKeyWord() {
        assertFault("1: the key word is MUST, the key phrase has -", PONG.replace("MUST send", "must send"));
        assertFault("1: the key word is MUST, the key phrase has MUST NOT", PONG.replace("MUST send", "MUST NOT send"));
        assertFault("1: the key word is -, the key phrase has MUST", PONG.replace("both|MUST", "both|-"));
    }

    @ParameterizedTest
    @CsvSource({
        "both,     MUST,        SHOULD, MUST",
        "server,   MUST NOT,    CORE,   MUST",
        "receiver, SHALL,       INFO,   MUST",
        "server,   RECOMMENDED, MUST,   SHOULD",
        "both,     SHOULD NOT,  MUST,   SHOULD",
        "both,     MAY,         SHOULD, INFO",
        "both,     -,           MUST,   CORE or INFO",
        "sender,   MUST,        MUST,   CORE or INFO",
        "client,   MUST,        SHOULD, CORE or INFO",
        "nobody,   -,           SHOULD, CORE or INFO",
    })
    void theLevelFollowsTheSentence(String party, String keyWord, String level, String right) {
        String phrase = keyWord.equals("-") ? "it does something" : "it " + keyWord + " do something";
        String row = "1-1|%s|" + party + '|' + keyWord + "|§1|" + phrase + "|In our words";
        assertFault("1: what binds " + party + " with the key word " + keyWord + " is " + right + ", not " + level,
                row.formatted(level));
        for (String each : right.split(" or ")) {
            assertEquals(Level.valueOf(each), parse(row.formatted(each)).get("1-1").level());
        }
    }
}
