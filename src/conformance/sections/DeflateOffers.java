package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Deflation;
import conformance.wire.Extension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RFC 7692 §5 and §7: offers of permessage-deflate and what a server may answer. The client judges each answer by its
 * offer.
 */
final class DeflateOffers extends Group {
    private static final String PLAIN = Extension.DEFLATE;
    private static final String DECLINED =
            "an offer with an unknown, invalid or repeated parameter is declined, and the connection goes on "
                    + "without compression";
    private static final String[] PARAMETERS = {"server_no_context_takeover", "client_no_context_takeover",
            "server_max_window_bits=10", "client_max_window_bits=10"};
    /** RFC 7692 §7.2.3.1. */
    private static final byte[] HELLO = hex("f248cdc9c90700");

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
        section("7692-7.1.1.1", "server_no_context_takeover");
        serverTakeover();
        section("7692-7.1.1.2", "client_no_context_takeover");
        clientTakeover();
        section("7692-7.1.2.1", "server_max_window_bits");
        serverBits();
        section("7692-7.1.2.2", "client_max_window_bits");
        clientBits();
        section("7692-7.3", "deflate: implementation notes");
        freeWindow();
    }

    // Messages over whatever was agreed

    /** Three compressed messages and their echoes. If it was agreed, the later ones refer to the first. */
    private static void useIt(Client c, Extension agreed) {
        Deflation deflation = new Deflation(agreed);
        for (int i = 0; i < 3; i++) {
            String text = "a message that comes again and again, number " + i;
            c.send(text(deflation.message(text.getBytes())).rsv(RSV1));
            c.expectTextIfEchoing(text);
        }
        c.expectQuiet();
    }

    private static Extension openFor(Client c, String offer) {
        Extension agreed = agreed(c, offer);
        useIt(c, agreed);
        return agreed;
    }

    private static Extension agreed(Client c, String offer) {
        Acceptance acceptance = openOffering(c, offer);
        if (acceptance.deflate() == null) {
            c.skip("the server declines " + offer);
        }
        return acceptance.deflate();
    }

    /**
     * An open connection, whatever was agreed. RFC 7692 §5 has a way to decline an offer and go on without, but no
     * sentence says that a handshake has to be accepted.
     */
    private static Acceptance openOffering(Client c, String offer) {
        c.request(c.handshake().offering(offer));
        Answer answer = c.answer();
        if (answer.status() >= 400) {
            c.skip("the server refuses " + offer + ": " + answer);
        }
        c.check(answer.status() == 101, "HTTP 101", answer);
        return c.accept(answer);
    }

    /** What the server answers to this offer on a connection of its own, or null. */
    private static Extension answerTo(Client c, String offer) {
        Client other = c.another();
        other.request(other.handshake().offering(offer));
        Answer answer = other.answer();
        if (answer.status() != 101) {
            other.saw("the request was refused: " + answer);
            return null;
        }
        Acceptance acceptance = other.accept(answer);
        other.expectQuiet();
        return acceptance.deflate();
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

    private static void accepted(Client c, String offer) {
        Acceptance acceptance = c.open(c.handshake().offering(offer));
        c.check(acceptance.deflate() != null, PLAIN + " in the answer", "none");
        useIt(c, acceptance.deflate());
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

    /**
     * Whether a connection is open now, without compression. That a request is refused for its offer is nowhere
     * forbidden; "the server SHOULD return an appropriate HTTP [RFC2616] status code" then (§10.7), of those that blame
     * the client.
     */
    private static boolean isOpenWithout(Client c, String offer) {
        c.request(c.handshake().offering(offer));
        Answer answer = c.answerUnlessEnd();
        if (answer == null || answer.status() >= 500) {
            throw Failure.of("HTTP 101 without " + PLAIN + ", or a refusal with 4xx", answer == null ? "TCP ended"
                    : answer).of("10.7-4");
        }
        if (answer.status() != 101) {
            c.check(answer.status() >= 400, "HTTP 101 without " + PLAIN + ", or a refusal with 4xx", answer);
            c.saw("the request was refused: " + answer);
            return false;
        }
        Acceptance acceptance = c.accept(answer);
        c.check(acceptance.deflate() == null, "no " + PLAIN + " in the answer", "Sec-WebSocket-Extensions: "
                + String.join(", ", answer.values("Sec-WebSocket-Extensions")));
        return true;
    }

    private static void declined(Client c, String offer) {
        if (isOpenWithout(c, offer)) {
            c.send(text("plain"), text("plain"));
            c.expectTextIfEchoing("plain");
            c.expectTextIfEchoing("plain");
            c.expectQuiet();
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
        Extension one = answerTo(c, first);
        Extension two = answerTo(c, second);
        if (one == null || two == null || one.has(parameter) == two.has(parameter)) {
            c.skip("the server doesn't accept both, or answers both in the same way");
        }
        Acceptance acceptance = c.open(c.handshake().offering(first + ", " + second));
        c.check(acceptance.deflate() != null && acceptance.deflate().has(parameter) == has, "the answer to the first",
                "another: " + acceptance.deflate());
        useIt(c, acceptance.deflate());
    }

    // RFC 7692 §7

    private void declining(String parameters, String row) {
        must(Slug.ofParameters(parameters), "the offer permessage-deflate; " + parameters, DECLINED)
                .covers(row, "7692-5-11")
                .run(c -> declined(c, PLAIN + "; " + parameters));
    }

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

    // RFC 7692 §7.1.1

    private void serverTakeover() {
        must("empties-window", "server_no_context_takeover offered, then the same text three times",
                "who accepts repeats the parameter, and begins each message with an empty window")
                .covers("7692-7.1.1.1-1", "7692-7.1.1.1-2").needs(Need.DEFLATE)
                .run(c -> openFor(c, PLAIN + "; server_no_context_takeover"));
        should("supported", "server_no_context_takeover offered", "servers support server_no_context_takeover")
                .covers("7692-7.1.1.1-3").needs(Need.DEFLATE)
                .run(c -> accepted(c, PLAIN + "; server_no_context_takeover"));
        info("unasked", "permessage-deflate without parameters",
                "a server may answer server_no_context_takeover unasked")
                .covers("7692-7.1.1.1-4").needs(Need.DEFLATE)
                .run(c -> c.saw(openFor(c, PLAIN).has("server_no_context_takeover") ? "answered unasked"
                        : "not answered unasked"));
    }

    private void clientTakeover() {
        for (String offer : List.of(PLAIN + "; client_no_context_takeover", PLAIN
                + "; client_max_window_bits; client_no_context_takeover")) {
            must(Slug.ofParameters(offer), "the offer " + offer + ", then three texts",
                    "the hint may be answered or not; if not, the window is kept from message to message")
                    .covers("7692-7.1.1.2-1", "7692-7.1.1.2-2", "7692-7.1.1.2-3").needs(Need.DEFLATE)
                    .run(c -> openFor(c, offer));
        }
        info("unasked", "permessage-deflate without parameters",
                "a server may answer client_no_context_takeover unasked")
                .covers("7692-7.1.1.2-2").needs(Need.DEFLATE)
                .run(c -> c.saw(openFor(c, PLAIN).has("client_no_context_takeover") ? "answered unasked"
                        : "not answered unasked"));
    }

    // RFC 7692 §7.1.2

    private void serverBits() {
        declining("server_max_window_bits", "7692-7.1.2.1-2");
        declining("server_max_window_bits; client_max_window_bits", "7692-7.1.2.1-2");
        for (int bits = 8; bits <= 15; bits++) {
            String offer = PLAIN + "; server_max_window_bits=" + bits;
            must("bits-" + bits, "the offer " + offer, "it is declined, or answered with the same or a smaller value")
                    .covers("7692-7.1.2.1-3", "7692-7.1.2.1-4", "7692-7.1.2.1-5").needs(Need.DEFLATE)
                    .run(c -> {
                        Acceptance acceptance = openOffering(c, offer); // the client compares
                        if (acceptance.deflate() == null) {
                            c.saw("declined");
                            c.expectQuiet();
                        } else {
                            c.saw("answered " + acceptance.deflate().value("server_max_window_bits"));
                            useIt(c, acceptance.deflate());
                        }
                    });
        }
        // a server may decline any offer: RFC 6455 §9 "MAY accept some or all extensions"
        info("quoted", "the offer server_max_window_bits=\"10\"", "a quoted value means the same as one without quotes")
                .covers("7692-7.1.2.1-4", "9-1").needs(Need.DEFLATE)
                .run(c -> quoted(c, "server_max_window_bits"));
        info("unasked", "permessage-deflate without parameters", "a server may answer server_max_window_bits unasked")
                .covers("7692-7.1.2.1-6").needs(Need.DEFLATE)
                .run(c -> {
                    String bits = openFor(c, PLAIN).value("server_max_window_bits");
                    c.saw(bits == null ? "not answered unasked" : "answered " + bits + " unasked");
                });
    }

    private static void quoted(Client c, String parameter) {
        boolean unquoted = answerTo(c, PLAIN + "; " + parameter + "=10") != null;
        Acceptance acceptance = openOffering(c, PLAIN + "; " + parameter + "=\"10\"");
        boolean quoted = acceptance.deflate() != null;
        if (quoted) {
            useIt(c, acceptance.deflate());
        } else {
            c.expectQuiet();
        }
        c.saw((quoted ? "accepted" : "declined") + "; without quotes " + (unquoted ? "accepted" : "declined"));
    }

    private void clientBits() {
        must("unasked", "permessage-deflate without parameters",
                "client_max_window_bits is answered only if it was offered")
                .covers("7692-7.1.2.2-4").needs(Need.DEFLATE)
                .run(c -> openFor(c, PLAIN)); // the client compares
        declining("client_max_window_bits=7", "7692-7.1.2.2-2");
        declining("client_max_window_bits=16", "7692-7.1.2.2-2");
        declining("client_max_window_bits=0x9", "7692-7.1.2.2-2");
        must("bare", "client_max_window_bits without a value",
                "client_max_window_bits is answered with a value from 8 to 15, or not at all")
                .covers("7692-7.1.2.2-5", "7692-7.1.2.2-3").needs(Need.DEFLATE)
                .run(c -> openFor(c, PLAIN + "; client_max_window_bits"));
        for (int bits = 8; bits <= 15; bits++) {
            int hint = bits;
            must("bits-" + bits, "client_max_window_bits=" + bits,
                    "client_max_window_bits is answered with a value from 8 to 15, or not at all; then the "
                            + "window is 32 KiB")
                    .covers("7692-7.1.2.2-3", "7692-7.1.2.2-5", "7692-7.1.2.2-6", "7692-7.2.2-6")
                            .needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> {
                        Extension agreed = agreed(c, PLAIN + "; client_max_window_bits=" + hint);
                        DeflateTexts.reachBack(c, 1 << agreed.windowBits("client_max_window_bits"),
                                agreed.has("client_no_context_takeover"));
                        // RFC 7692 §7.1.2.2 "the server may either ignore this value or use this value": a larger
                        // answer isn't wrong
                        c.saw(agreed.has("client_max_window_bits") ? "answered "
                                + agreed.value("client_max_window_bits") : "not answered");
                    });
        }
        must("whole-window", "permessage-deflate without parameters, and references 32768 bytes back",
                "what is not agreed to be smaller is a window of 32 KiB")
                .covers("7692-7.1.2.2-6", "7692-7.2.2-6").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    Extension agreed = agreed(c, PLAIN);
                    DeflateTexts.reachBack(c, 1 << 15, agreed.has("client_no_context_takeover"));
                });
        info("quoted", "the offer client_max_window_bits=\"10\"", "a quoted value means the same as one without quotes")
                .covers("7692-7.1.2.2-3", "4.3-3", "9-1").needs(Need.DEFLATE)
                .run(c -> quoted(c, "client_max_window_bits"));
    }

    private void freeWindow() {
        should("free-window", "client_max_window_bits without a value",
                "where it is free, a server asks for no window below 1024 bytes")
                .covers("7692-7.3-1").needs(Need.DEFLATE)
                .run(c -> {
                    Extension agreed = openFor(c, PLAIN + "; client_max_window_bits");
                    for (String parameter : List.of("client_max_window_bits", "server_max_window_bits")) {
                        c.check(agreed.windowBits(parameter) >= 10, parameter + " of 10 or more, or none",
                                agreed.value(parameter));
                    }
                });
    }
}
