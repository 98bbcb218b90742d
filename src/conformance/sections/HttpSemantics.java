package conformance.sections;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Bytes;
import conformance.wire.Request;
import conformance.wire.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** RFC 9110: what fields, methods and statuses mean, as far as a handshake meets them. */
final class HttpSemantics extends Group {
    private static final String VALID = "this is a valid handshake";
    private static final String NO_UPGRADE = "any answer but a 101";

    private static final Pattern IMF_FIXDATE = Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} "
            + "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT");

    /** A handshake is a GET request. */
    private static final String METHOD = "4.2.1-2";

    @Override
    protected void write() {
        section("9110-5.1", "Field names");
        accepted("mixed-case", "names in mixed case", r -> r.changingLine("Upgrade", "uPGRADE: websocket")
                .changingLine("Sec-WebSocket-Key", "sEc-wEbSoCkEt-kEy: AAECAwQFBgcICQoLDA0ODw==")
                .changingLine("Connection", "CONNection: Upgrade"), "9110-5.1-1");
        section("9110-5.3", "Field order and lists");
        order();
        section("9110-5.4", "Field limits");
        limits();
        section("9110-5.5", "Field values");
        values();
        should("obs-text", "bytes from 0x80 to 0xFF in the value of an unknown field", VALID).covers("9110-5.5-3")
                .run(c -> {
            c.open(c.handshake().with("X-Foo", "\u0080\u00ff\u00c0\u00af"));
            c.expectQuiet();
        });
        section("9110-5.6.1", "Lists");
        lists();
        section("9110-5.6.4", "Quoted strings");
        for (String value : List.of("\"1\\0\"", "\"\\1\\0\"")) {
            must("bits-" + Slug.of(value), "permessage-deflate; server_max_window_bits=" + value,
                    "an escape in quotes stands for its character: agreed as 10, or declined")
                    .covers("9110-5.6.4-1").run(c -> {
                        Answer quoted = OtherHandshake.answer(c, "permessage-deflate; server_max_window_bits=\"10\"");
                        if (quoted.status() != 101) {
                            c.skip("the server refuses quotes without an escape too: " + quoted);
                        }
                        var acceptance = c.open(c.handshake().offering("permessage-deflate; server_max_window_bits="
                                + value));
                        c.expectQuiet();
                        String bits = acceptance.deflate() == null ? null : acceptance.deflate()
                                .value("server_max_window_bits");
                        c.check(acceptance.deflate() == null || "10".equals(bits) || "9".equals(bits)
                                || "8".equals(bits), "10 or less, or no agreement", bits == null
                                ? "no server_max_window_bits" : bits);
                    });
        }
        section("9110-5.6.7", "Date/time formats");
        dateFormats();
        section("9110-6.6.1", "Date");
        dates();
        section("9110-7.6.1", "Connection");
        accepted("upper-case", "Connection: UPGRADE", r -> r.changing("Connection", "UPGRADE"), "9110-7.6.1-1");
        accepted("mixed-case", "Connection: uPgRaDe", r -> r.changing("Connection", "uPgRaDe"), "9110-7.6.1-1");
        section("9110-7.8", "Upgrade");
        upgrades();
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
        section("9110-9.1", "Methods");
        methods();
        section("9110-9.3.2", "HEAD");
        heads();
        section("9110-10.1.1", "Expect");
        info("unknown-expectation", "Expect: foo", "an unknown expectation may get 417").covers("9110-10.1.1-1")
                .run(c -> {
            c.request(c.handshake().with("Expect", "foo"));
            c.saw("answered with " + c.expectAnyAnswer());
        });
        expectations();
        section("9110-10.2.1", "Allow");
        allows();
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

    private void order() {
        for (int missing : new int[] {2, 1}) {
            must("last-" + missing + "-bytes-later", "a handshake without its last " + missing + (missing == 1 ? " byte"
                    : " bytes") + ", and those later", "nothing is acted on before all fields are there")
                    .covers("9110-5.3-1").run(c -> {
                        Request request = c.handshake();
                        byte[] bytes = request.bytes();
                        c.beginRequest(request, bytes.length - missing);
                        c.expectNothingYet();
                        c.sendBytes(Arrays.copyOfRange(bytes, bytes.length - missing, bytes.length));
                        c.expectAcceptance();
                        c.expectQuiet();
                    });
        }
        must("last-field-later", "a handshake without its last field, and that later",
                "nothing is acted on before all fields are there")
                .covers("9110-5.3-1").run(c -> {
                    Request request = c.handshake();
                    byte[] bytes = request.bytes();
                    int at = request.head().lastIndexOf("\r\n", request.head().length() - 5) + 2;
                    c.beginRequest(request, at);
                    c.expectNothingYet();
                    c.sendBytes(Arrays.copyOfRange(bytes, at, bytes.length));
                    c.expectAcceptance();
                    c.expectQuiet();
                });
        accepted("two-lines-upgrade-last", "Connection: keep-alive and Connection: Upgrade in two lines", r ->
                r.changing("Connection", "keep-alive").with("Connection", "Upgrade"), "9110-5.3-2");
        accepted("two-lines-upgrade-first", "Connection: Upgrade and Connection: keep-alive in two lines", r ->
                r.with("Connection", "keep-alive"), "9110-5.3-2");
    }

    private void limits() {
        String requirement = "fields that are too many or too large get a 4xx; or they are accepted";
        Variants<UnaryOperator<Request>> large = new Variants<>();
        large.put("field-of-64-kb", "a field of 64 KB", r -> r.with("X-Large", "x".repeat(64 << 10)));
        large.put("name-of-20-kb", "a field name of 20 KB", r -> r.with("X".repeat(20 << 10), "x"));
        large.put("10000-fields", "10000 fields", r -> {
            StringBuilder many = new StringBuilder("X-0: 0");
            for (int i = 1; i < 10_000; i++) {
                many.append("\r\nX-").append(i).append(": ").append(i);
            }
            return r.withLine(many.toString());
        });
        large.forEach((name, what, change) -> must(name, what, requirement).covers("9110-5.4-1")
                .run(c -> largeHead(c, change)));
        must("field-of-1-mb", "a field of 1 MB", requirement).covers("9110-5.4-1").needs(Need.VOLUME)
                .run(c -> largeHead(c, r -> r.with("X-Large", "x".repeat(1 << 20))));
    }

    private static void largeHead(Client c, UnaryOperator<Request> change) {
        c.request(change.apply(c.handshake()));
        Answer answer = c.answerUnlessReset();
        if (answer != null && answer.status() == 101) {
            c.accept(answer);
            c.expectQuiet();
        }
        c.check(answer == null || answer.status() == 101 || (answer.status() >= 400 && answer.status() < 500),
                "a 4xx, or 101", answer);
        c.saw(answer == null ? "reset" : "answered with " + answer);
    }

    private void values() {
        Variants<String> blanks = new Variants<>();
        blanks.put("before", "Upgrade: websocket", " websocket");
        blanks.put("behind", "Upgrade:websocket and a blank", "websocket ");
        blanks.put("tabs", "Upgrade:(tab)websocket(tab)", "\twebsocket\t");
        blanks.forEach((name, what, value) -> accepted("blanks-" + name, what, r -> r.changingLine("Upgrade", "Upgrade:"
                + value), "9110-5.5-1"));
        for (String value : List.of("a\0b", "\0", "a\u0001b", "a\u007fb")) {
            must("value-" + Slug.of(value), "X-Foo: " + Bytes.quoted(Bytes.latin1(value)),
                    "a control character is refused, or does no harm")
                    .covers("9110-5.5-2").run(c -> {
                        c.request(c.handshake().with("X-Foo", value));
                        c.expectUpgradeOrRefusal();
                    });
        }
        for (String value : List.of("web\0socket", "websocket\0", "\0websocket")) {
            must("upgrade-" + Slug.of(value), "Upgrade: " + Bytes.quoted(Bytes.latin1(value)),
                    "NUL is refused, or is a blank: " + NO_UPGRADE).covers("9110-5.5-2").run(c -> {
                c.request(c.handshake().changing("Upgrade", value));
                Answer answer = c.answerThatShouldCome();
                // at the edge a blank is none
                c.check(answer.status() != 101 || !value.startsWith("web\0"), "an HTTP response, but no upgrade",
                        answer);
                c.saw("answered with " + answer);
            });
        }
    }

    private void lists() {
        for (String value : List.of(", ,Upgrade,", ",,,upgrade", "Upgrade, , ,\t,")) {
            accepted("connection-" + Slug.of(value), "Connection: " + value.replace("\t", "(tab)"), r ->
                    r.changing("Connection", value), "9110-5.6.1-1");
        }
        must("subprotocol-between-commas", "the subprotocols ,chat,", "empty elements of a list don't count")
                .covers("9110-5.6.1-1").run(c -> {
            c.request(c.handshake().subprotocols(",chat,"));
            c.expectUpgradeOrRefusal();
        });
        must("10000-commas", "Connection with 10000 commas",
                "more empty elements than anybody needs may be refused, but with an answer")
                .covers("9110-5.6.1-1").run(c -> {
                    c.request(c.handshake().changing("Connection", ",".repeat(10_000) + "Upgrade"));
                    Answer answer = c.answerUnlessReset();
                    if (answer != null && answer.status() == 101) {
                        c.accept(answer);
                        c.expectQuiet();
                    }
                    c.saw(answer == null ? "reset" : "answered with " + answer);
                });
    }

    private void dateFormats() {
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("own-101", "a handshake", r -> r);
        requests.put("without-key", "a handshake without a key", r -> r.without("Sec-WebSocket-Key"));
        requests.put("get-root", "a GET of /", HttpSemantics::asGetOfRoot);
        requests.forEach((name, what, change) -> must(name, what, "if a Date comes, it is in the format IMF-fixdate")
                .covers("9110-5.6.7-1").run(c -> {
            c.request(change.apply(c.handshake()));
            Answer answer = c.expectAnyAnswer();
            for (String date : answer.values("Date")) {
                c.check(IMF_FIXDATE.matcher(date).matches(), "Date: Sun, 06 Nov 1994 08:49:37 GMT, or the like",
                        "Date: " + date);
            }
            c.saw(answer.has("Date") ? "Date: " + answer.values("Date") : "no Date");
        }));
    }

    private static Request asGetOfRoot(Request handshake) {
        return handshake.without("Upgrade").without("Connection").without("Sec-WebSocket-Key")
                .without("Sec-WebSocket-Version").resource("/");
    }

    private void dates() {
        Variants<UnaryOperator<Request>> requests = new Variants<>();
        requests.put("without-key", "a handshake without a key", r -> r.without("Sec-WebSocket-Key"));
        requests.put("version-99", "a handshake with version 99", r -> r.changing("Sec-WebSocket-Version", "99"));
        requests.put("without-upgrade", "a handshake without Upgrade and Connection", r -> r.without("Upgrade")
                .without("Connection"));
        requests.put("get-root", "a GET of /", HttpSemantics::asGetOfRoot);
        requests.put("get-no-such-path", "a GET of a path where nothing is", r -> r.without("Upgrade")
                .without("Connection").resource("/no-such-path-6455"));
        requests.forEach((name, what, change) -> should(name, what, "answers 2xx, 3xx and 4xx have a Date")
                .covers("9110-6.6.1-1").weakenedBy("9110-6.6.1-2").run(c -> {
            c.request(change.apply(c.handshake()));
            Answer answer = c.answerUnlessEnd();
            if (answer == null) {
                c.skip("no answer, but the end of TCP"); // cases of its own tell that
            }
            c.check(answer.has("Date") || answer.status() < 200 || answer.status() >= 500, "Date", answer
                    + " without Date");
            c.saw(answer.toString());
        }));
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

    private void methods() {
        should("head-and-get", "HEAD / and GET /",
                "who answers GET answers HEAD, and with the same status; who refuses the one refuses the other")
                .covers("9110-9.3.2-2", "9110-9.1-1").run(c -> {
                    Client other = c.another();
                    other.request(other.plain("GET", "/"));
                    Answer get = other.expectNoUpgrade();
                    c.request(c.plain("HEAD", "/"));
                    Answer head = c.expectNoUpgrade();
                    boolean bothRefused = get.status() >= 400 && head.status() >= 400;
                    c.check(bothRefused || head.status() == get.status(), "HTTP " + get.status() + " for both", head
                            + " for HEAD");
                });
        for (String method : List.of("BREW", "PROPFIND", "GETTY", "!#$%&'*+-.^_`|~09", "get", "DELETE", "PUT")) {
            String name = method.equals("get") ? "get-in-lower-case" : method.startsWith("!") ? "all-token-characters"
                    : Slug.of(method);
            should(name, method + " /", "unknown methods get 501, and those that aren't allowed 405; or another error")
                    .covers("9110-9.1-2").run(c -> {
                c.request(c.plain(method, "/"));
                c.expectRefused();
            });
        }
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

    private void accepted(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, VALID).covers(rows).run(c -> {
            c.open(change.apply(c.handshake()));
            c.expectQuiet();
        });
    }
}
