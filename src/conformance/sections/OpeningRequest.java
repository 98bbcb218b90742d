package conformance.sections;

import static conformance.wire.Frame.close;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** RFC 6455 §4.1 what clients do wrong, §4.2.1 what a server demands of the opening request. */
final class OpeningRequest extends Group {
    private static final String DEVIATION = "a request that is no valid handshake gets an HTTP error and no 101";
    private static final String NO_UPGRADE = "what doesn't ask for a WebSocket is no handshake: any answer but a 101";
    private static final String VALID = "this is a valid handshake";

    @Override
    protected void write() {
        section("4.1", "Client requirements, as a server meets them");
        badClients();
        section("4.2.1", "Reading the client's opening handshake");
        methodsAndVersions();
        targets();
        hosts();
        upgrades();
        connections();
        keys();
        versions();
        otherFields();
        cuts();
    }

    private void badClients() {
        for (String offer : List.of("chat, chat", "ch at", "chat,, chat", "chat; q=1", "\"chat\"")) {
            must("subprotocols-" + Slug.of(offer), "the subprotocols " + offer,
                    "refused, or answered with one token that was offered, or none")
                    .covers("4.1-13", "4.2.2-15", "4.3-5").run(c -> {
                        c.request(c.handshake().subprotocols(offer));
                        c.expectUpgradeOrRefusal();
                    });
        }
        should("text-behind-handshake", "a text in the same write as the handshake",
                "what follows the handshake is read as frames, not as HTTP, and isn't lost")
                .covers("6.2-1").weakenedBy("4.1-14").run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(text("early"))));
                    c.expectTextIfEchoing("early");
                    c.expectQuiet();
                });
        // a server that has read the Close needs to answer no Ping (§5.5.2); the RFC says nothing of echoes, so one may
        // come anywhere
        should("text-ping-close-behind-handshake", "a text, a Ping and a Close in the same write as the handshake",
                "what follows the handshake is read as frames, not as HTTP: the Close is answered")
                .covers("6.2-1").weakenedBy("4.1-14").run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(text("early"), ping("early"), close(1000))));
                    Event event = c.peek();
                    if (event instanceof Event.Message) {
                        c.expectTextIfEchoing("early");
                    }
                    if (c.peek() instanceof Event.Pong) {
                        c.expectPong("early");
                    }
                    if (!(event instanceof Event.Message) && c.peek() instanceof Event.Message) {
                        c.expectTextIfEchoing("early");
                    }
                    c.expectCleanClose();
                });
        must("own-101", "a handshake, and all of its 101 is looked at",
                "a 101 has Upgrade, Connection, the accept value, and nothing that wasn't offered")
                .covers("4.1-16", "4.1-17", "4.2.2-20", "4.2.2-22").run(c -> {
                    c.open();
                    c.expectQuiet();
                });
    }

    // §4.2.1 item 1

    private void methodsAndVersions() {
        Map<String, String> methods = new LinkedHashMap<>();
        for (String method : List.of("POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "GETT", "GE",
                "BREW")) {
            methods.put(Slug.of(method), method);
        }
        methods.put("get-in-lower-case", "get");
        methods.put("get-in-mixed-case", "Get");
        methods.forEach((name, method) -> {
            must("method-" + name, "the method " + method, "a handshake is a GET: any answer but a 101")
                    .covers("4.2.1-2", "4.2.1-1").run(c -> {
                        c.request(c.handshake().method(method));
                        c.expectNoUpgrade();
                    });
        });
        for (String version : List.of("HTTP/1.0", "HTTP/0.9")) {
            must(Slug.of(version), "the version " + version, "a handshake has HTTP/1.1 or higher: any answer but a 101")
                    .covers("4.2.1-3", "4.2.1-1").run(c -> {
                        c.request(c.handshake().version(version));
                        c.expectNoUpgrade();
                    });
        }
        for (String version : List.of("HTTP/1.2", "HTTP/1.9")) {
            should(Slug.of(version), "the version " + version,
                    "a higher minor version is accepted, or refused for another reason")
                    .covers("4.2.1-4").run(c -> {
                        c.request(c.handshake().version(version));
                        Answer answer = c.expectAnyAnswer();
                        c.check(answer.status() == 101 || (answer.status() >= 300 && answer.status() != 505),
                                "HTTP 101, a redirection, or an HTTP error response but 505", answer);
                        c.saw("answered with " + answer);
                    });
        }
        info("http-2-0", "the version HTTP/2.0", "another major version, that can't be what the bytes are")
                .covers("4.2.1-4").run(c -> {
                    c.request(c.handshake().version("HTTP/2.0"));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
    }

    private void targets() {
        info("query", "the served path with a query",
                "path and query select the resource: a 101, or no WebSocket if the query makes it another")
                .covers("4.2.1-5").run(c -> {
                    String resource = c.target().resource();
                    c.request(c.handshake().resource(resource + (resource.contains("?") ? "&" : "?") + "x=1"));
                    c.saw(c.expectUpgradeOrRefusal() ? "accepted" : "refused");
                });
        must("absolute-target", "the target as an absolute URI",
                "an absolute target with the resource name is understood")
                .covers("4.2.1-6").run(c -> {
                    c.open(c.handshake().resource(c.target().httpUri() + c.target().resource()));
                    c.expectQuiet();
                });
        info("absolute-target-other-scheme",
                "the target as an absolute URI with the scheme of the other kind of connection",
                "a server may care for the scheme")
                .covers("4.2.1-6").run(c -> {
                    c.request(c.handshake().resource((c.target().tls() ? "http://" : "https://") + c.target()
                            .authority() + c.target().resource()));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
    }

    // Item 2

    private void hosts() {
        refused("no-host", "no Host", r -> r.without("Host"), "4.2.1-7");
        info("foreign-host", "a foreign Host",
                "a server that knows its name refuses others: a defence against DNS rebinding")
                .covers("4.2.1-8").run(c -> {
                    c.request(c.handshake().changing("Host", "rebound.example"));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
        info("host-with-other-port", "the right Host with another port", "a server that knows its name refuses others")
                .covers("4.2.1-8").run(c -> {
                    c.request(c.handshake().changing("Host", c.target().host() + ":1"));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
    }

    // Item 3

    private void upgrades() {
        noUpgrade("no-upgrade", "no Upgrade", r -> r.without("Upgrade"), "4.2.1-9");
        shouldBeAccepted("upgrade-capitals", "Upgrade: WebSocket", r -> r.changing("Upgrade", "WebSocket"), "4.2.1-10");
        shouldBeAccepted("upgrade-upper-case", "Upgrade: WEBSOCKET", r -> r.changing("Upgrade", "WEBSOCKET"),
                "4.2.1-10");
        shouldBeAccepted("upgrade-mixed-case", "Upgrade: wEbSoCkEt", r -> r.changing("Upgrade", "wEbSoCkEt"),
                "4.2.1-10");
        for (String value : List.of("h2c", "websockets", "websocke", "xwebsocket", "web-socket", "not websocket",
                "TLS/1.0", "")) {
            noUpgrade("upgrade-" + Slug.of(value), "Upgrade: " + value, r -> r.changing("Upgrade", value), "4.2.1-11");
        }
        noUpgrade("upgrade-in-two-words", "Upgrade: web socket", r -> r.changing("Upgrade", "web socket"), "4.2.1-11");
    }

    // Item 4

    private void connections() {
        noUpgrade("no-connection", "no Connection", r -> r.without("Connection"), "4.2.1-12");
        for (String value : List.of("keep-alive", "")) {
            noUpgrade("connection-" + Slug.of(value), "Connection: " + value, r -> r.changing("Connection", value),
                    "4.2.1-12");
        }
        Variants<String> lists = new Variants<>();
        lists.put("last", "keep-alive, Upgrade", "keep-alive, Upgrade");
        lists.put("last-in-upper-case", "keep-alive, UPGRADE", "keep-alive, UPGRADE");
        lists.put("first", "upgrade,keep-alive", "upgrade,keep-alive");
        lists.put("with-tab", "Upgrade, (tab) keep-alive", "Upgrade,\tkeep-alive");
        lists.put("within", "a,b,c,upgrade,d", "a,b,c,upgrade,d");
        lists.forEach((name, what, value) -> accepted("connection-" + name, "Connection: " + what, r ->
                r.changing("Connection", value), "4.2.1-13"));
        for (String value : List.of("notupgrade", "Upgrade-Insecure", "upgraded", "Up grade", "keep-alive, upgrades",
                "pre-upgrade, keep-alive", "\"Upgrade\"")) {
            noUpgrade("connection-" + Slug.of(value), "Connection: " + value, r -> r.changing("Connection", value),
                    "4.2.1-14");
        }
    }

    // Item 5

    private void keys() {
        refused("no-key", "no Sec-WebSocket-Key", r -> r.without("Sec-WebSocket-Key"), "4.2.1-15");
        refused("empty-key", "an empty Sec-WebSocket-Key", r -> r.changing("Sec-WebSocket-Key", ""), "4.2.1-15",
                "4.2.1-16");
        Variants<String> lengths = new Variants<>();
        lengths.put("1-byte", "1 byte", "AA==");
        lengths.put("15-bytes", "15 bytes", "AAECAwQFBgcICQoLDA0O");
        lengths.put("17-bytes", "17 bytes", "AAECAwQFBgcICQoLDA0ODxA=");
        lengths.put("18-bytes", "18 bytes, in 24 characters as a good one", "AAECAwQFBgcICQoLDA0ODxAR");
        lengths.put("32-bytes", "32 bytes", "AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=");
        // §4.2.1 wants such a key refused, but §4.2.2 says that a server need not decode it: what is left is the SHOULD
        // of §10.7
        lengths.forEach((name, what, key) -> should("key-of-" + name, "a key of " + what,
                "a key that isn't 16 bytes gets an HTTP error and no 101")
                .covers("10.7-4", "4.2.1-16", "4.2.2-26").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Key", key));
                    c.expectRefused();
                }));
        Variants<String> texts = new Variants<>();
        texts.put("with-asterisk", "with a *", "AAECAwQFBgcICQ*LDA0ODw==");
        texts.put("with-blank-inside", "with a blank inside", "AAECAwQFBgc ICQoLDA0ODw==");
        texts.put("with-blank-for-a-character", "with a blank instead of a character", "AAECAwQFBgc CQoLDA0ODw==");
        texts.put("without-padding", "without its padding", "AAECAwQFBgcICQoLDA0ODw");
        texts.put("half-padding", "with half of its padding", "AAECAwQFBgcICQoLDA0ODw=");
        texts.put("too-much-padding", "with too much padding", "AAECAwQFBgcICQoLDA0ODw===");
        texts.put("in-url-alphabet", "of the alphabet for URLs", "-_-_-_-_-_-_-_-_-_-_-w==");
        texts.put("with-padding-inside", "with = inside", "AAECAwQFBg==CQoLDA0ODw==");
        texts.put("in-quotes", "in quotes", "\"AAECAwQFBgcICQoLDA0ODw==\"");
        texts.put("with-something-behind", "with something behind", "AAECAwQFBgcICQoLDA0ODw==, x");
        texts.put("beyond-ascii", "with a byte beyond ASCII", "AAECAwQFBgcICQ\u00e9LDA0ODw==");
        texts.forEach((name, what, key) -> should("key-" + name, "a key " + what,
                "a key that isn't base64 gets an HTTP error and no 101")
                .covers("10.7-4", "4.2.1-17", "4.2.2-26").run(c -> {
                    c.request(c.handshake().changing("Sec-WebSocket-Key", key));
                    c.expectRefused();
                }));
    }

    // Item 6

    private void versions() {
        refused("no-version", "no Sec-WebSocket-Version", r -> r.without("Sec-WebSocket-Version"), "4.2.1-18");
        for (String version : List.of("12", "14", "25", "99", "255", "130", "113", "")) {
            refused("version-" + Slug.of(version), "Sec-WebSocket-Version: " + version, r ->
                    r.changing("Sec-WebSocket-Version", version), "4.2.1-19");
        }
        for (int first = 0; first < 256; first += 16) {
            int from = Math.max(first, 9); // those below are drafts
            int to = first + 15;
            must("versions-" + from + "-to-" + to, "each Sec-WebSocket-Version from " + from + " to " + to
                    + " but 13, on a connection each", "it isn't 13: an HTTP error and no 101")
                    .covers("4.2.1-19").run(c -> {
                        for (int version = from; version <= to; version++) {
                            if (version != 13) {
                                Client each = version == from ? c : c.another();
                                each.request(each.handshake().changing("Sec-WebSocket-Version",
                                        Integer.toString(version)));
                                each.expectRefused();
                            }
                        }
                    });
        }
        for (String version : List.of("0", "1", "2", "3", "4", "5", "6", "7", "8")) { // §11.6: drafts
            must("version-" + version, "Sec-WebSocket-Version: " + version,
                    "a draft's version is refused, unless the server speaks that draft")
                    .covers("4.2.1-19").run(c -> {
                        c.request(c.handshake().changing("Sec-WebSocket-Version", version));
                        Answer answer = c.answerThatShouldCome();
                        c.check(answer.status() == 101 || answer.status() >= 400, "HTTP 101 or an HTTP error response",
                                answer);
                        c.saw(answer.status() == 101 ? "it speaks the draft too" : "refused with " + answer);
                    });
        }
    }

    private void otherFields() {
        must("least-fields", "only what a handshake needs", "Origin, subprotocols and extensions are optional")
                .covers("4.2.1-21", "4.2.2-1").run(c -> {
                    c.open();
                    c.expectQuiet();
                });
        shouldBeAccepted("unknown-fields", "fields that nobody knows: X-Foo, Sec-WebSocket-Foo, an empty one", r ->
                r.with("X-Foo", "bar").with("Sec-WebSocket-Foo", "bar").with("X-Empty", ""),
                "4.2.1-22");
        shouldBeAccepted("fields-of-a-browser",
                "the fields of a browser: Cookie, User-Agent, Accept-Encoding, Pragma, Cache-Control, "
                        + "Accept-Language, Sec-Fetch-Mode",
                r -> r.with("Cookie", "a=b; c=\"d\"").with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) (a, b; c=d)")
                        .with("Accept-Encoding", "gzip, deflate, br")
                        .with("Pragma", "no-cache").with("Cache-Control", "no-cache")
                                .with("Accept-Language", "de,en;q=0.7").with("Sec-Fetch-Mode", "websocket"),
                "4.2.1-22");
        // RFC 9110 §5.4 lets a server refuse "fields larger than it wishes to process", whatever it wishes
        should("fifty-more-fields", "fifty more fields", "they are ignored, or refused with a 4xx")
                .covers("4.2.1-22", "9110-5.4-1").run(c -> {
                    Request many = c.handshake();
                    for (int i = 0; i < 50; i++) {
                        many = many.with("X-Field-" + i, "value " + i);
                    }
                    c.request(many);
                    c.expectUpgradeOrRefusal();
                });
        accepted("reverse-order", "the fields in reverse order", Request::reversed, "4.2.1-23");
        for (int seed = 1; seed <= 3; seed++) {
            int order = seed;
            accepted("random-order-" + order, "the fields in random order " + order, r -> r.shuffled(new Random(order)),
                    "4.2.1-23");
        }
        accepted("lower-case", "names in lower case", r -> r.namesInCase(false), "4.2.1-24");
        accepted("upper-case", "names in upper case", r -> r.namesInCase(true), "4.2.1-24");
    }

    /**
     * A segment may end anywhere. One byte at a time is a cut at every byte; the rest are those that parsers stumble
     * over.
     */
    private void cuts() {
        String whole = "a request is read however it is cut";
        for (int piece : new int[] {1, 2, 3, 7, 16}) {
            must("writes-of-" + piece, "a handshake in writes of " + piece + (piece == 1 ? " byte" : " bytes"), whole)
                    .covers("4.2.1-1", "9110-5.3-1").run(c -> {
                        c.requestInPieces(piece, c.handshake());
                        c.expectAcceptance();
                        c.expectQuiet();
                    });
        }
        Variants<String> places = new Variants<>();
        places.put("within-method", "within the method", "ET ");
        places.put("between-cr-and-lf", "between CR and LF of the first line", "\nHost");
        places.put("within-name", "within a name", "-WebSocket-Key");
        places.put("behind-colon", "behind a colon", " websocket");
        places.put("within-key", "within the key", "==\r\n");
        places.forEach((name, what, before) -> must("cut-" + name, "a handshake cut " + what, whole)
                .covers("4.2.1-1", "9110-5.3-1").run(c -> {
                    Request request = c.handshake();
                    c.requestCut(request.head().indexOf(before), request);
                    c.expectAcceptance();
                    c.expectQuiet();
                }));
        for (int back = 3; back >= 1; back--) {
            int behind = back;
            should("ping-behind-cut-" + back + "-before-end", "a handshake and a Ping, cut " + back
                    + (back == 1 ? " byte" : " bytes") + " before the end of the head", whole)
                    .covers("6.2-1", "4.2.1-1", "9110-5.3-1").weakenedBy("4.1-14").run(c -> {
                        Request request = c.handshake();
                        c.requestCut(request.head().length() - behind, request.followedBy(c.bytesOf(ping("behind"))));
                        c.expectAcceptance();
                        c.expectPong("behind");
                        c.expectQuiet();
                    });
        }
        should("ping-behind-cut-within", "a handshake and a Ping, cut within the Ping", whole)
                .covers("6.2-1", "4.2.1-1").weakenedBy("4.1-14").run(c -> {
                    Request request = c.handshake();
                    c.requestCut(request.head().length() + 3, request.followedBy(c.bytesOf(ping("behind"))));
                    c.expectAcceptance();
                    c.expectPong("behind");
                    c.expectQuiet();
                });
    }

    private void refused(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, DEVIATION).covers(rows).covers("4.2.1-1").run(c -> {
            c.request(change.apply(c.handshake()));
            c.expectRefused();
        });
    }

    private void noUpgrade(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, NO_UPGRADE).covers(rows).covers("4.2.1-1").run(c -> {
            c.request(change.apply(c.handshake()));
            c.expectNoUpgrade();
        });
    }

    private void shouldBeAccepted(String name, String sent, UnaryOperator<Request> change, String... rows) {
        should(name, sent, VALID).covers(rows).run(c -> {
            c.open(change.apply(c.handshake()));
            c.expectQuiet();
        });
    }

    private void accepted(String name, String sent, UnaryOperator<Request> change, String... rows) {
        must(name, sent, VALID).covers(rows).run(c -> {
            c.open(change.apply(c.handshake()));
            c.expectQuiet();
        });
    }
}
