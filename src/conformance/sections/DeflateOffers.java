package conformance.sections;

import static conformance.sections.DeflateTexts.HELLO;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Extension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RFC 7692 §5 and §7: which offers of permessage-deflate are accepted, and which must be declined. */
final class DeflateOffers extends OfferGroup {
    private static final String[] PARAMETERS = {"server_no_context_takeover", "client_no_context_takeover",
            "server_max_window_bits=10", "client_max_window_bits=10"};

    @Override
    protected void write() {
        section("7692-5", "deflate: negotiation");
        agreement();
        disagreement();
        preference();
        section("7692-7", "deflate: declined offers");
        unknown();
        invalidValues();
        repeated();
        laterOffers();
    }

    // RFC 7692 §5

    private void agreement() {
        must("offer", "an offer of permessage-deflate, then compressed texts",
                "who accepts says so in the response, and inflates")
                .covers("7692-5-6", "7692-5-13").needs(Need.DEFLATE)
                .run(c -> openFor(c, PLAIN));
        must("no-offer", "no offer", "nothing is agreed that was not offered")
                .covers("7692-5-14", "7692-5-6")
                .run(c -> {
                    c.open(); // the client looks at the answer
                    c.send(text("Hello"));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        Map<String, String> several = new LinkedHashMap<>();
        several.put("server-bits-or-plain", PLAIN + "; server_max_window_bits=10, " + PLAIN);
        several.put("client-bits-or-plain", PLAIN + "; client_max_window_bits, " + PLAIN);
        several.put("declined-bits-or-plain", PLAIN + "; server_max_window_bits=10; x-unknown, " + PLAIN);
        several.put("plain-twice", PLAIN + ", " + PLAIN);
        several.put("three-offers", PLAIN + "; server_no_context_takeover; server_max_window_bits=12, " + PLAIN
                + "; server_no_context_takeover, " + PLAIN);
        several.forEach((name, offers) -> {
            must(name, "several offers: " + offers, "one of the offers is accepted at most, and the answer fits it")
                    .covers("7692-5-2", "7692-5-8").needs(Need.DEFLATE)
                    .run(c -> openFor(c, offers));
        });
        must("three-that-use-rsv1", "offers of three extensions that use RSV1",
                "of extensions that use the same bit one is accepted at most")
                .covers("7692-5-9")
                .run(c -> {
                    c.request(c.handshake().offering(PLAIN + ", x-webkit-deflate-frame, permessage-bzip2"));
                    if (!c.expectUpgradeOrRefusal()) {
                        return;
                    }
                    c.send(text("Hello"));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        should("behind-unknown", "an extension that nobody knows, then permessage-deflate",
                "an unknown extension is passed over")
                .covers("7692-5-6").weakenedBy("9.1-7").needs(Need.DEFLATE)
                .run(c -> accepted(c, "x-unknown; a=b, " + PLAIN));
        must("all-parameters", "every parameter at once", "what is agreed is honoured, in all its parts")
                .covers("7692-5-7", "7692-5-8", "7692-5-13").needs(Need.DEFLATE)
                .run(c -> openFor(c, PLAIN
                        + "; server_no_context_takeover; client_no_context_takeover; "
                                + "server_max_window_bits=10; client_max_window_bits=10"));
        should("in-two-lines", "two lines Sec-WebSocket-Extensions, the second with permessage-deflate",
                "several lines are one list")
                .covers("7692-5-2", "9110-5.3-2").weakenedBy("9-1").needs(Need.DEFLATE)
                .run(c -> {
                    Acceptance acceptance = c.open(c.handshake().offering("x-unknown").offering(PLAIN));
                    c.check(acceptance.deflate() != null, PLAIN + " in the answer", "none");
                    useIt(c, acceptance.deflate());
                });
    }

    private void disagreement() {
        must("declined", "only an offer that must be declined, then plain messages",
                "without agreement no message is compressed")
                .covers("7692-5-11", "7692-5-12")
                .run(c -> declined(c, PLAIN + "; unknown=1"));
        must("declined-then-rsv1", "only an offer that must be declined, then a text with RSV1",
                "without agreement RSV1 fails the connection")
                .covers("7692-5-12", "7692-5-11")
                .run(c -> rsv1AfterDecline(c, PLAIN + "; unknown=1"));
        must("unknown-then-rsv1", "an offer of an unknown extension, then a text with RSV1",
                "without agreement RSV1 fails the connection")
                .covers("7692-5-12")
                .run(c -> rsv1AfterDecline(c, "x-unknown"));
        must("free-to-decline-then-rsv1",
                "an offer that the server is free to decline, and a text with RSV1 if it does",
                "without agreement RSV1 fails the connection")
                .covers("7692-5-12", "7692-5-6")
                .run(c -> {
                    if (c.open(c.handshake().offering(PLAIN)).deflate() != null) {
                        c.skip("the server agrees to " + PLAIN);
                    }
                    c.send(text("Hello"));
                    c.expectTextIfEchoing("Hello");
                    c.send(ping("plain"));
                    c.expectPong("plain");
                    c.send(text(HELLO).rsv(RSV1));
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private static void rsv1AfterDecline(Client c, String offer) {
        if (isOpenWithout(c, offer)) {
            c.send(text(HELLO).rsv(RSV1));
            c.expectFailure(PROTOCOL_ERROR);
        }
    }

    private void preference() {
        info("prefers-first-server-bits",
                "two offers of which the server accepts either, server_max_window_bits=10 first",
                "the first acceptable offer is taken")
                .covers("7692-5-3").needs(Need.DEFLATE)
                .run(c -> prefers(c, PLAIN + "; server_max_window_bits=10", PLAIN, "server_max_window_bits", true));
        info("prefers-first-plain", "two offers of which the server accepts either, server_max_window_bits=10 last",
                "the first acceptable offer is taken")
                .covers("7692-5-3").needs(Need.DEFLATE)
                .run(c -> prefers(c, PLAIN, PLAIN + "; server_max_window_bits=10", "server_max_window_bits", false));
        info("prefers-first-no-takeover",
                "two offers of which the server accepts either, server_no_context_takeover first",
                "the first acceptable offer is taken")
                .covers("7692-5-3").needs(Need.DEFLATE)
                .run(c -> prefers(c, PLAIN + "; server_no_context_takeover", PLAIN, "server_no_context_takeover",
                        true));
    }

    private static void prefers(Client c, String first, String second, String parameter, boolean has) {
        Extension one = OtherHandshake.agreed(c, first);
        Extension two = OtherHandshake.agreed(c, second);
        if (one == null || two == null || one.has(parameter) == two.has(parameter)) {
            c.skip("the server doesn't accept both, or answers both in the same way");
        }
        Acceptance acceptance = c.open(c.handshake().offering(first + ", " + second));
        c.check(acceptance.deflate() != null && acceptance.deflate().has(parameter) == has, "the answer to the first",
                "another: " + acceptance.deflate());
        useIt(c, acceptance.deflate());
    }

    // RFC 7692 §7

    private void unknown() {
        for (String parameter : List.of("foo", "foo=1", "x-level=9", "server_max_window_bit=10", "no_context_takeover",
                "client_max_window_bits; foo",
                "server_no_context_takeover; foo=bar; client_no_context_takeover", "max_window_bits=15",
                        "mem_level=8")) {
            declining(parameter, "7692-7-1");
        }
    }

    private void invalidValues() {
        for (String side : List.of("server", "client")) {
            for (String value : List.of("0", "1", "7", "16", "17", "255", "99999999999", "18446744073709551624")) {
                declining(side + "_max_window_bits=" + value, "7692-7-2");
            }
            for (String value : List.of("08", "09", "010", "+9", "-9", "9.5", "abc", "0x9", "1e1", "true", "\"\"",
                    "\"16\"", "\"08\"")) {
                declining(side + "_max_window_bits=" + value, "7692-7-3");
            }
            for (String value : List.of("1", "0", "true", "false", "15", "\"1\"")) {
                declining(side + "_no_context_takeover=" + value, "7692-7-4");
            }
        }
    }

    private void repeated() {
        for (String parameter : PARAMETERS) {
            declining(parameter + "; " + parameter, "7692-7-5");
        }
        declining("client_max_window_bits; client_max_window_bits", "7692-7-5");
        declining("client_max_window_bits; client_max_window_bits=10", "7692-7-5");
        declining("server_max_window_bits=10; server_max_window_bits=11", "7692-7-5");
        declining("client_max_window_bits=15; server_no_context_takeover; client_max_window_bits=14", "7692-7-5");
    }

    private void laterOffers() {
        for (String bad : List.of("foo", "server_max_window_bits=7", "client_max_window_bits=16",
                "server_no_context_takeover=1", "server_max_window_bits",
                "client_no_context_takeover; client_no_context_takeover")) {
            info("good-behind-" + Slug.ofParameters(bad), "a bad offer, " + bad + ", and a good one behind it",
                    "an offer behind one that is declined is still considered")
                    .covers("7692-7-7").needs(Need.DEFLATE)
                    .run(c -> accepted(c, PLAIN + "; " + bad + ", " + PLAIN));
            must("twice-" + Slug.ofParameters(bad), "two bad offers, " + bad, DECLINED)
                    .covers("7692-5-11")
                    .run(c -> declined(c, PLAIN + "; " + bad + ", " + PLAIN + "; " + bad));
        }
        for (String parameter : PARAMETERS) {
            must("good-" + Slug.ofParameters(parameter), "the offer " + PLAIN + "; " + parameter,
                    "the answer has no unknown, repeated or invalid parameter")
                    .covers("7692-7-8", "7692-5-8", "7692-7-6").needs(Need.DEFLATE)
                    .run(c -> openFor(c, PLAIN + "; " + parameter));
        }
    }
}
