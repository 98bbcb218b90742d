package conformance.sections;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Request;
import java.util.List;
import java.util.function.UnaryOperator;

/** RFC 9110: Upgrade, expectations and interim responses, and what a refusal has to say. */
final class HttpSemantics extends Group {
    private static final String NO_UPGRADE = "any answer but a 101";

    @Override
    protected void write() {
        section("9110-7.8", "Upgrade");
        upgrades();
        section("9110-10.1.1", "Expect");
        info("unknown-expectation", "Expect: foo", "an unknown expectation may get 417").covers("9110-10.1.1-1")
                .run(c -> {
            c.request(c.handshake().with("Expect", "foo"));
            c.saw("answered with " + c.expectAnyAnswer());
        });
        expectations();
        section("9110-11.6.1", "WWW-Authenticate");
        must("credentials-of-nobody", "a handshake with credentials of nobody",
                "if it gets 401, a challenge comes with it").covers("9110-11.6.1-1").run(c -> {
            c.request(c.handshake().with("Authorization", "Basic bm9ib2R5Om5vdGhpbmc="));
            Answer answer = c.expectAnyAnswer();
            c.check(answer.status() != 401 || answer.has("WWW-Authenticate"), "401 with WWW-Authenticate", answer
                    + " without it");
        });
        section("9110-15.2", "Informational 1xx");
        interim();
        section("9110-15.2.2", "101 Switching Protocols");
        must("own-101", "a handshake", "the 101 names the protocol that is in effect from then on")
                .covers("9110-15.2.2-1").run(c -> {
            c.open();
            c.expectQuiet();
        });
    }

