package handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.Reading;
import http.Refusal;
import http.Request;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §10.2, RFC 6454, RFC 9110 §7.4. */
class AdmissionTest {
    private static final Admission STRICT = new Admission(Set.of(), Set.of());
    private static final Admission KNOWN = new Admission(Set.of("chat.example", "b"), Set.of("https://good.example", "http://good.example:81", "null"));
    private static final Admission ALL = new Admission(Set.of(), Set.of("*"));

    private static Request host(String host) {
        return Reading.request("GET / HTTP/1.1¶Host: " + host + "¶¶");
    }

    private static Request origin(String host, String origins) {
        return Reading.request("GET / HTTP/1.1¶Host: " + host + "¶Origin: " + origins.replace("¶", "¶origin: ") + "¶¶");
    }

    private static void assertForbidden(Admission admission, String host, String origins) {
        Refusal refusal = assertThrows(Refusal.class, () -> admission.checkOrigin(origin(host, origins)), host + " " + origins);
        assertEquals(403, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("(RFC 6455 §10.2)"), refusal.getMessage());
    }

    // Host

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9502", "LOCALHOST", "127.0.0.1", "127.0.0.1:9502", "192.168.1.7", "[::1]:9502", "[2001:db8::1]"})
    void _7_4_addressesAndLocalhostAreKnown(String host) { // no DNS server answers for them
        assertDoesNotThrow(() -> STRICT.checkHost(host(host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example", "chat.example:9502", "CHAT.Example", "b", "localhost", "10.0.0.1"})
    void _7_4_namesThatWereAllowedAreKnown(String host) {
        assertDoesNotThrow(() -> KNOWN.checkHost(host(host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "chat.example.evil", "evilchat.example", "xb", "bx", "chat.example.", "localhost.evil", "evil.localhost",
        "127.0.0.1.evil", "localhost.", "1234", "0x7f.1", "256.1.1.1", "%6cocalhost", "*"})
    void _7_4_aForeignHostIsMisdirected(String host) {
        Refusal refusal = assertThrows(Refusal.class, () -> KNOWN.checkHost(host(host)));
        assertEquals(421, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("(RFC 9110 §7.4)"), refusal.getMessage());
        assertTrue(new String(refusal.response().body(), UTF_8).contains(host), "it says which host");
    }

    @Test
    void _3_2_2_theAddressInTheTargetIsTheOneThatCounts() { // RFC 9112
        assertDoesNotThrow(() -> STRICT.checkHost(Reading.request("GET http://localhost/ HTTP/1.1¶Host: evil.example¶¶")));
        assertThrows(Refusal.class, () -> STRICT.checkHost(Reading.request("GET http://evil.example/ HTTP/1.1¶Host: localhost¶¶")));
    }

    @Test
    void _3_2_http10MayLeaveTheHostOut() { // RFC 9112; no browser does
        assertDoesNotThrow(() -> STRICT.checkHost(Reading.request("GET / HTTP/1.0¶¶")));
    }

    // Origin

    @Test
    void _4_2_1_noOriginNoBrowser() {
        assertDoesNotThrow(() -> STRICT.checkOrigin(host("a")));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9502, http://localhost:9502",
        "localhost:9502, http://LOCALHOST:9502",
        "LocalHost:9502, http://localhost:9502",
        "localhost:9502, HTTP://localhost:9502",
        "localhost,      http://localhost",
        "localhost:80,   http://localhost", // the standard port may be left out, RFC 6454 §4
        "localhost,      http://localhost:80",
        "localhost:80,   http://localhost:80",
        "[::1]:9502,     http://[::1]:9502",
        "127.0.0.1:1,    http://127.0.0.1:1",
    })
    void _10_2_thisServersOwnPageMayConnect(String host, String origin) {
        assertDoesNotThrow(() -> STRICT.checkOrigin(origin(host, origin)));
    }

    @Test
    void _10_2_aPageOfTheServerThatTheTargetNames() {
        String fields = " HTTP/1.1¶Host: x:2¶Origin: http://a:1¶¶";
        assertDoesNotThrow(() -> STRICT.checkOrigin(Reading.request("GET http://a:1/" + fields)));
        assertThrows(Refusal.class, () -> STRICT.checkOrigin(Reading.request("GET http://x:2/" + fields)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "", "http://evil.example", "http://localhost", "http://localhost:9503", "http://localhost:95020", "http://localhost:950",
        "https://localhost:9502", "ws://localhost:9502", "file://localhost:9502", "//localhost:9502", "localhost:9502", "http:localhost:9502",
        "http://localhost:9502.evil.example", "http://evil.localhost:9502", "http://localhost.evil.example:9502", "http://evillocalhost:9502",
        "http://localhost:9502/", "http://localhost:9502/x", "http://localhost:9502?", "http://localhost:9502#", "http://x@localhost:9502",
        "http://localhost:9502@evil.example", "http://localhost:9502 http://evil.example", "http://evil.example http://localhost:9502",
        "http://localhost:9502, http://localhost:9502", "http://127.0.0.1:9502", "http://[::1]:9502", "http://localhost.:9502",
        "http://local host:9502", "http:// localhost:9502", "xhttp://localhost:9502", "http://http://localhost:9502", "*",
    })
    void _10_2_anotherPageMayNot(String origin) {
        assertForbidden(STRICT, "localhost:9502", origin);
    }

    @ParameterizedTest
    @CsvSource({"localhost, https://localhost:80", "localhost, http://localhost:443", "localhost:443, https://localhost", "localhost:8080, http://localhost"})
    void _4_theStandardPortIsThatOfHttp(String host, String origin) { // RFC 6454; there is no TLS here
        assertForbidden(STRICT, host, origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://localhost:9502¶http://localhost:9502", "http://localhost:9502¶http://evil.example", "http://evil.example¶http://localhost:9502",
        "https://good.example¶https://good.example", "https://good.example¶",
    })
    void _7_3_twoOriginsAreNone(String origins) { // RFC 6454: exactly one line
        assertForbidden(KNOWN, "localhost:9502", origins);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.example", "HTTPS://Good.Example", "http://good.example:81", "http://a:1", "null"})
    void _10_2_aPageOfASiteThatWasAllowedMayConnect(String origin) {
        assertDoesNotThrow(() -> KNOWN.checkOrigin(origin("a:1", origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://good.example", "https://good.example:444", "https://good.example:81", "http://good.example:8", "http://good.example:811",
        "https://good.example.evil", "https://evilgood.example", "https://evil.good.example", "https://good.exampl", "ttps://good.example",
        "https://good.example/", "https://good.example https://evil.example", "good.example", "wss://good.example",
    })
    void _10_2_aPageThatOnlyLooksLikeAnAllowedOneMayNot(String origin) {
        assertForbidden(KNOWN, "a:1", origin);
    }

    @Test
    void _7_2_nullIsNobodyInParticular() { // RFC 6454: allowed by name only
        assertForbidden(STRICT, "localhost", "null");
        assertForbidden(STRICT, "null", "null");
        assertForbidden(STRICT, "localhost", "NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://a¶http://b", ""})
    void _10_2_theAsteriskAllowsAll(String origins) {
        assertDoesNotThrow(() -> ALL.checkOrigin(origin("localhost", origins)));
    }

    @Test
    void _10_2_withoutAHostNothingIsOwn() {
        Request request = Reading.request("GET / HTTP/1.0¶Origin: http://localhost¶¶");
        assertThrows(Refusal.class, () -> STRICT.checkOrigin(request));
    }

    @Test
    void _10_2_aLongOriginCostsNeitherStackNorTime() {
        for (String part : new String[] {"a", "a.", ":", "1:", "%41", "["}) {
            for (String before : new String[] {"http://", "http://[", ""}) {
                Request request = Reading.requestWhole("GET / HTTP/1.1¶Host: a¶Origin: " + before + part.repeat(30_000 / part.length()) + "g]¶¶");
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThrows(Refusal.class, () -> STRICT.checkOrigin(request)));
            }
        }
    }
}
