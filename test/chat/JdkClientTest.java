package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;

/** The JDK's own WebSocket: a client that none of us wrote. */
@Timeout(30)
class JdkClientTest {
    private final TestServer server = new TestServer("--echo", "--close-timeout", "1");
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Puts what it hears into a queue, as one string per event. */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
            heard.add("pong of " + payload.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add(error.toString());
        }

        String next() throws InterruptedException {
            return heard.poll(10, TimeUnit.SECONDS);
        }
    }

    private WebSocket open(String path, Ear ear) {
        return open(http, URI.create("ws://localhost:" + server.address().getPort() + path), ear);
    }

    private static WebSocket open(HttpClient http, URI uri, Ear ear) {
        return http.newWebSocketBuilder().subprotocols("chat").buildAsync(uri, ear).join();
    }

    @Test
    void twoOfThemChatOverTls(@TempDir Path folder) throws Exception {
        Certificate own = Certificate.selfSigned("own");
        Path chain = Files.writeString(folder.resolve("chain.pem"), own.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), own.keyPem());
        HttpClient trusting = HttpClient.newBuilder().sslContext(own.trustedOnly()).build();
        try (var secure = new TestServer("--tls-cert", chain.toString(), "--tls-key", key.toString(), "--echo")) {
            String base = "wss://localhost:" + secure.address().getPort();
            Ear first = new Ear();
            Ear second = new Ear();
            WebSocket a = open(trusting, URI.create(base + "/rooms/tea"), first);
            open(trusting, URI.create(base + "/rooms/tea"), second);
            a.sendText("你好", true).join();
            assertEquals("from1:你好\n", first.next());
            assertEquals("from1:你好\n", second.next());
            String text = "中文 text ".repeat(50_000);
            Ear echo = new Ear();
            open(trusting, URI.create(base + "/echo"), echo).sendText(text, true).join();
            assertEquals(text, echo.next());
            a.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertEquals("close 1000", first.next());
        }
    }

    @Test
    void twoOfThemChat() throws InterruptedException {
        Ear first = new Ear();
        Ear second = new Ear();
        WebSocket a = open("/rooms/%E8%81%8A", first);
        WebSocket b = open("/rooms/聊", second);
        assertEquals("chat", a.getSubprotocol());
        a.sendText("你", false).join();
        a.sendText("好", true).join();
        assertEquals("from1:你好\n", first.next());
        assertEquals("from1:你好\n", second.next());
        b.sendPing(ByteBuffer.allocate(125)).join();
        assertEquals("pong of 125", second.next());
        a.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        assertEquals("close 1000", first.next());
        b.sendText("", true).join();
        assertEquals("from2:\n", second.next());
        assertNull(first.heard.poll());
        b.sendBinary(ByteBuffer.allocate(1), true).join();
        assertEquals("close 1003", second.next());
    }

    @Test
    void aMillionCharactersAreEchoed() throws InterruptedException {
        Ear ear = new Ear();
        WebSocket socket = open("/echo", ear);
        String text = "中文 text ".repeat(125_000);
        socket.sendText(text, true).join();
        assertEquals(text, ear.next());
        socket.sendClose(4321, "").join();
        assertEquals("close 4321", ear.next());
    }

    @Test
    void itIsToldWhenTheServerGoes() throws InterruptedException {
        Ear ear = new Ear();
        open("/", ear);
        server.close();
        assertEquals("close 1001", ear.next());
    }

    @Test
    void aPlaceWithoutAWebSocketIsA404() {
        Throwable refused = assertThrows(CompletionException.class, () -> open("/nothing", new Ear())).getCause();
        assertEquals(404, assertInstanceOf(WebSocketHandshakeException.class, refused).getResponse().statusCode());
    }
}
