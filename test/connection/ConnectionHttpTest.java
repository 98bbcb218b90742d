package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import connection.Connection.State;
import frame.Opcode;
import handshake.Admission;
import handshake.Handshake;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;

/**
 * A connection that speaks HTTP: what goes in and what comes out, byte for byte. In the vectors, ¶ ends a line. Each of them
 * arrives whole, byte by byte, and cut at each place, and what comes out must be the same each time.
 */
class ConnectionHttpTest {
    private static final long NOW = 784_111_777_000L;
    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT"; // RFC 9110 §5.6.7
    private static final int PAGE = 1000;
    private static final Limits LIMITS = new Limits(500, 100, 12, 1000, 1000, 1000, 1000, 0, 10_000, 30_000, 10_000, 5_000);
    private static final Admission ADMISSION = new Admission(Set.of("known"), Set.of("http://friend"));

    private static final String FIELDS = " HTTP/1.1¶Host: known¶Connection: keep-alive, Upgrade¶Upgrade: websocket¶"
            + "Sec-WebSocket-Version: 13¶Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==¶";
    private static final String OPENING = "GET /echo" + FIELDS + "¶";
    private static final byte[] HELLO = Bytes.hex("81 85 01020304 49676f686e"); // "Hello", masked
    private static final byte[] HELLO_BACK = Bytes.hex("81 05 48656c6c6f");

    private static byte[] wire(String text) {
        return Bytes.ascii(text.replace("¶", "\r\n"));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1¶Host: known¶¶";
    }

    private static String head(String path) {
        return "HEAD" + get(path).substring(3);
    }

    // A server of one page at / and an echo at /echo

    private static final class TestSite implements Site {
        final List<String> reports = new ArrayList<>();
        int answered;
        int left;

        @Override
        public Limits limits() {
            return LIMITS;
        }

        @Override
        public Admission admission() {
            return ADMISSION;
        }

        @Override
        public Response respond(Request request) throws Refusal {
            answered++;
            return switch (request.path()) {
                case "/" -> Response.of(Status.OK, "text/html; charset=utf-8", new byte[PAGE]);
                case "/none" -> Response.of(Status.NO_CONTENT);
                case "/same" -> Response.of(Status.NOT_MODIFIED);
                case "/echo" -> throw Handshake.upgradeRequired("only a WebSocket can be opened here");
                default -> {
                    if (request.path().matches("/[0-9]+")) {
                        yield Response.text(Status.OK, request.path());
                    }
                    throw new Refusal(Status.NOT_FOUND, "RFC 9110 §15.5.5", "nothing is here");
                }
            };
        }

        @Override
        public Endpoint endpoint(String path) {
            return path.equals("/echo") ? new TestEcho(this) : null;
        }

        @Override
        public void report(Incident incident, SocketAddress peer, String sentence) {
            reports.add(incident + " " + sentence);
        }
    }

    private record TestEcho(TestSite site) implements Endpoint {
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

        @Override
        public Session open(Connection connection) {
            return new Session() {
                @Override
                public void text(ByteBuffer payload) {
                    connection.send(Opcode.TEXT, payload);
                }

                @Override
                public void close() {
                    site.left++;
                }
            };
        }
    }

    /** One connection and its peer. */
    private static final class Talk {
        final TestSite site = new TestSite();
        final Connection connection = new Connection(site, new InetSocketAddress(0), () -> { }, NOW);
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** The peer sends and, if it reads, reads all that there is after each part. */
        Talk says(List<byte[]> parts, boolean reads) {
            for (byte[] part : parts) {
                ByteBuffer in = ByteBuffer.wrap(part.clone());
                connection.receive(in, NOW);
                assertFalse(in.hasRemaining(), "bytes left over");
                if (reads) {
                    reads(() -> Integer.MAX_VALUE);
                }
            }
            return this;
        }

        Talk says(String text) {
            return says(List.of(wire(text)), true);
        }

        /** The peer reads, in portions of any size, until there is nothing more. */
        Talk reads(IntSupplier portions) {
            for (ByteBuffer next = connection.toSend(); next != null; next = connection.toSend()) {
                assertTrue(next.hasRemaining(), "nothing to send is null, not empty");
                byte[] read = new byte[Math.min(portions.getAsInt(), next.remaining())];
                next.get(read);
                out.writeBytes(read);
                connection.sent(NOW);
            }
            return this;
        }

        byte[] heard() {
            byte[] heard = out.toByteArray();
            out.reset();
            return heard;
        }

