package conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("text", "a \"quote\", a \\, a\ttab\n, \u0000, κόσμε, 😀, a lone \uD800");
        all.put("numbers", List.of(0L, -1L, Long.MAX_VALUE >> 4, 1.5));
        all.put("words", new ArrayList<>(Arrays.asList(true, false, null)));
        all.put("empty", List.of(Map.of(), List.of(), ""));
        assertEquals(all, Json.read(Json.write(all)));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String text
                : List.of("", "{", "[1,]", "{\"a\" 1}", "\"a", "\"\\x\"", "01", "1.", "nul", "[1] 2", "{a:1}",
                "\"\\u12\"", "\"\n\"", "[".repeat(1000))) {
            assertThrows(IllegalArgumentException.class, () -> Json.read(text), text);
        }
    }

    @Test
    void anotherJsonIsNoResult() {
        for (String text : List.of("{}", "[]", "1", "{\"cases\":[{}]}", "{\"cases\":1}")) {
            assertThrows(IllegalArgumentException.class, () -> JsonReport.read(text), text);
        }
    }
}