    private void upgrades() {
        must("own-101", "a handshake", "the 101 has Upgrade: websocket and Connection: Upgrade")
                .covers("9110-7.8-1", "9110-7.8-3").run(c -> {
            c.open();
            c.expectQuiet();
        });
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("version-99", "a handshake with version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        requests.put("get-without-upgrade", "a GET without Upgrade", r -> r.without("Upgrade").without("Connection"));
        requests.forEach((name, what, change) ->
                must(name, what, "426 has Upgrade with what is wanted; and who sends Upgrade sends Connection: Upgrade")
                .covers("9110-7.8-2", "9110-7.8-3").run(c -> {
                    c.request(change.apply(c.handshake()));
                    Answer answer = c.expectNoUpgrade("4.2.1-1");
                    c.check(answer.status() != 426 || answer.listHas("Upgrade", "websocket"), "Upgrade: websocket",
                            answer + " with Upgrade: " + answer.list("Upgrade"));
                    if (answer.has("Upgrade") && !answer.listHas("Connection", "Upgrade")) {
                        throw Failure.of("Connection: Upgrade beside Upgrade", answer + " with Connection: "
                                + answer.list("Connection")).of("9110-7.8-3");
                    }
                }));
        for (String protocol : List.of("foo", "h2c", "TLS/1.2", "HTTP/2.0")) {
            must("upgrade-" + Slug.of(protocol), "Upgrade: " + protocol + " and all that belongs to a WebSocket",
                    "a server only switches to what was asked for: " + NO_UPGRADE)
                    .covers("9110-7.8-4").run(c -> {
                        c.request(c.handshake().changing("Upgrade", protocol));
                        c.expectNoUpgrade();
                    });
        }
        must("http-1-0", "a handshake in HTTP/1.0", "Upgrade in HTTP/1.0 is ignored: " + NO_UPGRADE)
                .covers("9110-7.8-5").run(c -> {
            c.request(c.handshake().version("HTTP/1.0"));
            c.expectNoUpgrade();
        });
        should("mixed-case", "Upgrade: WebSocket", "names of protocols are compared without case").covers("9110-7.8-6")
                .run(c -> {
            c.open(c.handshake().changing("Upgrade", "WebSocket"));
            c.expectQuiet();
        });
        for (String list : List.of("h2c, websocket", "websocket, h2c", "websocket/13")) {
            info("list-" + Slug.of(list), "Upgrade: " + list, "one protocol of several may be chosen, or none")
                    .covers("9110-7.8-7").run(c -> {
                c.request(c.handshake().changing("Upgrade", list));
                c.saw("answered with " + c.expectAnyAnswer());
            });
        }
        must("continue-with-content", "Expect: 100-continue with content to come", "100 before 101, or a refusal")
                .covers("9110-7.8-8").run(c -> {
            c.request(c.handshake().with("Content-Length", "5").with("Expect", "100-continue"));
            Answer answer = finalOr100(c);
            if (answer == null) {
                c.saw("the end of TCP"); // §10.7 of RFC 6455 lets it drop what it doesn't expect
                return;
            }
            if (answer.status() == 100) {
                c.sendBytes(Bytes.latin1("hello"));
                c.saw("then " + c.answerThatShouldCome()); // what becomes of the content is for other cases
            } else {
                c.check(answer.status() >= 400, "HTTP 100, or an HTTP error response", answer);
                c.saw("refused with " + answer);
            }
        });
        info("continue-without-content", "Expect: 100-continue without content",
                "100 may be left out where there is no content (RFC 9110 §10.1.1), and is due before 101 (RFC "
                        + "9110 §7.8)")
                .covers("9110-7.8-8").run(c -> {
                    c.request(c.handshake().with("Expect", "100-continue"));
                    Answer answer = c.answerOrInterim();
                    c.saw("answered with " + answer);
                });
    }

    private void interim() {
        String noInterim = "no interim response: HTTP/1.0 knows none";
        must("get-in-http-1-0", "GET / in HTTP/1.0", noInterim).covers("9110-15.2-1").run(c -> {
            c.request(c.plain("GET", "/").version("HTTP/1.0"));
            expectNoInterim(c);
        });
        must("handshake-in-http-1-0", "a handshake in HTTP/1.0", noInterim).covers("9110-15.2-1").run(c -> {
            c.request(c.handshake().version("HTTP/1.0"));
            expectNoInterim(c);
        });
        must("continue-in-http-1-0", "POST / in HTTP/1.0 with Expect: 100-continue, its content later", noInterim)
                .covers("9110-15.2-1", "9110-10.1.1-2").run(c -> {
                    c.request(c.plain("POST", "/").version("HTTP/1.0").with("Content-Length", "5")
                            .with("Expect", "100-continue"));
                    c.awaitRead();
                    c.sendBytes(Bytes.latin1("hello"));
                    expectNoInterim(c);
                });
    }

    /** That an answer comes at all is for other cases. */
    private static void expectNoInterim(Client c) {
        if (!c.awaitBytes()) {
            c.skip("no answer comes");
        }
        Answer answer = c.answerOrInterim();
        c.check(answer == null || !answer.isInterim(), "a final response, or the end of TCP", answer);
        c.saw(answer == null ? "the connection ends" : "answered with " + answer);
    }

    private void expectations() {
        String answered = "before the content comes a 100, or a final response, or the end of TCP";
        must("content-to-come", "POST / with Expect: 100-continue, and content to come", answered)
                .covers("9110-10.1.1-3").run(c -> answeredBeforeContent(c, "100-continue"));
        must("content-to-come-in-mixed-case", "POST / with Expect: 100-Continue, and content to come",
                answered + ": the value has no case (RFC 9110 §10.1.1)").covers("9110-10.1.1-3").run(c -> {
            try {
                answeredBeforeContent(c.another(), "100-continue");
            } catch (Failure failure) {
                c.skip("100-continue isn't answered either");
            }
            answeredBeforeContent(c, "100-Continue");
        });
    }

    /** The next response that says something of the content, unlike a 103; null for the end of TCP. */
    private static Answer finalOr100(Client c) {
        Answer answer = c.answerOrInterim();
        while (answer != null && answer.isInterim() && answer.status() != 100) {
            answer = c.answerOrInterim();
        }
        return answer;
    }

    private static void answeredBeforeContent(Client c, String expectation) {
        c.request(c.plain("POST", "/").with("Content-Length", "5").with("Expect", expectation));
        Answer answer = finalOr100(c);
        c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
    }
}
