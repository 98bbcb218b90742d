package conformance.sections;

import static conformance.sections.DeflateTexts.HELLO;
import static conformance.sections.DeflateTexts.HELLO_AGAIN;
import static conformance.sections.DeflateTexts.OFFER;
import static conformance.sections.DeflateTexts.compressedText;
import static conformance.sections.DeflateTexts.noise;
import static conformance.sections.DeflateTexts.writer;
import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.INTERNAL_ERROR;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.POLICY_VIOLATION;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Deflation;
import conformance.wire.Frame;
import java.util.Arrays;

/** RFC 7692 §7.2.2: the window that is kept between messages, and data that can't be inflated. */
final class DeflateWindow extends Group {
    private static final String KEPT =
            "the window is kept from message to message unless client_no_context_takeover was agreed";
    private static final String BROKEN = "a message that can't be inflated fails the connection";
    /**
     * No RFC says which code fits: the data is not what it says it is, or breaks the protocol, or is what nobody
     * expected.
     */
    private static final int[] UNREADABLE = {INVALID_PAYLOAD, PROTOCOL_ERROR, POLICY_VIOLATION, INTERNAL_ERROR};

    @Override
    protected void write() {
        section("7692-7.2.2", "deflate: decompression");
        window();
        broken();
        beforeTheWindow();
        behindTheEnd();
        bombs();
    }

    // The window

    private static void openWithTakeover(Client c, String offer) {
        if (c.openWithDeflate(offer).has("client_no_context_takeover")) {
            c.skip("the server wants no context takeover");
        }
    }

    private void again(String name, String sent, Frame... between) {
        must(name, sent, KEPT)
                .covers(between.length == 0 ? "7692-7.2.2-3" : "7692-7.2.2-5", "7692-7.1.1.2-3", "7692-7.2.2-2")
                        .needs(Need.DEFLATE)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    c.send(compressedText(HELLO));
                    c.expectTextIfEchoing("Hello");
                    for (Frame frame : between) {
                        c.send(frame);
                        if (frame.opcode() == 1) {
                            c.expectTextIfEchoing(new String(frame.payload(), UTF_8));
                        } else if (frame.opcode() == 9) {
                            c.expectPong(frame.payload());
                        }
                    }
                    c.send(compressedText(HELLO_AGAIN), compressedText(HELLO_AGAIN));
                    c.expectTextIfEchoing("Hello");
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
    }

