package handshake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.ProxyPolicy;
import http.Reading;
import http.Refusal;
import http.Request;
import http.Scheme;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §10.2, RFC 6454. */
class OriginPolicyTest {
    private static final OriginPolicy STRICT = new OriginPolicy(Set.of(), Scheme.HTTP, ProxyPolicy.NONE);
    private static final OriginPolicy KNOWN = new OriginPolicy(
            Set.of("https://good.example", "http://good.example:81", "null"), Scheme.HTTP, ProxyPolicy.NONE);
    private static final OriginPolicy ALL = new OriginPolicy(Set.of("*"), Scheme.HTTP, ProxyPolicy.NONE);
    private static final OriginPolicy SECURE = new OriginPolicy(Set.of(), Scheme.HTTPS, ProxyPolicy.NONE);

    private static Request host(String host) {
        return Reading.request("GET / HTTP/1.1¶Host: " + host + "¶¶");
    }

    private static Request origin(String host, String origins) {
        return Reading.request("GET / HTTP/1.1¶Host: " + host + "¶Origin: " + origins.replace("¶", "¶origin: ") + "¶¶");
    }

    private static void assertForbidden(OriginPolicy policy, String host, String origins) {
        Refusal refusal = assertThrows(Refusal.class, () -> policy.check(origin(host, origins)), host + " " + origins);
        assertEquals(403, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("(RFC 6455 §10.2)"), refusal.getMessage());
    }

    @Test
    void _4_2_1_aRequestWithoutOriginIsNotFromABrowser() {
        assertDoesNotThrow(() -> STRICT.check(host("a")));
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
        assertDoesNotThrow(() -> STRICT.check(origin(host, origin)));
    }

