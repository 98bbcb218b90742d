package conformance.sections;

import static conformance.sections.OtherHandshake.agreement;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * RFC 6455 §9 extensions as far as they aren't RFC 7692's, §10.2 and RFC 6454 origins, §10.5 authentication, §11.1
 * addresses.
 */
final class Negotiation extends Group {
    private static final String SUBSET =
            "what is agreed was offered, is registered, and has parameters of its own specification";
    private static final String MALFORMED =
            "a malformed list of extensions fails the handshake at once: an HTTP error and no 101";

    @Override
    protected void write() {
        section("9", "Extensions");
        Map<String, String> offers = new LinkedHashMap<>();
        offers.put("between-unknown", "x-foo, permessage-deflate, x-bar");
        offers.put("three-parameters",
                "permessage-deflate; client_max_window_bits; server_no_context_takeover; client_no_context_takeover");
        offers.put("two-offers", "permessage-deflate; client_max_window_bits, permessage-deflate");
        offers.put("server-bits-12", "permessage-deflate; server_max_window_bits=12");
        offers.forEach((name, offer) -> {
            must(name, "the offer " + offer, SUBSET).covers("9-1", "9-2", "9-3").run(c -> {
                c.request(c.handshake().offering(offer));
                c.expectUpgradeOrRefusal();
            });
        });
        section("9.1", "Negotiating extensions");
        offers();
        section("10.2", "Origin considerations");
        origins();
        section("10.5", "Client authentication");
        authentication();
        section("11.1", "The URI schemes");
        addresses();
        section("6454-7", "The Origin field");
        Variants<String> origins = new Variants<>();
        origins.put("null", "Origin: null", "null");
        origins.put("two-origins", "an Origin of two", "http://a.example http://b.example");
        origins.put("empty", "an empty Origin", "");
        origins.forEach((name, what, origin) -> {
            info(name, what, "null and lists are no origin that a server could trust")
                    .covers("6454-7-1").run(c -> {
                        c.request(c.handshake().with("Origin", origin));
                        c.saw("answered with " + c.expectAnyAnswer());
                    });
        });
    }

