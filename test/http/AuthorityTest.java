package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2, RFC 3986 §3.2.2, §3.2.3. */
class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "localhost,            localhost,       -1",
        "localhost:9502,       localhost,       9502",
        "LocalHost,            localhost,       -1",
        "a.example.ORG:80,     a.example.org,   80",
        "a:,                   a,               -1", // RFC 3986 §3.2.3: a port may be empty
        "a:0,                  a,               0",
        "a:65535,              a,               65535",
        "a:00080,              a,               80",
        "127.0.0.1:1,          127.0.0.1,       1",
        "[::1],                [::1],           -1",
        "[::1]:9502,           [::1],           9502",
        "[2001:DB8::A],        [2001:db8::a],   -1",
        "[::ffff:10.0.0.1]:8,  [::ffff:10.0.0.1], 8",
        "a_b~c.d-e,            a_b~c.d-e,       -1",
        "caf%C3%A9,            caf%c3%a9,       -1",
    })
    void _3986_3_2_aHostMayHaveAPort(String text, String host, int port) {
        assertEquals(new Authority(host, port), Authority.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", ":", ":80", "a b", "a/b", "a?b", "a#b", "@x", "user@a", "a:port", "a:-1", "a:+1", "a: 1", "a:1 ",
        "a:65536", "a:99999", "a:999999", "a:99999999999999999999", "a:1:2", "::1", "[::1", "::1]", "[]", "[:]",
        "[::1]x", "[::1]]", "[::1]:x", "[::1]80", "[1:2]", "[1.2.3.4]", "[::g]", "[::1%25eth0]", "[localhost:]",
        "[:::]", "[1:2:3:4:5:6:7:8:9]", "[::1::2]", "a%", "a%4", "a%4g", "a\\b", "a\"b", "a,b;c d", "<a>", "{a}", "a|b",
        "a^b", "a`b", "a\u00e9", "a\t", "a\u0000", "http://a",
    })
    void _3986_3_2_anythingElseIsNoHost(String text) {
        assertNull(Authority.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true", "0.0.0.0, true", "255.255.255.255, true", "10.20.30.40:80, true", "[::1], true",
        "[2001:db8::a]:1, true", "localhost, false", "a, false", "256.0.0.1, false", "1.2.3, false", "1.2.3.4.5, false",
        "1.2.3.4., false", "01.2.3.4, false", "1.2.3.4.example, false", "x1.2.3.4, false", "1234, false",
        "0x7f000001, false", "1..2.3, false",
    })
    void _9110_7_4_onlyALiteralIsAnAddress(String text, boolean address) { // a name is what DNS might be asked for
        assertEquals(address, Authority.parse(text).isAddress());
    }

    @Test
    void _9110_4_2_1_aPortLeftOutIsTheStandardOne() {
        assertEquals(Authority.parse("a:80"), Authority.parse("a").withPortOr(80));
        assertEquals(Authority.parse("a:81"), Authority.parse("a:81").withPortOr(80));
        assertNotEquals(Authority.parse("a:80"), Authority.parse("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9502", "[::1]:9502", "[::1]", "1.2.3.4:0"})
    void anAuthorityIsWrittenAsItWasRead(String text) {
        assertEquals(text, Authority.parse(text).toString());
    }

    @Test
    void _3986_3_2_aHostMayBeAsLongAsItsLimit() {
        String longest = "a".repeat(127) + "." + "b".repeat(127);
        assertEquals(longest, Authority.parse(longest + ":65535").host());
        assertNull(Authority.parse(longest + "b:65535"));
        assertNull(Authority.parse("[" + "0".repeat(300) + "::1]"));
    }

    @Test
    void _3986_3_2_aHostOf30000BytesCostsNeitherStackNorTime() {
        String[] parts = {"a", "1.", ":", "1:", "%aa", ".", "[", "[:", "0"};
        String[][] around = {{"", ""}, {"", "/"}, {"[", "]"}, {"[", "g]"}, {"[", "]:"}, {"a:", ""}};
        for (String part : parts) {
            for (String[] ends : around) {
                String text = ends[0] + part.repeat(30_000 / part.length()) + ends[1];
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
                    Authority authority = Authority.parse(text);
                    if (authority != null) {
                        authority.isAddress();
                    }
                }, () -> ends[0] + part + "..." + ends[1]);
            }
        }
    }
}
