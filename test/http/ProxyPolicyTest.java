package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client is, and which scheme it used, as far as a proxy tells. */
class ProxyPolicyTest {
    private static final ProxyPolicy TRUSTING = new ProxyPolicy(true);
    private static final SocketAddress PROXY = new InetSocketAddress("127.0.0.1", 4321);

    private static Request request(String lines) {
        return Reading.request("GET / HTTP/1.1¶Host: a¶" + lines + "¶¶");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        X-Forwarded-For: 203.0.113.9                                       | /203.0.113.9:0
        x-forwarded-for:203.0.113.9:51234                                  | /203.0.113.9:51234
        X-Forwarded-For: 198.51.100.1, 203.0.113.9                         | /203.0.113.9:0
        X-Forwarded-For: 127.0.0.1¶X-Forwarded-For: 203.0.113.9            | /203.0.113.9:0
        X-Forwarded-For: 203.0.113.9, ,                                    | /203.0.113.9:0
        X-Forwarded-For: nonsense, 203.0.113.9                             | /203.0.113.9:0
        X-Forwarded-For: 2001:db8::7                                       | /[2001:db8:0:0:0:0:0:7]:0
        X-Forwarded-For: 2001:DB8::7                                       | /[2001:db8:0:0:0:0:0:7]:0
        X-Forwarded-For: [2001:db8::7]                                     | /[2001:db8:0:0:0:0:0:7]:0
        X-Forwarded-For: [2001:db8::7]:443                                 | /[2001:db8:0:0:0:0:0:7]:443
        X-Forwarded-For: ::1                                               | /[0:0:0:0:0:0:0:1]:0
        X-Forwarded-For: ::ffff:203.0.113.9                                | /203.0.113.9:0
        """)
    void theClientIsTheLastAddress(String lines, String address) { // the proxy added it; before it anything may stand
        assertEquals(address, TRUSTING.client(request(lines), PROXY).toString());
        assertSame(PROXY, ProxyPolicy.NONE.client(request(lines), PROXY));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Accept: */*", "X-Forwarded-For:", "X-Forwarded-For: ,", "X-Forwarded-For: unknown", "X-Forwarded-For: _hidden",
        "X-Forwarded-For: localhost", "X-Forwarded-For: evil.example", "X-Forwarded-For: 203.0.113.256",
        "X-Forwarded-For: 203.0.113", "X-Forwarded-For: 3405803785", "X-Forwarded-For: 0203.0.113.9",
        "X-Forwarded-For: 203.0.113.9:x", "X-Forwarded-For: 203.0.113.9:70000",
        "X-Forwarded-For: 203.0.113.9 203.0.113.8", "X-Forwarded-For: \"203.0.113.9\"",
        "X-Forwarded-For: for=203.0.113.9",
        "X-Forwarded-For: :", "X-Forwarded-For: :::", "X-Forwarded-For: [", "X-Forwarded-For: []",
        "X-Forwarded-For: [2001:db8::7", "X-Forwarded-For: 2001:db8::7]", "X-Forwarded-For: [2001:db8::7]]",
        "X-Forwarded-For: [203.0.113.9]", "X-Forwarded-For: 2001:db8::7::8", "X-Forwarded-For: fe80::1%eth0",
        "X-Forwarded-For: 203.0.113.9, nonsense", "X-Forwarded-For: 203.0.113.9¶X-Forwarded-For: nonsense",
        "Forwarded: for=203.0.113.9", "X-Real-IP: 203.0.113.9",
    })
    void whatIsNoAddressLeavesThePeer(String lines) {
        assertSame(PROXY, TRUSTING.client(request(lines), PROXY));
    }

    @Test
    void theSchemeIsTheLastOne() {
        assertEquals(Scheme.HTTPS, TRUSTING.scheme(request("X-Forwarded-Proto: https"), Scheme.HTTP));
        assertEquals(Scheme.HTTPS, TRUSTING.scheme(request("X-Forwarded-Proto: http¶x-forwarded-proto: WSS"),
                Scheme.HTTP));
        assertEquals(Scheme.HTTP, TRUSTING.scheme(request("X-Forwarded-Proto: http"), Scheme.HTTPS));
        assertEquals(Scheme.HTTPS, TRUSTING.scheme(request("X-Forwarded-Proto: gopher"), Scheme.HTTPS));
        assertEquals(Scheme.HTTPS, TRUSTING.scheme(request("Accept: */*"), Scheme.HTTPS));
        assertEquals(Scheme.HTTP, ProxyPolicy.NONE.scheme(request("X-Forwarded-Proto: https"), Scheme.HTTP));
    }
}
