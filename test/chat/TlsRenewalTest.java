package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;

/** A server whose certificate is renewed while members chat. */
@Timeout(90)
class TlsRenewalTest {
    private static final int SECONDS = 60;

    /** Whether the server now has this certificate, and no other. */
    private static boolean has(TestServer server, Certificate certificate) throws IOException {
        try (var socket = (SSLSocket) certificate.trustedOnly().getSocketFactory()
                .createSocket("127.0.0.1", server.address().getPort())) {
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    private static WebSocket member(TestServer server, Certificate trusted, BlockingQueue<String> heard) {
        URI uri = URI.create("wss://localhost:" + server.address().getPort() + "/");
        return HttpClient.newBuilder().sslContext(trusted.trustedOnly()).build().newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        socket.request(1);
                        return null;
                    }
                }).join();
    }

    @Test
    void newConnectionsGetTheRenewedCertificateAndTheOthersGoOn(@TempDir Path folder) throws Exception {
        Certificate first = Certificate.selfSigned("first");
        Certificate second = Certificate.selfSigned("second");
        Path chain = Files.writeString(folder.resolve("chain.pem"), first.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), first.keyPem());
        var old = new LinkedBlockingQueue<String>();
        var young = new LinkedBlockingQueue<String>();
        try (var server = new TestServer("--tls-cert", chain.toString(), "--tls-key", key.toString())) {
            WebSocket before = member(server, first, old);
            assertTrue(has(server, first));
            Files.writeString(chain, second.certificatePem());
            Files.writeString(key, second.keyPem());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!has(server, second)) {
                assertTrue(System.nanoTime() < end, "it still has the old one; " + server.log());
            }
            member(server, second, young).sendText("new", true).join();
            for (var heard : List.of(old, young)) {
                assertEquals("from2:new\n", heard.poll(SECONDS, TimeUnit.SECONDS));
            }
            before.sendText("old", true).join();
            for (var heard : List.of(old, young)) {
                assertEquals("from1:old\n", heard.poll(SECONDS, TimeUnit.SECONDS));
            }
            assertTrue(server.log().contains(" TLS: new connections get the renewed certificate of CN=second"),
                    server.log());
        }
    }
}
