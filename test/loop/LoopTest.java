package loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Endpoint;
import connection.Site;
import connection.TestEndpoint;
import connection.TestSite;
import http.Response;
import http.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Requests;
import support.TestClient;
import wire.Wires;

/** The loop with an application that has mistakes: they end the connection that met them, and no other. */
@Timeout(30)
class LoopTest {
    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private Loop loop;
    private Acceptor acceptor;
    private Thread thread;
    private volatile int turns;

    /** An echo that fails where its path says. */
    private static Endpoint endpoint(String path) {
        TestEndpoint endpoint = new TestEndpoint();
        endpoint.echoes = path.equals("/sound") || path.equals("/close");
        endpoint.onOpen = connection -> fail(path, "/open");
        endpoint.onText = connection -> {
            switch (path) {
                case "/exception" -> fail(path, path);
                case "/stack" -> endpoint.onText.accept(connection);
                case "/memory" -> throw new OutOfMemoryError("on message");
                default -> { }
            }
        };
        endpoint.onLeave = () -> fail(path, "/close");
        return endpoint;
    }

    private static void fail(String path, String where) {
        if (path.equals(where)) {
            throw new IllegalStateException("at " + where);
        }
    }

    private static Site site() {
        TestSite site = new TestSite(LoopTest::endpoint);
        site.pages = request -> {
            fail(request.path(), "/fault");
            return Response.text(Status.OK, "fine");
        };
        return site;
    }

    /** One that is not due before the end of its turn. */
    static Loop loop(Runnable endOfTurn) throws IOException {
        return loop(endOfTurn, Wires.PLAIN);
    }

    static Loop loop(Runnable endOfTurn, Wires wires) throws IOException {
        return new Loop(site(), new TurnListener() {
            @Override
            public boolean isDue() {
                return false;
            }

            @Override
            public long endTurn(Writer writer, long now) {
                endOfTurn.run();
                return Long.MAX_VALUE;
            }
        }, wires);
    }

    static Acceptor acceptor(List<Loop> loops) throws IOException {
        return new Acceptor(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), loops, 100,
                new Addresses(0), line -> { });
    }

    @BeforeEach
    void start() throws IOException {
        System.setErr(new PrintStream(errors, true));
        loop = loop(() -> turns++);
        acceptor = acceptor(List.of(loop));
        thread = new Thread(loop, "loop under test");
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdown();
        thread.join();
        System.setErr(realErrors);
    }

    private TestClient connect() throws IOException {
        return TestClient.connect(acceptor.address());
    }

    private TestClient open(String path) throws IOException {
        return TestClient.open(acceptor.address(), path);
    }

    private static void assertEchoes(TestClient client) throws IOException {
        client.say("Hello");
        assertEquals("Hello", client.hear());
    }

    @Test
    void aFaultOfTheApplicationEndsOnlyTheConnectionWhereItHappens() throws IOException {
        try (var sound = open("/sound")) {
            assertEchoes(sound);
            try (var client = connect()) {
                client.send(Requests.opening("/open"));
                client.expectEnd();
            }
            assertEchoes(sound);
            for (String path : new String[] {"/exception", "/stack", "/memory"}) {
                try (var client = open(path)) {
                    client.say("Hello");
                    client.expectEnd();
                }
                assertEchoes(sound);
            }
            try (var client = open("/close")) {
                assertEchoes(client);
                client.socket.shutdownOutput();
                client.expectEnd();
            }
            assertEchoes(sound);
        }
        String text = errors.toString();
        String[] mistakes = {"at /open", "at /exception", "StackOverflowError", "OutOfMemoryError", "at /close"};
        for (String mistake : mistakes) {
            assertTrue(text.contains(mistake), mistake + " must be seen on standard error: " + text);
        }
    }

    @Test
    void aFaultInAnsweringARequestEndsOnlyThatConnection() throws IOException {
        try (var sound = open("/sound"); var client = connect()) {
            client.send(Requests.get("/fault"));
            client.expectEnd();
            assertEchoes(sound);
        }
        assertTrue(errors.toString().contains("at /fault"), errors.toString());
    }

    @Test
    void withNothingToDoThereAreNoTurns() throws IOException {
        try (var quiet = open("/sound"); var halfClosed = open("/sound")) {
            assertEchoes(quiet);
            halfClosed.socket.shutdownOutput();
            halfClosed.expectEnd();
            int before = turns;
            quiet.socket.setSoTimeout(300);
            assertThrows(SocketTimeoutException.class, quiet::read);
            assertTrue(turns - before < 5, turns - before + " turns");
        }
    }

    @Test
    void atTheEndAllGetACloseAndNobodyIsWaitedForWithoutNeed() throws Exception {
        try (var member = open("/sound"); var silent = connect()) {
            assertEquals("fine\n", silent.get("/").text()); // so it isn't in the backlog
            loop.shutdown();
            assertEquals("the server is going away", member.expectClose(1001));
            silent.expectEnd();
        }
        thread.join(3_000);
        assertFalse(thread.isAlive(), "both peers are gone, but the loop is not");
    }
}
