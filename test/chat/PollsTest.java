package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Connection;
import connection.TestSite;
import connection.Wait;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.ClientFrames;
import support.Json;
import support.Requests;
import support.Response;

/** Long polls (GET /messages with wait), without sockets and with a clock of the test's own. */
class PollsTest {
    private final TestRooms parts = TestRooms.with(System.err);
    private final Rooms rooms = parts.rooms();
    private long now = 1_000_000;

    PollsTest() {
        rooms.wakeWith(() -> { });
    }

    /** A connection to the site. Its peer reads everything. */
    private final class Client {
        private final Connection connection = TestSite.connection(parts.site(), now);
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Client send(byte[] bytes) {
            connection.receive(ByteBuffer.wrap(bytes.clone()), now);
            take();
            return this;
        }

        Client get(String... targets) {
            StringBuilder requests = new StringBuilder();
            for (String target : targets) {
                requests.append(Requests.get(target));
            }
            return send(Bytes.ascii(requests.toString()));
        }

        void take() {
            for (ByteBuffer next = connection.toSend(); next != null; next = connection.toSend()) {
                byte[] bytes = new byte[next.remaining()];
                next.get(bytes);
                received.writeBytes(bytes);
                connection.sent(true, now);
            }
            if (connection.canResume()) {
                connection.resume(now);
                take();
            }
        }

        void pass(long millis) {
            now += millis;
            connection.tick(now);
            take();
        }

        String taken() {
            take();
            String text = received.toString(ISO_8859_1);
            received.reset();
            return text;
        }

        /** All that has come must be one response. */
        Response response() throws IOException {
            take();
            ByteArrayInputStream in = new ByteArrayInputStream(received.toByteArray());
            received.reset();
            Response response = Response.read(in, false);
            assertEquals(0, in.available(), "one response");
            return response;
        }

        List<?> messages() throws IOException {
            Response response = response();
            assertEquals(200, response.status(), response.toString());
            return (List<?>) ((Map<?, ?>) Json.read(response.text())).get("messages");
        }
    }

    private Client member(String path) {
        Client member = new Client().send(Bytes.ascii(Requests.opening(path)));
        assertTrue(member.taken().startsWith("HTTP/1.1 101"));
        return member;
    }

    /** As the loop ends its turns: what is said wakes those who wait, in one turn or in the next one. */
    private void endTurn() {
        for (int i = 0; i < 3; i++) {
            rooms.endTurn(connection -> { }, now);
        }
    }

    private String position() throws IOException {
        Response response = new Client().get("/messages").response();
        return (String) ((Map<?, ?>) Json.read(response.text())).get("position");
    }

    @Test
    void aPollWaitsUntilSomethingIsSaid() throws IOException {
        Client member = member("/");
        Client poll = new Client().get("/messages?wait=30&since=" + position());
        endTurn();
        assertEquals("", poll.taken());
        assertEquals(Wait.PARKED, poll.connection.waitsFor());
        member.send(ClientFrames.text("hello")).send(ClientFrames.text("again"));
        endTurn();
        assertEquals(List.of("from1:hello\n", "from1:again\n"), poll.messages());
        poll.get("/messages?wait=30&since=" + position());
        assertEquals("", poll.taken());
    }

    @Test
    void aPollThatFindsSomethingDoesNotWait() throws IOException {
        String before = position();
        member("/").send(ClientFrames.text("hello"));
        assertEquals(List.of("from1:hello\n"), new Client().get("/messages?wait=30&since=" + before).messages());
        assertEquals(List.of("from1:hello\n"), new Client().get("/messages?wait=30").messages());
    }

    @Test
    void aPollEndsEmptyWhenItsTimeHasPassed() throws IOException {
        Client poll = new Client().get("/messages?wait=3");
        for (int i = 0; i < 2; i++) {
            poll.pass(1000);
            assertEquals("", poll.taken());
        }
        poll.pass(1000);
        Response response = poll.response();
        assertFalse(response.closes());
        assertEquals(Map.of("position", position(), "messages", List.of()), Json.read(response.text()));
        assertEquals(Wait.REQUEST, poll.connection.waitsFor());
        assertEquals(204, poll.get("/favicon.ico").response().status());
    }

