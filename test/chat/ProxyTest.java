package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Frame;
import support.Requests;

/** Behind a reverse proxy. */
@Timeout(30)
class ProxyTest {
    private static final String FROM_CLIENT = "X-Forwarded-For: 192.0.2.1, 203.0.113.9";

    @Test
    void theLogNamesTheClientOfEachRequest() throws IOException {
        try (var server = new TestServer("--trust-proxy"); var proxy = server.connect()) {
            proxy.get("/nothing", FROM_CLIENT);
            proxy.get("/nothing", "X-Forwarded-For: 2001:db8::7");
            proxy.get("/nothing", "X-Forwarded-For: nonsense");
            proxy.get("/nothing");
            proxy.send("nonsense\r\n\r\n"); // belongs to nobody
            proxy.response(false);
            String peer = "127.0.0.1:" + proxy.socket.getLocalPort();
            String[] expected = {"203.0.113.9", "[2001:db8:0:0:0:0:0:7]", peer, peer, peer};
            String[] lines = server.log().split("\n");
            assertEquals(expected.length, lines.length, server.log());
            for (int i = 0; i < expected.length; i++) {
                assertTrue(lines[i].contains(" refused " + expected[i] + ": "), lines[i]);
            }
        }
    }

    @Test
    void anOpenWebSocketIsItsClients() throws IOException {
        try (var server = new TestServer("--trust-proxy"); var proxy = server.connect()) {
            proxy.upgrade("/", FROM_CLIENT);
            proxy.send(ClientFrames.frame(Frame.BINARY, "x"));
            proxy.expectCloseAndEnd(1003);
            assertTrue(server.log().contains(" failed 203.0.113.9: 1003"), server.log());
        }
    }

    @Test
    void withoutTheFlagNobodyIsBelieved() throws IOException {
        try (var server = new TestServer("--allow-host", "chat.example.org"); var client = server.connect()) {
            client.get("/nothing", FROM_CLIENT);
            assertFalse(server.log().contains("203.0.113.9"), server.log());
            client.send(fromPage());
            assertEquals(403, client.response(false).status());
        }
    }

    @Test
    void aPageThatCameOverTlsMayConnectThoughTheProxyComesWithout() throws IOException {
        try (var server = new TestServer("--allow-host", "chat.example.org", "--trust-proxy");
                var proxy = server.connect()) {
            proxy.send(fromPage().replace("https://chat", "https://other"));
            assertEquals(403, proxy.response(false).status());
            proxy.send(fromPage());
            proxy.expectUpgrade();
        }
    }

    @Test
    void whoListensBeyondLoopbackAndTrustsEveryoneIsTold() {
        for (String host : new String[] {"0.0.0.0", "127.0.0.1"}) {
            try (var server = new TestServer("--trust-proxy", "--host", host)) {
                assertEquals(host.equals("0.0.0.0"), server.log().contains("can claim any address"), server.log());
            }
        }
    }

    private static String fromPage() {
        return Requests.opening("/", FROM_CLIENT, "X-Forwarded-Proto: https", "Origin: https://chat.example.org")
                .replace("Host: localhost", "Host: chat.example.org");
    }
}
