package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Requests.request;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.Response;

/** What the server answers to those who want no WebSocket. */
@Timeout(30)
class HttpTest {
    private final TestServer server = new TestServer("--close-timeout", "1");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageIsAtTheRootAndAtEveryRoom() throws IOException {
        try (var client = server.connect()) {
            for (String path : new String[] {"/", "/?room=x", "/rooms/abc", "/rooms/%E8%81%8A"}) {
                Response answer = client.get(path);
                assertEquals(200, answer.status());
                assertEquals("text/html; charset=utf-8", answer.fields().get("content-type"));
                assertEquals(TestServer.PAGE, answer.text());
            }
        }
    }

    @Test
    void onlyThePagesOwnScriptMayRunInIt() throws Exception {
        try (var client = server.connect()) {
            String policy = client.get("/").fields().get("content-security-policy");
            byte[] script = "let a = 1;".getBytes(ISO_8859_1);
            String hash = Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(script));
            assertTrue(policy.contains("default-src 'none'"), policy);
            assertTrue(policy.contains("script-src 'sha256-" + hash + "'"), policy);
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        }
    }

    @Test
    void whoFollowsAWrongLinkGetsAPageThatSaysWhereTheRoomIs() throws IOException {
        try (var client = server.connect()) {
            Response plain = client.get("/rooms/%3Cb%3E");
            assertEquals("text/plain; charset=utf-8", plain.field("Content-Type"));
            Response page = client.get("/rooms/%3Cb%3E", "Accept: text/html,*/*;q=0.8");
            assertEquals(404, page.status());
            assertEquals("text/html; charset=utf-8", page.field("Content-Type"));
            assertEquals("default-src 'none'; frame-ancestors 'none'", page.field("Content-Security-Policy"));
            assertTrue(page.text().contains("/rooms/&lt;b> is not a room"), page.text());
            assertTrue(page.text().contains("<a href=\"/\">"), page.text());
            client.send("GET / HTTP/1.1\r\nHost: elsewhere.example\r\nAccept: text/html\r\n\r\n");
            Response misdirected = client.response(false);
            assertEquals(421, misdirected.status());
            assertTrue(misdirected.text().contains("start it with --allow-host elsewhere.example"), misdirected.text());
        }
    }

    @Test
    void aBrowserThatHasThePageIsToldThatItIsTheSame() throws IOException {
        try (var client = server.connect()) {
            String tag = client.get("/").fields().get("etag");
            for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
                Response answer = client.get("/", "If-None-Match: " + known);
                assertEquals(304, answer.status(), known);
                assertEquals(tag, answer.fields().get("etag"));
                assertFalse(answer.fields().containsKey("content-length"));
            }
            assertEquals(200, client.get("/", "If-None-Match: \"other\"").status());
        }
    }

    @Test
    void headGetsTheSameFieldsAndNoContent() throws IOException {
        try (var client = server.connect()) {
            for (String path : new String[] {"/", "/healthz", "/favicon.ico", "/nothing"}) {
                Response get = client.get(path);
                client.send(request("HEAD", path));
                Response head = client.response(true);
                assertEquals(get.status(), head.status());
                get.fields().remove("date");
                head.fields().remove("date");
                assertEquals(get.fields(), head.fields());
            }
        }
    }

    @Test
    void healthzSaysOkAndTheFaviconIsEmpty() throws IOException {
        try (var client = server.connect()) {
            assertEquals("ok\n", client.get("/healthz").text());
            Response favicon = client.get("/favicon.ico");
            assertEquals(204, favicon.status());
            assertFalse(favicon.fields().containsKey("content-length"));
            assertEquals(404, client.get("/nothing").status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rooms", "/rooms/", "/rooms/tea/", "/rooms/tea%20time", "/rooms/%F0%9F%8D%B5",
        "/rooms/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void aNameThatNoRoomCanHaveIsAnsweredWithWhatANameMayBe(String path) throws IOException {
        try (var client = server.connect()) {
            for (boolean webSocket : new boolean[] {false, true}) {
                client.send(webSocket ? Requests.opening(path) : request("GET", path));
                var response = client.response(false);
                assertEquals(404, response.status());
                assertTrue(response.text().contains(
                        "a room's name has 1 to 64 letters (of any language), digits, \"-\" or \"_\""));
            }
        }
    }

    @Test
    void theJdksClientReadsThePage() throws Exception {
        URI uri = URI.create("http://localhost:" + server.address().getPort() + "/");
        HttpRequest request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        assertEquals(TestServer.PAGE, HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    @Test
    void requestsMayBePipelinedAndAHandshakeMayFollowInTheSameSegment() throws IOException {
        try (var client = server.connect()) {
            client.send((request("GET", "/").repeat(3) + request("HEAD", "/") + request("GET", "/nothing")
                    + Requests.opening("/"))
                    .getBytes(ISO_8859_1), ClientFrames.frame(Frame.TEXT, "hello"));
            for (int i = 0; i < 3; i++) {
                assertEquals(TestServer.PAGE, client.response(false).text());
            }
            assertEquals(200, client.response(true).status());
            assertEquals(404, client.response(false).status());
            client.expectUpgrade();
            assertEquals("from1:hello\n", client.hear());
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        try (var client = server.connect()) {
            String requests = request("GET", "/healthz") + request("GET", "/healthz", "Connection: close");
            for (byte b : requests.getBytes(ISO_8859_1)) {
                client.send(new byte[] {b});
            }
            assertEquals("ok\n", client.response(false).text());
            assertEquals("ok\n", client.response(false).text());
            client.expectEnd();
        }
    }

    @Test
    void whoEndsItsSideBehindTheRequestStillGetsTheAnswer() throws IOException {
        try (var client = server.connect()) {
            client.send(request("GET", "/").repeat(2));
            client.socket.shutdownOutput();
            assertEquals(TestServer.PAGE, client.response(false).text());
            assertEquals(TestServer.PAGE, client.response(false).text());
            client.expectEnd();
        }
    }

    @Test
    void closeIsTheLastWordOfARequestWhateverComesBehindIt() throws IOException {
        try (var client = server.connect()) {
            client.send(request("GET", "/healthz", "Connection: close") + request("GET", "/") + "x".repeat(100_000));
            Response answer = client.response(false);
            assertEquals("close", answer.fields().get("connection"));
            client.expectEnd();
        }
    }

    @Test
    void aRefusedRequestIsAnsweredAndEndedThoughMuchIsUnreadBehindIt() throws IOException {
        try (var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                    + "x".repeat(1_000_000));
            Response answer = client.response(false);
            assertEquals(405, answer.status());
            assertEquals("GET, HEAD", answer.fields().get("allow"));
            client.expectEnd();
        }
    }

    @Test
    void whileAnswersAreNotReadNoMoreRequestsAreTakenAndThenAllAreAnswered() throws Exception {
        try (var other = server.member(); var late = server.connect()) {
            byte[] large = request("GET", "/" + "x".repeat(7_000)).getBytes(ISO_8859_1); // whose answer is as large
            int requests = late.sendUntilStopped(large, 50_000); // 350 MB: no system's buffers hold that
            assertTrue(requests < 50_000, "the server went on reading");
            other.say("nobody else minds");
            other.hear();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    late.sendRest();
                    late.send(Requests.opening("/"));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < requests; i++) {
                assertEquals(404, late.response(false).status());
            }
            late.expectUpgrade();
            sending.get();
            late.say("at last");
            assertEquals("from2:at last\n", late.hear());
            assertEquals("from2:at last\n", other.hear());
        }
    }

    @Test
    void whoMayComeInIsDecidedByHostAndOrigin() throws IOException {
        try (var client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertEquals(421, client.response(false).status());
            client.send(Requests.opening("/", "Origin: http://evil.example"));
            assertEquals(403, client.response(false).status());
            client.send(Requests.opening("/").replace("Version: 13", "Version: 8"));
            Response answer = client.response(false);
            assertEquals(426, answer.status());
            assertEquals("13", answer.fields().get("sec-websocket-version"));
            client.upgrade("/");
        }
    }
}
