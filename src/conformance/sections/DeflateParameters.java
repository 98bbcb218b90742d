package conformance.sections;

import static conformance.sections.DeflateTexts.compressedText;
import static conformance.sections.DeflateTexts.noise;

import conformance.suite.Client;
import conformance.suite.Need;
import conformance.wire.Acceptance;
import conformance.wire.Bytes;
import conformance.wire.DeflateWriter;
import conformance.wire.Extension;
import java.util.Arrays;
import java.util.List;

/** RFC 7692 §7.1 and §7.3: each parameter of permessage-deflate, as it is offered and answered. */
final class DeflateParameters extends OfferGroup {
    @Override
    protected void write() {
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
        boolean unquoted = OtherHandshake.agreed(c, PLAIN + "; " + parameter + "=10") != null;
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
                        reachBack(c, 1 << agreed.windowBits("client_max_window_bits"),
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
                    reachBack(c, 1 << 15, agreed.has("client_no_context_takeover"));
                });
        info("quoted", "the offer client_max_window_bits=\"10\"", "a quoted value means the same as one without quotes")
                .covers("7692-7.1.2.2-3", "4.3-3", "9-1").needs(Need.DEFLATE)
                .run(c -> quoted(c, "client_max_window_bits"));
    }

    /** References over the whole of a window, within a message, and from one into the other if that was agreed. */
    private static void reachBack(Client c, int window, boolean fresh) {
        byte[] noise = noise(c.random(), window);
        byte[] again = Bytes.concat(noise, Arrays.copyOf(noise, 100));
        c.send(compressedText(new DeflateWriter().stored(noise).fixed().match(100, window).end().message()));
        c.expectText(again);
        if (!fresh) {
            c.send(compressedText(new DeflateWriter().stored(noise).message()));
            c.expectText(noise);
            c.send(compressedText(new DeflateWriter().fixed().match(100, window).match(58, window).end().message()));
            c.expectText(Arrays.copyOf(noise, 158));
        }
        c.expectQuiet();
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
