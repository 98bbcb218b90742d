package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.Refusal;
import http.Response;
import http.Status;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.Requests;

/** Requests that wait for their response. At /wait they do, for five seconds; at other paths they don't. */
class ConnectionParkedTest {
    private static final Pattern CONTENT = Pattern.compile("\r\n\r\n(\\w+)\n");

    private final Conversation talk = new Conversation(talk -> {
        talk.site.waits = (request, connection) -> request.path().equals("/wait") ? new Wait5() : null;
        talk.site.pages = request -> Response.text(Status.OK, request.path().substring(1));
    });
    /** How often a wait ended by itself. */
    private int ended;

    private final class Wait5 implements Parked {
        @Override
        public int seconds() {
            return 5;
        }

        @Override
        public Response end() {
            ended++;
            return Response.text(Status.OK, "nothing");
        }
    }

    private static byte[] get(String... paths) {
        StringBuilder requests = new StringBuilder();
        for (String path : paths) {
            requests.append(Requests.get(path));
        }
        return Bytes.ascii(requests.toString());
    }

    /** The contents of the responses that the peer has read. */
    private List<String> responses() {
        String sent = new String(talk.receivedBytes(), ISO_8859_1);
        talk.allEvents();
        return CONTENT.matcher(sent).results().map(result -> result.group(1)).toList();
    }

    private void answer(String content) {
        talk.connection.answer(Response.text(Status.OK, content), talk.now);
        talk.peerReads(Long.MAX_VALUE);
    }

    @Test
    void aParkedRequestIsAnsweredWhenThereIsSomething() {
        talk.receive(get("/wait"));
        talk.passMillis(1000);
        assertEquals(List.of(), responses());
        answer("news");
        assertEquals(List.of("news"), responses());
        assertEquals(0, ended);
        talk.receive(get("/page"));
        assertEquals(List.of("page"), responses());
    }

    @Test
    void itIsAnsweredAtTheLatestWhenItsTimeHasPassed() {
        talk.receive(get("/wait"));
        for (int second = 1; second < 5; second++) {
            talk.passMillis(1000);
            assertEquals(List.of(), responses(), "after " + second + " s");
        }
        talk.passMillis(1000);
        assertEquals(List.of("nothing"), responses());
        assertEquals(1, ended);
        talk.passMillis(9_999);
        assertEquals(Connection.State.CONNECTING, talk.connection.state(), "the next request may take its time");
        talk.passMillis(1);
        talk.is(Connection.State.CLOSED);
        assertEquals(1, ended);
    }

    @Test
    void requestsBehindItWaitInOrderHoweverTheyCome() {
        byte[] all = get("/wait", "/a", "/wait", "/b");
        for (List<byte[]> way : Bytes.cuts(all)) {
            Conversation cut = new Conversation(talk -> {
                talk.site.waits = (request, connection) -> request.path().equals("/wait") ? new Wait5() : null;
                talk.site.pages = request -> Response.text(Status.OK, request.path().substring(1));
            });
            cut.receive(way);
            cut.connection.answer(Response.text(Status.OK, "first"), cut.now);
            cut.peerReads(Long.MAX_VALUE);
            cut.connection.answer(Response.text(Status.OK, "second"), cut.now);
            cut.peerReads(Long.MAX_VALUE);
            String sent = new String(cut.receivedBytes(), ISO_8859_1);
            assertEquals(List.of("first", "a", "second", "b"),
                    CONTENT.matcher(sent).results().map(result -> result.group(1)).toList());
        }
        assertEquals(0, ended);
    }

    @Test
    void whileItWaitsItsEndIsNoticed() {
        talk.receive(get("/wait"));
        assertTrue(talk.connection.wantsInput());
        talk.receiveEof();
        assertEquals(1, ended);
        assertEquals(List.of("nothing"), responses(), "its other side may still be open");
        talk.is(Connection.State.CLOSED);
    }

    @Test
    void aBrokenConnectionIsAnsweredNothing() {
        talk.receive(get("/wait"));
        talk.lose("reset");
        assertEquals(1, ended);
        assertEquals(List.of(), responses());
        talk.is(Connection.State.CLOSED);
    }

    @Test
    void theServersEndAnswersItAtOnceAsTheLast() {
        talk.receive(get("/wait", "/page"));
        talk.connection.goAway(talk.now);
        talk.peerReads(Long.MAX_VALUE);
        String sent = new String(talk.receivedBytes(), ISO_8859_1);
        assertTrue(sent.contains("\r\nConnection: close\r\n") && sent.endsWith("nothing\n"), sent);
        assertEquals(1, ended);
        assertTrue(talk.connection.outputEnded());
        talk.connection.lose("it is over");
        assertEquals(1, ended);
    }

    @Test
    void aRequestThatIsTheLastStaysTheLast() {
        talk.receive(Bytes.ascii(Requests.get("/wait", "Connection: close")));
        answer("news");
        assertEquals(List.of("news"), responses());
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void aRefusalDoesNotWait() {
        talk.site.waits = (request, connection) -> {
            throw new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1", "nobody can wait so long");
        };
        talk.receive(get("/wait"));
        assertTrue(new String(talk.receivedBytes(), ISO_8859_1).startsWith("HTTP/1.1 400"));
        assertFalse(talk.connection.outputEnded());
    }

    @Test
    void memoryThatIsNeededEndsItWithOneResponse() {
        talk.receive(get("/wait", "/" + "x".repeat(3000)));
        talk.connection.endForMemory(talk.now);
        talk.peerReads(Long.MAX_VALUE);
        assertEquals(List.of("nothing"), responses());
        assertEquals(1, ended);
        assertTrue(talk.connection.outputEnded());
    }
}
