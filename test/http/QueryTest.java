package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as URLSearchParams in a browser writes them. */
class QueryTest {
    private static Query query(String text) {
        return Reading.request("GET /path?" + text + " HTTP/1.1¶Host: a¶¶").query();
    }

    /** {@code [name=value]} for each parameter. */
    private static String written(Query query) {
        return query.parameters().stream().map(parameter -> "[" + parameter.name() + "=" + parameter.value() + "]")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", quoteCharacter = '`', value = {
        "a=1                  | [a=1]",
        "a=1&b=2              | [a=1][b=2]",
        "a=1&a=2              | [a=1][a=2]",
        "a                    | [a=]",
        "a=                   | [a=]",
        "=a                   | [=a]",
        "=                    | [=]",
        "a=b=c                | [a=b=c]",
        "``                   | ``",
        "&&                   | ``",
        "&a=1&&b=2&           | [a=1][b=2]",
        "a+b=c+d              | [a b=c d]",
        "a=%2B%20%26%3D       | [a=+ &=]",
        "%e5%90%8d=%E8%8C%B6  | [名=茶]",
        "e=%F0%9F%8D%B5       | [e=🍵]",
        "since=3f9c-17&wait=5 | [since=3f9c-17][wait=5]",
        "a?b/c                | [a?b/c=]",
    })
    void namesAndValuesAreDecodedInOrder(String text, String parameters) {
        assertEquals(parameters, written(query(text)));
    }

    @Test
    void theFirstValueOfANameCounts() {
        Query query = query("a=1&b=&a=2");
        assertEquals("1", query.first("a"));
        assertEquals("", query.first("b"));
        assertNull(query.first("A"));
        assertNull(query.first("c"));
    }

    @Test
    void noQueryIsAnEmptyOne() {
        Request request = Reading.request("GET /path HTTP/1.1¶Host: a¶¶");
        assertEquals(Query.EMPTY, request.query());
        assertEquals(Query.EMPTY, query(""));
    }

    @Test
    void theAbsoluteFormHasAQueryToo() {
        Request request = Reading.request("GET http://h?a=1&b=/ HTTP/1.1¶Host: h¶¶");
        assertEquals("/", request.path());
        assertEquals("[a=1][b=/]", written(request.query()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%ff", "%ff=a", "a=%c0%af", "a=%e2%82", "a=%ed%a0%80", "a=%e2&b=%82%ac"})
    void _3986_2_5_whatIsNotUtf8IsRefused(String text) {
        Refusal refusal = assertThrows(Refusal.class, () -> Query.parse(text));
        assertEquals(400, refusal.response().status().code());
        assertEquals(refusal.getMessage(), Reading.refusalOf("GET /?" + text + " HTTP/1.1¶Host: a¶¶").getMessage());
    }

    @Test
    void aLongQueryCostsNoMoreThanItsBytes() {
        int pairs = 2000;
        assertEquals(pairs, query("a=1&".repeat(pairs / 100)).parameters().size() * 100);
        Query query = Reading.requestWhole("GET /?" + "a=1&".repeat(pairs) + " HTTP/1.1¶Host: a¶¶").query();
        assertEquals(pairs, query.parameters().size());
    }
}
