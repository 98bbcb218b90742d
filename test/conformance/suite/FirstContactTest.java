package conformance.suite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.wire.Target;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found out about a server before it is tested, with one that does as it is bid. */
@Timeout(20)
class FirstContactTest {
    private static final String NO_NAME = "";
    private static final String ECHO = "8105 48656c6c6f";

    /**
     * Answers each handshake with a 101, or with {@code refusal}; each ordinary request with a 404; the first frame
     * with {@code frames}.
     */
    private static final class Scripted implements Closeable {
        private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

        private final ServerSocket listener;
        private final String server;
        private final String pageServer;
        private final String refusal;
        private final byte[] frames;
        private volatile boolean speaksFirst;

        /**
         * @param server the Server line of the 101; @param pageServer that of the 404; @param refusal null for a 101;
         * @param frames in hex
         */
        Scripted(String server, String pageServer, String refusal, String frames) {
            this.server = server;
            this.pageServer = pageServer;
            this.refusal = refusal;
            this.frames = HexFormat.of().parseHex(frames.replace(" ", ""));
            try {
                listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread thread = new Thread(this::serve, "scripted");
            thread.setDaemon(true);
            thread.start();
        }

        Settings settings() {
            return Settings.of(Target.parse("ws://127.0.0.1:" + listener.getLocalPort() + "/x")).withTimeout(500);
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    serve(socket);
                } catch (IOException e) {
                    // the next one
                }
            }
        }

        private void serve(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = in.read();
                if (read < 0) {
                    return;
                }
                head.append((char) read);
            }
            Matcher key = KEY.matcher(head);
            if (!key.find()) {
                write(socket, "HTTP/1.1 404 Not Found\r\n" + pageServer + "Content-Length: 0\r\n\r\n");
            } else if (refusal != null) {
                write(socket, refusal);
            } else {
                write(socket, "HTTP/1.1 101 Switching Protocols\r\n" + server
                        + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n");
                if (speaksFirst || in.read() == 0x81) {
                    socket.getOutputStream().write(frames);
                }
            }
            in.transferTo(OutputStream.nullOutputStream());
        }

        private static void write(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        private static String accept(String key) {
            try {
                byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
                return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static FirstContact contact(String server, String pageServer, String frames) throws Exception {
        try (Scripted scripted = new Scripted(server, pageServer, null, frames)) {
            return FirstContact.make(scripted.settings());
        }
    }

    private static String refused(String refusal) throws IOException {
        try (Scripted scripted = new Scripted(NO_NAME, NO_NAME, refusal, ECHO)) {
            return assertThrows(FirstContact.NoServerException.class, () -> FirstContact.make(scripted.settings()))
                    .getMessage();
        }
    }

    @Test
    void anEchoIsAnEcho() throws Exception {
        FirstContact contact = contact(NO_NAME, NO_NAME, ECHO);
        assertTrue(contact.echoes());
        assertNull(contact.software());
    }

    @Test
    void pingsBeforeTheEchoAreLetPass() throws Exception {
        assertTrue(contact(NO_NAME, NO_NAME, "8900" + ECHO).echoes());
    }

    @Test
    void anotherTextIsNoEcho() throws Exception {
        FirstContact contact = contact(NO_NAME, NO_NAME, "810c 66726f6d313a48656c6c6f0a");
        assertFalse(contact.echoes());
        assertEquals("the server doesn't echo: after Text \"Hello\" came Text \"from1:Hello\\x0a\"", contact.answer());
    }

    @Test
    void theSameBytesAsABinaryAreNoEcho() throws Exception {
        assertEquals("the server doesn't echo: after Text \"Hello\" came Binary \"Hello\"",
                contact(NO_NAME, NO_NAME, "8205 48656c6c6f").answer());
    }

    @Test
    void silenceIsNoEcho() throws Exception {
        assertEquals("the server doesn't echo: after Text \"Hello\" came nothing until the time-out",
                contact(NO_NAME, NO_NAME, "").answer());
    }

    @Test
    void aCloseIsNoEcho() throws Exception {
        assertEquals("the server doesn't echo: after Text \"Hello\" came Close 1003",
                contact(NO_NAME, NO_NAME, "8802 03eb").answer());
    }

    @Test
    void aServerThatClosesEachConnectionByItselfIsNotTested() throws Exception {
        try (Scripted scripted = new Scripted(NO_NAME, NO_NAME, null, "8802 03e9")) {
            scripted.speaksFirst = true;
            String message = assertThrows(FirstContact.NoServerException.class,
                    () -> FirstContact.make(scripted.settings())).getMessage();
            assertTrue(message.contains("it closes a connection on which nothing was said: Close 1001"), message);
        }
    }

    @Test
    void aFrameThatNoServerMaySendIsTheBusinessOfTheCases() throws Exception {
        assertTrue(contact(NO_NAME, NO_NAME, "8185 00000000 48656c6c6f").echoes());
    }

    @Test
    void itIsNotAskedToEchoIfItNeedNot() throws Exception {
        try (Scripted scripted = new Scripted(NO_NAME, NO_NAME, null, "")) {
            assertTrue(FirstContact.make(scripted.settings().withEcho(false)).echoes());
        }
    }

    @Test
    void itsNameIsThatOfThe101() throws Exception {
        assertEquals("Unit/1.0 (a b)", contact("Server: Unit/1.0 (a b)\r\n", "Server: other\r\n", ECHO).software());
    }

    @Test
    void elseThatOfAnotherResponse() throws Exception {
        assertEquals("Page/2", contact(NO_NAME, "Server: Page/2\r\n", ECHO).software());
    }

    @Test
    void aNameIsShownWithoutWhatATerminalWouldObey() throws Exception {
        assertEquals("x\\x9b31m", contact("Server: x\u009b31m\r\n", NO_NAME, ECHO).software());
    }

    @Test
    void aRefusalIsReportedWithAdvice() throws Exception {
        String end = "\r\nContent-Length: 0\r\n\r\n";
        assertTrue(refused("HTTP/1.1 404 Not Found" + end)
                .endsWith("/x: it answers a handshake with HTTP 404 (another path?)"));
        assertTrue(refused("HTTP/1.1 401 Unauthorized" + end).contains("--header \"Authorization: …\""));
        assertTrue(refused("HTTP/1.1 403 Forbidden" + end).contains("--header \"Origin: …\""));
        assertTrue(refused("HTTP/1.1 301 Moved\r\nLocation: /chat" + end).endsWith("HTTP 301, which points to /chat"));
        assertTrue(refused("HTTP/1.1 500 Oh" + end).endsWith("HTTP 500"));
    }
}
