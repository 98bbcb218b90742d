package handshake;

import static http.Reading.bad;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import http.Reading;
import http.Refusal;
import http.Request;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §4.2, §4.3, §4.4, §11.3. In the vectors, ¶ ends a line; each is read whole, byte by byte and cut at each place. */
class OpeningTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String GOOD = "GET / HTTP/1.1¶Host: a¶Upgrade: websocket¶Connection: Upgrade¶"
            + "Sec-WebSocket-Key: " + KEY + "¶Sec-WebSocket-Version: 13¶¶";

    /** The good request with one piece replaced. */
    private static String but(String piece, String other) {
        assertTrue(GOOD.contains(piece));
        return GOOD.replace(piece, other);
    }

    /** The good request with more fields. */
    private static String with(String fields) {
        return GOOD.substring(0, GOOD.length() - 1) + fields + "¶¶";
    }

    private static String key(String key) {
        return but(KEY, key);
    }

    private static String version(String version) {
        return but("Version: 13", "Version: " + version);
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    /** The lines of the 101. */
    private static List<String> accept(String text, String subprotocol) throws Refusal {
        Request request = Reading.request(text);
        assertTrue(Opening.isAskedFor(request));
        Opening opening = Opening.parse(request);
        Agreement agreement = Agreement.on(opening, subprotocol, false);
        String head = ISO_8859_1.decode(opening.accept(agreement).head(0, false)).toString();
        assertTrue(head.endsWith("\r\n\r\n"));
        return head.lines().toList();
    }

    private static List<String> valuesOf(String name, List<String> lines) {
        return lines.stream().filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).toList();
    }

    // What must be accepted

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("§4.2.1 just what is needed",            GOOD),
                arguments("§4.2.1 a higher minor version",         but("HTTP/1.1", "HTTP/1.2")),
                arguments("§4.2.1 a path and a query",             but("GET /", "GET /path?x=1")),
                arguments("§4.2.1 a full address",                 but("GET /", "GET http://a/path")),
                arguments("§4.2.1 WebSocket",                      but("websocket", "WebSocket")),
                arguments("§4.2.1 WEBSOCKET",                      but("websocket", "WEBSOCKET")),
                arguments("9110 §7.8 a list of protocols",         but("websocket", "h2c, websocket")),
                arguments("9110 §5.3 protocols on two lines",
                        but("Upgrade: websocket", "Upgrade: h2c¶Upgrade: websocket")),
                arguments("§4.2.1 keep-alive, Upgrade", but("Connection: Upgrade", "Connection: keep-alive, Upgrade")),
                arguments("§4.2.1 upgrade,keep-alive", but("Connection: Upgrade", "Connection: upgrade,keep-alive")),
                arguments("9110 §7.6.1 UPGRADE", but("Connection: Upgrade", "Connection: keep-alive,\tUPGRADE")),
                arguments("9110 §5.6.1 empty elements", but("Connection: Upgrade", "Connection: , ,Upgrade,")),
                arguments("9110 §5.6.1 empty elements in Upgrade", but("websocket", ",websocket ,")),
                arguments("9110 §5.3 Connection on two lines",
                        but("Connection: Upgrade", "Connection: keep-alive¶Connection: Upgrade")),
                arguments("9112 §5.1 no blanks",                   GOOD.replace(": ", ":")),
                arguments("9112 §5.1 blanks around the values",
                        GOOD.replace(": ", ":\t  ").replace("¶", " \t¶").replaceFirst(" \t¶", "¶")
                                .replace("¶ \t¶", "¶¶")),
                arguments("§4.2.1 names in small letters",
                        "GET / HTTP/1.1¶" + GOOD.substring(GOOD.indexOf('¶') + 1).toLowerCase()
                                .replace(KEY.toLowerCase(), KEY)),
                arguments("§4.2.1 names in capitals",
                        GOOD.replace("Sec-WebSocket-K", "SEC-WEBSOCKET-K").replace("ey:", "EY:")
                                .replace("Connection", "CONNECTION").replace("Host", "HOST")),
                arguments("§4.2.1 unknown fields",
                        with("X-Foo: 1¶Sec-WebSocket-Foo: x¶Cookie: a=b¶Authorization: Basic x")),
                arguments("9112 §2.2 bytes beyond ASCII",          with("X-Foo: \u0080\u00ff\u00e9")),
                arguments("§11.3.2 an offer of extensions",
                        with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")),
                arguments("§9.1 an unknown extension",             with("Sec-WebSocket-Extensions: x-foo; a=1, x-bar")),
                arguments("§4.1 an offer of subprotocols",         with("Sec-WebSocket-Protocol: soap, wamp")),
                arguments("9112 §6.3 a length of no bytes",        with("Content-Length: 0")),
                arguments("§4.2.1 a key of other letters",         key("AAAAAAAAAAAAAAAAAAAAAA==")),
                arguments("§4.2.1 a key with + and /",             key("++++////++++////++++//==")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void _4_2_2_aGoodHandshakeIsAccepted(String what, String text) throws Refusal {
        List<String> lines = accept(text, "chat");
        String key = Reading.request(text).fields().lines("sec-websocket-key").get(0);
        assertEquals("HTTP/1.1 101 Switching Protocols", lines.get(0));
        assertEquals(List.of("websocket"), valuesOf("Upgrade", lines)); // also RFC 9110 §15.2.2
        assertEquals(List.of("Upgrade"), valuesOf("Connection", lines)); // RFC 9110 §7.8
        assertEquals(List.of(new Accept(key).value()), valuesOf("Sec-WebSocket-Accept", lines)); // §11.3.3
        for (String not : List.of("Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version",
                "Sec-WebSocket-Key", "Content-Length", "Transfer-Encoding")) { // §9.1; RFC 9110 §8.6; RFC 9112 §6.1
            assertEquals(List.of(), valuesOf(not, lines));
        }
    }

    @Test
    void _4_2_1_theOrderOfTheFieldsDoesNotMatter() {
        List<String> fields = new ArrayList<>(List.of(GOOD.substring(GOOD.indexOf('¶') + 1).split("¶")));
        Collections.reverse(fields);
        for (int turn = 0; turn < 60; turn++) {
            String text = "GET / HTTP/1.1¶" + String.join("¶", fields) + "¶¶";
            assertDoesNotThrow(() -> accept(text, "chat"), text);
            Collections.shuffle(fields, new Random(turn));
        }
    }

    // The value of Sec-WebSocket-Accept

    @ParameterizedTest
    @CsvSource({
        // §1.3
        "dGhlIHNhbXBsZSBub25jZQ==, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        // §4.1: the last letter before the padding has unused bits that aren't 0; a decoder ignores them
        "AQIDBAUGBwgJCgsMDQ4PEC==, OfS0wDaT5NoxF2gqm7Zj2YtetzM=",
        // Wikipedia
        "x3JJHMbDL1EzLkh9GBhXDw==, HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
    })
    void _4_2_2_theAcceptValueIsSha1OfTheKeysTextAndTheGuid(String key, String value) throws Refusal {
        assertEquals(value, new Accept(key).value());
        for (String field : List.of(key, " \t" + key + "\t ")) { // the blanks around a value are no part of it
            assertEquals(List.of(value), valuesOf("Sec-WebSocket-Accept", accept(key(field), "chat")));
        }
    }

    @Test
    void _4_3_theAcceptValueIsBase64Of20Bytes() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            String value = new Accept(Base64.getEncoder().encodeToString(nonce)).value();
            assertTrue(value.matches("[A-Za-z0-9+/]{27}="), value);
        }
    }

    @Test
    void _4_2_1_everyKeyOf16BytesIsAccepted() {
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            assertDoesNotThrow(() -> Opening.parse(Reading.request(key(key))), key);
        }
    }

    // What must be refused

    static Stream<Arguments> refused() {
        return Stream.of(
                bad("§4.2.1", 405,
                        "HEAD", but("GET", "HEAD")),
                bad("§4.2.1", 400,
                        "HTTP/1.0", but("HTTP/1.1", "HTTP/1.0")),
                bad("", 426,
                        "no Upgrade",       but("Upgrade: websocket¶", ""),
                        "an empty Upgrade", but("websocket¶", "¶"),
                        "another protocol", but("websocket", "h2c"),
                        "websockets",       but("websocket", "websockets"),
                        "notwebsocket",     but("websocket", "notwebsocket"),
                        "two words",        but("websocket", "web socket"),
                        "no Connection",    but("Connection: Upgrade¶", ""),
                        "keep-alive only",  but("Connection: Upgrade", "Connection: keep-alive"),
                        "notupgrade",       but("Connection: Upgrade", "Connection: notupgrade"),
                        "Upgrade-Insecure", but("Connection: Upgrade", "Connection: Upgrade-Insecure")),
                bad("§4.2.1", 400,
                        "no key",                      but("Sec-WebSocket-Key: " + KEY + "¶", ""),
                        "an empty key",                key(""),
                        "a key of 15 bytes",           key(base64(15)),
                        "a key of 17 bytes",           key(base64(17)),
                        "a key of 14 bytes",           key(base64(14)),
                        "a key of 18 bytes",           key(base64(18)),
                        "a key of 32 bytes",           key(base64(32)),
                        "a key of padding",            key("===="),
                        "a key of 3 bytes",            key("AAAA"),
                        "a key without padding",       key("dGhlIHNhbXBsZSBub25jZQ"),
                        "a key with half its padding", key("dGhlIHNhbXBsZSBub25jZQ="),
                        "a key padded too much",       key("dGhlIHNhbXBsZSBub25jZQ==="),
                        "a key padded too early",      key("dGhlIHNhbXBsZSBub25jZ==="),
                        "a key with an asterisk",      key("dGhlIHNhbXBsZSBub25j*Q=="),
                        "a key with a blank",          key("dGhlIHNhbXBs SBub25jZQ=="),
                        "a key in base64url",          key("dGhlIHNhbXBsZSBub25-_w=="),
                        "a key with more behind it",   key(KEY + ";x"),
                        "two keys on one line",        key(KEY + ", " + KEY)),
                bad("§11.3.1", 400,
                        "two keys that are the same", with("Sec-WebSocket-Key: " + KEY),
                        "two keys that differ",       with("sec-websocket-key: " + base64(16))),
                bad("§4.2.1", 400,
                        "no version", but("Sec-WebSocket-Version: 13¶", "")),
                bad("", 426,
                        "version 0",   version("0"),
                        "version 7",   version("7"),
                        "version 8",   version("8"),
                        "version 12",  version("12"),
                        "version 14",  version("14"),
                        "version 25",  version("25"),
                        "version 99",  version("99"),
                        "version 130", version("130"),
                        "version 255", version("255")),
                bad("§4.3", 400,
                        "version 013",                 version("013"),
                        "version 00",                  version("00"),
                        "version +13",                 version("+13"),
                        "version -1",                  version("-1"),
                        "version 13.0",                version("13.0"),
                        "version 256",                 version("256"),
                        "version 1313",                version("1313"),
                        "version 13;x",                version("13;x"),
                        "version 13, 8",               version("13, 8"),
                        "an empty version",            version(""),
                        "a version in another script", version("\u00b9\u00b3")),
                bad("§11.3.5", 400,
                        "two versions, the same",   with("Sec-WebSocket-Version: 13"),
                        "two versions that differ", with("Sec-WebSocket-Version: 8")),
                bad("§4.1", 400,
                        "an empty subprotocol",       with("Sec-WebSocket-Protocol:"),
                        "a subprotocol of commas",    with("Sec-WebSocket-Protocol: ,,"),
                        "a subprotocol with a slash", with("Sec-WebSocket-Protocol: a/b"),
                        "a subprotocol in brackets",  with("Sec-WebSocket-Protocol: chat, (x)"),
                        "a subprotocol of two words", with("Sec-WebSocket-Protocol: a b"),
                        "one subprotocol twice",      with("Sec-WebSocket-Protocol: chat, x, chat"),
                        "one twice, on two lines", with("Sec-WebSocket-Protocol: chat¶Sec-WebSocket-Protocol: chat")),
                bad("§9.1", 400,
                        "an empty extension",        with("Sec-WebSocket-Extensions:"),
                        "a bad offer",               with("Sec-WebSocket-Extensions: permessage-deflate;;"),
                        "a bad offer behind a good", with("Sec-WebSocket-Extensions: a¶Sec-WebSocket-Extensions: b c")),
                bad("9110 §10.1.1", 417,
                        "100-continue",        with("Expect: 100-continue"),
                        "another expectation", with("Expect: foo"))).flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void aBadHandshakeIsRefused(String section, String what, String text, int status) {
        Request request = Reading.request(text);
        assertTrue(Opening.isAskedFor(request), "it asks for a WebSocket, though it is not valid");
        Refusal refusal = assertThrows(Refusal.class, () -> Opening.parse(request));
        assertEquals(status, refusal.response().status().code(), refusal.getMessage());
        String id = section.startsWith("§") ? "RFC 6455 " + section : "RFC " + section;
        assertTrue(section.isEmpty() || refusal.getMessage().contains("(" + id + ")"), refusal.getMessage());
        List<String> lines = ISO_8859_1.decode(refusal.response().head(0, false)).toString().lines().toList();
        // RFC 9110 §15.5.22, RFC 9110 §7.8; §4.2.2, §4.4; RFC 9110 §10.2.1
        assertEquals(status == 426 ? List.of("websocket") : List.of(), valuesOf("Upgrade", lines));
        assertEquals(status == 426 ? List.of("Upgrade") : List.of(), valuesOf("Connection", lines));
        assertEquals(status == 426 ? List.of("13") : List.of(), valuesOf("Sec-WebSocket-Version", lines));
        assertEquals(status == 405 ? List.of("GET") : List.of(), valuesOf("Allow", lines));
        assertEquals(List.of(), valuesOf("Sec-WebSocket-Accept", lines));
    }

    @Test
    void _4_4_upgradeRequiredSaysWhatWouldBeAccepted() {
        Refusal refusal = Opening.upgradeRequired("only a WebSocket");
        List<String> lines = ISO_8859_1.decode(refusal.response().head(0, false)).toString().lines().toList();
        assertEquals("HTTP/1.1 426 Upgrade Required", lines.get(0));
        assertEquals(List.of("websocket"), valuesOf("Upgrade", lines));
        assertEquals(List.of("Upgrade"), valuesOf("Connection", lines));
        assertEquals(List.of("13"), valuesOf("Sec-WebSocket-Version", lines));
        assertTrue(refusal.getMessage().contains("only a WebSocket"));
    }

    // Which requests ask for a WebSocket

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1¶Host: a¶¶,                                           false",
        "GET / HTTP/1.1¶Host: a¶Upgrade: h2c¶Connection: Upgrade¶¶,          false",
        "GET / HTTP/1.1¶Host: a¶Upgrade: websockets¶Connection: Upgrade¶¶,   false",
        "GET / HTTP/1.1¶Host: a¶Connection: Upgrade¶¶,                       false",
        "GET / HTTP/1.1¶Host: a¶Sec-WebSocket-Protocol: chat¶¶,              false",
        "GET / HTTP/1.1¶Host: a¶Upgrade: WebSocket¶¶,                        true",
        "'GET / HTTP/1.1¶Host: a¶Upgrade: h2c, websocket¶¶',                 true",
        "GET / HTTP/1.1¶Host: a¶Sec-WebSocket-Key:¶¶,                        true",
        "GET / HTTP/1.1¶Host: a¶sec-websocket-version: 8¶¶,                  true",
        // RFC 9110 §7.8 "MUST ignore that Upgrade field"
        "GET / HTTP/1.0¶Upgrade: websocket¶Connection: Upgrade¶¶,            false",
        "GET / HTTP/1.0¶Sec-WebSocket-Key: x¶¶,                              true",
    })
    void _4_2_1_whetherARequestAsksForAWebSocket(String text, boolean asks) {
        assertEquals(asks, Opening.isAskedFor(Reading.request(text)));
    }

    // The subprotocol

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "chat                                         | chat",
        "aaa, chat, bbb                               | chat",
        "',chat,'                                     | chat",
        "'chat,\t superchat'                          | chat",
        "aaa¶Sec-WebSocket-Protocol: bbb, chat        | chat",
        "x-unknown-1                                  |     ",
        "superchat, chat2, cha                        |     ",
        "CHAT                                         |     ", // §4.1: compared byte for byte
    })
    void _4_2_2_theSubprotocolIsOneThatWasOfferedOrNone(String offer, String chosen) throws Refusal {
        List<String> lines = accept(with("Sec-WebSocket-Protocol: " + offer), "chat");
        assertEquals(chosen == null ? List.of() : List.of(chosen), valuesOf("Sec-WebSocket-Protocol", lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", ""})
    void _4_2_2_noSubprotocolIsChosenWhereNoneWasOffered(String served) throws Refusal {
        assertEquals(List.of(), valuesOf("Sec-WebSocket-Protocol", accept(GOOD, served)));
    }

    @Test
    void _10_4_manySubprotocolsAreStillAnOffer() throws Refusal {
        String offer = String.join(",", IntStream.range(0, 300).mapToObj(i -> "p" + i).toList());
        String text = with("Sec-WebSocket-Protocol: " + offer);
        assertEquals(List.of("p299"), valuesOf("Sec-WebSocket-Protocol", accept(text, "p299")));
        assertFalse(accept(text, "chat").stream().anyMatch(line -> line.contains("Protocol:")));
    }

    @Test
    void _4_2_1_theRequestIsParsedOnceIntoOneValue() throws Refusal {
        Request request = Reading.request(with("Sec-WebSocket-Protocol: b, a¶sec-websocket-protocol: c¶"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x;y=1"));
        Opening opening = Opening.parse(request);
        assertSame(request, opening.request());
        assertEquals(List.of("b", "a", "c"), opening.subprotocols());
        var windowBits = new ExtensionOffer.Parameter("client_max_window_bits", null);
        assertEquals(List.of(
                new ExtensionOffer("permessage-deflate", List.of(windowBits)),
                new ExtensionOffer("x", List.of(new ExtensionOffer.Parameter("y", "1")))), opening.extensions());
    }

    @Test
    void _4_2_2_choosingASubprotocolThatWasNotOfferedIsAnIllegalState() throws Refusal {
        Opening opening = Opening.parse(Reading.request(with("Sec-WebSocket-Protocol: chat")));
        assertThrows(IllegalStateException.class, () -> opening.accept(new Agreement("other", null)));
        assertThrows(IllegalStateException.class, () -> opening.accept(new Agreement("", null)));
    }
}
