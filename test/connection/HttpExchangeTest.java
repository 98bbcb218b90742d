package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.HttpExchange.Progress;
import handshake.Agreement;
import handshake.Opening;
import http.Refusal;
import http.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.Requests;

/** What comes of the requests of a connection, one at a time. */
class HttpExchangeTest {
    private final List<String> events = new ArrayList<>();
    private final TestEndpoint endpoint = new TestEndpoint(events::add);
    private final TestSite site = new TestSite(events::add, path -> path.equals("/room") ? endpoint : null);
    private final Output output = new Output();
    private final HttpExchange http = new HttpExchange(null, site, TestSite.PEER, output);

    private Progress read(String request) {
        ByteBuffer in = ByteBuffer.wrap(Bytes.ascii(request));
        Progress progress = http.read(in, null, Conversation.START);
        assertFalse(in.hasRemaining(), "one request is read as a whole");
        return progress;
    }

    private String sent() {
        return new String(Conversation.takeAll(output), ISO_8859_1);
    }

    private void isAnswered(String status) {
        String sent = sent();
        assertTrue(sent.startsWith("HTTP/1.1 " + status), sent);
    }

    @Test
    void aRequestInPartsIsIncompleteUntilItsLastByte() {
        String request = Requests.get("/");
        assertEquals(Progress.INCOMPLETE, read(request.substring(0, 10)));
        assertTrue(http.isWithinRequest());
        assertEquals(Progress.INCOMPLETE, read(request.substring(10, request.length() - 1)));
        assertEquals(Progress.RESPONDED, read("\n"));
        assertFalse(http.isWithinRequest());
        isAnswered("200");
    }

    @Test
    void onlyOneRequestIsReadAtATime() {
        ByteBuffer in = ByteBuffer.wrap(Bytes.ascii(Requests.get("/a") + Requests.get("/b")));
        assertEquals(Progress.RESPONDED, http.read(in, null, Conversation.START));
        assertEquals(List.of("request /a"), events);
        assertEquals(Requests.get("/b").length(), in.remaining());
    }

    @Test
    void aResponseIsTheLastIfTheRequestSaysSo() {
        assertEquals(Progress.ENDED, read(Requests.get("/", "Connection: close")));
        isAnswered("200");
    }

    @Test
    void aRefusedRequestThatWasReadWholeMayBeFollowedByAnother() {
        site.pages = request -> {
            throw new Refusal(Status.NOT_FOUND, "RFC 9110 §15.5.5", "nothing is here");
        };
        assertEquals(Progress.RESPONDED, read(Requests.get("/none")));
        isAnswered("404");
    }

    @Test
    void aRequestThatCannotBeReadIsTheLast() {
        ByteBuffer in = ByteBuffer.wrap(Bytes.ascii("GET / HTTP/1.1\n" + Requests.get("/")));
        assertEquals(Progress.ENDED, http.read(in, null, Conversation.START));
        isAnswered("400");
        assertEquals(1, events.size(), () -> events.toString());
        assertTrue(events.get(0).startsWith("REFUSED 400"), events.get(0));
    }

    @Test
    void anOpeningHandshakeIsHandedOverWithItsEndpoint() {
        assertEquals(Progress.UPGRADED, read(Requests.opening("/room")));
        isAnswered("101");
        assertSame(endpoint, http.endpoint());
        assertEquals("/room", http.opening().request().path());
        assertEquals(List.of(), events, "the endpoint opens it, once the state is OPEN");
    }

    @Test
    void _4_2_2_anOpeningHandshakeWhereNoWebSocketIsServedGets404() {
        assertEquals(Progress.RESPONDED, read(Requests.opening("/elsewhere")));
        isAnswered("404");
    }

    @Test
    void whatAnEndpointRefusesGetsNo101() {
        site.endpoints = path -> new RefusingEndpoint();
        assertEquals(Progress.RESPONDED, read(Requests.opening("/room")));
        isAnswered("400");
    }

    private static final class RefusingEndpoint implements Endpoint {
        @Override
        public Agreement agree(Opening opening) throws Refusal {
            throw new Refusal(Status.BAD_REQUEST, "§4.2.2", "not today");
        }

        @Override
        public int maxMessage() {
            throw new IllegalStateException("it was refused");
        }

        @Override
        public boolean takesBinary() {
            throw new IllegalStateException("it was refused");
        }

        @Override
        public Session open(Connection connection, Opening opening, Agreement agreement) {
            throw new IllegalStateException("it was refused");
        }
    }

    @Test
    void _9110_15_5_9_aRequestThatTakesTooLongGets408() {
        assertEquals(Progress.INCOMPLETE, read("GET / HT"));
        http.timeOut(Conversation.START);
        isAnswered("408");
    }
}
