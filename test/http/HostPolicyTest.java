package http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
    private static final HostPolicy STRICT = new HostPolicy(Set.of());
    private static final HostPolicy KNOWN = new HostPolicy(Set.of("chat.example", "b"));

    private static Request host(String host) {
        return Reading.request("GET / HTTP/1.1¶Host: " + host + "¶¶");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "localhost", "localhost:9502", "LOCALHOST", "127.0.0.1", "127.0.0.1:9502", "192.168.1.7", "[::1]:9502",
        "[2001:db8::1]",
    })
    void _9110_7_4_addressesAndLocalhostAreKnown(String host) { // no DNS server answers for them
        assertDoesNotThrow(() -> STRICT.check(host(host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example", "chat.example:9502", "CHAT.Example", "b", "localhost", "10.0.0.1"})
    void _9110_7_4_namesThatWereAllowedAreKnown(String host) {
        assertDoesNotThrow(() -> KNOWN.check(host(host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "evil.example", "chat.example.evil", "evilchat.example", "xb", "bx", "chat.example.", "localhost.evil",
        "evil.localhost", "127.0.0.1.evil", "localhost.", "1234", "0x7f.1", "256.1.1.1", "%6cocalhost", "*",
    })
    void _9110_7_4_aForeignHostIsMisdirected(String host) {
        Refusal refusal = assertThrows(Refusal.class, () -> KNOWN.check(host(host)));
        assertEquals(421, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("(RFC 9110 §7.4)"), refusal.getMessage());
        assertTrue(new String(refusal.response().body(), UTF_8).contains(host), "it says which host");
    }

    @Test
    void _9112_3_2_2_theAddressInTheTargetIsTheOneThatCounts() {
        assertDoesNotThrow(() -> STRICT.check(Reading.request("GET http://localhost/ HTTP/1.1¶Host: evil.example¶¶")));
        Request evil = Reading.request("GET http://evil.example/ HTTP/1.1¶Host: localhost¶¶");
        assertThrows(Refusal.class, () -> STRICT.check(evil));
    }

    @Test
    void _9112_3_2_http10MayLeaveTheHostOut() { // browsers always send it
        assertDoesNotThrow(() -> STRICT.check(Reading.request("GET / HTTP/1.0¶¶")));
    }
}
