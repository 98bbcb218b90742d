package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.TestClient;

/** Connections that one address may have. */
@Timeout(60)
class CrowdTest {
    private static final String REFUSED =
            ": this address has as many connections as one may have (--max-per-address 3)";

    /** Whether the server serves a new connection, of this address of our own. */
    private static boolean isServed(TestServer server, String from) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(TestClient.DEADLINE);
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            return socket.getInputStream().read() == 'H';
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void whoHasTooManyConnectionsGetsNoMoreUntilOneHasEnded() throws Exception {
        try (var server = new TestServer("--max-per-address", "3", "--loops", "2")) {
            List<TestClient> inside = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                inside.add(server.member());
            }
            for (int i = 0; i < 10; i++) {
                assertEquals(false, isServed(server, "127.0.0.1"));
            }
            assertEquals(10, server.log().lines().filter(line -> line.matches(
                    "\\S+ refused 127\\.0\\.0\\.1:\\d+" + Pattern.quote(REFUSED))).count(),
                    server.log());
            if (Files.exists(Path.of("/proc/self"))) { // on Linux all of 127.0.0.0/8 is this machine
                assertTrue(isServed(server, "127.0.0.2"), "another address has its own");
            }
            inside.get(0).say("hello");
            for (TestClient client : inside) {
                assertEquals("from1:hello\n", client.hear());
            }
            for (int how = 0; how < 3; how++) { // each way of leaving makes room for one
                TestClient leaving = inside.remove(0);
                switch (how) {
                    case 0 -> leaving.leave();
                    case 1 -> leaving.hangUp();
                    default -> leaving.reset();
                }
                long end = System.nanoTime() + TestClient.DEADLINE * 1_000_000L;
                while (!isServed(server, "127.0.0.1")) {
                    assertTrue(System.nanoTime() < end, "nobody is served after " + how);
                }
                TestClient next = null;
                while (next == null) { // the one that was served has to be counted out too
                    assertTrue(System.nanoTime() < end, "nobody is served after " + how);
                    try {
                        next = server.member();
                    } catch (IOException e) {
                        // not yet
                    }
                }
                inside.add(next);
            }
            for (TestClient client : inside) {
                client.close();
            }
        }
    }

    @Test
    void aServerForAllNetworksHasALimit() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self")), "on other systems descriptors may not suffice");
        try (var server = new TestServer("--host", "0.0.0.0")) {
            List<TestClient> inside = new ArrayList<>();
            try {
                for (int i = 0; i < 256; i++) {
                    inside.add(TestClient.connect(loopback(server)));
                    assertEquals(200, inside.get(i).get("/healthz").status());
                }
                assertEquals(false, isServed(server, "127.0.0.1"));
                assertEquals(true, isServed(server, "127.0.0.2"));
            } finally {
                for (TestClient client : inside) {
                    client.close();
                }
            }
        }
    }

    private static InetSocketAddress loopback(TestServer server) {
        return new InetSocketAddress("127.0.0.1", server.address().getPort());
    }
}
