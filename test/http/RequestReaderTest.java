package http;

import static http.Reading.bad;
import static http.Reading.wire;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;

/**
 * RFC 9112 §2 to §6: which bytes are a request, and what the refusal says of those that aren't. In the vectors, ¶ ends
 * a line.
 */
class RequestReaderTest {
    private static final String FRAME = "81 85 00000000 48656c6c6f";

    // What must be accepted

    /** Rows of a table: what a vector is, its text, and what is read, which is the same for all of them. */
    private static Stream<Arguments> read(String line, String... whatAndText) {
        return IntStream.range(0, whatAndText.length / 2)
                .mapToObj(i -> arguments(whatAndText[2 * i], whatAndText[2 * i + 1], line));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                read("GET / a 1.1",
                        "9110 §9.1 GET", "GET / HTTP/1.1¶Host: a¶¶"),
                read("HEAD / a 1.1",
                        "9110 §9.1 HEAD", "HEAD / HTTP/1.1¶Host: a¶¶"),
                read("GET / a 1.1",
                        "9112 §2.2 an empty line before it",     "¶GET / HTTP/1.1¶Host: a¶¶",
                        "9112 §2.2 three empty lines before it", "¶¶¶GET / HTTP/1.1¶Host: a¶¶"),
                read("GET / a 1.2",
                        "9112 §2.3 a higher minor version", "GET / HTTP/1.2¶Host: a¶¶"),
                read("GET / a 1.9",
                        "9112 §2.3 the highest minor version", "GET / HTTP/1.9¶Host: a¶¶"),
                read("GET / a 1.0",
                        "9112 §2.3 HTTP/1.0 with Host", "GET / HTTP/1.0¶Host: a¶¶"),
                read("GET / null 1.0",
                        "9112 §3.2 HTTP/1.0 without Host", "GET / HTTP/1.0¶¶"),
                read("GET /path a 1.1",
                        "9112 §3.2.1 a query", "GET /path?x=1 HTTP/1.1¶Host: a¶¶"),
                read("GET /p a 1.1",
                        "9112 §3.2.1 a query with ? and /", "GET /p?a?b/c HTTP/1.1¶Host: a¶¶"),
                read("GET / a 1.1",
                        "9112 §3.2.1 an empty query", "GET /? HTTP/1.1¶Host: a¶¶"),
                read("GET //x// a 1.1",
                        "9112 §3.2.1 empty segments", "GET //x// HTTP/1.1¶Host: a¶¶"),
                read("GET /café a 1.1",
                        "3986 §2.1 percent, two digits", "GET /caf%C3%a9 HTTP/1.1¶Host: a¶¶"),
                read("GET /😀 a 1.1",
                        "3986 §2.1 four bytes of UTF-8", "GET /%F0%9F%98%80 HTTP/1.1¶Host: a¶¶"),
                read("GET /a?b/ a 1.1",
                        "3986 §2.1 an encoded ? is no query", "GET /a%3Fb%2f HTTP/1.1¶Host: a¶¶"),
                read("GET /-._~!$&'()*+,;=:@aZ09 a 1.1",
                        "3986 §3.3 all that a path is made of", "GET /-._~!$&'()*+,;=:@aZ09 HTTP/1.1¶Host: a¶¶"),
                read("GET /p h:9502 1.1",
                        "9112 §3.2.2 a full address wins over Host", "GET http://h:9502/p?q HTTP/1.1¶Host: evil¶¶"),
                read("GET /p h 1.1",
                        "9112 §3.2.2 a full address, https", "GET https://h/p HTTP/1.1¶Host: h¶¶"),
                read("GET / h 1.1",
                        "9112 §3.2.2 a full address in capitals",   "GET HTTP://H HTTP/1.1¶Host: h¶¶",
                        "9112 §3.2.2 a full address, only a query", "GET http://h?/x HTTP/1.1¶Host: h¶¶"),
                read("GET / [::1]:1 1.1",
                        "9112 §3.2.2 a full address, IPv6", "GET http://[::1]:1/ HTTP/1.1¶Host: h¶¶"),
                read("GET / h 1.0",
                        "9112 §3.2.2 a full address, HTTP/1.0", "GET http://h/ HTTP/1.0¶¶"),
                read("GET / a:1 1.1",
                        "9112 §3.2 Host with a port", "GET / HTTP/1.1¶Host: a:1¶¶"),
                read("GET / a 1.1",
                        "9112 §3.2 Host with an empty port", "GET / HTTP/1.1¶Host: a:¶¶"),
                read("GET / [::1]:9502 1.1",
                        "9112 §3.2 Host, IPv6", "GET / HTTP/1.1¶Host: [::1]:9502¶¶"),
                read("GET / a 1.1",
                        "9110 §5.1 a name in small letters",        "GET / HTTP/1.1¶host: a¶¶",
                        "9110 §5.1 a name in capitals",             "GET / HTTP/1.1¶HOST: a¶¶",
                        "9110 §5.3 Host comes last",                "GET / HTTP/1.1¶X: 1¶Y: 2¶Host: a¶¶",
                        "9112 §5 a value with no blank before it",  "GET / HTTP/1.1¶Host:a¶¶",
                        "9112 §5 a value with blanks around it",    "GET / HTTP/1.1¶Host: \t a\t \t¶¶",
                        "9112 §5.1 a name of all token characters", "GET / HTTP/1.1¶Host: a¶!#$%&'*+-.^_`|~09azAZ: 1¶¶",
                        "9110 §5.5 an empty value",                 "GET / HTTP/1.1¶Host: a¶X:¶¶",
                        "9110 §5.5 a tab within a value",           "GET / HTTP/1.1¶Host: a¶X: b\tc¶¶",
                        "9110 §5.5 bytes beyond ASCII", "GET / HTTP/1.1¶Host: a¶X: \u0080\u009f\u00e9\u00ff¶¶",
                        "9112 §6.3 a length of no bytes",           "GET / HTTP/1.1¶Host: a¶Content-Length: 0¶¶"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void aGoodRequestIsRead(String what, String text, String line) {
        assertEquals(line, Reading.line(Reading.request(text)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void _9112_2_2_noByteBehindTheHeadIsTaken(String what, String text, String line) throws Refusal {
        byte[] head = wire(text);
        byte[] both = Bytes.concat(head, Bytes.hex(FRAME));
        for (List<byte[]> parts : Bytes.cuts(both)) {
            RequestReader reader = Reading.reader();
            int taken = 0;
            for (byte[] part : parts) {
                ByteBuffer in = ByteBuffer.wrap(part);
                Request request = reader.read(in);
                taken += in.position();
                if (request != null) {
                    assertEquals(head.length, taken);
                    break;
                }
                assertTrue(taken < head.length, "no request at its end");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void _9112_9_3_2_theNextRequestIsReadAsIfItWereTheFirst(String what, String text, String line) {
        byte[] next = wire("HEAD /next HTTP/1.1¶Host: next¶X: y¶¶");
        Reading reading = Reading.of(Bytes.concat(wire(text), next, wire(text)));
        assertNull(reading.refusal());
        assertEquals(List.of(line, "HEAD /next next 1.1", line),
                reading.requests().stream().map(Reading::line).toList());
        assertEquals(2, reading.requests().get(1).fields().size());
        assertFalse(reading.unfinished());
    }

    @Test
    void _9112_5_valuesAreKeptInOrderByteForByte() {
        Fields fields = Reading.request("GET / HTTP/1.1¶Host: a¶X: \t b  c\t¶x:\u0080\u00ff:¶X-Foo:¶¶").fields();
        assertEquals(List.of("b  c", "\u0080\u00ff:"), fields.lines("X"));
        assertEquals(List.of(""), fields.lines("X-Foo"));
        assertEquals(4, fields.size());
    }

    @Test
    void _9110_5_3_nothingIsHandedOutBeforeTheEmptyLine() throws Refusal {
        byte[] head = wire("GET / HTTP/1.1¶Host: a¶¶");
        RequestReader reader = Reading.reader();
        assertFalse(reader.isWithinRequest());
        for (int i = 0; i < head.length - 1; i++) {
            assertNull(reader.read(ByteBuffer.wrap(head, i, 1)));
            assertTrue(reader.isWithinRequest());
        }
        assertNotNull(reader.read(ByteBuffer.wrap(head, head.length - 1, 1)));
        assertFalse(reader.isWithinRequest());
    }

    @Test
    void anEmptyBufferChangesNothing() throws Refusal {
        RequestReader reader = Reading.reader();
        assertNull(reader.read(ByteBuffer.allocate(0)));
        assertFalse(reader.isWithinRequest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1.1 |                    | true",
        "1.1 | keep-alive         | true",
        "1.1 | close              | false",
        "1.1 | CLOSE              | false",
        "1.1 | keep-alive, Close  | false",
        "1.1 | x,,close           | false",
        "1.1 | closed             | true",
        "1.2 |                    | true",
        "1.0 |                    | false",
        "1.0 | keep-alive         | false",
    })
    void _9112_9_3_whetherAnotherRequestMayFollow(String version, String connection, boolean keepsAlive) {
        String field = connection == null ? "" : "Connection: " + connection + "¶";
        assertEquals(keepsAlive, Reading.request("GET / HTTP/" + version + "¶Host: a¶" + field + "¶").keepsAlive());
    }

    @Test
    void isHeadIsTrueOfHeadAlone() {
        assertTrue(Reading.request("HEAD / HTTP/1.1¶Host: a¶¶").isHead());
        assertFalse(Reading.request("GET / HTTP/1.1¶Host: a¶¶").isHead());
    }

    // What must be refused

    static Stream<Arguments> refused() {
        return Stream.of(
                // line ends and bytes
                bad("9112 §2.2", 400,
                        "a request line ends in LF alone",   "GET / HTTP/1.1\nHost: a¶¶",
                        "a field ends in LF alone",          "GET / HTTP/1.1¶Host: a\n¶",
                        "the last line is LF alone",         "GET / HTTP/1.1¶Host: a¶\n",
                        "LF alone before the request",       "\nGET / HTTP/1.1¶Host: a¶¶",
                        "CR alone in a value",               "GET / HTTP/1.1¶Host: a\rX: b¶¶",
                        "CR CR LF",                          "GET / HTTP/1.1¶Host: a\r\r\n¶",
                        "CR alone before the request",       "\rGET / HTTP/1.1¶Host: a¶¶",
                        "CR alone in the request line",      "GET /\r HTTP/1.1¶Host: a¶¶",
                        "NUL in a value",                    "GET / HTTP/1.1¶Host: a¶X: b\0c¶¶",
                        "a backspace in a value",            "GET / HTTP/1.1¶Host: a¶X: \b¶¶",
                        "an escape in a value",              "GET / HTTP/1.1¶Host: a¶X: \u001b[2J¶¶",
                        "DEL in a value",                    "GET / HTTP/1.1¶Host: a¶X: \u007f¶¶",
                        "a form feed as a blank",            "GET / HTTP/1.1¶Host:\fa¶¶",
                        "a control character in a name",     "GET / HTTP/1.1¶Host: a¶B\u0001d: x¶¶",
                        "a control character in the target", "GET /\u0001 HTTP/1.1¶Host: a¶¶",
                        "TLS on a port without it",          "\u0016\u0003\u0001\u0002\0\u0001\0",
                        "a row of NUL",                      "\0\0\0\0"),
                // request line
                bad("9112 §3", 400,
                        "one word",                   "FOO¶",
                        "no version, as in HTTP/0.9", "GET /¶"),
                bad("9112 §3.1", 400,
                        "only blanks", "  ¶"),
                bad("9112 §3", 400,
                        "two blanks before the target",  "GET  / HTTP/1.1¶Host: a¶¶",
                        "two blanks before the version", "GET /  HTTP/1.1¶Host: a¶¶",
                        "a blank before the method",     " GET / HTTP/1.1¶Host: a¶¶",
                        "a blank behind the version",    "GET / HTTP/1.1 ¶Host: a¶¶",
                        "a blank within the target",     "GET /a b HTTP/1.1¶Host: a¶¶",
                        "tabs for blanks",               "GET\t/\tHTTP/1.1¶Host: a¶¶"),
                bad("9112 §3.2", 400,
                        "no target", "GET  HTTP/1.1¶Host: a¶¶"),
                bad("9112 §3.1", 400,
                        "a method that is no token",         "G(T / HTTP/1.1¶Host: a¶¶",
                        "a method with a byte beyond ASCII", "G\u00c9T / HTTP/1.1¶Host: a¶¶"),
                bad("9112 §2.3", 400,
                        "the version in small letters", "GET / http/1.1¶Host: a¶¶",
                        "a version of three digits",    "GET / HTTP/1.10¶Host: a¶¶",
                        "a version of one digit",       "GET / HTTP/1¶Host: a¶¶",
                        "a version without a dot",      "GET / HTTP/1x1¶Host: a¶¶",
                        "another protocol",             "GET / RTSP/1.1¶Host: a¶¶"),
                bad("9110 §15.6.6", 505,
                        "HTTP/2",             "PRI * HTTP/2.0¶¶SM¶¶",
                        "HTTP/0.9 by number", "GET / HTTP/0.9¶Host: a¶¶"),
                bad("9110 §9.1", 501,
                        "an unknown method",                    "BREW / HTTP/1.1¶Host: a¶¶",
                        "a method in small letters",            "get / HTTP/1.1¶Host: a¶¶",
                        "the longest method that is looked at", "M".repeat(32) + " / HTTP/1.1¶Host: a¶¶"),
                bad("9112 §3", 501,
                        "a method longer than any", "M".repeat(33)),
                bad("9110 §15.5.6", 405,
                        "POST",    "POST / HTTP/1.1¶Host: a¶¶",
                        "PUT",     "PUT / HTTP/1.1¶Host: a¶¶",
                        "DELETE",  "DELETE / HTTP/1.1¶Host: a¶¶",
                        "PATCH",   "PATCH / HTTP/1.1¶Host: a¶¶",
                        "OPTIONS", "OPTIONS * HTTP/1.1¶Host: a¶¶",
                        "TRACE",   "TRACE / HTTP/1.1¶Host: a¶¶",
                        "CONNECT", "CONNECT a:80 HTTP/1.1¶Host: a¶¶"),
                // target
                bad("9112 §3.2", 400,
                        "the asterisk with GET",               "GET * HTTP/1.1¶Host: a¶¶",
                        "an authority with GET",               "GET a:80 HTTP/1.1¶Host: a¶¶",
                        "a path without its slash",            "GET path HTTP/1.1¶Host: a¶¶",
                        "a ws address",                        "GET ws://a/ HTTP/1.1¶Host: a¶¶",
                        "a fragment",                          "GET /#x HTTP/1.1¶Host: a¶¶",
                        "a fragment behind a query",           "GET /?x#y HTTP/1.1¶Host: a¶¶",
                        "a byte beyond ASCII in the path",     "GET /\u00e9 HTTP/1.1¶Host: a¶¶",
                        "a byte beyond ASCII in the query",    "GET /?\u00e9 HTTP/1.1¶Host: a¶¶",
                        "angle brackets",                      "GET /<x> HTTP/1.1¶Host: a¶¶",
                        "a backslash",                         "GET /\\x HTTP/1.1¶Host: a¶¶",
                        "a quote in the query",                "GET /?\" HTTP/1.1¶Host: a¶¶",
                        "% without a digit",                   "GET /% HTTP/1.1¶Host: a¶¶",
                        "% with one digit",                    "GET /%4 HTTP/1.1¶Host: a¶¶",
                        "% with a letter past F",              "GET /%4G HTTP/1.1¶Host: a¶¶",
                        "% with a letter past F in the query", "GET /?%G4 HTTP/1.1¶Host: a¶¶"),
                bad("", 400,
                        "a path that isn't UTF-8",                             "GET /%ff HTTP/1.1¶Host: a¶¶",
                        "a path that is UTF-8 but too long for its character", "GET /%c0%af HTTP/1.1¶Host: a¶¶"),
                bad("3986 §2.5", 400,
                        "a query that isn't UTF-8", "GET /a?%ff HTTP/1.1¶Host: a¶¶"),
                bad("", 400,
                        "a path with half a character", "GET /%e2%82 HTTP/1.1¶Host: a¶¶",
                        "a path with a surrogate",      "GET /%ed%a0%80 HTTP/1.1¶Host: a¶¶"),
                bad("9112 §3.2.2", 400,
                        "a full address without a host",  "GET http:///x HTTP/1.1¶Host: a¶¶",
                        "a full address, only a port",    "GET http://:80/ HTTP/1.1¶Host: a¶¶",
                        "a full address with a user",     "GET http://u@a/ HTTP/1.1¶Host: a¶¶",
                        "a full address with a bad port", "GET http://a:x/ HTTP/1.1¶Host: a¶¶"),
                bad("9112 §3.2", 400,
                        "a full address with a fragment", "GET http://a#x HTTP/1.1¶Host: a¶¶",
                        "http with one slash",            "GET http:/a HTTP/1.1¶Host: a¶¶"),
                // Host
                bad("9112 §3.2", 400,
                        "no Host",                        "GET / HTTP/1.1¶¶",
                        "no Host with a full address",    "GET http://a/ HTTP/1.1¶¶",
                        "two Hosts that differ",          "GET / HTTP/1.1¶Host: a¶Host: b¶¶",
                        "two Hosts that are the same",    "GET / HTTP/1.1¶Host: a¶X: y¶host: a¶¶",
                        "two Hosts in HTTP/1.0",          "GET / HTTP/1.0¶Host: a¶Host: a¶¶",
                        "two Hosts with a full address",  "GET http://a/ HTTP/1.1¶Host: a¶Host: a¶¶",
                        "an empty Host",                  "GET / HTTP/1.1¶Host:¶¶",
                        "two names in Host",              "GET / HTTP/1.1¶Host: a b¶¶",
                        "a list in Host that is no name", "GET / HTTP/1.1¶Host: a, b¶¶",
                        "a path in Host",                 "GET / HTTP/1.1¶Host: a/b¶¶",
                        "a word for a port in Host",      "GET / HTTP/1.1¶Host: a:port¶¶",
                        "a user in Host",                 "GET / HTTP/1.1¶Host: @x¶¶",
                        "a bad Host in HTTP/1.0",         "GET / HTTP/1.0¶Host: a b¶¶",
                        "a bad Host with a full address", "GET http://a/ HTTP/1.1¶Host: a b¶¶"),
                // fields
                bad("9112 §5.2", 400,
                        "a folded value",            "GET / HTTP/1.1¶Host: a¶X: b¶ c¶¶",
                        "a value folded with a tab", "GET / HTTP/1.1¶Host: a¶X:¶\tc¶¶"),
                bad("9112 §2.2", 400,
                        "a blank before the first name", "GET / HTTP/1.1¶ Host: evil¶Host: a¶¶"),
                bad("9112 §5.2", 400,
                        "a line of blanks for the empty line", "GET / HTTP/1.1¶Host: a¶ ¶¶"),
                bad("9112 §5", 400,
                        "a line without a colon", "GET / HTTP/1.1¶Host: a¶NoColonHere¶¶"),
                bad("9112 §5.1", 400,
                        "a field without a name",          "GET / HTTP/1.1¶Host: a¶: empty¶¶",
                        "a blank before the colon",        "GET / HTTP/1.1¶Host: a¶Upgrade : websocket¶¶",
                        "a tab before the colon",          "GET / HTTP/1.1¶Host\t: a¶¶",
                        "a blank in a name",               "GET / HTTP/1.1¶Host: a¶X Y: z¶¶",
                        "a name with a byte beyond ASCII", "GET / HTTP/1.1¶Host: a¶X\u00e9: z¶¶",
                        "a name in brackets",              "GET / HTTP/1.1¶Host: a¶(X): z¶¶"),
                // content
                bad("9112 §6", 400,
                        "a length",           "GET / HTTP/1.1¶Host: a¶Content-Length: 11¶¶",
                        "HEAD with a length", "HEAD / HTTP/1.1¶Host: a¶Content-Length: 1¶¶",
                        "chunks",             "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶",
                        "chunks by HTTP/1.0", "GET / HTTP/1.0¶Host: a¶Transfer-Encoding: CHUNKED¶¶"),
                bad("9112 §6.1", 400,
                        "both a length and chunks",
                                "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Content-Length: 0¶¶",
                        "both, the other way round",
                                "GET / HTTP/1.1¶Host: a¶Content-Length: 4¶Transfer-Encoding: chunked¶¶"),
                bad("9112 §6.3", 400,
                        "an unknown coding",         "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: foo¶¶",
                        "codings that don't end in chunked",
                                "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, gzip¶¶",
                        "codings on two lines",
                                "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Transfer-Encoding: x¶¶",
                        "no coding",                 "GET / HTTP/1.1¶Host: a¶Transfer-Encoding:¶¶",
                        "a negative length",         "GET / HTTP/1.1¶Host: a¶Content-Length: -1¶¶",
                        "a length with a plus",      "GET / HTTP/1.1¶Host: a¶Content-Length: +0¶¶",
                        "a length with an exponent", "GET / HTTP/1.1¶Host: a¶Content-Length: 1e1¶¶",
                        "a length in base 16",       "GET / HTTP/1.1¶Host: a¶Content-Length: 0x0¶¶",
                        "an empty length",           "GET / HTTP/1.1¶Host: a¶Content-Length:¶¶",
                        "a list of lengths",         "GET / HTTP/1.1¶Host: a¶Content-Length: 0, 0¶¶",
                        "two lengths that differ",   "GET / HTTP/1.1¶Host: a¶Content-Length: 0¶Content-Length: 5¶¶"),
                bad("9112 §6", 400,
                        "a length of 20 digits",   "GET / HTTP/1.1¶Host: a¶Content-Length: 99999999999999999999¶¶",
                        "a length of 2 to the 64", "GET / HTTP/1.1¶Host: a¶Content-Length: 18446744073709551616¶¶"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void aBadRequestIsRefused(String section, String what, String text, int status) {
        Reading reading = Reading.of(wire(text));
        assertNotNull(reading.refusal(), "not refused");
        assertEquals(List.of(), reading.requests());
        assertEquals(status, reading.refusal().response().status().code(), reading.refusal().getMessage());
        String message = reading.refusal().getMessage();
        assertTrue(section.isEmpty() || message.contains("(RFC " + section + ")"), message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void aBadRequestIsRefusedTheSameWayBehindAGoodOne(String section, String what, String text, int status) {
        Reading alone = Reading.of(wire(text));
        byte[] good = wire("GET /good HTTP/1.1¶Host: a¶Content-Length: 0¶¶");
        Reading behind = Reading.of(Bytes.concat(good, wire(text)));
        assertEquals(1, behind.requests().size());
        assertEquals(alone.refusal().getMessage(), behind.refusal().getMessage());
        assertEquals(good.length + alone.taken(), behind.taken());
    }

    @Test
    void _9112_2_2_allControlCharactersButTabAreRefusedAtOnce() {
        for (int c = 0; c < 256; c++) {
            boolean control = (c < ' ' && c != '\t') || c == 0x7f;
            byte[] start = wire("GET / HTTP/1.1¶Host: a¶X: b");
            byte[] rest = wire("c¶¶");
            Reading reading = Reading.of(Bytes.concat(start, new byte[] {(byte) c}, rest));
            assertEquals(control, reading.refusal() != null, "byte " + c);
            if (control) {
                int noticed = c == '\r' ? 2 : 1; // a CR is wrong only if no LF follows
                assertEquals(start.length + noticed, reading.taken(), "byte " + c);
            }
        }
    }

    @Test
    void _9112_3_2_aByteOfAnySortInTheTargetIsReadOrRefused() {
        String allowed = "-._~!$&'()*+,;=:@/?0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int c = 0; c < 256; c++) {
            byte[] target = {'/', (byte) c, '4', '1'};
            Reading reading = Reading.of(Bytes.concat(wire("GET "), target, wire(" HTTP/1.1¶Host: a¶¶")));
            assertEquals(allowed.indexOf(c) >= 0 || c == '%', reading.refusal() == null, "byte " + c);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"})
    void _9110_15_5_6_a405NamesTheMethodsThatAreAllowed(String method) { // RFC 9110 §10.2.1
        Refusal refusal = Reading.refusalOf(method + " / HTTP/1.1¶");
        assertEquals(List.of(new Fields.Field("Allow", "GET, HEAD")),
                refusal.response().fields().stream().filter(field -> field.name().equals("Allow")).toList());
    }

    // Limits: at the limit and one over

    private static String padded(String before, String after, int size) {
        return before + "x".repeat(size - wire(before + after).length) + after;
    }

    @ParameterizedTest
    @CsvSource({"64, 0", "64, 1", "200, 0", "200, 1", "1000, 1", "1000, 2"})
    void _6585_5_theHeadMayBeAsLongAsItsLimit(int limit, int over) {
        Reading reading = Reading.of(wire(padded("GET / HTTP/1.1¶Host: a¶X: ", "¶¶", limit + over)), limit, 32, 10);
        if (over == 0) {
            assertEquals(1, reading.requests().size());
        } else {
            assertEquals(431, reading.refusal().response().status().code());
            assertEquals(limit + 1, reading.taken());
        }
    }

    @Test
    void _6585_5_theLimitOfTheHeadIsForEachHeadAlone() {
        byte[] atLimit = wire(padded("GET / HTTP/1.1¶Host: a¶X: ", "¶¶", 100));
        Reading reading = Reading.of(Bytes.concat(atLimit, atLimit, atLimit), 100, 32, 10);
        assertNull(reading.refusal());
        assertEquals(3, reading.requests().size());
    }

    @Test
    void _9112_2_2_emptyLinesWithoutEndAreRefusedToo() {
        Reading reading = Reading.of(wire("¶".repeat(200)), 100, 32, 10);
        assertNotNull(reading.refusal());
        assertTrue(reading.taken() <= 101);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 20, 0", "GET, 20, 1", "HEAD, 20, 0", "HEAD, 20, 1", "GET, 300, 0", "GET, 300, 1", "GET, 300, 300",
    })
    void _9112_3_theTargetMayBeAsLongAsItsLimit(String method, int limit, int over) {
        String target = padded("/", "", limit + over);
        Reading reading = Reading.of(wire(method + " " + target + " HTTP/1.1¶Host: a¶¶"), 10_000, limit, 10);
        if (over == 0) {
            assertEquals(target, reading.requests().get(0).path());
        } else {
            assertEquals(414, reading.refusal().response().status().code());
            assertTrue(reading.refusal().getMessage().contains("RFC 9112 §3)"));
        }
    }

    @Test
    void _9112_3_aTargetWithoutEndIsRefusedBeforeItsEnd() {
        int limit = 50;
        Reading reading = Reading.of(wire("GET /" + "x".repeat(1000)), 10_000, limit, 10);
        assertEquals(414, reading.refusal().response().status().code());
        assertTrue(reading.taken() <= "GET ".length() + limit + " HTTP/1.1¶".length() + 1, "taken: " + reading.taken());
    }

    @Test
    void _9112_3_aFullAddressCountsWhole() {
        String target = padded("http://a/", "", 40);
        assertEquals(1, Reading.of(wire("GET " + target + " HTTP/1.1¶Host: a¶¶"), 1000, 40, 10).requests().size());
        Refusal refusal = Reading.of(wire("GET " + target + "x HTTP/1.1¶Host: a¶¶"), 1000, 40, 10).refusal();
        assertEquals(414, refusal.response().status().code());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "10, 0", "10, 1", "10, 5"})
    void _6585_5_thereMayBeAsManyFieldsAsTheirLimit(int limit, int over) {
        String fields = "X: y¶".repeat(limit + over - 1);
        Reading reading = Reading.of(wire("GET / HTTP/1.1¶Host: a¶" + fields + "¶"), 1000, 32, limit);
        if (over == 0) {
            assertEquals(limit, reading.requests().get(0).fields().size());
        } else {
            assertEquals(431, reading.refusal().response().status().code());
        }
    }

    @Test
    void _9112_3_aRequestLineOf8000BytesIsSupported() {
        String text = padded("GET /?", " HTTP/1.1", 8000) + "¶Host: a¶¶";
        Reading reading = Reading.ofParts(List.of(wire(text)), Reading.reader());
        assertEquals(List.of("GET / a 1.1"), reading.requests().stream().map(Reading::line).toList());
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                arguments("a target of 1 MB",    "GET /" + "x".repeat(1 << 20),              414),
                arguments("a method of 1 MB",    "M".repeat(1 << 20),                        501),
                arguments("a value of 1 MB",     "GET / HTTP/1.1¶X: " + "x".repeat(1 << 20), 431),
                arguments("a name of 1 MB",      "GET / HTTP/1.1¶" + "x".repeat(1 << 20),    431),
                arguments("10,000 fields",       "GET / HTTP/1.1¶" + "X: y¶".repeat(10_000), 431),
                arguments("100,000 empty lines", "¶".repeat(100_000),                        431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void _9110_5_4_aFloodIsRefusedBeforeItIsKept(String what, String text, int status) {
        byte[] bytes = wire(text);
        Reading whole = Reading.ofParts(List.of(bytes), Reading.reader());
        Reading byteByByte = Reading.ofParts(Reading.byteByByte(bytes), Reading.reader());
        for (Reading reading : List.of(whole, byteByByte)) {
            assertEquals(status, reading.refusal().response().status().code());
            assertTrue(reading.taken() <= HeadLimits.DEFAULT.maxHead() + 1, "taken: " + reading.taken());
        }
    }

    static Stream<Arguments> costlyHosts() {
        return Stream.of("a", "a.", "1.", "%41", "[", ":", "[:", "1:", "-").flatMap(part ->
                Stream.of("", "[", "a:").flatMap(before ->
                        Stream.of("", "]", "g]", "]:1", "/").map(after -> arguments(before, part, after))));
    }

    @ParameterizedTest(name = "{0}{1}...{2}")
    @MethodSource("costlyHosts")
    void _9112_3_2_aLongHostIsReadOrRefusedAndCostsNoTime(String before, String part, String after) {
        String host = before + part.repeat(30_000 / part.length()) + after;
        String target = "http://" + before + part.repeat(8_000 / part.length()) + after;
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            Reading.ofParts(List.of(wire("GET / HTTP/1.1¶Host: " + host + "¶¶")), Reading.reader());
            Reading.ofParts(List.of(wire("GET " + target + " HTTP/1.1¶Host: a¶¶")), Reading.reader());
        });
    }
}
