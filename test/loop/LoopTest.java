package loop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Connection;
import connection.Endpoint;
import connection.Limits;
import connection.Session;
import connection.Site;
import frame.Opcode;
import handshake.Admission;
import http.Request;
import http.Response;
import http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Bytes;

/** The loop with an application that has mistakes: they end the connection that met them, and no other. */
@Timeout(30)
class LoopTest {
    private static final String HANDSHAKE = "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final byte[] HELLO = Bytes.hex("81 85 37fa213d 7f9f4d5158"); // RFC 6455 §5.7

    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private Loop loop;
    private Acceptor acceptor;
    private Thread thread;
    private volatile int turns;

    /** An echo that fails where it is told to. */
    private record Faulty(String path) implements Endpoint {
        @Override
        public Session open(Connection connection) {
            if (path.equals("/open")) {
                throw new IllegalStateException("on open");
            }
            return new Session() {
                @Override
                public void text(ByteBuffer payload) {
                    switch (path) {
                        case "/exception" -> throw new IllegalStateException("on message");
                        case "/stack" -> text(payload);
                        case "/memory" -> throw new OutOfMemoryError("on message");
                        default -> connection.send(Opcode.TEXT, payload);
                    }
                }

                @Override
                public void close() {
                    if (path.equals("/close")) {
                        throw new IllegalStateException("on close");
                    }
                }
            };
        }

        @Override
        public String subprotocol() {
            return "chat";
        }

        @Override
        public int maxMessage() {
            return 1000;
        }

        @Override
        public boolean takesBinary() {
            return false;
        }
    }

    static final Site SITE = new Site() {
        @Override
        public Limits limits() {
            return Limits.DEFAULT;
        }

        @Override
        public Admission admission() {
            return new Admission(Set.of(), Set.of());
        }

        @Override
        public Response respond(Request request) {
            if (request.path().equals("/fault")) {
                throw new IllegalStateException("on request");
            }
            return Response.text(Status.OK, "fine");
        }

        @Override
        public Endpoint endpoint(String path) {
            return new Faulty(path);
        }

        @Override
        public void report(Incident incident, SocketAddress peer, String sentence) { }
    };

    @BeforeEach
    void start() throws IOException {
        System.setErr(new PrintStream(errors, true));
        loop = new Loop(SITE, new TurnEnd() {
            @Override
            public boolean isDue() {
                return false;
            }

            @Override
            public void endTurn(long now) {
                turns++;
            }
        });
        acceptor = new Acceptor(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), List.of(loop), 100, line -> { });
        thread = new Thread(loop, "loop under test");
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdown();
        thread.join();
        System.setErr(realErrors);
    }

    private java.net.Socket connect() throws IOException {
        java.net.Socket socket = new java.net.Socket();
        socket.setSoTimeout(10_000);
        socket.connect(acceptor.address(), 10_000);
        return socket;
    }

    private java.net.Socket open(String path) throws IOException {
        java.net.Socket socket = connect();
        socket.getOutputStream().write(HANDSHAKE.formatted(path).getBytes(ISO_8859_1));
        if (!path.equals("/open")) {
            String head = new String(socket.getInputStream().readNBytes(129), ISO_8859_1);
            assertTrue(head.startsWith("HTTP/1.1 101 ") && head.endsWith("\r\n\r\n"), head);
        }
        return socket;
    }

    private static void assertEchoes(java.net.Socket socket) throws IOException {
        socket.getOutputStream().write(HELLO);
        assertEquals("810548656c6c6f", Bytes.hex(socket.getInputStream().readNBytes(7)));
    }

    @Test
    void aMistakeOfTheApplicationEndsOnlyTheConnectionThatMetIt() throws IOException {
        try (var sound = open("/sound")) {
            assertEchoes(sound);
            for (String path : new String[] {"/open", "/exception", "/stack", "/memory", "/close"}) {
                try (var socket = open(path)) {
                    if (path.equals("/close")) {
                        assertEchoes(socket);
                        socket.shutdownOutput();
                    } else if (!path.equals("/open")) {
                        socket.getOutputStream().write(HELLO);
                    }
                    assertEquals(0, socket.getInputStream().readNBytes(200).length, path);
                }
                assertEchoes(sound);
            }
        }
        String text = errors.toString();
        for (String mistake : new String[] {"on open", "on message", "StackOverflowError", "OutOfMemoryError", "on close"}) {
            assertTrue(text.contains(mistake), mistake + " must be seen by somebody: " + text);
        }
    }

    @Test
    void aMistakeInAnsweringARequestEndsOnlyThatConnection() throws IOException {
        try (var sound = open("/sound"); var socket = connect()) {
            socket.getOutputStream().write("GET /fault HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            assertEquals(0, socket.getInputStream().readNBytes(200).length);
            assertEchoes(sound);
        }
    }

    @Test
    void withNothingToDoThereAreNoTurns() throws IOException {
        try (var quiet = open("/sound"); var halfClosed = open("/sound")) {
            assertEchoes(quiet);
            halfClosed.shutdownOutput();
            assertEquals(-1, halfClosed.getInputStream().read());
            int before = turns;
            quiet.setSoTimeout(300);
            try {
                quiet.getInputStream().read();
            } catch (SocketTimeoutException e) {
                // nothing comes, and nothing happens
            }
            assertTrue(turns - before < 5, turns - before + " turns");
        }
    }

    @Test
    void whoIsThereAtTheEndIsToldAndNobodyIsWaitedForWithoutNeed() throws Exception {
        try (var member = open("/sound"); var silent = connect()) {
            silent.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            assertEquals("HTTP/1.1 200", new String(silent.getInputStream().readNBytes(12), ISO_8859_1)); // so it isn't in the backlog
            loop.shutdown();
            assertEquals("881a03e9", Bytes.hex(member.getInputStream().readNBytes(4)));
            assertEquals("the server is going away", new String(member.getInputStream().readNBytes(24), ISO_8859_1));
            assertTrue(new String(silent.getInputStream().readAllBytes(), ISO_8859_1).endsWith("\r\n\r\nfine\n"));
        }
        thread.join(3_000);
        assertFalse(thread.isAlive(), "both peers are gone, but the loop is not");
    }
}