    private void offers() {
        for (String offer : List.of("permessage-deflate;;", "permessage-deflate;", "=", "a=", "x;y=\"open", "@", ",",
                ";", "x;=1", "x;y==1", "x;y=1=2", "permessage-deflate x",
                "permessage-deflate; a b", "\"permessage-deflate\"", "permessage-deflate/1", "permessage-deflate, ;x",
                        "permessage-deflate; server_max_window_bits=",
                "x;y=\"\"", "x;y=\"a b\"", "x;y='a b'", "x;y=a\u00e9", "x;y=\"a\"b", "(x)",
                        "permessage-deflate, a b")) {
            must("malformed-" + Slug.of(offer), "Sec-WebSocket-Extensions: " + offer, MALFORMED).covers("9.1-1")
                    .run(c -> expectFailed(c, offer));
        }
        must("malformed-in-first-line", "a malformed Sec-WebSocket-Extensions, then a line with permessage-deflate",
                "several lines are one list: " + MALFORMED)
                .covers("9.1-1", "9.1-2")
                .run(c -> expectFailed(c, c.handshake().offering(";").offering("permessage-deflate")));
        should("empty-field", "an empty Sec-WebSocket-Extensions", MALFORMED).covers("10.7-4", "9.1-1").run(c -> {
            c.request(c.handshake().offering(""));
            c.expectRefused();
        });
        wellFormed("empty-elements", "with empty elements", ",permessage-deflate, ,");
        wellFormed("quoted-value", "with a parameter of an unknown extension in quotes",
                "x-foo; a=\"b\"; c, permessage-deflate");
        wellFormed("escape", "with an escape in a quoted value", "x-foo; a=\"b\\c\", permessage-deflate");
        // by RFC 6455 §9.1 blanks may stand there, "implied *LWS"; by RFC 9110 §5.6.6 they may not
        wellFormed("blanks-around-equals", "with blanks around the = of an unknown extension",
                "x-foo; a = b, permessage-deflate");
        wellFormed("all-token-characters", "with all characters of a token",
                "!#$%&'*+-.^_`|~09azAZ, permessage-deflate");
        // which offers are accepted is the server's choice; no MUST says that it is the same for the same offers
        info("two-lines", "x-foo; a=1 in one line, permessage-deflate in the next", "several lines are one list")
                .covers("9.1-2").run(c -> likeOneList(c, c.handshake().offering("x-foo; a=1")
                        .offering("permessage-deflate"),
                        "x-foo; a=1, permessage-deflate"));
        must("agreed-is-registered", "permessage-deflate",
                "what is agreed is registered and has only the parameters that its RFC defines")
                .covers("9.1-3", "9.1-4").run(c -> {
                    c.open(c.handshake().offering("permessage-deflate"));
                    c.expectQuiet();
                });
        info("behind-unknown", "x-foo; a=1, permessage-deflate",
                "what is known behind an unknown extension may be agreed")
                .covers("9.1-7").run(c -> likeOneList(c, c.handshake().offering("x-foo; a=1, permessage-deflate"),
                        "permessage-deflate"));
        info("100-unknown", "a hundred unknown extensions", "unknown extensions are skipped")
                .covers("9.1-7").run(c -> {
                    c.request(c.handshake().offering(IntStream.range(0, 100).mapToObj(i -> "x-" + i)
                            .collect(Collectors.joining(","))));
                    c.saw(c.expectUpgradeOrRefusal() ? "accepted" : "refused");
                });
        info("first-that-can-be-taken", "permessage-deflate twice, first with server_no_context_takeover",
                "the client's order is its preference: the first that can be taken is taken")
                .covers("9.1-6").needs(Need.DEFLATE).run(c -> {
                    Acceptance both = c.open(c.handshake()
                            .offering("permessage-deflate; server_no_context_takeover, permessage-deflate"));
                    c.expectQuiet();
                    Acceptance first = OtherHandshake.open(c, "permessage-deflate; server_no_context_takeover");
                    if (first.deflate() == null) {
                        c.skip("the server declines the first of the two");
                    }
                    c.check(agreement(both).equals(agreement(first)), agreement(first), agreement(both));
                });
    }

    /**
     * Such a handshake fails. §9.1 is on values "received by either the client or the server during negotiation": a
     * server that never agrees to an extension may be said to negotiate none, so it isn't accused of taking one.
     */
    static void expectFailed(Client c, String malformed) {
        expectFailed(c, c.handshake().offering(malformed));
    }

    private static void expectFailed(Client c, Request malformed) {
        c.request(malformed);
        Answer answer = c.answerThatShouldCome();
        if (answer.status() == 101 && !OtherHandshake.negotiates(c)) {
            c.accept(answer);
            c.expectQuietOrEnd();
            c.saw("taken by a server that negotiates no extensions");
            return;
        }
        c.check(answer.status() >= 400, "an HTTP error response", answer);
        c.saw("refused with " + answer);
    }

    /**
     * No sentence says that such a handshake is accepted; but it is no reason for a refusal that the server gives for
     * malformed ones.
     */
    private void wellFormed(String name, String what, String offer) {
        info("well-formed-" + name, "an offer " + what + ": " + offer, "it is well-formed: the handshake may go on")
                .covers("9.1-7", "9.1-3").run(c -> {
                    c.request(c.handshake().offering(offer));
                    c.saw(c.expectUpgradeOrRefusal() ? "accepted" : "refused");
                });
    }

    private static void likeOneList(Client c, Request request, String offer) {
        c.request(request);
        Answer answer = c.answerThatShouldCome();
        if (answer.status() != 101) {
            c.saw("refused with " + answer);
            return;
        }
        Acceptance acceptance = c.accept(answer);
        c.expectQuiet();
        String alone = OtherHandshake.outcome(c, offer);
        c.saw(agreement(acceptance) + "; for " + offer + " in one line: " + alone);
    }

    // §10.2

    private static Answer originIs(Client c, String origin) {
        Client other = c.another();
        Request request = other.handshake().with("Origin", origin);
        other.request(request);
        return other.expectAnyAnswer();
    }