    private void window() {
        again("hello-again", "Hello, and Hello again by a reference to the first, the sample of RFC 7692 §7.2.3.2");
        again("again-behind-plain", "Hello, a text without RSV1, and Hello again by a reference to the first",
                text("plain text"));
        again("again-behind-empty-plain", "Hello, an empty text without RSV1, and Hello again by a reference",
                text(""));
        again("again-behind-ping", "Hello, a Ping and a Pong, and Hello again by a reference", ping("between"),
                pong("between"));
        overFinalBlock("again-behind-bfinal", "Hello in a block with BFINAL=1, then Hello again by a reference",
                HELLO_AGAIN,
                writer().last().fixed().literals("Hello").end().message(), "Hello");
        overFinalBlock("again-behind-stored-bfinal",
                "Hello in a stored block with BFINAL=1, then Hello again by a reference", HELLO_AGAIN,
                writer().last().stored(utf8("Hello")).message(), "Hello");
        overFinalBlock("again-behind-empty-bfinal",
                "Hello, an empty message of a block with BFINAL=1, then Hello again by a reference", HELLO_AGAIN,
                HELLO, "Hello", writer().last().fixed().end().message(), "");
        overFinalBlock("again-behind-bfinal-and-block",
                "a block with BFINAL=1 and Hello in one behind it, then Hello again by a reference", HELLO_AGAIN,
                writer().last().fixed().literals("Well, ").end().fixed().literals("Hello").end().message(),
                        "Well, Hello");
        overFinalBlock("over-bfinal-and-block",
                "Hello, a message with a block with BFINAL=1 and one behind it, then a reference to Hello", writer()
                .fixed().match(5, 11).end().message(),
                HELLO, "Hello", writer().last().fixed().literals("abc").end().fixed().literals("def").end().message(),
                        "abcdef");
        must("again-in-fragments",
                "a reference to the message before, in the middle of a plain and fragmented conversation", KEPT)
                .covers("7692-7.2.2-5", "7692-7.2.2-3").needs(Need.DEFLATE)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    c.send(compressedText(HELLO).fragments(2));
                    c.send(text("some plain").fragments(3));
                    c.send(compressedText(HELLO_AGAIN).fragments(1));
                    c.expectTextIfEchoing("Hello");
                    c.expectTextIfEchoing("some plain");
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        must("again-as-another-type", "a reference to a message of another type", KEPT)
                .covers("7692-7.2.2-3").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    c.send(compressedText(HELLO), binary(HELLO_AGAIN).rsv(RSV1), text(HELLO_AGAIN).rsv(RSV1));
                    c.expectText("Hello");
                    c.expectBinary(utf8("Hello"));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
        must("again-behind-empty", "an empty compressed message between a text and a reference to it", KEPT)
                .covers("7692-7.2.2-3").needs(Need.DEFLATE)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    c.send(compressedText(HELLO), compressedText(hex("00")), compressedText(HELLO_AGAIN));
                    c.expectTextIfEchoing("Hello");
                    c.expectTextIfEchoing("");
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        must("takeover-unless-agreed",
                "client_no_context_takeover offered; if it isn't answered, a reference to the message before", KEPT)
                .covers("7692-7.2.2-4", "7692-7.1.1.2-3").needs(Need.DEFLATE)
                .run(c -> takeoverUnlessAgreed(c, OFFER + "; client_no_context_takeover"));
        must("takeover-unless-agreed-with-window",
                "client_no_context_takeover and a window offered; if the first isn't answered, a reference to "
                        + "the message before", KEPT)
                .covers("7692-7.2.2-4").needs(Need.DEFLATE)
                .run(c -> takeoverUnlessAgreed(c, OFFER + "; client_max_window_bits; client_no_context_takeover"));
        must("over-33-messages", "33 messages of 1000 bytes, and a reference of 32768 bytes back",
                "without client_max_window_bits the window has 32 KiB, over as many messages as it takes")
                .covers("7692-7.2.2-6", "7692-7.1.2.2-6", "7692-7.2.2-3").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    byte[] noise = noise(c.random(), 33_000);
                    for (int from = 0; from < noise.length; from += 1_000) {
                        byte[] part = Arrays.copyOfRange(noise, from, from + 1_000);
                        c.send(compressedText(writer().stored(part).message()));
                        c.expectText(part);
                    }
                    c.send(compressedText(writer().fixed().match(200, 32_768).end().message()));
                    c.expectText(Arrays.copyOfRange(noise, 232, 432));
                    c.expectQuiet();
                });
    }

    /**
     * RFC 7692 §7.2.1 lets a message have blocks with BFINAL=1; §7.2.2 has the window of the last message kept,
     * whatever its blocks.
     */
    private void overFinalBlock(String name, String sent, byte[] reference, Object... before) {
        must(name, sent, KEPT)
                .covers("7692-7.2.2-3", "7692-7.2.1-5").needs(Need.DEFLATE)
                .run(c -> {
                    openWithTakeover(c, OFFER);
                    for (int i = 0; i < before.length; i += 2) {
                        c.send(compressedText((byte[]) before[i]));
                        c.expectTextIfEchoing((String) before[i + 1]);
                    }
                    c.send(compressedText(reference));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
    }

    /** With the second text compressed by itself if it was agreed that it must be. */
    private static void takeoverUnlessAgreed(Client c, String offer) {
        boolean fresh = c.openWithDeflate(offer).has("client_no_context_takeover");
        c.send(compressedText(HELLO), compressedText(fresh ? HELLO : HELLO_AGAIN));
        c.expectTextIfEchoing("Hello");
        c.expectTextIfEchoing("Hello");
        c.expectQuiet();
    }

    // What can't be inflated

    private void failing(String name, String what, byte[] data, String row) {
        core(name, what, BROKEN)
                .covers(row, "7692-7.2.2-7").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(binary(data).rsv(RSV1));
                    c.expectFailure(UNREADABLE);
                });
    }

    private void broken() {
        BrokenDeflate.broken().forEach((name, what, data) -> failing(name, "a message of " + what, data,
                "7692-7.2.2-7"));
        core("good-then-broken-in-fragments", "a good message, then a broken one in fragments, then a Ping", BROKEN)
                .covers("7692-7.2.2-7").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(HELLO));
                    c.expectText("Hello");
                    for (Frame fragment : binary(hex("ffffffff")).rsv(RSV1).fragments(1)) {
                        c.send(fragment);
                    }
                    c.send(ping("behind"));
                    if (c.peek() instanceof Event.Pong) {
                        // a server that inflates in another thread may answer the Ping first (§5.5.2 allows any pace)
                        c.expectPong("behind");
                    }
                    c.expectFailure(UNREADABLE);
                });
        core("plain-text-with-rsv1", "text that is no DEFLATE data, though RSV1 says so", BROKEN)
                .covers("7692-7.2.2-7").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(utf8("not compressed at all"))); // n begins a block of the reserved type
                    c.expectFailure(UNREADABLE);
                });
        BrokenDeflate.cut().forEach((name, what, data) -> core(name, "a message of " + what,
                "a message ends where a block ends; one that doesn't fails the connection")
                .covers("7692-7.2.2-7").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(binary(data).rsv(RSV1));
                    c.expectFailure(UNREADABLE);
                }));
    }

    private void beforeTheWindow() {
        failing("reference-before-start", "Hello again by a reference, as the first message", HELLO_AGAIN,
                "7692-7.2.2-8");
        failing("reference-one-before-start", "a reference one byte farther back than there is", writer().fixed()
                .literals("Hello").match(3, 6).end().message(), "7692-7.2.2-8");
        failing("reference-32768-before-start", "a reference 32768 bytes back in the first message", writer().fixed()
                .literals("Hello").match(258, 32_768).end().message(), "7692-7.2.2-8");
        core("reference-before-first-message", "Hello, then a reference one byte farther back than all that came",
                BROKEN)
                .covers("7692-7.2.2-8").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(HELLO));
                    c.expectTextIfEchoing("Hello");
                    c.send(compressedText(writer().fixed().match(5, 6).end().message()));
                    c.expectFailure(UNREADABLE);
                });
        core("window-of-another", "a secret on one connection, then on another a reference to what never came there",
                "no connection sees the window of another")
                .covers("7692-7.2.2-8").needs(Need.DEFLATE)
                .run(c -> {
                    Client other = c.another();
                    Deflation deflation = new Deflation(other.openWithDeflate(OFFER));
                    String secret = "a secret that only one connection knows";
                    for (int i = 0; i < 3; i++) {
                        other.send(text(deflation.message(utf8(secret))).rsv(RSV1));
                        other.expectTextIfEchoing(secret);
                    }
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(writer().fixed().match(30, 39).end().message()));
                    c.expectFailure(UNREADABLE);
                    other.expectQuiet();
                });
    }

    private void behindTheEnd() {
        byte[] last = writer().last().fixed().literals("Hello").end().bytes();
        BrokenDeflate.trailing().forEach((name, what, bytes) -> core("behind-bfinal-" + name,
                "Hello with BFINAL=1, and " + what + " behind it",
                "what is behind the DEFLATE data is no content: it fails the connection, or is ignored")
                .covers("7692-7.2.2-10").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(Bytes.concat(last, bytes)));
                    if (c.peek() instanceof Event.Message) {
                        c.saw("ignored");
                        c.expectText("Hello");
                        c.expectQuiet();
                    } else {
                        c.expectFailure(UNREADABLE);
                    }
                }));
    }

    // RFC 6455 §10.4: sizes

    private void bombs() {
        for (int kilobytes : new int[] {256, 1_024}) {
            must(kilobytes + "-kib-of-zeros", kilobytes + " KiB of zeros, compressed to a thousandth",
                    "a limit of the server counts the bytes after inflating: the message comes back, or 1009")
                    .covers("7692-7.2.2-9").needs(Need.DEFLATE, Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                        byte[] zeros = new byte[kilobytes << 10];
                        c.send(binary(deflation.message(zeros)).rsv(RSV1));
                        if (c.peek() instanceof Event.Message) {
                            c.expectBinary(zeros);
                            c.expectQuiet();
                        } else {
                            c.saw("above a limit of the server");
                            c.expectCloseOrEnd();
                        }
                    });
        }
        must("128-mib-bomb", "128 MiB of zeros in 128 KiB, beside another connection",
                "a compressed message of any size leaves the server serving")
                .covers("7692-7.2.2-9").needs(Need.DEFLATE, Need.HOSTILE)
                .run(c -> {
                    Client bystander = c.another();
                    bystander.open();
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    byte[] part = Bytes.concat(deflation.message(new byte[1 << 20]), hex("0000ffff"));
                    byte[] bomb = {};
                    for (int i = 0; i < 7; i++) {
                        bomb = Bytes.concat(i == 0 ? part : bomb, i == 0 ? part : bomb);
                    }
                    c.send(binary(Arrays.copyOf(bomb, bomb.length - 4)).rsv(RSV1));
                    bystander.send(ping("still there?"));
                    bystander.expectPong("still there?");
                    c.saw(c.next().toString());
                    bystander.expectQuiet();
                });
    }
}