        String outcome() {
            return ISO_8859_1.decode(ByteBuffer.wrap(out.toByteArray())) + "\n" + connection.state() + " ends " + connection.outputEnded()
                    + " reports " + site.reports + " answered " + site.answered + " left " + site.left;
        }
    }

    /** The same outcome however the bytes arrive and whenever the peer reads. */
    private static Talk talk(byte[]... bytes) {
        byte[] all = Bytes.concat(bytes);
        Talk whole = new Talk().says(List.of(all), true);
        for (List<byte[]> parts : Bytes.cuts(all)) {
            for (boolean reads : new boolean[] {true, false}) {
                Talk cut = new Talk().says(parts, reads).reads(() -> Integer.MAX_VALUE);
                assertEquals(whole.outcome(), cut.outcome(), () -> parts.size() + " parts, the first of " + parts.get(0).length);
            }
        }
        return whole;
    }

    private static Talk talk(String text) {
        return talk(wire(text));
    }

    /** An answer as it stands on the wire, read by the letter of RFC 9112. */
    private record Answer(int status, List<String> fields, byte[] content) {
        List<String> values(String name) {
            return fields.stream().filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 2)).toList();
        }

        String text() {
            return new String(content, UTF_8);
        }

        boolean closes() {
            return values("Connection").contains("close");
        }
    }

    /** All answers in the bytes; nothing may be left over. The methods are those of the requests, HEAD for one without content. */
    private static List<Answer> answers(byte[] bytes, String... methods) {
        List<Answer> answers = new ArrayList<>();
        String text = ISO_8859_1.decode(ByteBuffer.wrap(bytes)).toString();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n\r\n", at);
            assertTrue(end >= 0, "a head without an end: " + text.substring(at));
            String[] lines = text.substring(at, end).split("\r\n", -1);
            assertTrue(lines[0].matches("HTTP/1\\.1 [1-5][0-9]{2} [\t -~]*"), lines[0]); // §4
            int status = Integer.parseInt(lines[0].substring(9, 12));
            List<String> fields = List.of(lines).subList(1, lines.length);
            fields.forEach(field -> assertTrue(field.matches("[A-Za-z-]+: [!-~]([\t -~]*[!-~])?"), field)); // §5, and no folding: §5.2
            Answer bare = new Answer(status, fields, new byte[0]);
            assertEquals(List.of(), bare.values("Transfer-Encoding"));
            assertEquals(status == 101 ? List.of() : List.of(DATE), bare.values("Date")); // RFC 9110 §6.6.1
            at = end + 4;
            if (status < 200 || status == 204 || status == 304) {
                assertEquals(List.of(), bare.values("Content-Length"), "RFC 9110 §8.6");
            } else {
                assertEquals(1, bare.values("Content-Length").size());
                int length = Integer.parseInt(bare.values("Content-Length").get(0));
                if (answers.size() >= methods.length || !methods[answers.size()].equals("HEAD")) { // RFC 9110 §9.3.2
                    assertTrue(at + length <= bytes.length, "content is missing");
                    bare = new Answer(status, fields, Arrays.copyOfRange(bytes, at, at + length));
                    at += length;
                }
            }
            answers.add(bare);
        }
        return answers;
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).toList();
    }

    // Refusals

    static Stream<Arguments> distrusted() {
        return Stream.of(
                arguments("9112 §3",      "a request line of two words",   "GET /¶",                                                          400),
                arguments("9112 §2.3",    "the version in small letters",  "GET / http/1.1¶",                                                 400),
                arguments("9112 §2.2",    "no HTTP at all",                "\u0016\u0003\u0001",                                              400),
                arguments("9112 §2.2",    "a control character",           "GET / HTTP/1.1¶Host: known¶X: \0",                                400),
                arguments("9112 §3.2",    "no Host",                       "GET / HTTP/1.1¶¶",                                                400),
                arguments("9112 §3.2",    "a handshake without Host",      OPENING.replace("Host: known¶", ""),                               400),
                arguments("9112 §3.2",    "two Hosts",                     "GET / HTTP/1.1¶Host: known¶Host: known¶¶",                        400),
                arguments("9112 §3.2",    "a bad Host",                    "GET / HTTP/1.1¶Host: a b¶¶",                                      400),
                arguments("9112 §5.1",    "a blank before the colon",      OPENING.replace("Upgrade:", "Upgrade :"),                          400),
                arguments("9112 §5.2",    "a folded line",                 OPENING.replace("Upgrade: websocket", "Upgrade:¶ websocket"),      400),
                arguments("9112 §6",      "content",                       "GET / HTTP/1.1¶Host: known¶Content-Length: 1¶¶",                  400),
                arguments("9112 §6.1",    "two sorts of length",           "GET / HTTP/1.1¶Host: known¶Content-Length: 1¶Transfer-Encoding: chunked¶¶", 400),
                arguments("9110 §15.5.6", "DELETE",                        "DELETE / HTTP/1.1¶",                                              405),
                arguments("9110 §15.5.6", "POST",                          "POST / HTTP/1.1¶",                                                405),
                arguments("9112 §3",      "a long target",                 "GET /" + "x".repeat(111),                                         414),
                arguments("6585 §5",      "a long head",                   "GET / HTTP/1.1¶X: " + "x".repeat(490),                            431),
                arguments("6585 §5",      "many fields",                   "GET / HTTP/1.1¶" + "X: y¶".repeat(13),                            431),
                arguments("9110 §9.1",    "an unknown method",             "BREW / HTTP/1.1¶",                                                501),
                arguments("9112 §3",      "a method without an end",       "M".repeat(33),                                                    501),
                arguments("9110 §15.6.6", "HTTP/2",                        "PRI * HTTP/2.0¶",                                                 505));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("distrusted")
    void whatCannotBeTrustedToHaveEndedIsAnsweredOnceAndTheConnectionEnds(String section, String what, String text, int status) {
        Talk talk = talk(wire(text), wire(get("/") + OPENING), HELLO); // §9.3: nothing behind it may be taken for a request, or frames
        List<Answer> answers = answers(talk.heard());
        assertEquals(List.of(status), statuses(answers));
        Answer answer = answers.get(0);
        assertTrue(answer.closes(), "§9.6: the close is announced");
        assertTrue(talk.connection.outputEnded());
        assertEquals(State.CLOSING, talk.connection.state());
        assertTrue(talk.connection.wantsInput(), "what still comes is read, and discarded, so that TCP does not cut the answer off");
        assertEquals(List.of("text/plain; charset=utf-8"), answer.values("Content-Type"));
        assertTrue(answer.text().startsWith(status + " ") && answer.text().contains("(RFC " + section + ")"), answer.text());
        assertEquals(status == 405 ? List.of("GET, HEAD") : List.of(), answer.values("Allow"));
        assertEquals(1, talk.site.reports.size());
        assertTrue(talk.site.reports.get(0).startsWith("REFUSED " + status), talk.site.reports.get(0));
        assertEquals(0, talk.site.answered);
        talk.connection.receiveEof(NOW);
        assertEquals(State.CLOSED, talk.connection.state());
    }

    static Stream<Arguments> declined() {
        return Stream.of(
                arguments("6455 §4.2.2",  "no WebSocket at this path",   OPENING.replace("/echo", "/no-such-path"),                         404),
                arguments("6455 §4.2.2",  "a WebSocket where the page is", OPENING.replace("/echo", "/"),                                   404),
                arguments("9110 §15.5.5", "no page at this path",        get("/no-such-path"),                                              404),
                arguments("6455 §4.2.2",  "a page where a WebSocket is", get("/echo"),                                                      426),
                arguments("6455 §4.2.2",  "no Upgrade",                  OPENING.replace("Upgrade: websocket¶", ""),                        426),
                arguments("6455 §4.2.2",  "another protocol",            OPENING.replace("websocket¶", "foo¶"),                             426),
                arguments("6455 §4.2.2",  "no Connection: Upgrade",      OPENING.replace(", Upgrade", ""),                                  426),
                arguments("6455 §4.2.2",  "version 12",                  OPENING.replace("13", "12"),                                       426),
                arguments("6455 §4.3",    "version 013",                 OPENING.replace("13", "013"),                                      400),
                arguments("6455 §4.2.1",  "no key",                      OPENING.replaceAll("Sec-WebSocket-Key[^¶]*¶", ""),                 400),
                arguments("6455 §4.2.1",  "a short key",                 OPENING.replace("dGhl", ""),                                       400),
                arguments("6455 §9.1",    "a bad offer",                 "GET /echo" + FIELDS + "Sec-WebSocket-Extensions: ;¶¶",            400),
                arguments("6455 §4.1",    "a bad subprotocol",           "GET /echo" + FIELDS + "Sec-WebSocket-Protocol: a/b¶¶",            400),
                arguments("6455 §10.2",   "a foreign Origin",            "GET /echo" + FIELDS + "Origin: http://evil¶¶",                    403),
                arguments("6455 §10.2",   "a foreign Origin, no such path", "GET /x" + FIELDS + "Origin: http://evil¶¶",                    403),
                arguments("9110 §7.4",    "a foreign Host",              OPENING.replace("known", "evil"),                                  421),
                arguments("9110 §7.4",    "a page for a foreign Host",   get("/").replace("known", "evil"),                                 421),
                arguments("9110 §10.1.1", "an expectation",              "GET /echo" + FIELDS + "Expect: 100-continue¶¶",                   417));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("declined")
    void whatWasReadAsAWholeIsAnsweredAndAnotherRequestMayFollow(String section, String what, String text, int status) {
        Talk talk = talk(wire(text), wire(OPENING), HELLO); // 6455 §4.4: a client may try again
        byte[] heard = talk.heard();
        assertEquals(Bytes.hex(HELLO_BACK), Bytes.hex(Arrays.copyOfRange(heard, heard.length - HELLO_BACK.length, heard.length)));
        List<Answer> answers = answers(Arrays.copyOf(heard, heard.length - HELLO_BACK.length));
        assertEquals(List.of(status, 101), statuses(answers));
        Answer answer = answers.get(0);
        assertFalse(answer.closes());
        assertTrue(answer.text().startsWith(status + " ") && answer.text().contains("(RFC " + section + ")"), answer.text());
        assertEquals(status == 426 ? List.of("websocket") : List.of(), answer.values("Upgrade"));
        assertEquals(status == 426 ? List.of("Upgrade") : List.of(), answer.values("Connection"));
        assertEquals(status == 426 ? List.of("13") : List.of(), answer.values("Sec-WebSocket-Version"));
        assertEquals(1, talk.site.reports.size());
        assertEquals(State.OPEN, talk.connection.state());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("declined")
    void _9_6_whatIsDeclinedWithConnectionCloseEndsTheConnection(String section, String what, String text, int status) {
        String closing = text.replace("Host:", "Connection: close¶Host:");
        Talk talk = talk(closing + get("/"));
        List<Answer> answers = answers(talk.heard());
        assertEquals(List.of(status), statuses(answers));
        assertTrue(answers.get(0).closes());
        assertTrue(talk.connection.outputEnded());
    }

    @ParameterizedTest
    @CsvSource({"POST, 405", "PUT, 405", "OPTIONS, 405", "CONNECT, 405", "get, 501", "Get, 501", "GETS, 501", "BREW, 501"})
    void _4_2_1_onlyGetOpensAWebSocket(String method, int status) {
        Talk talk = talk(wire(OPENING.replace("GET", method)), HELLO);
        assertEquals(List.of(status), statuses(answers(talk.heard())));
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _4_2_1_aHandshakeByHeadIsNotAllowed() {
        Talk talk = talk(OPENING.replace("GET", "HEAD") + get("/"));
        List<Answer> answers = answers(talk.heard(), "HEAD", "GET");
        assertEquals(List.of(405, 200), statuses(answers));
        assertEquals(List.of("GET"), answers.get(0).values("Allow"));
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
    void _9_3_2_aHeadGetsNoContentEvenIfItIsRefused(String text, int status) { // RFC 9110
        List<Answer> answers = answers(talk(text).heard(), "HEAD");
        assertEquals(List.of(status), statuses(answers));
        assertTrue(Integer.parseInt(answers.get(0).values("Content-Length").get(0)) > 0);
    }

    @Test
    void _9_3_2_aHeadThatIsRefusedInMidLineGetsNoContent() { // RFC 9110
        assertEquals(List.of(400), statuses(answers(talk("HEAD / HTTP/1.1\n").heard(), "HEAD")));
        assertEquals(List.of(400), statuses(answers(talk("HEAD /\0").heard(), "HEAD")));
        assertEquals(List.of(414), statuses(answers(talk("HEAD /" + "x".repeat(200)).heard(), "HEAD")));
        assertEquals(List.of(431), statuses(answers(talk("HEAD / HTTP/1.1¶X: " + "x".repeat(500)).heard(), "HEAD")));
        assertEquals(List.of(200, 431), statuses(answers(talk(get("/") + "HEAD / HTTP/1.1¶X: " + "x".repeat(500)).heard(), "GET", "HEAD")));
    }

    @Test
    void _9_3_2_aGetBehindAHeadGetsItsContentAgain() { // RFC 9110
        List<Answer> answers = answers(talk(head("/") + "GET / HTTP/1.1¶¶").heard(), "HEAD", "GET");
        assertEquals(List.of(200, 400), statuses(answers));
        assertTrue(answers.get(1).content().length > 0);
    }

    // Content that is none of ours

    @Test
    void _6_3_theContentOfAHandshakeIsNotTakenForFrames() { // RFC 9112
        Talk talk = talk(wire("GET /echo" + FIELDS + "Content-Length: 11¶¶"), HELLO);
        assertEquals(List.of(400), statuses(answers(talk.heard())));
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _9_3_theContentOfAPostIsNotTakenForARequest() { // RFC 9112
        String smuggled = get("/");
        Talk talk = talk("POST / HTTP/1.1¶Host: known¶Content-Length: " + wire(smuggled).length + "¶¶" + smuggled);
        assertEquals(List.of(405), statuses(answers(talk.heard())));
        assertEquals(0, talk.site.answered);
    }

    @Test
    void _7_1_chunksAreNotTakenForRequests() { // RFC 9112
        Talk talk = talk("GET / HTTP/1.1¶Host: known¶Transfer-Encoding: chunked¶¶FFFFFFFFFFFFFFFF;x=y¶" + get("/"));
        assertEquals(List.of(400), statuses(answers(talk.heard())));
        assertEquals(0, talk.site.answered);
    }

    // Many requests

    @Test
    void _9_3_2_pipelinedAnswersKeepTheOrder() { // RFC 9112
        Talk talk = talk(wire(get("/1") + head("/2") + get("/none") + get("/nothing") + get("/same") + "¶" + get("/") + get("/3") + OPENING),
                HELLO, HELLO);
        byte[] heard = talk.heard();
        byte[] frames = Arrays.copyOfRange(heard, heard.length - 2 * HELLO_BACK.length, heard.length);
        assertEquals(Bytes.hex(HELLO_BACK).repeat(2), Bytes.hex(frames));
        List<Answer> answers = answers(Arrays.copyOf(heard, heard.length - frames.length), "GET", "HEAD");
        assertEquals(List.of(200, 200, 204, 404, 304, 200, 200, 101), statuses(answers));
        assertEquals("/1\n", answers.get(0).text());
        assertEquals(List.of("3"), answers.get(1).values("Content-Length"), "RFC 9110 §9.3.2: as GET would have it");
        assertEquals(PAGE, answers.get(5).content().length);
        assertEquals("/3\n", answers.get(6).text());
        answers.forEach(answer -> assertFalse(answer.closes()));
        assertEquals(State.OPEN, talk.connection.state());
    }

    @Test
    void _9_3_aConnectionServesOneRequestAfterTheOther() { // RFC 9112
        Talk talk = new Talk();
        for (int i = 0; i < 5; i++) {
            List<Answer> answers = answers(talk.says(get("/" + i)).heard());
            assertEquals("/" + i + "\n", answers.get(0).text());
            assertEquals(1, answers.size());
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
    void _9_6_theLastAnswerSaysSoAndNothingBehindItIsServed(String text, String method, int status) { // RFC 9112 §9.3, §9.6
        Talk talk = talk(text + get("/1") + OPENING);
        List<Answer> answers = answers(talk.heard(), method);
        assertEquals(List.of(status), statuses(answers));
        assertTrue(answers.get(0).closes());
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.site.answered);
    }

    @ParameterizedTest
    @CsvSource({
        "' HTTP/1.0¶Host: known¶Upgrade: websocket¶Connection: Upgrade¶',  426", // the Upgrade is ignored, RFC 9110 §7.8; what is at /echo is not
        "' HTTP/1.0¶Host: known¶Upgrade: websocket¶Connection: Upgrade¶Sec-WebSocket-Version: 13¶Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==¶', 400",
    })
    void _4_2_1_http10NeverUpgrades(String fields, int status) {
        Talk talk = talk(wire("GET /echo" + fields + "¶"), HELLO);
        List<Answer> answers = answers(talk.heard());
        assertEquals(List.of(status), statuses(answers));
        assertTrue(answers.get(0).closes());
        assertTrue(talk.connection.outputEnded());
    }

    @Test
    void _9_3_2_answersDoNotPileUpForAPeerThatDoesNotRead() { // RFC 9112
        int requests = 2_000;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            all.append(i % 2 == 0 ? get("/") : get("/" + i));
        }
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire(all.toString())), NOW);
        assertFalse(talk.connection.wantsInput(), "a peer that doesn't read is not read");
        assertTrue(talk.site.answered * PAGE / 2 < 200_000, talk.site.answered + " answers wait for a peer that doesn't read");

        int[] most = {0};
        int[] before = {0};
        talk.reads(() -> {
            most[0] = Math.max(most[0], talk.site.answered - before[0]);
            before[0] = talk.site.answered;
            return 700;
        });
        assertTrue(most[0] * PAGE / 2 < 200_000, most[0] + " answers were made at once");
        assertTrue(talk.connection.wantsInput());
        List<Answer> answers = answers(talk.heard());
        assertEquals(requests, answers.size());
        for (int i = 1; i < requests; i += 2) {
            assertEquals("/" + i + "\n", answers.get(i).text());
        }
    }

    @Test
    void aRefusalBehindManyUnreadAnswersComesInItsTurn() {
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire(get("/").repeat(300) + "FOO¶" + get("/"))), NOW);
        List<Answer> answers = answers(talk.reads(() -> 1000).heard());
        assertEquals(301, answers.size());
        assertEquals(400, answers.get(300).status());
        assertTrue(talk.connection.outputEnded());
        assertEquals(300, talk.site.answered);
    }

    @Test
    void _9_6_nothingEndsBeforeAllOfItWasSent() { // RFC 9112
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire("GET / HTTP/1.0¶¶")), NOW);
        int[] portions = {0};
        talk.reads(() -> {
            assertFalse(talk.connection.outputEnded());
            portions[0]++;
            return 1;
        });
        assertTrue(portions[0] > PAGE);
        assertTrue(talk.connection.outputEnded());
        assertEquals(List.of(200), statuses(answers(talk.heard())));
    }

    // The opening handshake

    @Test
    void _4_2_2_framesMayFollowInTheSameSegment() {
        Talk talk = talk(wire(OPENING), HELLO);
        byte[] heard = talk.heard();
        String expected = """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

                """.replace("\n", "\r\n");
        assertEquals(Bytes.hex(Bytes.concat(Bytes.ascii(expected), HELLO_BACK)), Bytes.hex(heard));
        assertEquals(List.of(), talk.site.reports);
    }

    @ParameterizedTest
    @CsvSource({"GET /echo, GET /echo?x=1", "GET /echo, GET http://known/echo", "GET /echo, GET /%65cho", "HTTP/1.1, HTTP/1.2", "Host: known, Host: localhost:1",
        "Host: known, ¶¶Host: known"})
    void _4_2_1_otherWaysToAskForTheSame(String piece, String other) {
        String text = other.startsWith("¶") ? "¶¶" + OPENING : OPENING.replace(piece, other);
        assertEquals(List.of(101), statuses(answers(talk(text).heard())));
    }

    @ParameterizedTest
    @CsvSource({"http://known", "http://known:80", "http://friend", "HTTP://FRIEND"})
    void _10_2_aPageOfOursOrOfAFriendMayConnect(String origin) {
        assertEquals(List.of(101), statuses(answers(talk("GET /echo" + FIELDS + "Origin: " + origin + "¶¶").heard())));
    }

    @Test
    void _10_2_whatIsNoWebSocketMayBeAskedForFromAnywhere() { // browsers keep such answers from foreign pages themselves
        assertEquals(List.of(200), statuses(answers(talk(get("/").replace("¶¶", "¶Origin: http://evil¶¶")).heard())));
    }

    @Test
    void _1_9_theSubprotocolThatIsServedIsChosen() {
        List<Answer> answers = answers(talk("GET /echo" + FIELDS + "Sec-WebSocket-Protocol: x, chat¶Sec-WebSocket-Protocol: y¶¶").heard());
        assertEquals(List.of("chat"), answers.get(0).values("Sec-WebSocket-Protocol"));
    }

    @Test
    void _9_1_noExtensionIsTakenUpThatWasNotOffered() {
        List<Answer> answers = answers(talk("GET /echo" + FIELDS + "Sec-WebSocket-Extensions: x-foo¶¶").heard());
        assertEquals(List.of(), answers.get(0).values("Sec-WebSocket-Extensions"));
    }

    @Test
    void _5_3_nothingIsAnsweredBeforeTheEmptyLine() { // RFC 9110
        byte[] opening = wire(OPENING);
        Talk talk = new Talk().says(List.of(Arrays.copyOf(opening, opening.length - 1)), true);
        assertEquals(0, talk.heard().length);
        assertEquals(State.CONNECTING, talk.connection.state());
        talk.says(List.of(new byte[] {'\n'}), true);
        assertEquals(List.of(101), statuses(answers(talk.heard())));
        assertEquals(State.OPEN, talk.connection.state());
    }

    @Test
    void _10_4_whatComesBehindTheHandshakeIsNoRequest() {
        Talk talk = talk(OPENING + get("/"));
        assertEquals(0, talk.site.answered);
        assertEquals(State.CLOSING, talk.connection.state());
        assertEquals(1, talk.site.left);
    }

    // Time, and the end

    private static Talk after(String text, long millis, Consumer<Talk> until) {
        Talk talk = new Talk().says(text);
        talk.connection.tick(NOW + millis - 1);
        until.accept(talk);
        talk.connection.tick(NOW + millis);
        return talk.reads(() -> Integer.MAX_VALUE);
    }

    private static final Consumer<Talk> NOTHING_HAPPENS = talk -> assertNull(talk.connection.toSend());

    @ParameterizedTest
    @CsvSource({"G, GET", "GET / HTTP/1.1¶Host: known¶, GET", "HEAD / HTTP/1.1¶X:, HEAD", "HEAD /, HEAD"})
    void _15_5_9_aRequestThatTakesTooLongIsTimedOut(String text, String method) { // RFC 9110
        Talk talk = after(text, 10_000, NOTHING_HAPPENS);
        String heard = ISO_8859_1.decode(ByteBuffer.wrap(talk.heard())).toString();
        assertTrue(heard.contains("08:49:47"), "the clock has moved on, and the Date with it");
        List<Answer> answers = answers(Bytes.ascii(heard.replace("08:49:47", "08:49:37")), method);
        assertEquals(List.of(408), statuses(answers));
        assertTrue(answers.get(0).closes());
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.site.reports.size());
        talk.connection.tick(NOW + 15_000);
        assertEquals(State.CLOSED, talk.connection.state());
    }

    @Test
    void _15_5_9_byteAfterByteDoesNotBuyTime() { // RFC 9110
        Talk talk = new Talk();
        byte[] bytes = wire("GET / HTTP/1.1¶X: yyyyyyyyyy");
        for (int second = 0; second < 10; second++) {
            talk.connection.receive(ByteBuffer.wrap(bytes, second, 1), NOW + second * 1000);
            talk.connection.tick(NOW + second * 1000);
            assertNull(talk.connection.toSend());
        }
        talk.connection.tick(NOW + 10_000);
        assertNotNull(talk.connection.toSend());
    }

    @Test
    void _9_5_aConnectionThatAsksForNothingIsEndedWithoutAWord() { // RFC 9112
        for (String text : List.of("", get("/1"))) {
            Talk talk = after(text, 10_000, NOTHING_HAPPENS);
            talk.heard();
            assertEquals(State.CLOSED, talk.connection.state());
            assertNull(talk.connection.toSend());
            assertEquals(List.of(), talk.site.reports);
        }
    }

    @Test
    void _9_5_anAnswerGivesTimeForTheNextRequest() { // RFC 9112
        Talk talk = new Talk();
        for (long now = NOW; now < NOW + 100_000; now += 9_999) {
            talk.connection.tick(now);
            talk.connection.receive(ByteBuffer.wrap(wire(get("/none"))), now);
            talk.reads(() -> Integer.MAX_VALUE);
        }
        assertEquals(State.CONNECTING, talk.connection.state());
    }

    @ParameterizedTest
    @CsvSource({"''", "GET /2 HTTP"})
    void _9_5_aPeerThatDoesNotReadItsAnswerIsGivenUp(String next) { // RFC 9112
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire(get("/") + next)), NOW);
        talk.connection.tick(NOW + 10_000);
        assertEquals(State.CLOSED, talk.connection.state());
        assertNull(talk.connection.toSend());
        assertEquals(List.of(), talk.site.reports);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "GET / HT, ''", "GET /1 HTTP/1.1¶Host: known¶¶, 200", "GET /1 HTTP/1.1¶Host: known¶¶GET /2 H, 200", "FOO¶, 400"})
    void _9_6_afterThePeersEndItGetsWhatItIsOwed(String text, String statuses) { // RFC 9112
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire(text)), NOW);
        talk.connection.receiveEof(NOW);
        assertEquals(statuses.isEmpty(), talk.connection.state() == State.CLOSED);
        talk.reads(() -> 10);
        List<Answer> answers = answers(talk.heard());
        assertEquals(statuses, answers.isEmpty() ? "" : String.valueOf(answers.get(0).status()));
        assertEquals(State.CLOSED, talk.connection.state());
        assertFalse(talk.connection.wantsInput());
    }

    @Test
    void aServerThatStopsLetsTheAnswerUnderWayGoOut() {
        Talk talk = new Talk();
        talk.connection.receive(ByteBuffer.wrap(wire(get("/1"))), NOW);
        talk.connection.close(1001, "", NOW);
        talk.connection.receive(ByteBuffer.wrap(wire(get("/2"))), NOW);
        assertEquals(List.of(200), statuses(answers(talk.reads(() -> 10).heard())));
        assertTrue(talk.connection.outputEnded());
        assertEquals(1, talk.site.answered);
    }

    // What nobody thought of

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 10), new Random().longs(3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void requestsAtRandomGiveTheSameAnswersHoweverTheyAreCutAndRead(long seed) {
        Random random = new Random(seed);
        String[] requests = {get("/1"), get("/"), head("/2"), get("/none"), get("/same"), get("/echo"), "¶" + get("/3"), get("/x"), OPENING.replace("13", "8"),
            OPENING.replace("known", "evil"), "GET / HTTP/1.0¶¶", "FOO¶", OPENING, "GET / HTTP/1.1¶Host: known¶Connection: close¶¶"};
        for (int turn = 0; turn < 50; turn++) {
            List<byte[]> all = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--) {
                all.add(wire(requests[random.nextInt(random.nextInt(20) == 0 ? requests.length : requests.length - 4)]));
            }
            all.add(wire(OPENING));
            all.add(HELLO);
            byte[] bytes = Bytes.concat(all.toArray(byte[][]::new));
            String whole = new Talk().says(List.of(bytes), true).outcome();

            Talk talk = new Talk();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(15)));
                if (talk.connection.wantsInput()) {
                    talk.connection.receive(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)), NOW);
                    from = to;
                }
                if (random.nextInt(4) == 0 || !talk.connection.wantsInput()) {
                    talk.reads(() -> 1 + random.nextInt(3000));
                }
            }
            assertEquals(whole, talk.reads(() -> 1 + random.nextInt(3000)).outcome(), "seed " + seed + ", turn " + turn);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void badlyCopiedHandshakesAreAnsweredInHttpAndNothingElse(long seed) {
        Random random = new Random(seed);
        byte[] opening = wire("GET /echo" + FIELDS + "Origin: http://known¶Sec-WebSocket-Extensions: a; b=\"c\"¶Sec-WebSocket-Protocol: x, chat¶¶");
        int refused = 0;
        for (int turn = 0; turn < 500; turn++) {
            byte[] bytes = opening.clone();
            for (int fault = random.nextInt(3); fault >= 0; fault--) {
                int at = random.nextInt(bytes.length);
                byte[] rest = Arrays.copyOfRange(bytes, at + random.nextInt(2), bytes.length);
                byte[] some = random.nextBoolean() ? new byte[] {(byte) random.nextInt()} : Bytes.ascii(random.nextBoolean() ? "," : "\r\n");
                bytes = Bytes.concat(Arrays.copyOf(bytes, at), random.nextInt(4) == 0 ? new byte[0] : some, rest);
            }
            String which = "seed " + seed + ", turn " + turn + ", " + Bytes.hex(bytes);
            try {
                Talk talk = new Talk().says(List.of(bytes), true);
                State state = talk.connection.state();
                List<Answer> answers = state == State.OPEN || state == State.CONNECTING || talk.site.left == 0 ? answers(talk.heard()) : List.of();
                boolean accepted = state == State.OPEN || talk.site.left > 0;
                refused += accepted ? 0 : 1;
                assertTrue(accepted || answers.stream().allMatch(answer -> answer.status() >= 200), which);
                assertTrue(answers.size() <= 2, which);
                Talk single = new Talk().says(Bytes.cuts(bytes).get(1), true);
                talk = new Talk().says(List.of(bytes), true);
                assertEquals(talk.outcome(), single.outcome(), which);
            } catch (RuntimeException | StackOverflowError e) {
                fail(which, e);
            }
        }
        assertTrue(refused > 50 && refused < 500, "seed " + seed + ": " + refused + " of 500 refused, so the mutations are of little use");
    }
}
