package hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Bytes;
import support.Requests;
import support.TestClient;

/** Requests that are sent to cost the server memory or time, or to be taken for something else. */
@EnumSource(value = Way.class, names = "PLAIN") // what is in the requests is the same over TLS
class HandshakeAttacksTest extends Attacks {
    /** Names with the same {@code hashCode}: each is nine times "Aa" or "BB". */
    private static final int COLLIDING = 1 << 9;

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way);
    }

    private static String colliding(int i) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 9; bit++) {
            name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    /** There is this response, and nothing behind it. */
    private static void expectLast(TestClient client, int status) throws IOException {
        assertEquals(status, client.response(false).status());
        client.expectEnd();
    }

    private static void expectRefusal(int status, String request) throws IOException {
        expectLast(arena.connect().send(request), status);
    }

    @Test
    void headsWithoutEndAreRefusedAtTheLimit() throws Exception {
        arena.endure(() -> {
            for (int i = 0; i < 10; i++) {
                String line = "GET / HTTP/1.1\r\nHost: localhost\r\n";
                expectRefusal(431, line + "Cookie: " + "x".repeat(1 << 20));
                expectRefusal(431, line + "x".repeat(1 << 20));
                expectRefusal(431, line + "a:b\r\n".repeat(20_000));
                expectRefusal(431, line + "a:\r\n".repeat(101));
                expectRefusal(414, "GET /" + "x".repeat(1 << 20));
                expectRefusal(501, "X".repeat(1 << 20));
                expectRefusal(431, "\r\n".repeat(1 << 19));
            }
        });
    }

    @Test
    void fieldsThatAreHardToReadAreReadInNoTime() throws Exception {
        String most = "x".repeat(30_000);
        arena.endure(() -> {
            for (int i = 0; i < 50; i++) {
                TestClient client = arena.connect();
                for (String value : List.of("a; b=\"" + most, "a; b=\"" + "\\\"".repeat(15_000), "a" + ";".repeat(9000),
                        "a; b=\"" + most + "\"\"", "\"".repeat(30_000), ",".repeat(30_000), ";=".repeat(10_000))) {
                    client.send(Requests.opening("/", "Sec-WebSocket-Extensions: " + value));
                    assertEquals(400, client.response(false).status());
                }
                client.send(Requests.opening("/", "Sec-WebSocket-Protocol: " + "a,".repeat(15_000)));
                assertEquals(400, client.response(false).status());
                client.send(Requests.get("/", "Connection: " + " ,".repeat(15_000), "Upgrade: " + ",".repeat(1000)));
                assertEquals(200, client.response(false).status());
                client.send(Requests.opening("/", "Sec-WebSocket-Extensions: " + ", ".repeat(10_000) + "x",
                        "Sec-WebSocket-Protocol: a" + ",".repeat(10_000)));
                client.expectUpgrade();
            }
        });
    }

    @Test
    void namesThatMeanSomethingElsewhereAreNamesLikeAnyOther() throws Exception {
        arena.endure(() -> {
            for (String name : List.of("__proto__", "constructor", "hasOwnProperty", "null", "undefined", "NaN", "0",
                    "-1", "toString", "CON", "_", "-")) {
                TestClient member = arena.open("/rooms/" + name + "?" + name + "=" + name + "&__proto__.a=b",
                        name + ": x", name + ": y");
                assertTrue(member.say(name).hear().endsWith(":" + name + "\n"));
                member.leave();
            }
            for (String name : List.of("..", ".", "%2e%2e", "a/../b", "a%2Fb", "%00", "a%00", "a.html", "%F0%9F%98%80",
                    "a%20b")) {
                TestClient client = arena.connect().send(Requests.opening("/rooms/" + name));
                assertEquals(404, client.response(false).status(), name);
            }
        });
    }

    @Test
    void namesWithTheSameHashAreFoundAsFastAsOthers() throws Exception {
        arena.endure(() -> {
            for (int i = 0; i < COLLIDING; i++) {
                StringBuilder protocols = new StringBuilder();
                StringBuilder query = new StringBuilder("?x");
                for (int j = 0; j < 300; j++) {
                    protocols.append(colliding(j)).append(',');
                    query.append('&').append(colliding(j));
                }
                arena.open("/rooms/" + colliding(i) + query, "Sec-WebSocket-Protocol: " + protocols,
                        colliding(i) + ": 1", colliding(COLLIDING - 1 - i) + ": 2");
            }
        });
    }

    @Test
    void combiningMarksAreCountedBeforeTheyArePutInOrder() throws Exception {
        // marks above and below in turns: the canonical order has all those below first
        String marks = "%CC%81%CC%A3";
        arena.endure(() -> {
            arena.open("/rooms/a%CC%A7" + marks.repeat(31)).leave();
            for (int i = 0; i < 200; i++) {
                TestClient client = arena.connect().send(Requests.opening("/rooms/a" + marks.repeat(40)));
                assertEquals(404, client.response(false).status());
                client.send(Requests.opening("/rooms/a" + marks.repeat(650)));
                assertEquals(404, client.response(false).status());
            }
        });
    }

    @Test
    void whoeverIsSilentOrSlowIsGoneWhenTheTimeForARequestIsOver() throws Exception {
        arena.endure(() -> {
            List<TestClient> silent = new ArrayList<>();
            List<TestClient> slow = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                silent.add(arena.connectTcp());
                slow.add(arena.connect());
            }
            byte[] request = Bytes.ascii(Requests.opening("/", "X: " + "x".repeat(20_000)));
            long begin = System.nanoTime();
            int at = 0;
            while (!slow.isEmpty()) {
                byte[] next = {request[at++]};
                slow.removeIf(client -> !takes(client, next));
                double seconds = (System.nanoTime() - begin) / 1e9;
                assertTrue(seconds < 15, slow.size() + " are still there after " + seconds + " s");
            }
            for (TestClient client : silent) {
                client.expectEnd();
            }
        });
    }

    /** Another byte, if the server hasn't answered yet. What it answers is that the request took too long. */
    private static boolean takes(TestClient client, byte[] next) {
        try {
            if (client.socket.getInputStream().available() > 0) {
                expectLast(client, 408);
                return false;
            }
            client.send(next);
            return true;
        } catch (IOException e) {
            return false; // TCP was ended some time after the answer
        }
    }

    @Test
    void whoeverReadsNoResponsesIsNotReadEither() throws Exception {
        arena.endure(() -> {
            List<TestClient> clients = new ArrayList<>();
            for (String target : List.of("/", "/healthz", "/favicon.ico", "/none")) {
                for (int i = 0; i < 2; i++) {
                    TestClient client = arena.connect();
                    arena.sendUntilStopped(client, Bytes.ascii(Requests.get(target).repeat(100)), 1_000);
                    clients.add(client);
                }
            }
            long held = arena.heapHeld();
            assertTrue(held < 10 << 20, held + " bytes");
            arena.awaitDescriptors(); // though the clients are still there
        });
    }

    @Test
    void requestsThatWereSentTogetherAreAllAnsweredInOrder() throws Exception {
        int count = 100_000;
        arena.endure(() -> {
            TestClient client = arena.connect();
            Thread sender = new Thread(() -> {
                try {
                    flood(client, Bytes.ascii(Requests.get("/healthz") + Requests.get("/favicon.ico")), count / 2);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            for (int i = 0; i < count; i++) {
                assertEquals(i % 2 == 0 ? 200 : 204, client.response(false).status());
            }
            sender.join();
        });
    }

    @Test
    void noRequestIsHiddenInAnother() throws Exception {
        String inner = Requests.get("/healthz");
        String length = "Content-Length: " + inner.length();
        arena.endure(() -> {
            for (String request : List.of(
                    Requests.get("/", length) + inner,
                    Requests.get("/", length, "Transfer-Encoding: chunked") + "0\r\n\r\n" + inner,
                    Requests.get("/", "Transfer-Encoding: chunked", length) + "0\r\n\r\n" + inner,
                    Requests.get("/", "Transfer-Encoding: chunked") + "0\r\n\r\n" + inner,
                    Requests.get("/", "Transfer-Encoding: xchunked") + "0\r\n\r\n" + inner,
                    Requests.get("/", "Transfer-Encoding : chunked") + "0\r\n\r\n" + inner,
                    Requests.get("/", "Transfer-Encoding:\u000bchunked") + "0\r\n\r\n" + inner,
                    Requests.get("/", "Content-Length: 0", length) + inner,
                    Requests.get("/", "Content-Length: +0") + inner,
                    Requests.get("/", "Content-Length: 0, " + inner.length()) + inner,
                    Requests.get("/", "X: y\n" + length) + inner,
                    Requests.get("/", "X: y\r" + length) + inner,
                    Requests.get("/", "X:\r\n " + length) + inner,
                    Requests.opening("/", length) + inner,
                    Requests.opening("/", "Transfer-Encoding: chunked") + "0\r\n\r\n" + inner)) {
                expectRefusal(400, request);
            }
            // Behind a refused handshake without content another request may come: it is read as one, not as frames
            TestClient refused = arena.connect().send(
                    Requests.opening("/").replace("Version: 13", "Version: 8") + inner);
            assertEquals(426, refused.response(false).status());
            assertEquals("ok\n", refused.response(false).text());
            // Behind one that was accepted come frames, and nothing else
            TestClient accepted = arena.connect().send(Requests.opening("/") + inner);
            accepted.expectUpgrade();
            accepted.expectCloseAndEnd(1002);
        });
    }

    @Test
    void originsThatLookLikeOursAreNotOurs() throws Exception {
        String port = ":" + arena.address().getPort();
        String host = "localhost" + port;
        String scheme = way.scheme() + "://";
        String own = scheme + host;
        String cyrillic = scheme + "l\u00d0\u00becalhost" + port; // the first o, in UTF-8
        arena.endure(() -> {
            for (String origin : List.of(own + ".evil.example", own + "@evil.example", own + "/", own + "/evil",
                    own + "?", own + "#", own + "0", own + ".", own + ":80", own + " evil",
                    own + ", http://evil.example", scheme + "evil." + host, scheme + "evil.example/" + host,
                    scheme + "evil.example#" + host, scheme + "evil.example?" + host, scheme + "evil@" + host,
                    scheme + "xlocalhost" + port, cyrillic, scheme + "localhost", scheme + "127.0.0.1" + port,
                    scheme + "[::1]" + port, way.scheme() + ":/" + host, way.scheme() + ":" + host, "//" + host, host,
                    "ws://" + host, "wss://" + host, "file://" + host, way.scheme() + "x://" + host, "null",
                    "undefined", "*", "")) {
                TestClient client = fromPage(host, "Origin: " + origin);
                assertEquals(403, client.response(false).status(), origin);
            }
            TestClient twice = fromPage(host, "Origin: " + own, "Origin: http://evil.example");
            assertEquals(403, twice.response(false).status());
            for (String same : List.of(own, own.toUpperCase(Locale.ROOT), "  " + own + "\t")) {
                fromPage(host, "Origin: " + same).expectUpgrade();
            }
        });
    }

    private static TestClient fromPage(String host, String... lines) throws IOException {
        return arena.connect().send(Requests.opening("/", lines).replace("Host: localhost", "Host: " + host));
    }
}
