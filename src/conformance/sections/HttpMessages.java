package conformance.sections;

import static conformance.wire.Bytes.latin1;
import static conformance.wire.Frame.ping;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import conformance.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** RFC 9112: HTTP/1.1 as the handshake needs it, line by line, and what belongs to content and connections. */
final class HttpMessages extends Group {
    /**
     * RFC 9112 §6.3 has 400 where chunked isn't the last coding, and 411 for content without Content-Length; §6.1 has
     * 501 for a coding that isn't understood.
     */
    private static final int[] UNKNOWN_LENGTH = {400, 411, 501};
    private static final String INVALID = "an invalid request gets an HTTP error and no 101";
    private static final String BODY = "body";

    @Override
    protected void write() {
        section("9112-2.2", "Message parsing");
        parsing();
        section("9112-2.3", "HTTP version");
        // for bad request lines in general RFC 9112 §3.2 has a SHOULD; but §4.2.1 "the server MUST stop processing the
        // client's
        // handshake ... An HTTP/1.1 or higher GET request"
        should("lower-case", "http/1.1 in lower case", "the version's name is compared with case: any answer but a 101")
                .covers("9112-2.3-1").run(c -> {
                    c.request(c.handshake().version("http/1.1"));
                    c.expectNoUpgrade();
                });
        for (String version : List.of("HTTP/1.1x", "HTTP/11", "HTTP/1", "HTTP/1.10", "HTTP/01.1", "HTTP/a.b",
                "HTTPS/1.1", "HTTP /1.1", "HTTP/1,1", "HTTP")) {
            should(Slug.of(version), "the version " + version, INVALID).covers("9112-2.3-1").run(c -> {
                c.request(c.handshake().version(version));
                c.expectRefusedOrEnd();
            });
        }
        section("9112-3", "Request line");
        requestLines();
        section("9112-3.2", "Request target");
        targets();
        section("9112-3.2.2", "Absolute form");
        absoluteForms();
        section("9112-3.2.4", "Asterisk form");
        for (String target : List.of("*", "server.example:80", "server.example")) {
            // RFC 9110 §7.1 keeps clients from these for GET, and RFC 6455 §4.2.1 wants a "Request-URI" that names the
            // resource; a server is told by RFC 9112 §3.2 alone
            should("target-" + Slug.of(target), "GET " + target,
                    "asterisk and authority aren't for GET and name no resource: any answer but a 101")
                    .covers("9112-3.2-1", "9112-3.2.4-1", "4.2.1-5").run(c -> {
                        c.request(c.handshake().resource(target));
                        c.expectNoUpgrade();
                    });
        }
        section("9112-4", "Status line");
        for (String resource : List.of("/", "/no-such-path-6455")) {
            must("get-" + (resource.equals("/") ? "root" : "no-such-path"), "GET " + resource + ", an ordinary request",
                    "a complete answer with a well-formed status line").covers("9112-4-1", "9110-2.2-1", "9110-6.2-1",
                    "9112-6.1-5").run(c -> {
                c.request(c.plain("GET", resource));
                c.expectNoUpgrade();
            });
        }
        section("9112-5.1", "Field line parsing");
        fieldLines();
        section("9112-5.2", "Obsolete line folding");
        folds();
        section("9112-6.1", "Transfer-Encoding");
        transferCodings();
        section("9112-6.3", "Message body length");
        contentLengths();
        section("9112-7.1", "Chunked transfer coding");
        chunks();
        section("9112-9.3", "Persistence");
        persistence();
        successors();
        section("9112-9.3.2", "Pipelining");
        pipelining();
        section("9112-9.6", "Tear-down");
        tearDown();
    }

    // RFC 9112 §2.2

