package conformance.sections;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Bytes;
import conformance.wire.Violation;
import java.util.List;
import java.util.Set;

/** RFC 9110: methods and their answers, the version of HTTP in an answer, and its length. */
final class HttpMethods extends HttpGroup {
    /** A handshake is a GET request. */
    private static final String METHOD = "4.2.1-2";
    /** With those that come before a method is looked at: credentials (RFC 9110 §15.5.2, §15.5.4). */
    private static final Set<Integer> METHOD_REFUSED = Set.of(501, 405, 401, 403, 407);

    @Override
    protected void write() {
        section("9110-6.2", "Control data");
        versions();
        section("9110-8.6", "Content-Length");
        must("own-101", "a handshake", "the 101 has no Content-Length").covers("9110-8.6-1").run(c -> {
            c.open();
            c.expectQuiet();
        });
        must("connect", "CONNECT", "a 2xx to CONNECT has neither Content-Length nor Transfer-Encoding")
                .covers("9110-8.6-2", "9112-6.1-6").run(c -> {
            c.request(c.plain("CONNECT", c.target().authority()));
            if (!c.awaitBytes()) {
                c.skip("no answer comes");
            }
            Answer answer = c.answerUnlessEnd();
            boolean tunnel = answer != null && answer.status() >= 200 && answer.status() < 300;
            c.check(!tunnel || !answer.has("Content-Length"), "no Content-Length", answer + " with Content-Length");
            if (tunnel && answer.has("Transfer-Encoding")) {
                throw Failure.of("no Transfer-Encoding", answer + " with Transfer-Encoding").of("9112-6.1-6");
            }
            c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
        });
        lengths();
        section("9110-9.1", "Methods");
        methods();
        section("9110-9.3.2", "HEAD");
        heads();
        section("9110-10.2.1", "Allow");
        allows();
    }