    @Test
    void _10_2_inTheAbsoluteFormTheHostOfTheTargetIsThisServers() {
        String fields = " HTTP/1.1¶Host: x:2¶Origin: http://a:1¶¶";
        assertDoesNotThrow(() -> STRICT.check(Reading.request("GET http://a:1/" + fields)));
        assertThrows(Refusal.class, () -> STRICT.check(Reading.request("GET http://x:2/" + fields)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "", "http://evil.example", "http://localhost", "http://localhost:9503", "http://localhost:95020",
        "http://localhost:950", "https://localhost:9502", "ws://localhost:9502", "file://localhost:9502",
        "//localhost:9502", "localhost:9502", "http:localhost:9502", "http://localhost:9502.evil.example",
        "http://evil.localhost:9502", "http://localhost.evil.example:9502", "http://evillocalhost:9502",
        "http://localhost:9502/", "http://localhost:9502/x", "http://localhost:9502?", "http://localhost:9502#",
        "http://x@localhost:9502", "http://localhost:9502@evil.example", "http://localhost:9502 http://evil.example",
        "http://evil.example http://localhost:9502", "http://localhost:9502, http://localhost:9502",
        "http://127.0.0.1:9502", "http://[::1]:9502", "http://localhost.:9502", "http://local host:9502",
        "http:// localhost:9502", "xhttp://localhost:9502", "http://http://localhost:9502", "*",
    })
    void _10_2_aPageOfAnotherOriginMayNotConnect(String origin) {
        assertForbidden(STRICT, "localhost:9502", origin);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, https://localhost:80", "localhost, http://localhost:443", "localhost:443, https://localhost",
        "localhost:8080, http://localhost",
    })
    void _6454_4_theStandardPortIsThatOfTheScheme(String host, String origin) {
        assertForbidden(STRICT, host, origin);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, https://localhost", "localhost, https://localhost:443", "localhost:443, HTTPS://localhost",
        "localhost:9502, https://localhost:9502",
    })
    void _10_2_overTlsThisServersOwnPageBeginsWithHttps(String host, String origin) {
        assertDoesNotThrow(() -> SECURE.check(origin(host, origin)));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost", "localhost:80, https://localhost", "localhost:9502, http://localhost:9502",
        "localhost, https://localhost:80",
    })
    void _6454_4_anotherSchemeIsAnotherOrigin(String host, String origin) {
        assertForbidden(SECURE, host, origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://localhost:9502¶http://localhost:9502", "http://localhost:9502¶http://evil.example",
        "http://evil.example¶http://localhost:9502", "https://good.example¶https://good.example",
        "https://good.example¶",
    })
    void _6454_7_3_twoOriginsAreNone(String origins) { // exactly one line
        assertForbidden(KNOWN, "localhost:9502", origins);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://good.example", "HTTPS://Good.Example", "http://good.example:81", "http://a:1", "null",
    })
    void _10_2_aPageOfASiteThatWasAllowedMayConnect(String origin) {
        assertDoesNotThrow(() -> KNOWN.check(origin("a:1", origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://good.example", "https://good.example:444", "https://good.example:81", "http://good.example:8",
        "http://good.example:811", "https://good.example.evil", "https://evilgood.example", "https://evil.good.example",
        "https://good.exampl", "ttps://good.example", "https://good.example/",
        "https://good.example https://evil.example", "good.example", "wss://good.example",
    })
    void _10_2_aPageThatOnlyLooksLikeAnAllowedOneMayNot(String origin) {
        assertForbidden(KNOWN, "a:1", origin);
    }

    @Test
    void _6454_7_2_nullIsAllowedByNameOnly() {
        assertForbidden(STRICT, "localhost", "null");
        assertForbidden(STRICT, "null", "null");
        assertForbidden(STRICT, "localhost", "NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://a¶http://b", ""})
    void _10_2_theAsteriskAllowsAll(String origins) {
        assertDoesNotThrow(() -> ALL.check(origin("localhost", origins)));
    }

    @Test
    void _10_2_withoutAHostNothingIsOwn() {
        Request request = Reading.request("GET / HTTP/1.0¶Origin: http://localhost¶¶");
        assertThrows(Refusal.class, () -> STRICT.check(request));
    }

    @Test
    void _10_2_aLongOriginCostsNeitherStackNorTime() {
        for (String part : new String[] {"a", "a.", ":", "1:", "%41", "["}) {
            for (String before : new String[] {"http://", "http://[", ""}) {
                String origin = before + part.repeat(30_000 / part.length()) + "g]";
                Request request = Reading.requestWhole("GET / HTTP/1.1¶Host: a¶Origin: " + origin + "¶¶");
                assertTimeoutPreemptively(Duration.ofSeconds(2),
                        () -> assertThrows(Refusal.class, () -> STRICT.check(request)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https, https://chat.example", "HTTPS, https://chat.example:443", "wss, https://chat.example",
        "http, http://chat.example", "'http, https', https://chat.example", "ftp, http://chat.example",
        "'', http://chat.example",
    })
    void behindAProxyThatEndsTlsThePagesSchemeIsWhatTheProxySays(String forwarded, String origin) {
        OriginPolicy trusting = new OriginPolicy(Set.of(), Scheme.HTTP, new ProxyPolicy(true));
        Request request = Reading.request("GET / HTTP/1.1¶Host: chat.example¶Origin: " + origin
                + "¶X-Forwarded-Proto: " + forwarded + "¶¶");
        assertDoesNotThrow(() -> trusting.check(request));
        assertEquals(origin.startsWith("https"), refuses(STRICT, request), "without trust it is http");
        Request other = Reading.request("GET / HTTP/1.1¶Host: chat.example¶Origin: " + origin
                .replaceFirst("^https?", origin.startsWith("https") ? "http" : "https")
                + "¶X-Forwarded-Proto: " + forwarded + "¶¶");
        assertTrue(refuses(trusting, other), "the other scheme is another site");
    }

    private static boolean refuses(OriginPolicy policy, Request request) {
        try {
            policy.check(request);
            return false;
        } catch (Refusal e) {
            return true;
        }
    }
}
