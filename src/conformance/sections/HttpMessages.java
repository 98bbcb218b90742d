package conformance.sections;

import static conformance.wire.Bytes.latin1;

import conformance.suite.Client;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** RFC 9112 §2 to §5: requests as the handshake needs them, line by line. {@link HttpContent} has the rest. */
final class HttpMessages extends HttpGroup {
    private static final String INVALID = "an invalid request gets an HTTP error and no 101";

    @Override
    protected void write() {
        section("9112-2.2", "Message parsing");
        parsing();
        section("9112-2.3", "HTTP version");
        // RFC 9112 §3.2 has a SHOULD for bad request lines. RFC 6455 refers to RFC 2616, where literals have no case
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
            // resource. What a server does about it is only in RFC 9112 §3.2.
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
                    "9112-6.1-5", "9112-6.3-4").run(c -> {
                c.request(c.plain("GET", resource));
                c.expectNoUpgrade();
            });
        }
        section("9112-5.1", "Field line parsing");
        fieldLines();
        section("9112-5.2", "Obsolete line folding");
        folds();
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
        sameAs("get-without-path", "GET http://host:port as GET http://host:port/", "9112-3.2.2-1",
                "an empty path is / (RFC 9110 §4.2.3)", c -> c.plain("GET", c.target().httpUri()));
        sameAs("get-with-foreign-host", "GET http://host:port/ with a foreign Host as with the right one",
                "9112-3.2.2-2", "what the target says holds, whatever Host says",
                c -> c.plain("GET", c.target().httpUri() + "/").changing("Host", "other.example"));
        info("foreign-host", "an absolute target and a foreign Host",
                "RFC 9112 §3.2.2 has Host ignored, RFC 6455 §4.2.1 wants it to contain the server's authority")
                .covers("9112-3.2.2-2").run(c -> {
                    c.request(c.handshake().resource(c.target().httpUri() + c.target().resource())
                            .changing("Host", "other.example"));
                    c.saw(c.expectUpgradeOrRefusal() ? "accepted" : "refused");
                });
    }

    /** No error for it if there is none for the absolute form with a path and the right Host. */
    private void sameAs(String name, String what, String row, String requirement, Function<Client, Request> request) {
        must(name, what, requirement).covers(row).run(c -> {
            Answer usual = get(c.another(), c.target().httpUri() + "/");
            c.request(request.apply(c));
            Answer answer = c.expectNoUpgrade();
            c.check(answer.status() < 400 || usual.status() >= 400, "no error, as the usual form gets " + usual,
                    answer);
            c.saw("answered with " + answer);
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
            must("upgrade-folded-" + name, "Upgrade:(CR LF)" + fold.replace("\t", "(tab)") + "websocket",
                    "a folded line is refused with 400, or read as a blank").covers("9112-5.2-2").run(c -> {
                        c.request(c.handshake().changingLine("Upgrade", "Upgrade:\r\n" + fold + "websocket"));
                        Answer answer = c.answerThatShouldCome();
                        c.check(answer.status() == 101 || answer.status() == 400, "HTTP 400, or 101", answer);
                        if (answer.status() == 101) {
                            c.accept(answer);
                            c.expectQuietOrEnd();
                        }
                        c.saw("answered with " + answer);
                    });
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

    /** 101 in which all is right, or an error: there is nothing else. */
    private void accepted(String name, String sent, String requirement, UnaryOperator<Request> change, String... rows) {
        must(name, sent, requirement).covers(rows).run(c -> {
            c.request(change.apply(c.handshake()));
            c.expectUpgradeOrRefusal();
        });
    }
}
