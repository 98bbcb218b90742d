package chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Bytes;
import support.Certificate;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.Response;
import support.TestClient;

/** The room over TLS, over real sockets: what the network and the peers do to it. */
@Timeout(60)
class TlsTest {
    private static final Certificate KEY = Certificate.selfSigned("test");
    /** The beginning of a handshake. */
    private static final byte[] BEGINNING = Bytes.hex("16 0301 0200 01 0001fc 0303");

    @TempDir
    static Path folder;
    private static String chain;
    private static String key;

    @BeforeAll
    static void write() throws IOException {
        chain = Files.writeString(folder.resolve("chain.pem"), KEY.certificatePem()).toString();
        key = Files.writeString(folder.resolve("key.pem"), KEY.keyPem()).toString();
    }

    private static TestServer server(String... flags) {
        return new TestServer(Stream.concat(Stream.of("--tls-cert", chain, "--tls-key", key), Stream.of(flags))
                .toArray(String[]::new));
    }

    private static TestClient connect(TestServer server) throws IOException {
        return TestClient.connect(server.address(), 0, KEY.trustedOnly());
    }

    private static TestClient member(TestServer server) throws IOException {
        return connect(server).upgrade("/");
    }

    private static void assertChat(TestClient one, TestClient other) throws IOException {
        for (TestClient from : new TestClient[] {one, other}) {
            from.say("Hello");
            String heard = one.hear();
            assertTrue(heard.endsWith(":Hello\n"), heard);
            assertEquals(heard, other.hear());
        }
    }

    private static void assertLogged(TestServer server, String sentence) throws IOException {
        try (var observer = connect(server)) {
            for (int i = 0; i < 1000 && !server.log().contains(sentence); i++) {
                observer.get("/healthz"); // at least one more turn has passed
            }
        }
        assertTrue(server.log().contains(sentence), server.log());
    }

    // The handshake

    @Test
    void aHandshakeAndARequestByteByByte() throws IOException {
        try (var server = server();
                Socket slow = new Socket("127.0.0.1", server.address().getPort()) {
                    @Override
                    public OutputStream getOutputStream() throws IOException {
                        return new FilterOutputStream(super.getOutputStream()); // it writes each byte by itself
                    }
                }) {
            slow.setTcpNoDelay(true);
            slow.setSoTimeout(TestClient.DEADLINE);
            var tls = KEY.trustedOnly().getSocketFactory().createSocket(slow, "127.0.0.1", slow.getPort(), true);
            tls.getOutputStream().write(Bytes.ascii(Requests.get("/healthz")));
            assertEquals(200, Response.read(tls.getInputStream(), false).status());
        }
    }

    @Test
    void aHandshakeThatStallsOrTricklesEndsInTimeAndIsLogged() throws IOException {
        try (var server = server("--request-timeout", "0.5"); var silent = TestClient.connect(server.address());
                var stalled = TestClient.connect(server.address());
                var trickling = TestClient.connect(server.address())) {
            stalled.send(BEGINNING);
            trickling.send(BEGINNING);
            trickling.socket.setSoTimeout(20);
            int end = 0;
            for (int i = 0; i < 400 && end >= 0; i++) {
                try {
                    trickling.send(new byte[1]);
                    end = trickling.socket.getInputStream().read();
                } catch (SocketTimeoutException e) {
                    // not yet
                } catch (IOException e) {
                    end = -1; // a byte came when it had ended
                }
            }
            assertEquals(-1, end, "it goes on for ever");
            silent.expectEnd();
            while (stalled.socket.getInputStream().read() >= 0) {
                // an alert
            }
            assertEquals(2, server.log().lines()
                    .filter(line -> line.endsWith("TLS handshake: it took too long")).count(), server.log());
        }
    }

