package connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static support.Bytes.wire;

import connection.Connection.State;
import handshake.Opening;
import handshake.OriginPolicy;
import http.HostPolicy;
import http.ProxyPolicy;
import http.Refusal;
import http.Request;
import http.Scheme;
import http.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;
import support.Response;


/**
 * A connection that speaks HTTP: what goes in and what comes out, byte for byte. In the vectors, ¶ ends a line. Each of
 * them arrives whole, byte by byte, and cut at each place, and what comes out must be the same each time.
 */
class ConnectionHttpTest {
    /** RFC 9110 §5.6.7: Sun, 06 Nov 1994 08:49:37 GMT */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);
    private static final int PAGE = 1000;
    private static final HostPolicy HOSTS = new HostPolicy(Set.of("known"));
    private static final OriginPolicy ORIGINS =
            new OriginPolicy(Set.of("http://friend"), Scheme.HTTP, ProxyPolicy.NONE);

    private static final String FIELDS = " HTTP/1.1¶Host: known¶Connection: keep-alive, Upgrade¶Upgrade: websocket¶"
            + "Sec-WebSocket-Version: 13¶Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==¶";
    private static final String OPENING = "GET /echo" + FIELDS + "¶";
    private static final byte[] HELLO = Bytes.hex("81 85 01020304 49676f686e"); // "Hello", masked
    private static final byte[] HELLO_BACK = Bytes.hex("81 05 48656c6c6f");

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1¶Host: known¶¶";
    }

    private static String head(String path) {
        return "HEAD" + get(path).substring(3);
    }

    /** A server of one page at / and an echo at /echo, with limits that are soon reached. */
    private static Conversation talk() {
        return new Conversation(talk -> {
            talk.site.headLimits = TestSite.narrowLimits();
            talk.site.hostPolicy = HOSTS;
            talk.site.originPolicy = ORIGINS;
            talk.site.pages = ConnectionHttpTest::page;
            talk.site.endpoints = path -> path.equals("/echo") ? talk.endpoint : null;
            talk.endpoint.maxMessage = 1000;
            talk.endpoint.takesBinary = false;
            talk.endpoint.echoes = true;
        });
    }

    private static http.Response page(Request request) throws Refusal {
        return switch (request.path()) {
            case "/" -> http.Response.of(Status.OK, "text/html; charset=utf-8", new byte[PAGE]);
            case "/none" -> http.Response.of(Status.NO_CONTENT);
            case "/same" -> http.Response.of(Status.NOT_MODIFIED);
            case "/echo" -> throw Opening.upgradeRequired("only a WebSocket can be opened here");
            default -> {
                if (request.path().matches("/[0-9]+")) {
                    yield http.Response.text(Status.OK, request.path());
                }
                throw new Refusal(Status.NOT_FOUND, "RFC 9110 §15.5.5", "nothing is here");
            }
        };
    }

    /** The same outcome however the bytes arrive and whenever the peer reads. */
    private static Conversation talk(byte[]... bytes) {
        byte[] all = Bytes.concat(bytes);
        Conversation whole = talk().receive(all);
        for (List<byte[]> parts : Bytes.cuts(all)) {
            for (boolean reads : new boolean[] {true, false}) {
                Conversation cut = talk();
                cut.peerReads(reads ? Long.MAX_VALUE : 0);
                cut.receive(parts).peerReads(Long.MAX_VALUE);
                assertEquals(whole.outcome(), cut.outcome(),
                        () -> parts.size() + " parts, the first of " + parts.get(0).length);
            }
        }
        return whole;
    }

    private static Conversation talk(String text) {
        return talk(wire(text));
    }

    /** One whose peer doesn't read yet. */
    private static Conversation unread(String text) {
        Conversation talk = talk();
        talk.peerReads(0);
        return talk.receive(wire(text));
    }

    /** The peer reads, in steps of any size, until there is nothing more. */
    private static void readsInSteps(Conversation talk, IntSupplier step) {
        while (talk.peerReads(step.getAsInt())) {
            assertEquals(0, talk.count("closed"), "it is closed before all was read");
        }
    }

    /**
     * All responses that came; nothing may be left over. The methods are those of the requests; a HEAD gets no content.
     */
    private static List<Response> responses(Conversation talk, String... methods) {
        return responses(talk, talk.receivedBytes(), methods);
    }

    private static List<Response> responses(Conversation talk, byte[] bytes, String... methods) {
        List<Response> responses = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            boolean toHead = responses.size() < methods.length && methods[responses.size()].equals("HEAD");
            try {
                responses.add(Response.read(in, toHead));
            } catch (IOException e) {
                throw new AssertionError("a response without an end", e);
            }
        }
        String date = DATE.format(Instant.ofEpochMilli(talk.now)); // RFC 9110 §6.6.1
        responses.forEach(response -> assertEquals(response.status() == 101 ? null : date, response.field("Date")));
        return responses;
    }

    /** An error says what was wrong, and which sentence says so. */
    private static void assertSays(int status, String section, Response response) {
        String text = response.text();
        assertTrue(text.startsWith(status + " ") && text.contains("(RFC " + section + ")"), text);
    }

    private static List<Integer> statuses(List<Response> responses) {
        return responses.stream().map(Response::status).toList();
    }

    // Refusals

    static Stream<Arguments> distrusted() {
        return Stream.of(
                arguments("9112 §3",      400, "a request line of two words", "GET /¶"),
                arguments("9112 §2.3",    400, "the version in small letters", "GET / http/1.1¶"),
                arguments("9112 §2.2",    400, "no HTTP at all", "\u0016\u0003\u0001"),
                arguments("9112 §2.2",    400, "a control character", "GET / HTTP/1.1¶Host: known¶X: \0"),
                arguments("9112 §3.2",    400, "no Host", "GET / HTTP/1.1¶¶"),
                arguments("9112 §3.2",    400, "a handshake without Host", OPENING.replace("Host: known¶", "")),
                arguments("9112 §3.2",    400, "two Hosts", "GET / HTTP/1.1¶Host: known¶Host: known¶¶"),
                arguments("9112 §3.2",    400, "a bad Host", "GET / HTTP/1.1¶Host: a b¶¶"),
                arguments("9112 §5.1",    400, "a blank before the colon", OPENING.replace("Upgrade:", "Upgrade :")),
                arguments("9112 §5.2",    400, "a folded line",
                        OPENING.replace("Upgrade: websocket", "Upgrade:¶ websocket")),
                arguments("9112 §6",      400, "content", "GET / HTTP/1.1¶Host: known¶Content-Length: 1¶¶"),
                arguments("9112 §6.1",    400, "two sorts of length",
                        "GET / HTTP/1.1¶Host: known¶Content-Length: 1¶Transfer-Encoding: chunked¶¶"),
                arguments("9110 §15.5.6", 405, "DELETE", "DELETE / HTTP/1.1¶"),
                arguments("9110 §15.5.6", 405, "POST", "POST / HTTP/1.1¶"),
                arguments("9112 §3",      414, "a long target", "GET /" + "x".repeat(111)),
                arguments("6585 §5",      431, "a long head", "GET / HTTP/1.1¶X: " + "x".repeat(490)),
                arguments("6585 §5",      431, "many fields", "GET / HTTP/1.1¶" + "X: y¶".repeat(13)),
                arguments("9110 §9.1",    501, "an unknown method", "BREW / HTTP/1.1¶"),
                arguments("9112 §3",      501, "a method without an end", "M".repeat(33)),
                arguments("9110 §15.6.6", 505, "HTTP/2", "PRI * HTTP/2.0¶"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("distrusted")
    void whatMayNotHaveEndedIsAnsweredOnceAndTheConnectionEnds(String section, int status, String what, String text) {
        // RFC 9112 §9.3: nothing behind it may be taken for a request, or frames
        Conversation talk = talk(wire(text), wire(get("/") + OPENING), HELLO);
        List<Response> responses = responses(talk);
        assertEquals(List.of(status), statuses(responses));
        Response response = responses.get(0);
        assertTrue(response.closes(), "RFC 9112 §9.6: the close is announced");
        assertTrue(talk.connection.outputEnded());
        assertEquals(State.CLOSING, talk.connection.state());
        assertTrue(talk.connection.wantsInput(), "what still comes is read, and discarded: else TCP would reset");
        assertEquals("text/plain; charset=utf-8", response.field("Content-Type"));
        assertSays(status, section, response);
        assertEquals(status == 405 ? "GET, HEAD" : null, response.field("Allow"));
        assertEquals(1, talk.reports().size());
        assertTrue(talk.reports().get(0).startsWith("REFUSED " + status), talk.reports().get(0));
        assertEquals(0, talk.count("request"));
        talk.receiveEof();
        assertEquals(State.CLOSED, talk.connection.state());
    }

    static Stream<Arguments> declined() {
        return Stream.of(
                arguments("6455 §4.2.2",  404, "no WebSocket at this path", OPENING.replace("/echo", "/no-such-path")),
                arguments("6455 §4.2.2",  404, "a WebSocket where the page is", OPENING.replace("/echo", "/")),
                arguments("9110 §15.5.5", 404, "no page at this path", get("/no-such-path")),
                arguments("6455 §4.2.2",  426, "a page where a WebSocket is", get("/echo")),
                arguments("6455 §4.2.2",  426, "no Upgrade", OPENING.replace("Upgrade: websocket¶", "")),
                arguments("6455 §4.2.2",  426, "another protocol", OPENING.replace("websocket¶", "foo¶")),
                arguments("6455 §4.2.2",  426, "no Connection: Upgrade", OPENING.replace(", Upgrade", "")),
                arguments("6455 §4.2.2",  426, "version 12", OPENING.replace("13", "12")),
                arguments("6455 §4.3",    400, "version 013", OPENING.replace("13", "013")),
                arguments("6455 §4.2.1",  400, "no key", OPENING.replaceAll("Sec-WebSocket-Key[^¶]*¶", "")),
                arguments("6455 §4.2.1",  400, "a short key", OPENING.replace("dGhl", "")),
                arguments("6455 §9.1",    400, "a bad offer", "GET /echo" + FIELDS + "Sec-WebSocket-Extensions: ;¶¶"),
                arguments("6455 §4.1",    400, "a bad subprotocol",
                        "GET /echo" + FIELDS + "Sec-WebSocket-Protocol: a/b¶¶"),
                arguments("6455 §10.2",   403, "a foreign Origin", "GET /echo" + FIELDS + "Origin: http://evil¶¶"),
                arguments("6455 §10.2",   403, "a foreign Origin, no such path",
                        "GET /x" + FIELDS + "Origin: http://evil¶¶"),
                arguments("9110 §7.4",    421, "a foreign Host", OPENING.replace("known", "evil")),
                arguments("9110 §7.4",    421, "a page for a foreign Host", get("/").replace("known", "evil")),
                arguments("9110 §10.1.1", 417, "an expectation", "GET /echo" + FIELDS + "Expect: 100-continue¶¶"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("declined")
    void whatWasReadAsAWholeIsAnsweredAndAnotherRequestMayFollow(String section, int status, String what, String text) {
        Conversation talk = talk(wire(text), wire(OPENING), HELLO); // 6455 §4.4: a client may try again
        byte[] heard = talk.receivedBytes();
        int end = heard.length - HELLO_BACK.length;
        assertEquals(Bytes.hex(HELLO_BACK), Bytes.hex(Arrays.copyOfRange(heard, end, heard.length)));
        List<Response> responses = responses(talk, Arrays.copyOf(heard, end));
        assertEquals(List.of(status, 101), statuses(responses));
        Response response = responses.get(0);
        assertFalse(response.closes());
        assertSays(status, section, response);
        assertEquals(status == 426 ? "websocket" : null, response.field("Upgrade"));
        assertEquals(status == 426 ? "Upgrade" : null, response.field("Connection"));
        assertEquals(status == 426 ? "13" : null, response.field("Sec-WebSocket-Version"));
        assertEquals(1, talk.reports().size());
        assertEquals(State.OPEN, talk.connection.state());
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("declined")
    void _9112_9_6_whatIsDeclinedWithCloseEndsTheConnection(String section, int status, String what, String text) {
        String closing = text.replace("Host:", "Connection: close¶Host:");
        Conversation talk = talk(closing + get("/"));
        List<Response> responses = responses(talk);
        assertEquals(List.of(status), statuses(responses));
        assertTrue(responses.get(0).closes());
        assertTrue(talk.connection.outputEnded());
    }

    @ParameterizedTest
    @CsvSource({"POST, 405", "PUT, 405", "OPTIONS, 405", "CONNECT, 405",
        "get, 501", "Get, 501", "GETS, 501", "BREW, 501"})
    void _4_2_1_onlyGetOpensAWebSocket(String method, int status) {
        Conversation talk = talk(wire(OPENING.replace("GET", method)), HELLO);
        assertEquals(List.of(status), statuses(responses(talk)));
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _4_2_1_aHandshakeByHeadIsNotAllowed() {
        Conversation talk = talk(OPENING.replace("GET", "HEAD") + get("/"));
        List<Response> responses = responses(talk, "HEAD", "GET");
        assertEquals(List.of(405, 200), statuses(responses));
        assertEquals("GET", responses.get(0).field("Allow"));
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD / HTTP/1.1¶¶,                                  400",
        "HEAD / HTTP/1.1¶Host: a b¶¶,                        400",
        "HEAD / HTTP/1.1¶Host: known¶X : y¶¶,                400",
        "HEAD / HTTP/1.1¶Host: known¶Content-Length: 1¶¶,    400",
        "HEAD / HTTP/1.1¶Host: known¶ folded¶¶,              400",
        "HEAD no-slash HTTP/1.1¶Host: known¶¶,               400",
        "HEAD / HTTP/1.1 ¶Host: known¶¶,                     400",
        "HEAD / HTTP/2.0¶Host: known¶¶,                      505",
        "HEAD /no-such-page HTTP/1.1¶Host: known¶¶,          404",
        "HEAD / HTTP/1.1¶Host: evil¶¶,                       421",
        "HEAD /echo HTTP/1.1¶Host: known¶¶,                  426",
    })
    void _9110_9_3_2_aHeadGetsNoContentEvenIfItIsRefused(String text, int status) {
        List<Response> responses = responses(talk(text), "HEAD");
        assertEquals(List.of(status), statuses(responses));
        assertTrue(Integer.parseInt(responses.get(0).field("Content-Length")) > 0);
    }

    @Test
    void _9110_9_3_2_aHeadThatIsRefusedInMidLineGetsNoContent() {
        assertEquals(List.of(400), statuses(responses(talk("HEAD / HTTP/1.1\n"), "HEAD")));
        assertEquals(List.of(400), statuses(responses(talk("HEAD /\0"), "HEAD")));
        assertEquals(List.of(414), statuses(responses(talk("HEAD /" + "x".repeat(200)), "HEAD")));
        assertEquals(List.of(431), statuses(responses(talk("HEAD / HTTP/1.1¶X: " + "x".repeat(500)), "HEAD")));
        String second = get("/") + "HEAD / HTTP/1.1¶X: " + "x".repeat(500);
        assertEquals(List.of(200, 431), statuses(responses(talk(second), "GET", "HEAD")));
    }

    @Test
    void _9110_9_3_2_aGetBehindAHeadGetsItsContentAgain() {
        List<Response> responses = responses(talk(head("/") + "GET / HTTP/1.1¶¶"), "HEAD", "GET");
        assertEquals(List.of(200, 400), statuses(responses));
        assertTrue(responses.get(1).content().length > 0);
    }

    // Content that is none of ours

    @Test
    void _9112_6_3_theContentOfAHandshakeIsNotTakenForFrames() {
        Conversation talk = talk(wire("GET /echo" + FIELDS + "Content-Length: 11¶¶"), HELLO);
        assertEquals(List.of(400), statuses(responses(talk)));
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _9112_9_3_theContentOfAPostIsNotTakenForARequest() {
        String smuggled = get("/");
        String post = "POST / HTTP/1.1¶Host: known¶Content-Length: " + wire(smuggled).length + "¶¶";
        Conversation talk = talk(post + smuggled);
        assertEquals(List.of(405), statuses(responses(talk)));
        assertEquals(0, talk.count("request"));
    }

    @Test
    void _9112_7_1_chunksAreNotTakenForRequests() {
        String chunked = "GET / HTTP/1.1¶Host: known¶Transfer-Encoding: chunked¶¶FFFFFFFFFFFFFFFF;x=y¶";
        Conversation talk = talk(chunked + get("/"));
        assertEquals(List.of(400), statuses(responses(talk)));
        assertEquals(0, talk.count("request"));
    }

    // Many requests

    @Test
    void _9112_9_3_2_pipelinedAnswersKeepTheOrder() {
        String requests = get("/1") + head("/2") + get("/none") + get("/nothing") + get("/same")
                + "¶" + get("/") + get("/3");
        Conversation talk = talk(wire(requests + OPENING), HELLO, HELLO);
        byte[] heard = talk.receivedBytes();
        byte[] frames = Arrays.copyOfRange(heard, heard.length - 2 * HELLO_BACK.length, heard.length);
        assertEquals(Bytes.hex(HELLO_BACK).repeat(2), Bytes.hex(frames));
        List<Response> responses = responses(talk, Arrays.copyOf(heard, heard.length - frames.length), "GET", "HEAD");
        assertEquals(List.of(200, 200, 204, 404, 304, 200, 200, 101), statuses(responses));
        assertEquals("/1\n", responses.get(0).text());
        assertEquals("3", responses.get(1).field("Content-Length"), "RFC 9110 §9.3.2: as GET would have it");
        assertEquals(PAGE, responses.get(5).content().length);
        assertEquals("/3\n", responses.get(6).text());
        responses.forEach(response -> assertFalse(response.closes()));
        assertEquals(State.OPEN, talk.connection.state());
    }

    @Test
    void _9112_9_3_aConnectionServesOneRequestAfterTheOther() {
        Conversation talk = talk();
        for (int i = 0; i < 5; i++) {
            List<Response> responses = responses(talk.receive(wire(get("/" + i))));
            assertEquals("/" + i + "\n", responses.get(0).text());
            assertEquals(1, responses.size());
            assertFalse(talk.connection.outputEnded());
            assertTrue(talk.connection.wantsInput());
            assertEquals(State.CONNECTING, talk.connection.state());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.0¶¶,                                                    GET,  200",
        "GET / HTTP/1.0¶Host: known¶Connection: keep-alive¶¶,                 GET,  200",
        "HEAD / HTTP/1.0¶¶,                                                   HEAD, 200",
        "GET / HTTP/1.1¶Host: known¶Connection: close¶¶,                      GET,  200",
        "'GET / HTTP/1.1¶Host: known¶Connection: keep-alive, CLOSE¶¶',        GET,  200",
        "GET /none HTTP/1.1¶Host: known¶Connection: close¶¶,                  GET,  204",
        "GET /same HTTP/1.1¶Host: known¶Connection: close¶¶,                  GET,  304",
        "GET /nothing HTTP/1.0¶¶,                                             GET,  404",
    })
    void _9112_9_6_theLastAnswerSaysSoAndNothingBehindItIsServed(String text, String method, int status) {
        Conversation talk = talk(text + get("/1") + OPENING);
        List<Response> responses = responses(talk, method);
        assertEquals(List.of(status), statuses(responses));
        assertTrue(responses.get(0).closes());
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.count("request"));
    }

    /**
     * RFC 9110 §7.8: the Upgrade is ignored. With a key it can only be meant as a handshake, and is refused as a bad
     * one.
     */
    @ParameterizedTest
    @CsvSource({"'', 426", "Sec-WebSocket-Version: 13¶Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==¶, 400"})
    void _4_2_1_http10NeverUpgrades(String more, int status) {
        String upgrade = "GET /echo HTTP/1.0¶Host: known¶Upgrade: websocket¶Connection: Upgrade¶";
        Conversation talk = talk(wire(upgrade + more + "¶"), HELLO);
        List<Response> responses = responses(talk);
        assertEquals(List.of(status), statuses(responses));
        assertTrue(responses.get(0).closes());
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _9112_9_3_2_answersDoNotPileUpForAPeerThatDoesNotRead() {
        int requests = 2_000;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            all.append(i % 2 == 0 ? get("/") : get("/" + i));
        }
        Conversation talk = unread(all.toString());
        assertFalse(talk.connection.wantsInput(), "a peer that doesn't read is not read");
        int made = talk.count("request");
        assertTrue(made * PAGE / 2 < 200_000, made + " responses wait for a peer that doesn't read");

        int most = 0;
        for (boolean more = true; more;) {
            int before = talk.count("request");
            more = talk.peerReads(700);
            most = Math.max(most, talk.count("request") - before);
        }
        assertTrue(most * PAGE / 2 < 200_000, most + " responses were made at once");
        assertTrue(talk.connection.wantsInput());
        List<Response> responses = responses(talk);
        assertEquals(requests, responses.size());
        for (int i = 1; i < requests; i += 2) {
            assertEquals("/" + i + "\n", responses.get(i).text());
        }
    }

    @Test
    void aRefusalBehindManyUnreadAnswersComesInItsTurn() {
        Conversation talk = unread(get("/").repeat(300) + "FOO¶" + get("/"));
        readsInSteps(talk, () -> 1000);
        List<Response> responses = responses(talk);
        assertEquals(301, responses.size());
        assertEquals(400, responses.get(300).status());
        assertTrue(talk.connection.outputEnded());
        assertEquals(300, talk.count("request"));
    }

    @Test
    void _9112_9_6_nothingEndsBeforeAllOfItWasSent() {
        Conversation talk = unread("GET / HTTP/1.0¶¶");
        int steps = 0;
        for (boolean more = true; more; steps++) {
            assertFalse(talk.connection.outputEnded());
            more = talk.peerReads(1);
        }
        assertTrue(steps > PAGE);
        assertTrue(talk.connection.outputEnded());
        assertEquals(List.of(200), statuses(responses(talk)));
    }

    // The opening handshake

    @Test
    void _4_2_2_framesMayFollowInTheSameSegment() {
        Conversation talk = talk(wire(OPENING), HELLO);
        byte[] heard = talk.receivedBytes();
        String expected = """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

                """.replace("\n", "\r\n");
        assertEquals(Bytes.hex(Bytes.concat(Bytes.ascii(expected), HELLO_BACK)), Bytes.hex(heard));
        assertEquals(List.of(), talk.reports());
    }

    @ParameterizedTest
    @CsvSource({"GET /echo, GET /echo?x=1", "GET /echo, GET http://known/echo", "GET /echo, GET /%65cho",
        "HTTP/1.1, HTTP/1.2", "Host: known, Host: localhost:1",
        "Host: known, ¶¶Host: known"})
    void _4_2_1_otherWaysToAskForTheSame(String piece, String other) {
        String text = other.startsWith("¶") ? "¶¶" + OPENING : OPENING.replace(piece, other);
        assertEquals(List.of(101), statuses(responses(talk(text))));
    }

    @ParameterizedTest
    @CsvSource({"http://known", "http://known:80", "http://friend", "HTTP://FRIEND"})
    void _10_2_aPageOfOursOrOfAFriendMayConnect(String origin) {
        assertEquals(List.of(101), statuses(responses(talk("GET /echo" + FIELDS + "Origin: " + origin + "¶¶"))));
    }

    /** Browsers keep such responses from foreign pages by themselves. */
    @Test
    void _10_2_whatIsNoWebSocketMayBeAskedForFromAnywhere() {
        assertEquals(List.of(200), statuses(responses(talk(get("/").replace("¶¶", "¶Origin: http://evil¶¶")))));
    }

    @Test
    void _1_9_theSubprotocolThatIsServedIsChosen() {
        String offer = "Sec-WebSocket-Protocol: x, chat¶Sec-WebSocket-Protocol: y¶¶";
        List<Response> responses = responses(talk("GET /echo" + FIELDS + offer));
        assertEquals("chat", responses.get(0).field("Sec-WebSocket-Protocol"));
    }

    @Test
    void _9_1_noExtensionIsTakenUpThatWasNotOffered() {
        List<Response> responses = responses(talk("GET /echo" + FIELDS + "Sec-WebSocket-Extensions: x-foo¶¶"));
        assertNull(responses.get(0).field("Sec-WebSocket-Extensions"));
    }

    @Test
    void _9110_5_3_nothingIsAnsweredBeforeTheEmptyLine() {
        byte[] opening = wire(OPENING);
        Conversation talk = talk().receive(Arrays.copyOf(opening, opening.length - 1));
        assertEquals(0, talk.receivedBytes().length);
        assertEquals(State.CONNECTING, talk.connection.state());
        talk.receive(new byte[] {'\n'});
        assertEquals(List.of(101), statuses(responses(talk)));
        assertEquals(State.OPEN, talk.connection.state());
    }

    @Test
    void _10_4_whatComesBehindTheHandshakeIsNoRequest() {
        Conversation talk = talk(OPENING + get("/"));
        assertEquals(0, talk.count("request"));
        assertEquals(State.CLOSING, talk.connection.state());
        assertEquals(1, talk.count("left"));
    }

    // Time, and the end

    /** What has happened after so long; a millisecond before, nothing had. */
    private static Conversation after(String text, long millis) {
        Conversation talk = talk().receive(wire(text));
        talk.receivedBytes();
        talk.passMillis(millis - 1);
        assertEquals(0, talk.receivedBytes().length);
        assertEquals(State.CONNECTING, talk.connection.state());
        talk.passMillis(1);
        return talk;
    }

    @ParameterizedTest
    @CsvSource({"G, GET", "GET / HTTP/1.1¶Host: known¶, GET", "HEAD / HTTP/1.1¶X:, HEAD", "HEAD /, HEAD"})
    void _9110_15_5_9_aRequestThatTakesTooLongIsTimedOut(String text, String method) {
        Conversation talk = after(text, 10_000);
        List<Response> responses = responses(talk, method); // with a Date of now: the clock has moved on
        assertEquals(List.of(408), statuses(responses));
        assertTrue(responses.get(0).closes());
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.reports().size());
        talk.passMillis(5_000);
        assertEquals(State.CLOSED, talk.connection.state());
    }

    @Test
    void _9110_15_5_9_byteAfterByteDoesNotBuyTime() {
        Conversation talk = talk();
        byte[] bytes = wire("GET / HTTP/1.1¶X: yyyyyyyyyy");
        for (int second = 0; second < 10; second++) {
            talk.receive(new byte[] {bytes[second]});
            assertEquals(0, talk.receivedBytes().length);
            talk.passMillis(1_000);
        }
        assertTrue(talk.receivedBytes().length > 0);
    }

    @Test
    void _9112_9_5_aConnectionThatAsksForNothingIsEndedWithoutAResponse() {
        for (String text : List.of("", get("/1"))) {
            Conversation talk = after(text, 10_000);
            assertEquals(0, talk.receivedBytes().length);
            assertEquals(State.CLOSED, talk.connection.state());
            assertEquals(List.of(), talk.reports());
        }
    }

    @Test
    void _9112_9_5_anAnswerGivesTimeForTheNextRequest() {
        Conversation talk = talk();
        for (int i = 0; i < 10; i++) {
            talk.receive(wire(get("/none")));
            talk.passMillis(9_999);
        }
        assertEquals(State.CONNECTING, talk.connection.state());
    }

    @ParameterizedTest
    @CsvSource({"''", "GET /2 HTTP"})
    void _9112_9_5_aPeerThatDoesNotReadItsAnswerIsGivenUp(String next) {
        Conversation talk = unread(get("/") + next);
        talk.passMillis(10_000);
        assertEquals(State.CLOSED, talk.connection.state());
        assertNull(talk.connection.toSend());
        assertEquals(List.of(), talk.reports());
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "GET / HT, ''", "GET /1 HTTP/1.1¶Host: known¶¶, 200",
        "GET /1 HTTP/1.1¶Host: known¶¶GET /2 H, 200", "FOO¶, 400"})
    void _9112_9_6_afterThePeersEndItGetsWhatItIsOwed(String text, String statuses) {
        Conversation talk = unread(text);
        talk.receiveEof();
        assertEquals(statuses.isEmpty(), talk.connection.state() == State.CLOSED);
        readsInSteps(talk, () -> 10);
        List<Response> responses = responses(talk);
        assertEquals(statuses, responses.isEmpty() ? "" : String.valueOf(responses.get(0).status()));
        assertEquals(State.CLOSED, talk.connection.state());
        assertFalse(talk.connection.wantsInput());
    }

    @Test
    void aServerThatStopsLetsTheAnswerUnderWayGoOut() {
        Conversation talk = unread(get("/1"));
        talk.close(1001, "");
        talk.receive(wire(get("/2")));
        readsInSteps(talk, () -> 10);
        assertEquals(List.of(200), statuses(responses(talk)));
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.count("request"));
    }

    // What nobody thought of

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 10), new Random().longs(3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void requestsAtRandomGiveTheSameAnswersHoweverTheyAreCutAndRead(long seed) {
        Random random = new Random(seed);
        String[] requests = {get("/1"), get("/"), head("/2"), get("/none"), get("/same"), get("/echo"), "¶" + get("/3"),
            get("/x"), OPENING.replace("13", "8"), OPENING.replace("known", "evil")};
        String[] last = {"GET / HTTP/1.0¶¶", "FOO¶", OPENING, "GET / HTTP/1.1¶Host: known¶Connection: close¶¶"};
        for (int turn = 0; turn < 50; turn++) {
            List<byte[]> all = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--) {
                String[] kind = random.nextInt(70) == 0 ? last : requests;
                all.add(wire(kind[random.nextInt(kind.length)]));
            }
            all.add(wire(OPENING));
            all.add(HELLO);
            byte[] bytes = Bytes.concat(all.toArray(byte[][]::new));
            String whole = talk().receive(bytes).outcome();

            Conversation talk = unread("");
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(15)));
                talk.receive(Arrays.copyOfRange(bytes, from, to));
                from = to;
                if (random.nextInt(4) == 0 || !talk.connection.wantsInput()) {
                    readsInSteps(talk, () -> 1 + random.nextInt(3000));
                    talk.peerReads(0);
                }
            }
            readsInSteps(talk, () -> 1 + random.nextInt(3000));
            assertEquals(whole, talk.outcome(), "seed " + seed + ", turn " + turn);
        }
    }

    /**
     * One to three faults in a handshake: a byte that is missing, added or changed, a comma, a line end. What comes
     * back is the 101, or HTTP errors, or nothing yet; behind the 101, whatever is left of the bytes is taken for
     * frames.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void badlyCopiedHandshakesAreAnsweredInHttpAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[] opening = wire("GET /echo" + FIELDS
                + "Origin: http://known¶Sec-WebSocket-Extensions: a; b=\"c\"¶Sec-WebSocket-Protocol: x, chat¶¶");
        int refused = 0;
        for (int turn = 0; turn < 500; turn++) {
            byte[] bytes = opening;
            for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
                bytes = badlyCopied(bytes, random);
            }
            String which = "seed " + seed + ", turn " + turn + ", " + Bytes.hex(bytes);
            try {
                Conversation talk = talk().receive(bytes);
                assertEquals(talk.outcome(), talk().receive(Bytes.pieces(bytes, 1)).outcome(), which);

                boolean accepted = talk.count("open") > 0;
                List<String> sent = talk.received();
                int upgrade = sent.indexOf("101");
                assertEquals(accepted, upgrade >= 0, which);
                List<String> errors = sent.subList(0, accepted ? upgrade : sent.size());
                assertTrue(errors.stream().allMatch(status -> status.matches("[45]\\d\\d")), which + errors);
                int most = accepted ? 0 : 2; // a head that ends too early leaves a second one
                assertTrue(errors.size() <= most, which + errors);
                refused += errors.isEmpty() ? 0 : 1;
            } catch (RuntimeException | StackOverflowError e) {
                fail(which, e);
            }
        }
        assertTrue(refused > 50 && refused < 500, "seed " + seed + ": of 500 only " + refused + " refused, or all");
    }

    private static byte[] badlyCopied(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] after = Arrays.copyOfRange(bytes, at + random.nextInt(2), bytes.length);
        byte[] between = switch (random.nextInt(8)) {
            case 0, 1 -> new byte[0];
            case 2, 3, 4 -> new byte[] {(byte) random.nextInt()};
            case 5, 6 -> Bytes.ascii(",");
            default -> Bytes.ascii("\r\n");
        };
        return Bytes.concat(before, between, after);
    }
}
