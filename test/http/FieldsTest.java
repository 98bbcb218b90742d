package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §5. */
class FieldsTest {
    private static Fields of(String... namesAndValues) {
        Fields fields = new Fields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    @Test
    void _9110_5_1_namesCompareInAnyCase() {
        Fields fields = of("X-Foo", "1", "other", "2", "x-fOO", "3");
        assertEquals(List.of("1", "3"), fields.lines("X-FOO"));
        assertTrue(fields.has("x-foo"));
        assertFalse(fields.has("x-fo"));
        assertFalse(fields.has("x-foo "));
        assertEquals(3, fields.size());
    }

    @Test
    void _9110_5_1_namesCompareTheSameWayInTurkey() { // in Turkish, I has another small letter
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            Fields fields = of("ORIGIN", "WEBSOCKETI");
            assertTrue(fields.has("Origin"));
            assertTrue(of("origin", "").has("ORIGIN"));
            assertTrue(fields.listHas("Origin", "websocketi"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void _9110_5_3_severalLinesOfOneNameAreOneListInOrder() {
        assertEquals(List.of("a", "b", "c"), of("X", "a, b", "Y", "no", "x", "c").list("X"));
        assertEquals(List.of(), of("Y", "a").list("X"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a         | [a]", "a,b      | [a, b]", "'a ,\tb' | [a, b]", "',,a, ,b,,' | [a, b]", "','    | []", "'' | []",
        "' \t ' | []", "a b | [a b]",
    })
    void _9110_5_6_1_emptyElementsDoNotCount(String value, String elements) {
        assertEquals(elements, of("X", value).list("X").toString());
    }

    @Test
    void _9110_5_6_1_tenThousandCommasAreStillAnEmptyList() {
        assertEquals(List.of(), of("X", ",".repeat(10_000)).list("X"));
        assertEquals(List.of("a"), of("X", " ,".repeat(10_000) + "a" + ", ".repeat(10_000)).list("X"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Upgrade | true", "upgrade | true", "UPGRADE | true", "keep-alive, Upgrade | true", "upgrade,keep-alive | true",
        "' ,,UpGrAdE' | true", "notupgrade | false", "Upgrade-Insecure | false", "Upgrad | false", "up grade | false",
        "Upgrade;q=1 | false", "'' | false", "keep-alive | false", "\"Upgrade\" | false",
    })
    void _9110_7_6_1_anElementIsFoundWholeAndInAnyCase(String value, boolean found) {
        assertEquals(found, of("Connection", value).listHas("Connection", "Upgrade"));
        assertEquals(found, of("Connection", "x", "Connection", value).listHas("connection", "UPGRADE"));
        assertFalse(of("Other", value).listHas("Connection", "Upgrade"));
    }
}