    @Test
    void aClientThatDoesNotTrustUsIsLoggedAndHurtsNobody() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server);
                var stranger = TestClient.connect(server.address(), 0, Certificate.selfSigned("other").trustedOnly())) {
            assertThrows(SSLException.class, () -> stranger.get("/"));
            assertLogged(server, "TLS handshake: ");
            assertTrue(server.log().contains(" refused 127.0.0.1:"), server.log());
            assertFalse(server.log().contains("\tat "), "no stack trace: " + server.log());
            assertChat(one, other);
        }
    }

    @Test
    void httpInPlainTextIsAnsweredInPlainText() throws IOException {
        try (var server = server(); var client = TestClient.connect(server.address())) {
            Response response = client.get("/");
            assertEquals(400, response.status());
            assertTrue(response.text().contains("https://"), response.text());
            client.expectEnd();
            assertLogged(server, "400 Bad Request: this port speaks TLS");
        }
    }

    @Test
    void whatIsNeitherEndsWithAnAlert() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server);
                var client = TestClient.connect(server.address())) {
            client.send(Bytes.hex("00 01 02 03 04 05 06 07"));
            byte[] answer = client.socket.getInputStream().readAllBytes();
            assertTrue(answer.length == 0 || answer[0] == 21, Bytes.hex(answer));
            assertLogged(server, "TLS handshake: ");
            assertChat(one, other);
        }
    }

    // Afterwards

    @Test
    void aDamagedRecordEndsOnlyItsConnectionAndSaysWhy() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server); var bad = member(server)) {
            assertChat(one, other);
            for (int i = 0; i < 2; i++) {
                bad.hear();
            }
            bad.sendRaw(Bytes.concat(Bytes.hex("17 0303 0040"), new byte[64]));
            var alert = assertThrows(SSLException.class, bad::read);
            assertTrue(alert.getMessage().contains("bad_record_mac"), alert.getMessage());
            assertLogged(server, " failed 127.0.0.1:");
            assertFalse(server.log().contains("\tat "), "no stack trace: " + server.log());
            assertChat(one, other);
        }
    }

    @Test
    void bigMessagesComeBackWhole() throws IOException {
        byte[] message = new byte[5_000_000];
        new Random(1).nextBytes(message);
        try (var server = server("--echo"); var client = connect(server).upgrade("/echo")) {
            client.send(ClientFrames.frame(Frame.BINARY, message));
            assertArrayEquals(message, client.read().payload());
        }
    }

    @Test
    void keyUpdatesWhileTheRoomSpeaks() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server)) {
            assertEquals("TLSv1.3", ((SSLSocket) one.socket).getSession().getProtocol());
            for (int i = 0; i < 200; i++) {
                other.say("message " + i);
                ((SSLSocket) one.socket).startHandshake(); // in TLS 1.3 a key update, which asks for one in return
                one.say("between " + i);
            }
            for (TestClient member : new TestClient[] {one, other}) {
                int heard = 0;
                for (int i = 0; i < 400; i++) {
                    heard += member.hear().contains(":message") ? 1 : 0;
                }
                assertEquals(200, heard);
            }
        }
    }

    @Test
    void theClosingHandshakeEndsWithCloseNotify() throws IOException {
        try (var server = server(); var member = member(server)) {
            member.leave(); // its end of input is none without a close_notify
        }
    }

    @Test
    void aPeerThatNeverEndsIsEnded() throws IOException {
        try (var server = server("--close-timeout", "0.3"); var member = member(server)) {
            member.send(ClientFrames.close(1000));
            member.expectClose(1000);
            member.expectEnd();
            long deadline = System.nanoTime() + 20_000_000_000L;
            assertThrows(IOException.class, () -> {
                while (System.nanoTime() < deadline) {
                    member.sendRaw(new byte[1]); // after the time-out this is answered by a reset
                    member.socket.setSoTimeout(10);
                    try (var pause = TestClient.connect(server.address())) {
                        pause.get("/");
                    }
                }
            });
        }
    }

    @Test
    void anEndOfTcpWithoutCloseNotifyIsALoss() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server); var cut = member(server)) {
            cut.hangUpRaw();
            assertLogged(server, "TCP ended without a Close");
            assertChat(one, other);
        }
    }

    @Test
    void resetsAtAnyByteOfAHandshakeHurtNobody() throws IOException {
        try (var server = server(); var one = member(server); var other = member(server)) {
            InetSocketAddress address = server.address();
            for (int i = 0; i < BEGINNING.length; i++) {
                try (var client = TestClient.connect(address)) {
                    client.sendRaw(Arrays.copyOf(BEGINNING, i));
                    client.reset();
                }
            }
            for (int i = 0; i < 20; i++) {
                TestClient client = connect(server);
                client.send(Requests.get("/"));
                client.resetRaw();
            }
            assertChat(one, other);
            assertFalse(server.log().contains("\tat "), "no stack trace: " + server.log());
        }
    }
}
