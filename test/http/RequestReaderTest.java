package http;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;

/** RFC 9112 §2 to §6: which bytes are a request, and what is said of those that aren't. In the vectors, ¶ ends a line. */
class RequestReaderTest {
    private static final String FRAME = "81 85 00000000 48656c6c6f";

    // What must be accepted

    static Stream<Arguments> accepted() {
        return Stream.of(
                // what it is                                      the bytes                                               what is read
                arguments("9110 §9.1 GET",                         "GET / HTTP/1.1¶Host: a¶¶",                             "GET / a 1.1"),
                arguments("9110 §9.1 HEAD",                        "HEAD / HTTP/1.1¶Host: a¶¶",                            "HEAD / a 1.1"),
                arguments("9112 §2.2 an empty line before it",          "¶GET / HTTP/1.1¶Host: a¶¶",                            "GET / a 1.1"),
                arguments("9112 §2.2 three empty lines before it",      "¶¶¶GET / HTTP/1.1¶Host: a¶¶",                          "GET / a 1.1"),
                arguments("9112 §2.3 a higher minor version",           "GET / HTTP/1.2¶Host: a¶¶",                             "GET / a 1.2"),
                arguments("9112 §2.3 the highest minor version",        "GET / HTTP/1.9¶Host: a¶¶",                             "GET / a 1.9"),
                arguments("9112 §2.3 HTTP/1.0 with Host",               "GET / HTTP/1.0¶Host: a¶¶",                             "GET / a 1.0"),
                arguments("9112 §3.2 HTTP/1.0 without Host",            "GET / HTTP/1.0¶¶",                                     "GET / null 1.0"),
                arguments("9112 §3.2.1 a query",                        "GET /path?x=1 HTTP/1.1¶Host: a¶¶",                     "GET /path a 1.1"),
                arguments("9112 §3.2.1 a query with ? and /",           "GET /p?a?b/c HTTP/1.1¶Host: a¶¶",                      "GET /p a 1.1"),
                arguments("9112 §3.2.1 an empty query",                 "GET /? HTTP/1.1¶Host: a¶¶",                            "GET / a 1.1"),
                arguments("9112 §3.2.1 empty segments",                 "GET //x// HTTP/1.1¶Host: a¶¶",                         "GET //x// a 1.1"),
                arguments("3986 §2.1 percent, two digits",         "GET /caf%C3%a9 HTTP/1.1¶Host: a¶¶",                    "GET /café a 1.1"),
                arguments("3986 §2.1 four bytes of UTF-8",         "GET /%F0%9F%98%80 HTTP/1.1¶Host: a¶¶",                 "GET /😀 a 1.1"),
                arguments("3986 §2.1 an encoded ? is no query",    "GET /a%3Fb%2f HTTP/1.1¶Host: a¶¶",                     "GET /a?b/ a 1.1"),
                arguments("3986 §3.3 all that a path is made of",  "GET /-._~!$&'()*+,;=:@aZ09 HTTP/1.1¶Host: a¶¶",        "GET /-._~!$&'()*+,;=:@aZ09 a 1.1"),
                arguments("9112 §3.2.2 a full address wins over Host",  "GET http://h:9502/p?q HTTP/1.1¶Host: evil¶¶",          "GET /p h:9502 1.1"),
                arguments("9112 §3.2.2 a full address, https",          "GET https://h/p HTTP/1.1¶Host: h¶¶",                   "GET /p h 1.1"),
                arguments("9112 §3.2.2 a full address in capitals",     "GET HTTP://H HTTP/1.1¶Host: h¶¶",                      "GET / h 1.1"),
                arguments("9112 §3.2.2 a full address, only a query",   "GET http://h?/x HTTP/1.1¶Host: h¶¶",                   "GET / h 1.1"),
                arguments("9112 §3.2.2 a full address, IPv6",           "GET http://[::1]:1/ HTTP/1.1¶Host: h¶¶",               "GET / [::1]:1 1.1"),
                arguments("9112 §3.2.2 a full address, HTTP/1.0",       "GET http://h/ HTTP/1.0¶¶",                             "GET / h 1.0"),
                arguments("9112 §3.2 Host with a port",                 "GET / HTTP/1.1¶Host: a:1¶¶",                           "GET / a:1 1.1"),
                arguments("9112 §3.2 Host with an empty port",          "GET / HTTP/1.1¶Host: a:¶¶",                            "GET / a 1.1"),
                arguments("9112 §3.2 Host, IPv6",                       "GET / HTTP/1.1¶Host: [::1]:9502¶¶",                    "GET / [::1]:9502 1.1"),
                arguments("9110 §5.1 a name in small letters",     "GET / HTTP/1.1¶host: a¶¶",                             "GET / a 1.1"),
                arguments("9110 §5.1 a name in capitals",          "GET / HTTP/1.1¶HOST: a¶¶",                             "GET / a 1.1"),
                arguments("9110 §5.3 Host comes last",             "GET / HTTP/1.1¶X: 1¶Y: 2¶Host: a¶¶",                   "GET / a 1.1"),
                arguments("9112 §5 a value with no blank before it",    "GET / HTTP/1.1¶Host:a¶¶",                              "GET / a 1.1"),
                arguments("9112 §5 a value with blanks around it",      "GET / HTTP/1.1¶Host: \t a\t \t¶¶",                     "GET / a 1.1"),
                arguments("9112 §5.1 a name of all token characters",   "GET / HTTP/1.1¶Host: a¶!#$%&'*+-.^_`|~09azAZ: 1¶¶",    "GET / a 1.1"),
                arguments("9110 §5.5 an empty value",              "GET / HTTP/1.1¶Host: a¶X:¶¶",                          "GET / a 1.1"),
                arguments("9110 §5.5 a tab within a value",        "GET / HTTP/1.1¶Host: a¶X: b\tc¶¶",                     "GET / a 1.1"),
                arguments("9110 §5.5 bytes past ASCII",            "GET / HTTP/1.1¶Host: a¶X: \u0080\u009f\u00e9\u00ff¶¶", "GET / a 1.1"),
                arguments("9112 §6.3 a length of no bytes",             "GET / HTTP/1.1¶Host: a¶Content-Length: 0¶¶",           "GET / a 1.1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void aGoodRequestIsRead(String what, String text, String line) {
        assertEquals(line, Reading.line(Reading.request(text)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void _2_2_noByteBehindTheHeadIsTaken(String what, String text, String line) throws Refusal {
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
    void _9_3_2_theNextRequestIsReadAsIfItWereTheFirst(String what, String text, String line) {
        Reading reading = Reading.of(Bytes.concat(wire(text), wire("HEAD /next HTTP/1.1¶Host: next¶X: y¶¶"), wire(text)));
        assertNull(reading.refusal());
        assertEquals(List.of(line, "HEAD /next next 1.1", line), reading.requests().stream().map(Reading::line).toList());
        assertEquals(2, reading.requests().get(1).fields().size());
        assertFalse(reading.unfinished());
    }

    @Test
    void _5_valuesAreKeptInOrderByteForByte() {
        Fields fields = Reading.request("GET / HTTP/1.1¶Host: a¶X: \t b  c\t¶x:\u0080\u00ff:¶X-Foo:¶¶").fields();
        assertEquals(List.of("b  c", "\u0080\u00ff:"), fields.lines("X"));
        assertEquals(List.of(""), fields.lines("X-Foo"));
        assertEquals(4, fields.size());
    }

    @Test
    void _5_3_nothingIsHandedOutBeforeTheEmptyLine() throws Refusal { // RFC 9110
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
    void _9_3_whetherAnotherRequestMayFollow(String version, String connection, boolean keepsAlive) {
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
                arguments("9112 §2.2",  "a request line ends in LF alone",       "GET / HTTP/1.1\nHost: a¶¶",                       400),
                arguments("9112 §2.2",  "a field ends in LF alone",              "GET / HTTP/1.1¶Host: a\n¶",                       400),
                arguments("9112 §2.2",  "the last line is LF alone",             "GET / HTTP/1.1¶Host: a¶\n",                       400),
                arguments("9112 §2.2",  "LF alone before the request",           "\nGET / HTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §2.2",  "CR alone in a value",                   "GET / HTTP/1.1¶Host: a\rX: b¶¶",                  400),
                arguments("9112 §2.2",  "CR CR LF",                              "GET / HTTP/1.1¶Host: a\r\r\n¶",                   400),
                arguments("9112 §2.2",  "CR alone before the request",           "\rGET / HTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §2.2",  "CR alone in the request line",          "GET /\r HTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §2.2",  "NUL in a value",                        "GET / HTTP/1.1¶Host: a¶X: b\0c¶¶",                400),
                arguments("9112 §2.2",  "a backspace in a value",                "GET / HTTP/1.1¶Host: a¶X: \b¶¶",                  400),
                arguments("9112 §2.2",  "an escape in a value",                  "GET / HTTP/1.1¶Host: a¶X: \u001b[2J¶¶",           400),
                arguments("9112 §2.2",  "DEL in a value",                        "GET / HTTP/1.1¶Host: a¶X: \u007f¶¶",              400),
                arguments("9112 §2.2",  "a form feed as a blank",                "GET / HTTP/1.1¶Host:\fa¶¶",                       400),
                arguments("9112 §2.2",  "a control character in a name",         "GET / HTTP/1.1¶Host: a¶B\u0001d: x¶¶",            400),
                arguments("9112 §2.2",  "a control character in the target",     "GET /\u0001 HTTP/1.1¶Host: a¶¶",                  400),
                arguments("9112 §2.2",  "TLS where none is spoken",              "\u0016\u0003\u0001\u0002\0\u0001\0",              400),
                arguments("9112 §2.2",  "a row of NUL",                          "\0\0\0\0",                                        400),
                // request line
                arguments("9112 §3",    "one word",                              "FOO¶",                                            400),
                arguments("9112 §3",    "no version, as in HTTP/0.9",            "GET /¶",                                          400),
                arguments("9112 §3.1",  "only blanks",                           "  ¶",                                             400),
                arguments("9112 §3",    "two blanks before the target",          "GET  / HTTP/1.1¶Host: a¶¶",                       400),
                arguments("9112 §3",    "two blanks before the version",         "GET /  HTTP/1.1¶Host: a¶¶",                       400),
                arguments("9112 §3",    "a blank before the method",             " GET / HTTP/1.1¶Host: a¶¶",                       400),
                arguments("9112 §3",    "a blank behind the version",            "GET / HTTP/1.1 ¶Host: a¶¶",                       400),
                arguments("9112 §3",    "a blank within the target",             "GET /a b HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3",    "tabs for blanks",                       "GET\t/\tHTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §3.2",  "no target",                             "GET  HTTP/1.1¶Host: a¶¶",                         400),
                arguments("9112 §3.1",  "a method that is no token",             "G(T / HTTP/1.1¶Host: a¶¶",                        400),
                arguments("9112 §3.1",  "a method with a byte past ASCII",       "G\u00c9T / HTTP/1.1¶Host: a¶¶",                   400),
                arguments("9112 §2.3",  "the version in small letters",          "GET / http/1.1¶Host: a¶¶",                        400),
                arguments("9112 §2.3",  "a version of three digits",             "GET / HTTP/1.10¶Host: a¶¶",                       400),
                arguments("9112 §2.3",  "a version of one digit",                "GET / HTTP/1¶Host: a¶¶",                          400),
                arguments("9112 §2.3",  "a version without a dot",               "GET / HTTP/1x1¶Host: a¶¶",                        400),
                arguments("9112 §2.3",  "another protocol",                      "GET / RTSP/1.1¶Host: a¶¶",                        400),
                arguments("9110 §15.6.6", "HTTP/2",                         "PRI * HTTP/2.0¶¶SM¶¶",                            505),
                arguments("9110 §15.6.6", "HTTP/0.9 by number",             "GET / HTTP/0.9¶Host: a¶¶",                        505),
                arguments("9110 §9.1", "an unknown method",                 "BREW / HTTP/1.1¶Host: a¶¶",                       501),
                arguments("9110 §9.1", "a method in small letters",         "get / HTTP/1.1¶Host: a¶¶",                        501),
                arguments("9110 §9.1", "the longest method that is looked at", "M".repeat(32) + " / HTTP/1.1¶Host: a¶¶",       501),
                arguments("9112 §3",    "a method longer than any",              "M".repeat(33),                                    501),
                arguments("9110 §15.5.6", "POST",                           "POST / HTTP/1.1¶Host: a¶¶",                       405),
                arguments("9110 §15.5.6", "PUT",                            "PUT / HTTP/1.1¶Host: a¶¶",                        405),
                arguments("9110 §15.5.6", "DELETE",                         "DELETE / HTTP/1.1¶Host: a¶¶",                     405),
                arguments("9110 §15.5.6", "PATCH",                          "PATCH / HTTP/1.1¶Host: a¶¶",                      405),
                arguments("9110 §15.5.6", "OPTIONS",                        "OPTIONS * HTTP/1.1¶Host: a¶¶",                    405),
                arguments("9110 §15.5.6", "TRACE",                          "TRACE / HTTP/1.1¶Host: a¶¶",                      405),
                arguments("9110 §15.5.6", "CONNECT",                        "CONNECT a:80 HTTP/1.1¶Host: a¶¶",                 405),
                // target
                arguments("9112 §3.2",  "the asterisk with GET",                 "GET * HTTP/1.1¶Host: a¶¶",                        400),
                arguments("9112 §3.2",  "an authority with GET",                 "GET a:80 HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "a path without its slash",              "GET path HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "a ws address",                          "GET ws://a/ HTTP/1.1¶Host: a¶¶",                  400),
                arguments("9112 §3.2",  "a fragment",                            "GET /#x HTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §3.2",  "a fragment behind a query",             "GET /?x#y HTTP/1.1¶Host: a¶¶",                    400),
                arguments("9112 §3.2",  "a byte past ASCII in the path",         "GET /\u00e9 HTTP/1.1¶Host: a¶¶",                  400),
                arguments("9112 §3.2",  "a byte past ASCII in the query",        "GET /?\u00e9 HTTP/1.1¶Host: a¶¶",                 400),
                arguments("9112 §3.2",  "angle brackets",                        "GET /<x> HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "a backslash",                           "GET /\\x HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "a quote in the query",                  "GET /?\" HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "% without a digit",                     "GET /% HTTP/1.1¶Host: a¶¶",                       400),
                arguments("9112 §3.2",  "% with one digit",                      "GET /%4 HTTP/1.1¶Host: a¶¶",                      400),
                arguments("9112 §3.2",  "% with a letter past F",                "GET /%4G HTTP/1.1¶Host: a¶¶",                     400),
                arguments("9112 §3.2",  "% with a letter past F in the query",   "GET /?%G4 HTTP/1.1¶Host: a¶¶",                    400),
                arguments("",      "a path that isn't UTF-8",               "GET /%ff HTTP/1.1¶Host: a¶¶",                     400),
                arguments("",      "a path that is UTF-8 but too long for its character", "GET /%c0%af HTTP/1.1¶Host: a¶¶",    400),
                arguments("3986 §2.5", "a query that isn't UTF-8",         "GET /a?%ff HTTP/1.1¶Host: a¶¶",                    400),
                arguments("",      "a path with half a character",          "GET /%e2%82 HTTP/1.1¶Host: a¶¶",                  400),
                arguments("",      "a path with a surrogate",               "GET /%ed%a0%80 HTTP/1.1¶Host: a¶¶",               400),
                arguments("9112 §3.2.2", "a full address without a host",        "GET http:///x HTTP/1.1¶Host: a¶¶",                400),
                arguments("9112 §3.2.2", "a full address, only a port",          "GET http://:80/ HTTP/1.1¶Host: a¶¶",              400),
                arguments("9112 §3.2.2", "a full address with a user",           "GET http://u@a/ HTTP/1.1¶Host: a¶¶",              400),
                arguments("9112 §3.2.2", "a full address with a bad port",       "GET http://a:x/ HTTP/1.1¶Host: a¶¶",              400),
                arguments("9112 §3.2",  "a full address with a fragment",        "GET http://a#x HTTP/1.1¶Host: a¶¶",               400),
                arguments("9112 §3.2",  "http with one slash",                   "GET http:/a HTTP/1.1¶Host: a¶¶",                  400),
                // Host
                arguments("9112 §3.2",  "no Host",                               "GET / HTTP/1.1¶¶",                                400),
                arguments("9112 §3.2",  "no Host beside a full address",         "GET http://a/ HTTP/1.1¶¶",                        400),
                arguments("9112 §3.2",  "two Hosts that differ",                 "GET / HTTP/1.1¶Host: a¶Host: b¶¶",                400),
                arguments("9112 §3.2",  "two Hosts that are the same",           "GET / HTTP/1.1¶Host: a¶X: y¶host: a¶¶",           400),
                arguments("9112 §3.2",  "two Hosts in HTTP/1.0",                 "GET / HTTP/1.0¶Host: a¶Host: a¶¶",                400),
                arguments("9112 §3.2",  "two Hosts beside a full address",       "GET http://a/ HTTP/1.1¶Host: a¶Host: a¶¶",        400),
                arguments("9112 §3.2",  "an empty Host",                         "GET / HTTP/1.1¶Host:¶¶",                          400),
                arguments("9112 §3.2",  "two names in Host",                     "GET / HTTP/1.1¶Host: a b¶¶",                      400),
                arguments("9112 §3.2",  "a list in Host that is no name",        "GET / HTTP/1.1¶Host: a, b¶¶",                     400),
                arguments("9112 §3.2",  "a path in Host",                        "GET / HTTP/1.1¶Host: a/b¶¶",                      400),
                arguments("9112 §3.2",  "a word for a port in Host",             "GET / HTTP/1.1¶Host: a:port¶¶",                   400),
                arguments("9112 §3.2",  "a user in Host",                        "GET / HTTP/1.1¶Host: @x¶¶",                       400),
                arguments("9112 §3.2",  "a bad Host in HTTP/1.0",                "GET / HTTP/1.0¶Host: a b¶¶",                      400),
                arguments("9112 §3.2",  "a bad Host beside a full address",      "GET http://a/ HTTP/1.1¶Host: a b¶¶",              400),
                // fields
                arguments("9112 §5.2",  "a folded value",                        "GET / HTTP/1.1¶Host: a¶X: b¶ c¶¶",                400),
                arguments("9112 §5.2",  "a value folded with a tab",             "GET / HTTP/1.1¶Host: a¶X:¶\tc¶¶",                 400),
                arguments("9112 §2.2",  "a blank before the first name",         "GET / HTTP/1.1¶ Host: evil¶Host: a¶¶",            400),
                arguments("9112 §5.2",  "a line of blanks for the empty line",   "GET / HTTP/1.1¶Host: a¶ ¶¶",                      400),
                arguments("9112 §5",    "a line without a colon",                "GET / HTTP/1.1¶Host: a¶NoColonHere¶¶",            400),
                arguments("9112 §5.1",  "a field without a name",                "GET / HTTP/1.1¶Host: a¶: empty¶¶",                400),
                arguments("9112 §5.1",  "a blank before the colon",              "GET / HTTP/1.1¶Host: a¶Upgrade : websocket¶¶",    400),
                arguments("9112 §5.1",  "a tab before the colon",                "GET / HTTP/1.1¶Host\t: a¶¶",                      400),
                arguments("9112 §5.1",  "a blank in a name",                     "GET / HTTP/1.1¶Host: a¶X Y: z¶¶",                 400),
                arguments("9112 §5.1",  "a name with a byte past ASCII",         "GET / HTTP/1.1¶Host: a¶X\u00e9: z¶¶",             400),
                arguments("9112 §5.1",  "a name in brackets",                    "GET / HTTP/1.1¶Host: a¶(X): z¶¶",                 400),
                // content
                arguments("9112 §6",    "a length",                              "GET / HTTP/1.1¶Host: a¶Content-Length: 11¶¶",     400),
                arguments("9112 §6",    "HEAD with a length",                    "HEAD / HTTP/1.1¶Host: a¶Content-Length: 1¶¶",     400),
                arguments("9112 §6",    "chunks",                                "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶", 400),
                arguments("9112 §6",    "chunks by HTTP/1.0",                    "GET / HTTP/1.0¶Host: a¶Transfer-Encoding: CHUNKED¶¶", 400),
                arguments("9112 §6.1",  "both a length and chunks",              "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Content-Length: 0¶¶", 400),
                arguments("9112 §6.1",  "both, the other way round",             "GET / HTTP/1.1¶Host: a¶Content-Length: 4¶Transfer-Encoding: chunked¶¶", 400),
                arguments("9112 §6.3",  "an unknown coding",                     "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: foo¶¶", 400),
                arguments("9112 §6.3",  "codings that don't end in chunked",     "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, gzip¶¶", 400),
                arguments("9112 §6.3",  "codings on two lines",                  "GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Transfer-Encoding: x¶¶", 400),
                arguments("9112 §6.3",  "no coding",                             "GET / HTTP/1.1¶Host: a¶Transfer-Encoding:¶¶",     400),
                arguments("9112 §6.3",  "a negative length",                     "GET / HTTP/1.1¶Host: a¶Content-Length: -1¶¶",     400),
                arguments("9112 §6.3",  "a length with a plus",                  "GET / HTTP/1.1¶Host: a¶Content-Length: +0¶¶",     400),
                arguments("9112 §6.3",  "a length with an exponent",             "GET / HTTP/1.1¶Host: a¶Content-Length: 1e1¶¶",    400),
                arguments("9112 §6.3",  "a length in base 16",                   "GET / HTTP/1.1¶Host: a¶Content-Length: 0x0¶¶",    400),
                arguments("9112 §6.3",  "an empty length",                       "GET / HTTP/1.1¶Host: a¶Content-Length:¶¶",        400),
                arguments("9112 §6.3",  "a list of lengths",                     "GET / HTTP/1.1¶Host: a¶Content-Length: 0, 0¶¶",   400),
                arguments("9112 §6.3",  "two lengths that differ",               "GET / HTTP/1.1¶Host: a¶Content-Length: 0¶Content-Length: 5¶¶", 400),
                arguments("9112 §6",    "a length of 20 digits",                 "GET / HTTP/1.1¶Host: a¶Content-Length: 99999999999999999999¶¶", 400),
                arguments("9112 §6",    "a length of 2 to the 64",               "GET / HTTP/1.1¶Host: a¶Content-Length: 18446744073709551616¶¶", 400));
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
    void aBadRequestIsRefusedJustSoBehindAGoodOne(String section, String what, String text, int status) {
        Reading alone = Reading.of(wire(text));
        byte[] good = wire("GET /good HTTP/1.1¶Host: a¶Content-Length: 0¶¶");
        Reading behind = Reading.of(Bytes.concat(good, wire(text)));
        assertEquals(1, behind.requests().size());
        assertEquals(alone.refusal().getMessage(), behind.refusal().getMessage());
        assertEquals(good.length + alone.taken(), behind.taken());
    }

    @Test
    void _2_2_allControlCharactersButTabAreRefusedAtOnce() {
        for (int c = 0; c < 256; c++) {
            boolean control = c < ' ' && c != '\t' || c == 0x7f;
            byte[] start = wire("GET / HTTP/1.1¶Host: a¶X: b");
            byte[] rest = wire("c¶¶");
            Reading reading = Reading.of(Bytes.concat(start, new byte[] {(byte) c}, rest));
            assertEquals(control, reading.refusal() != null, "byte " + c);
            if (control) {
                int noticed = c == '\r' ? 2 : 1; // CR is a fault only by what follows
                assertEquals(start.length + noticed, reading.taken(), "byte " + c);
            }
        }
    }

    @Test
    void _5_5_aByteOfAnySortInTheTargetIsReadOrRefused() {
        String allowed = "-._~!$&'()*+,;=:@/?0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int c = 0; c < 256; c++) {
            Reading reading = Reading.of(Bytes.concat(wire("GET /"), new byte[] {(byte) c}, wire("41 HTTP/1.1¶Host: a¶¶")));
            assertEquals(allowed.indexOf(c) >= 0 || c == '%', reading.refusal() == null, "byte " + c);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"})
    void _15_5_6_a405NamesTheMethodsThatAreAllowed(String method) { // RFC 9110 §10.2.1
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
    void _5_theHeadMayBeAsLongAsItsLimit(int limit, int over) { // RFC 6585
        Reading reading = Reading.of(wire(padded("GET / HTTP/1.1¶Host: a¶X: ", "¶¶", limit + over)), limit, 32, 10);
        if (over == 0) {
            assertEquals(1, reading.requests().size());
        } else {
            assertEquals(431, reading.refusal().response().status().code());
            assertEquals(limit + 1, reading.taken());
        }
    }

    @Test
    void _5_theLimitOfTheHeadIsForEachHeadAlone() { // RFC 6585
        byte[] atLimit = wire(padded("GET / HTTP/1.1¶Host: a¶X: ", "¶¶", 100));
        Reading reading = Reading.of(Bytes.concat(atLimit, atLimit, atLimit), 100, 32, 10);
        assertNull(reading.refusal());
        assertEquals(3, reading.requests().size());
    }

    @Test
    void _2_2_emptyLinesWithoutEndAreRefusedToo() {
        Reading reading = Reading.of(wire("¶".repeat(200)), 100, 32, 10);
        assertNotNull(reading.refusal());
        assertTrue(reading.taken() <= 101);
    }

    @ParameterizedTest
    @CsvSource({"GET, 20, 0", "GET, 20, 1", "HEAD, 20, 0", "HEAD, 20, 1", "GET, 300, 0", "GET, 300, 1", "GET, 300, 300"})
    void _3_theTargetMayBeAsLongAsItsLimit(String method, int limit, int over) {
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
    void _3_aTargetWithoutEndIsRefusedBeforeItsEnd() {
        int limit = 50;
        Reading reading = Reading.of(wire("GET /" + "x".repeat(1000)), 10_000, limit, 10);
        assertEquals(414, reading.refusal().response().status().code());
        assertTrue(reading.taken() <= "GET ".length() + limit + " HTTP/1.1¶".length() + 1, "taken: " + reading.taken());
    }

    @Test
    void _3_aFullAddressCountsWhole() {
        String target = padded("http://a/", "", 40);
        assertEquals(1, Reading.of(wire("GET " + target + " HTTP/1.1¶Host: a¶¶"), 1000, 40, 10).requests().size());
        assertEquals(414, Reading.of(wire("GET " + target + "x HTTP/1.1¶Host: a¶¶"), 1000, 40, 10).refusal().response().status().code());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "10, 0", "10, 1", "10, 5"})
    void _5_thereMayBeAsManyFieldsAsTheirLimit(int limit, int over) { // RFC 6585
        String fields = "X: y¶".repeat(limit + over - 1);
        Reading reading = Reading.of(wire("GET / HTTP/1.1¶Host: a¶" + fields + "¶"), 1000, 32, limit);
        if (over == 0) {
            assertEquals(limit, reading.requests().get(0).fields().size());
        } else {
            assertEquals(431, reading.refusal().response().status().code());
        }
    }

    @Test
    void _3_aRequestLineOf8000BytesIsSupported() {
        String text = padded("GET /?", " HTTP/1.1", 8000) + "¶Host: a¶¶";
        Reading reading = Reading.ofParts(List.of(wire(text)), Reading.reader());
        assertEquals(List.of("GET / a 1.1"), reading.requests().stream().map(Reading::line).toList());
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                arguments("a target of 1 MB",          "GET /" + "x".repeat(1 << 20),                                  414),
                arguments("a method of 1 MB",          "M".repeat(1 << 20),                                            501),
                arguments("a value of 1 MB",           "GET / HTTP/1.1¶X: " + "x".repeat(1 << 20),                     431),
                arguments("a name of 1 MB",            "GET / HTTP/1.1¶" + "x".repeat(1 << 20),                        431),
                arguments("10,000 fields",             "GET / HTTP/1.1¶" + "X: y¶".repeat(10_000),                     431),
                arguments("100,000 empty lines",       "¶".repeat(100_000),                                            431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void _5_4_aFloodIsRefusedBeforeItIsKept(String what, String text, int status) { // RFC 9110
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
                Stream.of("", "[", "a:").flatMap(before -> Stream.of("", "]", "g]", "]:1", "/").map(after -> arguments(before, part, after))));
    }

    @ParameterizedTest(name = "{0}{1}...{2}")
    @MethodSource("costlyHosts")
    void _3_2_aLongHostIsReadOrRefusedAndCostsNoTime(String before, String part, String after) {
        String host = before + part.repeat(30_000 / part.length()) + after;
        String target = "http://" + before + part.repeat(8_000 / part.length()) + after;
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            Reading.ofParts(List.of(wire("GET / HTTP/1.1¶Host: " + host + "¶¶")), Reading.reader());
            Reading.ofParts(List.of(wire("GET " + target + " HTTP/1.1¶Host: a¶¶")), Reading.reader());
        });
    }
}