    private void versions() {
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            should("get-in-" + Slug.of(version), "a GET of / in " + version + ", and a handshake",
                    "who answers a handshake in HTTP/1.1 answers a GET in HTTP/1.1 too, whichever 1.x it has")
                    .covers("9110-6.2-2").run(c -> {
                        Client other = c.another();
                        Answer accepted = other.open().answer();
                        other.expectQuiet();
                        if (!accepted.head().startsWith("HTTP/1.1")) {
                            c.skip("the 101 isn't in HTTP/1.1 either");
                        }
                        c.request(c.plain("GET", "/").version(version));
                        Answer answer = c.answerUnlessEnd();
                        c.check(answer == null || answer.head().startsWith("HTTP/1.1 "), "HTTP/1.1", answer == null ? ""
                                : answer.head().lines().findFirst().orElse(""));
                        c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
                    });
        }
    }

    /** A page may change at any time: two GETs have to agree before a HEAD between them is held against them. */
    private void lengths() {
        for (String resource : List.of("/", "/no-such-path-6455")) {
            must("head-" + (resource.equals("/") ? "root" : "no-such-path"), "GET, HEAD and GET " + resource,
                    "HEAD gets no Content-Length, or the one that the content of GET has")
                    .covers("9110-8.6-3").run(c -> {
                        Answer before = get(c.another(), resource);
                        c.request(c.plain("HEAD", resource));
                        Answer head = c.expectNoUpgrade();
                        Answer after = get(c.another(), resource);
                        int length = before.body().length;
                        if (!head.has("Content-Length") || head.status() != before.status()
                                || head.status() != after.status() || length != after.body().length) {
                            c.skip(head.has("Content-Length") ? "the answers differ" : "no Content-Length for HEAD");
                        }
                        String value = head.values("Content-Length").get(0);
                        c.check(value.matches("0*" + length), "Content-Length: " + length, "Content-Length: " + value);
                    });
        }
    }

    private void methods() {
        should("head-and-get", "HEAD / and GET /",
                "who answers GET answers HEAD, and with the same status; who refuses the one refuses the other")
                .covers("9110-9.3.2-2", "9110-9.1-1").run(c -> {
                    Answer get = get(c.another(), "/");
                    c.request(c.plain("HEAD", "/"));
                    Answer head = c.expectNoUpgrade();
                    boolean bothRefused = get.status() >= 400 && head.status() >= 400;
                    c.check(bothRefused || head.status() == get.status(), "HTTP " + get.status() + " for both", head
                            + " for HEAD");
                });
        for (String method : List.of("BREW", "PROPFIND", "GETTY", "!#$%&'*+-.^_`|~09", "get", "DELETE", "PUT")) {
            String name = method.equals("get") ? "get-in-lower-case" : method.startsWith("!") ? "all-token-characters"
                    : Slug.of(method);
            should(name, method + " /", "unknown methods get 501, and those that aren't allowed 405; or what GET gets")
                    .covers("9110-9.1-2").run(c -> {
                c.request(c.plain(method, "/"));
                Answer answer = c.expectRefused();
                if (!METHOD_REFUSED.contains(answer.status())) {
                    Answer get = get(c.another(), "/"); // who refuses whatever is no handshake doesn't look at methods
                    c.check(answer.status() == get.status(), "HTTP 501 or 405", answer + ", and " + get + " for GET");
                }
            });
        }
        should("trace", "TRACE /", "a 200 has the request as its content").covers("9110-9.3.8-1").run(c -> {
            c.request(c.plain("TRACE", "/"));
            Answer answer = c.expectNoUpgrade();
            c.check(answer.status() != 200 || new String(answer.body(), ISO_8859_1).contains("TRACE / HTTP/1.1"),
                    "TRACE / HTTP/1.1 in the content", answer + " with " + Bytes.quoted(answer.body()));
            c.saw("answered with " + answer);
        });
    }

    private void heads() {
        for (String resource : List.of("/", "/no-such-path-6455")) {
            must("head-" + (resource.equals("/") ? "root" : "no-such-path"), "HEAD " + resource
                    + ", then GET / on the same connection",
                    "HEAD gets no content: next comes the answer to GET, or the end")
                    .covers("9110-9.3.2-1").run(c -> {
                        c.pipeline(c.plain("HEAD", resource), c.plain("GET", "/").with("Connection", "close"));
                        c.expectNoUpgrade();
                        Answer next = answerBehindHead(c);
                        c.saw(next == null ? "the connection ends" : "then " + next);
                    });
        }
        must("handshake-with-head", "a handshake with HEAD", "HEAD gets no content, though it be refused")
                .covers("9110-9.3.2-1").run(c -> {
            c.request(c.handshake().method("HEAD"));
            c.expectNoUpgrade(METHOD);
            c.endOutput();
            Answer next = answerBehindHead(c);
            c.saw(next == null ? "the connection ends" : "then " + next);
        });
    }

    /** Bytes that are no response are content of the answer to HEAD. */
    private static Answer answerBehindHead(Client c) {
        try {
            return c.answerUnlessEnd();
        } catch (Violation violation) {
            if (!violation.rule().equals(AnswerReader.BEGINNING)) {
                throw violation;
            }
            throw Failure.of("no content in the answer to HEAD", violation.getMessage());
        }
    }

    private void allows() {
        for (String method : List.of("POST", "DELETE", "PUT")) {
            for (boolean handshake : new boolean[] {true, false}) {
                must((handshake ? "handshake-" : "plain-") + Slug.of(method), handshake ? "a handshake with " + method
                        : method + " /", "if it gets 405, Allow tells what is allowed")
                        .covers("9110-10.2.1-1").run(c -> {
                            c.request(handshake ? c.handshake().method(method) : c.plain(method, "/")
                                    .with("Content-Length", "0"));
                            Answer answer = c.expectNoUpgrade(METHOD);
                            c.check(answer.status() != 405 || answer.has("Allow"), "405 with Allow", answer
                                    + " without Allow");
                        });
            }
        }
    }
}