    /** The request that was sent is answered as one of a foreign origin is, as far as it is refused. */
    private static void expectAsForeign(Client c) {
        Answer answer = c.expectAnyAnswer();
        boolean hasPolicy = originIs(c, "http://foreign.example").status() != 101;
        c.check(!hasPolicy || answer.status() != 101, "a refusal", answer);
        c.saw(hasPolicy ? "refused with " + answer : "it has no policy: " + answer);
    }

    private void origins() {
        should("foreign", "Origin: http://foreign.example", "accepted, or 403")
                .covers("10.2-2", "4.2.2-6", "4.2.2-7").run(c -> {
                    c.request(c.handshake().with("Origin", "http://foreign.example"));
                    Answer answer = c.expectAnyAnswer();
                    c.check(answer.status() == 101 || answer.status() == 403, "HTTP 101 or 403", answer);
                    c.saw(answer.status() == 101 ? "it takes any origin" : "refused with " + answer);
                });
        Variants<String> tricks = new Variants<>(); // OWN is the server's own authority
        tricks.put("own-name-first", "the server's name as the beginning of another", "http://OWN.foreign.example");
        tricks.put("own-name-last", "the server's name as the end of another", "http://foreign.example.OWN");
        tricks.put("own-name-as-user", "the server's name as a user", "http://OWN@foreign.example");
        tricks.put("own-name-in-path", "the server's name in a path", "http://foreign.example/OWN");
        tricks.put("own-name-in-query", "the server's name in a query", "http://foreign.example?http://OWN");
        tricks.put("null", "null", "null");
        tricks.put("two-origins", "two origins", "http://OWN http://foreign.example");
        tricks.forEach((name, what, origin) -> should(name, "an Origin with " + what,
                "a server that refuses foreign origins refuses this one too")
                .covers("10.2-1").run(c -> {
                    c.request(c.handshake().with("Origin", origin.replace("OWN", c.target().authority())));
                    expectAsForeign(c);
                }));
        should("two-lines", "two Origin lines, the server's own and a foreign one",
                "a server that refuses foreign origins refuses this too")
                .covers("10.2-1").run(c -> {
                    c.request(c.handshake().with("Origin", "http://" + c.target().authority())
                            .with("Origin", "http://foreign.example"));
                    expectAsForeign(c);
                });
        info("own", "the server's own Origin", "the origin of its own pages is served")
                .covers("10.2-1").run(c -> {
                    c.request(c.handshake().with("Origin", (c.target().tls() ? "https://" : "http://") + c.target()
                            .authority()));
                    c.saw("answered with " + c.expectAnyAnswer());
                });
    }

    private void authentication() {
        for (String credentials : List.of("Basic bm9ib2R5Om5vdGhpbmc=", "Bearer nonsense")) {
            must(Slug.of(credentials.split(" ")[0]), "credentials of nobody: Authorization: " + credentials,
                    "a 401 has a challenge; any other answer is right too")
                    .covers("10.5-1", "4.2.2-4", "9110-11.6.1-1").run(c -> {
                        c.request(c.handshake().with("Authorization", credentials));
                        Answer answer = c.expectAnyAnswer();
                        c.check(answer.status() != 401 || answer.has("WWW-Authenticate"), "401 with WWW-Authenticate",
                                answer + " without it");
                    });
        }
    }

    private void addresses() {
        for (String path : List.of("/caf\u00c3\u00a9", "/\u00ff")) {
            should(path.length() == 2 ? "byte-ff" : "utf8-not-encoded", "bytes beyond ASCII in the target, not encoded",
                    "a target is ASCII: an HTTP error or a redirection, and no 101")
                    .covers("11.1-1", "9112-3.2-1").run(c -> {
                        c.request(c.handshake().resource(path));
                        c.expectRefusedOrRedirected();
                    });
        }
        for (String path : List.of("/caf%C3%A9", "/%E2%98%83?%F0%9F%98%80=%F0%9F%98%80")) {
            info(path.indexOf('?') < 0 ? "encoded-path" : "encoded-path-and-query", "the target " + path
                    + ", encoded as it should be", "it is an ordinary path: any complete answer")
                    .covers("11.1-1").run(c -> {
                        c.request(c.handshake().resource(path));
                        c.saw("answered with " + c.expectAnyAnswer());
                    });
        }
    }
}