    private void parsing() {
        accepted("bytes-beyond-ascii", "bytes from 0x80 to 0xFF in a value",
                "a value may have bytes beyond ASCII: 101 with the right accept value, or an error",
                r -> r.with("X-Foo", "\u0080\u00ff\u00c0\u00af"), "9112-2.2-1");
        info("lf-alone", "lines that end with LF alone", "a lone LF may end a line").covers("9112-2.2-2").run(c -> {
            // two proper line ends behind: a server that waits for them goes on
            c.request(c.handshake());
            c.expectAcceptance();
            c.expectQuiet();
            Client other = c.another();
            other.sendBytes(latin1(other.handshake().head().replace("\r\n", "\n") + "\r\n\r\n"));
            Answer answer = other.answerUnlessEnd();
            other.saw(answer == null ? "the end of TCP" : "answered with " + answer);
        });
        for (Line each : List.of(new Line("cr-before-upgrade", "Upgrade", "X-Foo: a\rUpgrade: websocket"),
                new Line("cr-before-connection", "Connection", "X-Foo: a\rConnection: Upgrade"),
                        new Line("cr-within-upgrade", "Upgrade", "Upgrade: web\rsocket"))) {
            must(each.name, each.line.replace("\r", "(CR)"),
                    "a bare CR ends no line and is nothing to be dropped: any answer but a 101")
                    .covers("9112-2.2-3").run(c -> {
                        c.request(c.handshake().without(each.field).withLine(each.line));
                        c.expectNoUpgrade();
                    });
        }
        accepted("cr-in-any-value", "a CR within a value that doesn't matter", "refused, or taken for a blank", r ->
                r.withLine("X-Foo: a\rb"), "9112-2.2-3");
        should("empty-line-first", "an empty line before the request line", "it is ignored").covers("9112-2.2-4")
                .run(c -> {
            Request request = c.handshake();
            c.request(request.requestLine("\r\nGET " + c.target().resource() + " HTTP/1.1"));
            c.expectAcceptance();
            c.expectQuiet();
        });
        must("blank-before-upgrade", "' Upgrade: websocket' behind the request line, and no other Upgrade",
                "a line with a blank before it is no field: any answer but a 101")
                .covers("9112-2.2-5").run(c -> {
                    c.request(c.handshake().without("Upgrade").withFirstLine(" Upgrade: websocket"));
                    c.expectNoUpgrade();
                });
        accepted("blank-before-unknown", "' X-Foo: bar' behind the request line", "refused, or dropped", r ->
                r.withFirstLine(" X-Foo: bar"), "9112-2.2-5");
        must("blank-before-host", "' Host: other.example' behind the request line, and no other Host",
                "the line is dropped, so there is no Host; or it is refused")
                .covers("9112-2.2-5").run(c -> {
                    c.request(c.handshake().without("Host").withFirstLine(" Host: " + c.target().authority()));
                    c.expectRefused();
                });
        Variants<byte[]> garbage = new Variants<>();
        garbage.put("tls-hello", "a TLS hello", Bytes.concat(Bytes.hex("16030100c8010000c40303"), new byte[200],
                latin1("\r\n\r\n")));
        garbage.put("one-word", "FOO and an empty line", latin1("FOO\r\n\r\n"));
        garbage.put("nul-bytes", "NUL bytes", Bytes.concat(new byte[64], latin1("\r\n\r\n")));
        garbage.put("frame", "a masked frame instead of a request", Bytes.concat(Bytes.hex("818537fa213d7f9f4d5158"),
                latin1("\r\n\r\n")));
        garbage.put("response", "a response instead of a request",
                latin1("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        garbage.forEach((name, what, bytes) ->
                should(name, what, "what is no HTTP gets 400 and the end of the connection, or only the end")
                .covers("9112-2.2-6").run(c -> {
                    c.sendBytes(bytes);
                    c.expectRefusedOrEnd();
                }));
        info("http2-preface", "the preface of HTTP/2", "a server may speak HTTP/2 too").covers("9112-2.2-6").run(c -> {
            c.sendBytes(latin1("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            c.saw(c.awaitBytes() ? "it says something" : "it ends TCP, or says nothing");
        });
    }

    // RFC 9112 §3

    private void requestLines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("two-blanks", "GET  RESOURCE  HTTP/1.1");
        lines.put("tabs", "GET\tRESOURCE\tHTTP/1.1");
        lines.put("blank-first", " GET RESOURCE HTTP/1.1");
        lines.put("blank-last", "GET RESOURCE HTTP/1.1 ");
        lines.forEach((name, line) -> {
            info("request-line-" + name, "the request line '" + line.replace("\t", "(tab)") + "'",
                    "more than one blank may be let pass, but shouldn't")
                    .covers("9112-3-1").run(c -> {
                        c.request(c.handshake().requestLine(line.replace("RESOURCE", c.target().resource())));
                        c.saw("answered with " + c.expectAnyAnswer());
                    });
        });
        should("method-of-100-characters", "a method of 100 characters",
                "a method that is longer than any known gets 501, or 400").covers("9112-3-2").run(c -> {
            c.request(c.plain("X".repeat(100), "/"));
            c.expectRefused();
        });
        must("target-of-100-kb", "a target of 100 KB", "414, or another error, or it is accepted; but an answer")
                .covers("9112-3-3").run(c -> {
            c.request(c.handshake().resource("/?" + "x".repeat(100_000)));
            answeredIfNotReset(c);
        });
        should("line-of-7900-bytes", "a request line of 7900 bytes", "lines of 8000 bytes are supported")
                .covers("9112-3-4").run(c -> {
            String resource = c.target().resource();
            c.request(c.handshake().resource(resource + (resource.contains("?") ? "&" : "?")
                    + "x".repeat(7_900 - resource.length())));
            Answer answer = c.expectAnyAnswer();
            c.check(answer.status() != 414 && answer.status() != 431 && answer.status() != 400,
                    "an answer, but not 400, 414 or 431", answer);
        });
    }

    private static void answeredIfNotReset(Client c) {
        Answer answer = c.answerUnlessReset();
        if (answer != null && answer.status() == 101) {
            c.accept(answer);
            c.expectQuiet();
        }
        c.saw(answer == null ? "reset" : "answered with " + answer);
    }

    // RFC 9112 §3.2

    private void targets() {
        for (String target : List.of("/a b", "/a\u0001b", "/a\u007fb", "/a\u0000b", "", "echo", "?x", "/<>", "/a\\b",
                "/\"", "/{x}", "/a\tb", "/^", "/`", "/|")) {
            should("target-" + Slug.of(target), "the target " + Bytes.quoted(latin1(target)),
                    "an invalid request line gets 400 or a redirection and isn't repaired")
                    .covers("9112-3.2-1", "9112-3.2-2").run(c -> {
                        c.request(c.handshake().resource(target));
                        c.expectRefusedOrEnd();
                    });
        }
        for (boolean handshake : new boolean[] {true, false}) {
            String name = handshake ? "handshake" : "get";
            String what = handshake ? "a handshake" : "an ordinary GET";
            answered400(handshake, name + "-without-host", what + " without Host", c -> get(c, handshake)
                    .without("Host"), "9112-3.2-3");
            answered400(handshake, name + "-host-twice", what + " with Host twice, the same", c -> get(c, handshake)
                    .with("Host", c.target().authority()), "9112-3.2-4");
            answered400(handshake, name + "-two-hosts", what + " with two Hosts", c -> get(c, handshake)
                    .with("Host", "other.example"), "9112-3.2-4");
            answered400(handshake, name + "-two-hosts-other-first", what + " with two Hosts, the other first", c ->
                    get(c, handshake).withFirstLine("Host: other.example"), "9112-3.2-4");
            for (String host : List.of("a b", "a/b", "a:port", "@x", "user@a", "a?b", "a#b", "[::1", "a%zz", "a:1:2",
                    "a\\b", "http://a", "a\u00e9")) {
                answered400(handshake, name + "-host-" + Slug.of(host), what + " with Host: " + host, c ->
                        get(c, handshake).changing("Host", host), "9112-3.2-5");
            }
        }
    }

    /** A line of a case that takes the place of a field, or stands where the field is missing. */
    private record Line(String name, String field, String line) {}

    private static Request get(Client c, boolean handshake) {
        return handshake ? c.handshake() : c.plain("GET", "/");
    }

    /** A request that depends on whom it goes to. */
    @FunctionalInterface
    private interface Made {
        Request by(Client c);
    }

    private void answered400(boolean handshake, String name, String sent, Made request, String... rows) {
        must(name, sent, "no Host, several, or an invalid one gets 400").covers(rows).run(c -> {
            c.request(request.by(c));
            if (handshake) {
                c.expectHttpInHandshake(400);
            } else {
                c.expectHttp(400);
            }
        });
    }

    private void absoluteForms() {
        Map<String, String> schemes = new LinkedHashMap<>();
        schemes.put("lower-case", "http");
        schemes.put("upper-case", "HTTP");
        schemes.put("mixed-case", "Http");
        schemes.forEach((name, scheme) -> {
            must("scheme-" + name, "GET " + scheme + "://host:port/path, over TLS with an s behind the scheme",
                    "the absolute form is accepted, the scheme in whatever case")
                    .covers("9112-3.2.2-1").run(c -> {
                        c.open(c.handshake().resource(scheme + (c.target().tls() ? "s" : "") + "://" + c.target()
                                .authority() + c.target().resource()));
                        c.expectQuiet();
                    });
        });
        must("without-path", "GET http://host:port, without a path", "the path is then /: any complete answer")
                .covers("9112-3.2.2-1").run(c -> {
            c.request(c.handshake().resource(c.target().httpUri()));
            c.expectAnyAnswer();
        });
        info("foreign-host", "an absolute target and a foreign Host",
                "RFC 9112 §3.2.2 has Host ignored, RFC 6455 §4.2.1 wants it to contain the server's authority")
                .covers("9112-3.2.2-2").run(c -> {
                    c.request(c.handshake().resource(c.target().httpUri() + c.target().resource())
                            .changing("Host", "other.example"));
                    c.saw(c.expectUpgradeOrRefusal() ? "accepted" : "refused");
                });
    }

    // RFC 9112 §5.1, §5.2

    private void fieldLines() {
        for (Line each : List.of(new Line("blank-behind-upgrade", "Upgrade", "Upgrade : websocket"),
                new Line("tab-behind-upgrade", "Upgrade", "Upgrade\t: websocket"),
                new Line("blank-behind-version", "Sec-WebSocket-Version", "Sec-WebSocket-Version : 13"))) {
            must(each.name, "a blank before the colon: " + each.line.replace("\t", "(tab)"), "it gets 400")
                    .covers("9112-5.1-1").run(c -> {
                c.request(c.handshake().changingLine(each.field, each.line));
                c.expectHttpInHandshake(400);
            });
        }
        must("blank-behind-unknown-name", "a blank before the colon of a field that nobody knows", "it gets 400")
                .covers("9112-5.1-1").run(c -> {
            c.request(c.handshake().withLine("X-Foo : bar"));
            c.expectHttpInHandshake(400);
        });
        for (String line : List.of("NoColonHere", ": empty", "B\u0001d: x", "B(d): x", "B d: x", "B\"d\": x",
                "B\u00e9d: x", "B\u0000d: x", "B@d: x", "B/d: x")) {
            should("line-" + Slug.of(line), "the line " + Bytes.quoted(latin1(line)),
                    "a field line is a token and a colon: else 400").covers("9112-5.1-2").run(c -> {
                c.request(c.handshake().withLine(line));
                c.expectRefused();
            });
        }
        for (Line each : List.of(new Line("upgrade-without-blank", "Upgrade", "Upgrade:websocket"),
                new Line("upgrade-with-tabs", "Upgrade", "Upgrade:\t websocket \t"),
                new Line("connection-without-blank", "Connection", "Connection:Upgrade"),
                new Line("version-with-tabs", "Sec-WebSocket-Version", "Sec-WebSocket-Version:  \t13\t  "),
                new Line("connection-with-tabs", "Connection", "Connection:\tkeep-alive\t,\tUpgrade\t"))) {
            must(each.name, each.line.replace("\t", "(tab)"), "blanks around a value don't belong to it")
                    .covers("9112-5.1-3").run(c -> {
                c.open(c.handshake().changingLine(each.field, each.line));
                c.expectQuiet();
            });
        }
    }

    private void folds() {
        for (Line each : List.of(new Line("folded-upgrade", "Upgrade", "X-Foo: a\r\n Upgrade: websocket"),
                new Line("folded-connection", "Connection", "X-Foo: a\r\n\tConnection: Upgrade"))) {
            must(each.name, "a folded line that looks like a field: " + each.line.replace("\r\n", "(CR LF)")
                    .replace("\t", "(tab)"),
                    "a folded line is part of the value before it, or is refused: any answer but a 101")
                    .covers("9112-5.2-2").run(c -> {
                        c.request(c.handshake().without(each.field).withLine(each.line));
                        c.expectNoUpgrade();
                    });
        }
        for (String fold : List.of(" ", "\t", "   ")) {
            String name = fold.equals("\t") ? "by-a-tab" : fold.length() == 1 ? "by-a-blank" : "by-blanks";
            accepted("upgrade-folded-" + name, "Upgrade:(CR LF)" + fold.replace("\t", "(tab)") + "websocket",
                    "a folded line is refused with 400, or read as a blank", r -> r.changingLine("Upgrade",
                    "Upgrade:\r\n" + fold + "websocket"), "9112-5.2-2");
        }
        // handshakes for a server that drops the fold, joins without a blank, replaces the value, or takes a blank line
        // for the end
        for (Line each : List.of(new Line("version-13-folded", "Sec-WebSocket-Version",
                "Sec-WebSocket-Version: 13\r\n 8"),
                new Line("version-8-folded-13", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 8\r\n 13"),
                new Line("upgrade-folded-within-word", "Upgrade", "Upgrade: web\r\n socket"),
                new Line("connection-folded-list", "Connection", "Connection: keep-alive\r\n Upgrade"))) {
            must(each.name, each.line.replace("\r\n", "(CR LF)"),
                    "a fold is refused, or is a blank in the value, which then isn't what it has to be: any "
                            + "answer but a 101")
                    .covers("9112-5.2-2").run(c -> {
                        c.request(c.handshake().changingLine(each.field, each.line));
                        c.expectNoUpgrade();
                    });
        }
        must("blanks-alone", "a handshake, a line of blanks and a second Host",
                "a line of blanks is a fold and not the end of the head: any answer but a 101")
                .covers("9112-5.2-2").run(c -> {
                    c.request(c.handshake().withLine("X-Foo: a\r\n \t").with("Host", "other.example"));
                    c.expectNoUpgrade();
                });
        must("own-lines", "requests that get a 101, an error, a page", "a server folds no line of its own")
                .covers("9112-5.2-1").run(c -> {
            c.open(); // the client looks at each line
            c.expectQuiet();
            Client second = c.another();
            second.request(second.handshake().without("Sec-WebSocket-Key"));
            second.expectNoUpgrade();
            Client third = c.another();
            third.request(third.plain("GET", "/"));
            third.expectNoUpgrade();
        });
    }

    // RFC 9112 §6, §7

    private void transferCodings() {
        must("own-101", "a handshake", "the 101 has no Transfer-Encoding").covers("9112-6.1-1").run(c -> {
            c.open();
            c.expectQuiet();
        });
        must("chunks-in-handshake", "a handshake with content in chunks",
                "refused, or the content is read before the frames")
                .covers("9112-6.1-2", "9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    byte[] chunks = Bytes.concat(latin1(Integer.toHexString(body.length) + "\r\n"), body,
                            latin1("\r\n0\r\n\r\n"));
                    c.request(c.handshake().with("Transfer-Encoding", "chunked").followedBy(chunks));
                    refusedOrFramesWork(c);
                });
        must("empty-chunks-in-handshake", "a handshake with content in chunks that is empty",
                "refused, or the content is read before the frames")
                .covers("9112-6.1-2").run(c -> {
                    c.request(c.handshake().with("Transfer-Encoding", "chunked").followedBy(latin1("0\r\n\r\n")));
                    refusedOrFramesWork(c);
                });
        must("chunks-in-upper-case", "a handshake with content in CHUNKED",
                "refused, or the content is read before the frames: codings are compared without case (RFC 9112 §7)")
                .covers("9112-6.1-2", "9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    byte[] chunks = Bytes.concat(latin1(Integer.toHexString(body.length) + "\r\n"), body,
                            latin1("\r\n0\r\n\r\n"));
                    c.request(c.handshake().with("Transfer-Encoding", "CHUNKED").followedBy(chunks));
                    refusedOrFramesWork(c);
                });
        must("handshake-with-length-and-coding", "a handshake with Content-Length: 0 and Transfer-Encoding: chunked",
                "the connection ends after the answer: any but a 101")
                .covers("9112-6.1-4").run(c -> {
                    c.request(c.handshake().with("Content-Length", "0").with("Transfer-Encoding", "chunked")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.answerUnlessEnd());
                });
        for (String coding : List.of("foo", "xchunked", "chunkedx")) {
            should("coding-" + coding, "Transfer-Encoding: " + coding, "an unknown coding gets 501, or 400")
                    .covers("9112-6.1-3").run(c -> {
                c.request(c.plain("GET", "/").with("Transfer-Encoding", coding));
                c.expectRefused();
            });
        }
        must("with-content-length", "Content-Length and Transfer-Encoding together",
                "whatever the answer, the connection ends after it")
                .covers("9112-6.1-4").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "5").with("Transfer-Encoding", "chunked")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.answerUnlessEnd());
                });
    }

    /** A Ping that the client doesn't count as sent: content that looks like a frame. */
    private static byte[] unseenPing(Client c) {
        return Frame.ping(BODY).encode(c.random()).bytes();
    }

    /** RFC 9110 §7.8 "A server MAY ignore a received Upgrade header field": another response will do as well. */
    private static void refusedOrFramesWork(Client c) {
        Answer answer = c.answerUnlessEnd();
        if (answer == null || answer.status() != 101) {
            c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
            return;
        }
        c.accept(answer);
        c.send(ping("first frame"));
        c.expectPong("first frame");
        c.expectQuietAndNoPong(Bytes.utf8(BODY));
    }

    /**
     * Nothing is read behind: the next thing is the end. So it is without an answer, as a server may end a connection
     * at any time (RFC 9112 §9.5).
     */
    private static void ended(Client c, Answer answer) {
        if (answer == null) {
            c.saw("no answer, but the end of TCP");
            return;
        }
        c.check(answer.status() != 101, "an HTTP response, but no upgrade", answer);
        c.request(c.plain("GET", "/")); // whoever goes on answers it: so nobody has to wait for silence
        Answer next = c.answerUnlessEnd();
        c.check(next == null, "the end of TCP behind " + answer, "another answer: " + next);
    }

    private void contentLengths() {
        for (String coding : List.of("chunked, gzip", "gzip", "identity")) {
            must("coding-" + Slug.of(coding), "Transfer-Encoding: " + coding,
                    "without chunked at the end nobody knows the length: 400, 411 or 501, and the end of TCP")
                    .covers("9112-6.3-1").run(c -> {
                        c.request(c.plain("GET", "/").with("Transfer-Encoding", coding));
                        Answer answer = c.expectHttp(UNKNOWN_LENGTH);
                        ended(c, answer);
                    });
        }
        for (String length : List.of("-1", "+5", "1e1", "5, 6", "0x5", "5 5", "five", "5;", "5.0")) {
            must("get-length-" + Slug.of(length), "an ordinary GET with Content-Length: " + length,
                    "a bad length gets 400 and the end of the connection")
                    .covers("9112-6.3-2").run(c -> {
                        c.request(c.plain("GET", "/").with("Content-Length", length));
                        ended(c, c.expectHttp(400));
                    });
            must("handshake-length-" + Slug.of(length), "a handshake with Content-Length: " + length, INVALID)
                    .covers("9112-6.3-2").run(c -> {
                c.request(c.handshake().with("Content-Length", length));
                c.expectRefused();
            });
        }
        // RFC 9110 §8.6 "Any Content-Length field value greater than or equal to zero is valid": it may be refused, or
        // awaited
        info("length-of-20-digits", "an ordinary GET with Content-Length: 99999999999999999999",
                "a valid length, of content that never comes")
                .covers("9112-6.3-2").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "99999999999999999999"));
                    c.saw(c.awaitBytes() ? "answered" : "no answer");
                });
        must("two-lengths", "two lines, Content-Length: 5 and Content-Length: 6",
                "different lengths get 400 and the end of the connection")
                .covers("9112-6.3-2").run(c -> {
                    c.request(c.plain("GET", "/").with("Content-Length", "5").with("Content-Length", "6"));
                    ended(c, c.expectHttp(400));
                });
        must("codings-in-two-lines", "two lines, Transfer-Encoding: chunked and Transfer-Encoding: gzip",
                "without chunked at the end nobody knows the length: 400, 411 or 501, and the end of TCP")
                .covers("9112-6.3-1").run(c -> {
                    c.request(c.plain("GET", "/").with("Transfer-Encoding", "chunked").with("Transfer-Encoding", "gzip")
                            .followedBy(latin1("0\r\n\r\n")));
                    ended(c, c.expectHttp(UNKNOWN_LENGTH));
                });
        // RFC 9112 §6.3 lets equal lengths be one; whatever they are, the content is no frame
        must("equal-lengths-like-a-frame",
                "a handshake with the same Content-Length twice, and content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    String length = Integer.toString(body.length);
                    c.request(c.handshake().with("Content-Length", length).with("Content-Length", length)
                            .followedBy(body));
                    refusedOrFramesWork(c);
                });
        must("list-of-lengths-like-a-frame",
                "a handshake with the same length twice in one Content-Length, and content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    c.request(c.handshake().with("Content-Length", body.length + ", " + body.length).followedBy(body));
                    refusedOrFramesWork(c);
                });
        for (boolean first : new boolean[] {true, false}) {
            must(first ? "length-0-then-other" : "length-0-behind-other", "a handshake with Content-Length: 0 "
                    + (first ? "before" : "behind") + " Content-Length: 5",
                    "different lengths get 400 and the end of the connection")
                    .covers("9112-6.3-2").run(c -> {
                        c.request(c.handshake().with("Content-Length", first ? "0" : "5").with("Content-Length", first
                                ? "5" : "0").followedBy(latin1("hello")));
                        c.expectRefused();
                    });
        }
        must("content-like-a-frame", "a handshake with content that looks like a frame",
                "refused, or the content is read before the frames")
                .covers("9112-6.3-3").run(c -> {
                    byte[] body = unseenPing(c);
                    c.request(c.handshake().with("Content-Length", Integer.toString(body.length)).followedBy(body));
                    refusedOrFramesWork(c);
                });
        must("length-0", "a handshake with Content-Length: 0", "there is no content: a 101, or refused")
                .covers("9112-6.3-3").run(c -> {
            c.request(c.handshake().with("Content-Length", "0"));
            refusedOrFramesWork(c);
        });
    }

    private void chunks() {
        for (String size : List.of("FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF0", "80000000", "-1", "g", "")) {
            // RFC 9112 §7.1 "large hexadecimal numerals"; what is no numeral at all has the SHOULD of RFC 9112 §2.2
            boolean numeral = size.length() > 2;
            draft(numeral ? Level.MUST : Level.SHOULD, "size-" + Slug.of(size), "POST with a chunk of the size " + size,
                    "no size overflows: an answer, or the end of the connection")
                    .covers(numeral ? "9112-7.1-1" : "9112-2.2-6").run(c -> {
                        c.request(c.plain("POST", "/").with("Transfer-Encoding", "chunked")
                                .followedBy(latin1(size + "\r\nhello\r\n0\r\n\r\n")));
                        c.endOutput();
                        Answer answer = c.answerUnlessEnd();
                        c.saw(answer == null ? "the end of TCP" : "answered with " + answer);
                    });
        }
        must("extension-and-trailer", "POST with an unknown chunk extension and a trailer, then a GET",
                "an extension is ignored: two answers, or an end")
                .covers("9112-7.1.1-1").run(c -> {
                    Request post = c.plain("POST", "/").with("Transfer-Encoding", "chunked")
                            .followedBy(latin1("5;x=\"y;z\";w\r\nhello\r\n0;v\r\nX-Foo: bar\r\n\r\n"));
                    c.pipeline(post, c.plain("GET", "/").with("Connection", "close"));
                    atMost(c, 2);
                });
    }

    /** So many answers, or fewer and the end; no 101 among them. */
    private static void atMost(Client c, int most) {
        List<Answer> answers = new ArrayList<>();
        for (Answer answer = c.answerUnlessEnd(); answer != null; answer = c.answerUnlessEnd()) {
            c.check(answer.status() != 101, "no upgrade", answer);
            if (answer.status() >= 200) {
                answers.add(answer);
            }
            c.check(answers.size() <= most, most + " answers at most", answers);
        }
        c.saw(answers.toString());
    }

    // RFC 9112 §9

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
                        c.accept(answer);
                        c.expectQuiet();
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
                    atMost(c, 3);
                });
        must("two-gets-and-handshake", "GET /, GET /no-such-path-6455 and a handshake, in one write",
                "answers come in the order of the requests, and frames after the 101")
                .covers("9112-9.3.2-1").run(c -> {
                    List<String> resources = List.of("/", "/no-such-path-6455");
                    List<Integer> alone = new ArrayList<>();
                    for (String resource : resources) {
                        Client other = c.another();
                        other.request(other.plain("GET", resource));
                        alone.add(other.expectNoUpgrade().status());
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
                    Answer answer = c.answer();
                    if (answer.status() == 101) {
                        c.skip("it is accepted"); // cases of its own tell that
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
        must("close-in-a-list", "GET / with Connection: foo, CLOSE", "the connection ends after the answer")
                .covers("9112-9.6-2").run(c -> {
            c.request(c.plain("GET", "/").with("Connection", "foo, CLOSE"));
            ended(c, c.answerUnlessEnd());
        });
    }

    /** 101 in which all is right, or an error: there is nothing else. */
    private void accepted(String name, String sent, String requirement, UnaryOperator<Request> change, String... rows) {
        must(name, sent, requirement).covers(rows).run(c -> {
            c.request(change.apply(c.handshake()));
            c.expectUpgradeOrRefusal();
        });
    }
}
