package http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9112 §4, §9.6, RFC 9110 §5.6.7, §6.6.1, §8.6. */
class ResponseTest {
    private static final long NOW = 784_111_777_999L; // the second that RFC 9110 §5.6.7 has its example from

    private static String head(Response response, boolean close) {
        ByteBuffer head = response.head(NOW, close);
        return ISO_8859_1.decode(head).toString();
    }

    @Test
    void _9112_4_aHeadIsStatusLineFieldsAndAnEmptyLine() {
        Response response = Response.of(Status.OK, "text/html; charset=utf-8", new byte[] {1, 2, 3})
                .with("ETag", "\"x\"");
        assertEquals("""
                HTTP/1.1 200 OK
                Content-Type: text/html; charset=utf-8
                ETag: "x"
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Length: 3

                """.replace("\n", "\r\n"), head(response, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0             | Thu, 01 Jan 1970 00:00:00 GMT",
        "951782400000  | Tue, 29 Feb 2000 00:00:00 GMT",
        "1735689599999 | Tue, 31 Dec 2024 23:59:59 GMT", // a week-based year would be 2025 here
        "1767225600000 | Thu, 01 Jan 2026 00:00:00 GMT",
    })
    void _9110_5_6_7_theDateIsInGmtAndInEnglish(long now, String date) {
        String head = ISO_8859_1.decode(Response.of(Status.OK).head(now, false)).toString();
        assertTrue(head.contains("\r\nDate: " + date + "\r\n"), head);
    }

    @Test
    void _9112_9_6_aCloseIsAnnounced() {
        assertFalse(head(Response.text(Status.OK, "x"), false).contains("Connection"));
        assertTrue(head(Response.text(Status.OK, "x"), true).endsWith("\r\nConnection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @EnumSource
    void _9110_8_6_aLengthBelongsToWhatMayHaveContent(Status status) {
        String head = head(Response.of(status), false);
        boolean without = List.of(101, 204, 304).contains(status.code());
        assertEquals(!without, head.contains("\r\nContent-Length: 0\r\n"), head);
        assertEquals(!without, head.contains("Content-Length"), head);
        assertFalse(head.contains("Transfer-Encoding"), head);
    }

    @ParameterizedTest
    @EnumSource
    void _9110_6_6_1_everyResponseButThe101HasADate(Status status) {
        assertEquals(status.code() != 101, head(Response.of(status), false).contains("\r\nDate: "));
    }

    @ParameterizedTest
    @EnumSource
    void _9112_4_aStatusLineHasThreeDigitsAndAPhrase(Status status) {
        String line = head(Response.of(status), false).lines().findFirst().orElseThrow();
        assertTrue(line.matches("HTTP/1\\.1 [1-5][0-9][0-9] [A-Z][ A-Za-z]+"), line);
        assertEquals(status.code(), Integer.parseInt(line.substring(9, 12)));
    }

    @Test
    void _9110_8_6_theLengthIsThatOfTheBytes() {
        Response response = Response.text(Status.NOT_FOUND, "né 😀");
        assertEquals("né 😀\n", new String(response.body(), UTF_8));
        assertTrue(head(response, false).contains("\r\nContent-Length: 9\r\n"));
        assertTrue(head(response, false).contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"));
    }

    @Test
    void withLeavesTheFirstResponseAsItWas() {
        Response plain = Response.of(Status.OK);
        Response more = plain.with("A", "1").with("B", "2");
        assertFalse(head(plain, false).contains("A:"));
        assertTrue(head(more, false).contains("\r\nA: 1\r\nB: 2\r\n"));
    }

    @Test
    void aRefusalSaysWhatIsWrongAndWhichRuleSaysSo() {
        Refusal refusal = new Refusal(Status.BAD_REQUEST, "RFC 9112 §3.2", "Host is missing");
        assertEquals("400 Bad Request: Host is missing (RFC 9112 §3.2)", refusal.getMessage());
        String body = new String(refusal.response().body(), UTF_8);
        assertTrue(body.startsWith("400 Bad Request"), body);
        assertTrue(body.contains("Host is missing") && body.contains("RFC 9112 §3.2"), body);
        assertEquals(0, refusal.getStackTrace().length);
    }

    @Test
    void aRefusalWithOneMoreFieldIsOtherwiseTheSame() {
        Refusal plain = new Refusal(Status.METHOD_NOT_ALLOWED, "RFC 9110 §15.5.6", "no");
        Refusal refusal = plain.with("Allow", "GET").with("X", "y");
        assertEquals(plain.getMessage(), refusal.getMessage());
        assertEquals(Status.METHOD_NOT_ALLOWED, refusal.response().status());
        assertEquals(plain.response().body(), refusal.response().body());
        assertTrue(head(refusal.response(), false).contains("\r\nAllow: GET\r\nX: y\r\n"));
        assertFalse(head(plain.response(), false).contains("\r\nAllow"));
    }
}