    @Test
    void requestsBehindAPollAreAnsweredInOrder() throws IOException {
        Client poll = new Client().get("/messages?wait=30", "/presence", "/messages");
        assertEquals("", poll.taken());
        assertFalse(poll.connection.wantsInput(), "no more is read while some wait");
        Client member = member("/").send(ClientFrames.text("hello"));
        endTurn();
        String responses = poll.taken();
        assertTrue(responses.matches("(?s)HTTP.*from1:hello.*HTTP.*\\{\"members\":1}.*HTTP.*from1:hello.*"), responses);
        assertTrue(poll.connection.wantsInput());
        member.connection.goAway(now);
    }

    @Test
    void theServersEndAnswersAPollAtOnce() throws IOException {
        Client poll = new Client().get("/messages?wait=30", "/presence");
        poll.connection.goAway(now);
        Response response = poll.response();
        assertEquals(200, response.status());
        assertTrue(response.closes());
        assertTrue(poll.connection.outputEnded());
    }

    @Test
    void aClientThatGoesAwayFreesItsPoll() throws IOException {
        Client gone = new Client().get("/messages?room=empty&wait=30");
        gone.connection.lose("reset");
        assertEquals(Connection.State.CLOSED, gone.connection.state());
        Client ended = new Client().get("/messages?room=empty&wait=30");
        ended.connection.receiveEof(now);
        assertTrue(ended.response().closes(), "its other side may still be open");
        Client staying = new Client().get("/messages?room=empty&wait=30");
        member("/rooms/empty").send(ClientFrames.text("hello"));
        endTurn();
        assertEquals(List.of("from1:hello\n"), staying.messages());
        assertEquals("", gone.taken() + ended.taken());
    }

    @Test
    void pollsOfOnePositionShareTheirBytesAndEachHasItsFields() throws IOException {
        TestRooms open = TestRooms.with(System.err, "--origin", "*");
        open.rooms().wakeWith(() -> { });
        Connection[] polls = new Connection[3];
        for (int i = 0; i < polls.length; i++) {
            polls[i] = TestSite.connection(open.site(), now);
            polls[i].receive(ByteBuffer.wrap(Bytes.ascii(
                    Requests.get("/messages?wait=9", "Origin: http://site" + i))), now);
        }
        Connection member = TestSite.connection(open.site(), now);
        member.receive(ByteBuffer.wrap(Bytes.ascii(Requests.opening("/"))), now);
        member.receive(ByteBuffer.wrap(ClientFrames.text("hello")), now);
        for (int i = 0; i < 3; i++) {
            open.rooms().endTurn(connection -> { }, now);
        }
        for (int i = 0; i < polls.length; i++) {
            String head = UTF_8.decode(polls[i].toSend()).toString();
            polls[i].sent(true, now);
            assertTrue(head.contains("\r\nAccess-Control-Allow-Origin: http://site" + i + "\r\n"), head);
            assertTrue(UTF_8.decode(polls[i].toSend()).toString().contains("from1:hello"));
        }
    }

    @Test
    void aHeadNeverWaits() {
        Client poll = new Client().send(Bytes.ascii(Requests.request("HEAD", "/messages?wait=30")));
        assertTrue(poll.taken().matches("(?s)HTTP/1.1 200 .*\r\n\r\n"));
    }

    @Test
    void withoutHistoryAPollHearsWhatIsSaidWhileItWaits() throws IOException {
        TestRooms forgetful = TestRooms.with(System.err, "--history", "0");
        forgetful.rooms().wakeWith(() -> { });
        Connection member = TestSite.connection(forgetful.site(), now);
        member.receive(ByteBuffer.wrap(Bytes.ascii(Requests.opening("/"))), now);
        Connection poll = TestSite.connection(forgetful.site(), now);
        poll.receive(ByteBuffer.wrap(Bytes.ascii(Requests.get("/messages?wait=9"))), now);
        member.receive(ByteBuffer.wrap(ClientFrames.text("hello")), now);
        for (int i = 0; i < 3; i++) {
            forgetful.rooms().endTurn(connection -> { }, now);
        }
        poll.toSend();
        assertTrue(poll.hasOwnOutput());
    }
}
