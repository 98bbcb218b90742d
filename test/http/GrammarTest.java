package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static String trim(String text) {
        return Grammar.trim(text, 0, text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " a", "a ", "\ta", "a\t", " \t \t a\t \t"})
    void _9110_5_6_3_blanksAroundAValueAreNoPartOfIt(String value) {
        assertEquals("a", trim(value));
    }

    @Test
    void _9110_5_6_3_onlySpaceAndTabAreBlanks() {
        assertEquals("", trim(" \t"));
        assertEquals("a \t b", trim(" a \t b\t"));
        for (String other : List.of("\u00a0", "\u0085", "\u000b", "\f", "\u0000")) {
            assertEquals(other, trim(" " + other + " "));
        }
    }

    @Test
    void _9110_5_6_2_aTokenIsMadeOfItsCharactersAndNoOthers() {
        String allowed = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int c = -1; c < 0x3000; c++) {
            assertEquals(c > 0 && allowed.indexOf(c) >= 0, Grammar.isTokenCharacter(c), "character " + c);
            if (c >= 0) {
                assertEquals(allowed.indexOf(c) >= 0, Grammar.isToken("a" + (char) c), "character " + c);
            }
        }
        assertTrue(Grammar.isToken(allowed));
        assertFalse(Grammar.isToken(""));
    }

    @ParameterizedTest
    @CsvSource({"%41, true", "%aF, true", "%4, false", "%, false", "%4G, false", "x41, false", "'', false"})
    void _3986_2_1_aPercentSignNeedsTwoDigits(String text, boolean encoded) {
        assertEquals(encoded, Grammar.isPercentEncoded(text, 0));
    }
}
