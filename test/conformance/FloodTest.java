package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that sends without end is a matter of a sentence, not of patience or memory. */
@Timeout(60)
class FloodTest {
    /** After each handshake some bytes, then others again and again, as long as somebody takes them. */
    private static final class FloodingServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final String head;
        private final byte[] first;
        private final byte[] flood;

        /** @param head null for a 101 */
        FloodingServer(String head, String first, String flood) throws IOException {
            this.head = head;
            this.first = first.getBytes(ISO_8859_1);
            this.flood = flood.getBytes(ISO_8859_1);
            start(() -> {
                try {
                    while (true) {
                        Socket peer = listener.accept();
                        start(() -> serve(peer));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "flood");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Socket peer) {
            try (peer) {
                Scanner request = new Scanner(peer.getInputStream(), ISO_8859_1).useDelimiter("\r\n\r\n");
                String key = request.next().replaceAll("(?is).*sec-websocket-key: *(\\S*).*", "$1");
                OutputStream out = peer.getOutputStream();
                out.write((head == null ? upgrade(key) : head).getBytes(ISO_8859_1));
                out.write(first);
                while (true) {
                    out.write(flood);
                }
            } catch (IOException | IllegalStateException e) {
                // it has had enough
            }
        }

        private static String upgrade(String key) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                        .getBytes(ISO_8859_1));
                return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                        + "Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String url() {
            return "ws://127.0.0.1:" + listener.getLocalPort() + "/";
        }

        @Override
        public void close() {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void assertSays(int status, String sentence, String head, String first, String flood,
            String... options) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        try (FloodingServer server = new FloodingServer(head, first, flood)) {
            String[] arguments = new String[options.length + 1];
            arguments[0] = server.url();
            System.arraycopy(options, 0, arguments, 1, options.length);
            assertEquals(status, Main.run(out, out, arguments), said.toString(UTF_8));
        }
        assertTrue(said.toString(UTF_8).contains(sentence), said.toString(UTF_8));
    }

    @Test
    void pingsAndPongs() throws IOException {
        String pings = "\u0089\0".repeat(1000);
        assertSays(2, "sends Pings or Pongs without end", null, "", pings);
        assertSays(2, "sends Pings or Pongs without end", null, "", "\u008a\0".repeat(1000));
        assertSays(0, "1 skipped", null, "", pings, "--no-echo", "--only", "5.5.2/ping-0-bytes");
    }

    @Test
    void contentOfAResponse() throws IOException {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        assertSays(0, "longer than the 4 MiB that are read", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "", chunk, "--no-echo", "--only", "5.5.2/ping-0-bytes");
        assertSays(0, "longer than the 4 MiB that are read", "HTTP/1.1 200 OK\r\n\r\n", "", chunk, "--no-echo",
                "--only", "5.5.2/ping-0-bytes");
    }

    @Test
    void aMessageInFragments() throws IOException {
        String mebibyte = "\0\u007f\0\0\0\0\0\u0010\0\0" + "x".repeat(1 << 20);
        assertSays(0, "a message of more than the 64 MiB", null, "\2\0", mebibyte, "--no-echo", "--only",
                "5.5.2/ping-0-bytes");
    }
}
