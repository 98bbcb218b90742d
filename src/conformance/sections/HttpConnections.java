package conformance.sections;

import static conformance.wire.Frame.ping;

import conformance.suite.Client;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** RFC 9112 §9: requests after one another on one connection, and its end. */
final class HttpConnections extends HttpGroup {
    @Override
    protected void write() {
        section("9112-9.3", "Persistence");
        persistence();
        successors();
        section("9112-9.3.2", "Pipelining");
        pipelining();
        section("9112-9.6", "Tear-down");
        tearDown();
    }

    private void persistence() {
        info("http-1-0", "GET / HTTP/1.0 without keep-alive", "the connection ends after the answer")
                .covers("9112-9.3-1").run(c -> {
            c.request(c.plain("GET", "/").version("HTTP/1.0"));
            ended(c, c.answerUnlessEnd());
        });
        should("two-gets", "GET / twice on one connection",
                "a connection persists, or Connection: close says that it doesn't")
                .covers("9112-9.3-2").run(c -> {
                    c.request(c.plain("GET", "/"));
                    announcedIfEnded(c, c.expectNoUpgrade());
                });
        must("content-of-post", "POST with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request post = c.plain("POST", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(post, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
        must("content-of-get", "GET with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request get = c.plain("GET", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(get, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
    }

    /**
     * What belongs to one request is of no meaning for the next. Where a connection ends after an answer, these prove
     * nothing.
     */
    private void successors() {
        must("content-of-brew", "BREW with a handshake as its content, then a GET",
                "content is read, or the connection ends; it is never the next request")
                .covers("9112-9.3-3").run(c -> {
                    byte[] body = c.handshake().bytes();
                    Request brew = c.plain("BREW", "/").with("Content-Length", Integer.toString(body.length))
                            .followedBy(body);
                    c.pipeline(brew, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
        must("without-host-behind-get", "GET /, then a handshake without Host on the same connection",
                "each request has fields of its own: 400, or the connection has ended")
                .covers("9112-3.2-3").run(c -> {
                    Answer answer = answerBehindGet(c, c.plain("GET", "/"), c.handshake().without("Host"));
                    c.check(answer == null || answer.status() == 400, "HTTP 400", answer);
                });
        must("subprotocol-of-the-first", "GET / with subprotocols, then a handshake without on the same connection",
                "each request has fields of its own: no subprotocol, or the connection has ended")
                .covers("4.2.2-13").run(c -> {
                    Answer answer = answerBehindGet(c, c.plain("GET", "/").subprotocols("chat"), c.handshake());
                    if (answer != null && answer.status() == 101) {
                        c.accept(answer); // the client looks at what was chosen
                        c.saw("accepted");
                    }
                });
        should("get-and-half-handshake", "GET / and half of a handshake in one write, then the other half",
                "a request is read however it is cut: its answer comes, or the connection has ended")
                .covers("9112-9.3-2").run(c -> {
                    Request handshake = c.handshake();
                    byte[] bytes = handshake.bytes();
                    c.request(c.plain("GET", "/").followedBy(Arrays.copyOf(bytes, bytes.length / 2)));
                    c.expectNoUpgrade();
                    c.beginRequest(handshake, 0);
                    c.sendBytes(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
                    Answer second = c.answerUnlessEnd();
                    if (second != null && second.status() == 101) {
                        c.accept(second);
                        c.expectQuiet();
                    }
                    boolean lost = second != null && second.status() == 400;
                    c.check(!lost, "an answer to the handshake", second);
                    c.saw(second == null ? "the connection ends" : "the handshake gets " + second);
                });
    }

    /** The answer to the second of two requests; null if the connection ends before. */
    private static Answer answerBehindGet(Client c, Request get, Request second) {
        c.request(get);
        c.expectNoUpgrade();
        c.request(second);
        Answer answer = c.answerUnlessEnd();
        c.saw(answer == null ? "the connection ends" : "then " + answer);
        return answer;
    }

    private void pipelining() {
        must("three-gets", "GET / three times in one write", "one answer to each request, in their order")
                .covers("9112-9.3.2-1").run(c -> {
                    c.pipeline(c.plain("GET", "/"), c.plain("GET", "/"), c.plain("GET", "/")
                            .with("Connection", "close"));
                    atMost(c, 3, "9112-9.3-2");
                });
        must("two-missing-and-root", "GET /no-such-path-6455 twice and GET /, in one write",
                "one answer to each request, in their order")
                .covers("9112-9.3.2-1").run(c -> {
                    c.pipeline(c.plain("GET", "/no-such-path-6455"), c.plain("GET", "/no-such-path-6455"),
                            c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 3, "9112-9.3-2");
                });
        must("two-gets-and-handshake", "GET /, GET /no-such-path-6455 and a handshake, in one write",
                "answers come in the order of the requests, and frames after the 101")
                .covers("9112-9.3.2-1").run(c -> {
                    List<String> resources = List.of("/", "/no-such-path-6455");
                    List<Integer> alone = new ArrayList<>();
                    for (String resource : resources) {
                        alone.add(get(c.another(), resource).status());
                    }
                    c.pipeline(c.plain("GET", resources.get(0)), c.plain("GET", resources.get(1)), c.handshake());
                    for (int status : alone) {
                        Answer answer = c.answerUnlessEnd();
                        if (answer == null) {
                            c.saw("the connection ends early");
                            return;
                        }
                        c.check(answer.status() == status, "HTTP " + status, answer);
                    }
                    Answer last = c.answerUnlessEnd();
                    if (last == null) {
                        c.saw("the connection ends early");
                        return;
                    }
                    if (last.status() == 101) {
                        c.accept(last);
                        c.expectQuiet();
                    }
                    // RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field"
                    c.saw("the handshake gets " + last);
                });
        info("get-handshake-ping", "GET /, a handshake and a Ping, in one write",
                "answers come in the order of the requests, and frames after the 101")
                .covers("9112-9.3.2-1").run(c -> {
                    c.pipeline(c.plain("GET", "/"), c.handshake().followedBy(c.bytesOf(ping("behind"))));
                    Answer first = c.answerUnlessEnd();
                    c.check(first == null || first.status() != 101, "an ordinary answer, then HTTP 101", first);
                    Answer second = first == null ? null : c.answerUnlessEnd();
                    if (second == null) {
                        c.saw("the connection ends early");
                        return;
                    }
                    if (second.status() != 101) {
                        c.saw("the handshake gets " + second);
                        return;
                    }
                    c.accept(second);
                    c.expectPong("behind");
                    c.expectQuiet();
                });
    }

    private static void announcedIfEnded(Client c, Answer answer) {
        c.request(c.plain("GET", "/"));
        boolean ended = c.answerUnlessEnd() == null;
        c.check(!ended || answer.listHas("Connection", "close") || answer.head().startsWith("HTTP/1.0"),
                "Connection: close, as the connection ends", answer + " without it");
        c.saw(ended ? "it closes, and says so" : "it persists");
    }

    private void tearDown() {
        Variants<UnaryOperator<Request>> errors = new Variants<>();
        errors.put("without-key", "without a key", r -> r.without("Sec-WebSocket-Key"));
        errors.put("version-99", "with version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        errors.put("without-host", "without Host", r -> r.without("Host"));
        errors.put("bad-line", "with a line that is none", r -> r.withLine("NoColonHere"));
        errors.forEach((name, what, change) -> should(name, "a handshake " + what,
                "an answer that ends the connection says Connection: close")
                .covers("9112-9.6-1").run(c -> {
                    c.request(change.apply(c.handshake()));
                    Answer answer = c.answerUnlessEnd();
                    if (answer == null || answer.status() == 101) {
                        c.skip(answer == null ? "no answer, but the end of TCP" : "it is accepted"); // other cases tell
                    }
                    announcedIfEnded(c, answer);
                }));
        must("close", "GET / with Connection: close", "the connection ends after the answer").covers("9112-9.6-2")
                .run(c -> {
            c.request(c.plain("GET", "/").with("Connection", "close"));
            ended(c, c.answerUnlessEnd());
        });
        must("close-in-the-second", "GET /, then GET / with Connection: close",
                "the connection ends after the second answer").covers("9112-9.6-2").run(c -> {
            Answer second = answerBehindGet(c, c.plain("GET", "/"), c.plain("GET", "/").with("Connection", "close"));
            if (second != null) {
                ended(c, second);
            }
        });
        must("close-with-more-behind", "GET / with Connection: close, and GET / behind it in the same write",
                "what comes behind close is not answered").covers("9112-9.6-3").run(c -> {
            c.pipeline(c.plain("GET", "/").with("Connection", "close"), c.plain("GET", "/"));
            Answer first = c.answerUnlessEnd("9112-9.6-2");
            Answer second = first == null ? null : c.answerUnlessEnd("9112-9.6-2");
            c.check(second == null, "the end of TCP behind " + first, "another answer: " + second);
            c.saw(first == null ? "the end of TCP" : "one answer: " + first);
        });
        must("close-in-a-list", "GET / with Connection: foo, CLOSE", "the connection ends after the answer")
                .covers("9112-9.6-2").run(c -> {
            c.request(c.plain("GET", "/").with("Connection", "foo, CLOSE"));
            ended(c, c.answerUnlessEnd());
        });
    }
}
