package conformance.sections;

import static conformance.sections.DeflateTexts.HELLO;
import static conformance.sections.DeflateTexts.OFFER;
import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.RSV2;
import static conformance.wire.Frame.RSV3;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.DeflateWriter;
import conformance.wire.Deflation;
import conformance.wire.Frame;
import java.util.Arrays;
import java.util.List;

/** RFC 7692 §6: RSV1 and fragments, once permessage-deflate is agreed. */
final class DeflateFrames extends Group {
    private static final String ONLY_FIRST =
            "RSV1 belongs on the first frame of a message; anywhere else it fails the connection";
    private static final String OTHER_BITS =
            "permessage-deflate gives RSV2 and RSV3 no meaning: they fail the connection";
    private static final String MIXED = "each message says by RSV1 whether it is compressed";
    private static final String LONG_TEXT = patternText(1_000) + "κόσμε".repeat(40);

    @Override
    protected void write() {
        section("7692-6.1", "deflate: RSV1");
        bothKinds();
        controlFrames();
        continuations();
        otherBits();
        utf8OfContent();
        controlBetween();
        section("7692-6.2", "deflate: fragments");
        fragments();
    }

    private static Frame compressed(Frame frame) {
        return frame.rsv(RSV1);
    }

    private void bothKinds() {
        must("text", "a compressed text", "a compressed message is inflated")
                .covers("7692-6.1-1").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressed(text(HELLO)));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
        must("binary-then-text", "a compressed binary, then a compressed text", "a compressed message keeps its opcode")
                .covers("7692-6.1-8", "7692-6.1-1").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    c.send(compressed(binary(deflation.message(pattern(500)))));
                    c.expectBinary(pattern(500));
                    c.send(compressed(text(deflation.message(utf8("Hello")))));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
        must("plain", "a text and a binary without RSV1, though compression is agreed",
                "what has no RSV1 is not inflated")
                .covers("7692-6.1-2", "7692-6.2-3").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(text("plain"));
                    c.expectText("plain");
                    c.send(binary(HELLO));
                    c.expectBinary(HELLO);
                    c.expectQuiet();
                });
        must("plain-in-fragments", "a binary without RSV1 that is DEFLATE data, in fragments",
                "what has no RSV1 is not inflated")
                .covers("7692-6.1-2", "7692-6.2-3").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(binary(HELLO).fragments(3));
                    c.expectBinary(HELLO);
                    c.expectQuiet();
                });
        for (boolean together : new boolean[] {false, true}) {
            must("by-turns" + (together ? "-in-one-write" : ""), "compressed and plain messages by turns"
                    + (together ? ", in one write" : ""), MIXED)
                    .covers("7692-6.1-3", "7692-6.1-2").needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> {
                        Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                        Frame[] frames = new Frame[8];
                        for (int i = 0; i < frames.length; i++) {
                            String text = "message " + i / 2;
                            frames[i] = i % 2 == 0 ? compressed(text(deflation.message(utf8(text)))) : text(text);
                        }
                        if (together) {
                            c.send(frames);
                        }
                        for (int i = 0; i < frames.length; i++) {
                            if (!together) {
                                c.send(frames[i]);
                            }
                            c.expectText("message " + i / 2);
                        }
                        c.expectQuiet();
                    });
        }
        must("own-rsv1", "compressed messages, Pings, and a fault",
                "the server's control frames and continuations have RSV1 clear")
                .covers("7692-6.1-4", "7692-6.1-5", "7692-6.1-6").needs(Need.DEFLATE)
                .run(c -> {
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    String text = patternText(120); // the client looks at RSV1 of each frame
                    c.send(compressed(text(deflation.message(utf8(text)))), ping("Hello"));
                    c.expectTextIfEchoing(text);
                    c.expectPong("Hello");
                    c.send(text("Hello").rsv(RSV2));
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void failing(String name, String row, String requirement, Frame... frames) {
        must(name, String.join(", then ", List.of(frames).stream().map(Frame::toString).toList()), requirement)
                .covers(row).needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(frames);
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void controlFrames() {
        for (Frame control : List.of(ping("Hello"), ping(""), pong("Hello"), pong(""), close(1000), close())) {
            failing("rsv1-" + Slug.of(control), control.opcode() == close().opcode() ? "7692-6.1-5" : "7692-6.1-4",
                    ONLY_FIRST, compressed(control));
        }
        failing("rsv1-ping-of-deflate-data", "7692-6.1-4", ONLY_FIRST, compressed(ping(HELLO)));
        failing("rsv1-ping-within-message", "7692-6.1-4", ONLY_FIRST, compressed(text(new byte[] {HELLO[0]}))
                .notFinal(), compressed(ping("between")));
    }

    private void continuations() {
        byte[] begin = Arrays.copyOf(HELLO, 3);
        byte[] end = Arrays.copyOfRange(HELLO, 3, HELLO.length);
        failing("rsv1-last-fragment", "7692-6.1-6", ONLY_FIRST, compressed(text(begin)).notFinal(),
                compressed(continuation(end)));
        failing("rsv1-second-fragment", "7692-6.1-6", ONLY_FIRST, compressed(text(begin)).notFinal(),
                compressed(continuation(end)).notFinal());
        failing("rsv1-third-fragment", "7692-6.1-6", ONLY_FIRST, compressed(binary(begin)).notFinal(),
                continuation(new byte[0]).notFinal(), compressed(continuation(end)));
        // in UTF-8, so that nothing but RSV1 is wrong
        failing("rsv1-fragment-of-plain", "7692-6.1-6", ONLY_FIRST, text("Hel").notFinal(),
                compressed(continuation("lo")));
        failing("rsv1-second-fragment-of-plain", "7692-6.1-6", ONLY_FIRST, text("").notFinal(),
                compressed(continuation("Hello")).notFinal());
    }

    private void otherBits() {
        for (int more : new int[] {RSV2, RSV3, RSV2 | RSV3}) {
            String bits = Framing.rsv(more);
            failing(bits + "-text-compressed", "7692-6.1-7", OTHER_BITS, text(HELLO).rsv(RSV1 | more));
            failing(bits + "-binary-compressed", "7692-6.1-7", OTHER_BITS, binary(HELLO).rsv(RSV1 | more));
            failing(bits + "-text", "7692-6.1-7", OTHER_BITS, text("Hello").rsv(more));
            failing(bits + "-ping", "7692-6.1-7", OTHER_BITS, ping("Hello").rsv(more));
            failing(bits + "-continuation", "7692-6.1-7", OTHER_BITS, compressed(text(HELLO)).notFinal(),
                    continuation(new byte[0]).rsv(more));
        }
    }

    private void utf8OfContent() {
        Variants<String> invalid = new Variants<>();
        invalid.put("byte-ff", "a byte that never occurs", "48656cff6c6f");
        invalid.put("lone-tail", "a continuation byte alone", "4880");
        invalid.put("overlong", "an overlong /", "c0af");
        invalid.put("surrogate", "a surrogate", "eda080");
        invalid.put("above-10ffff", "a code point above U+10FFFF", "f4908080");
        invalid.put("cut-at-the-end", "a character that is cut off at the end", "48656c6c6f20e282");
        invalid.forEach((name, what, bytes) -> {
            must("bad-text-" + name, "a compressed text with " + what, "what comes of inflating a text has to be UTF-8")
                    .covers("7692-6.1-9").needs(Need.DEFLATE)
                    .run(c -> {
                        Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                        c.send(compressed(text(deflation.message(hex(bytes)))));
                        c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                    });
        });
        must("bad-text-in-fragments", "a compressed text with a bad byte, in fragments of one byte",
                "what comes of inflating a text has to be UTF-8")
                .covers("7692-6.1-9").needs(Need.DEFLATE)
                .run(c -> {
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    c.send(compressed(text(deflation.message(hex("48656cff6c6f")))).fragments(1));
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                });
        must("binary-no-utf8", "a compressed binary with bytes that are no UTF-8", "only text has to be UTF-8")
                .covers("7692-6.1-9", "7692-6.1-8").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    c.send(compressed(binary(deflation.message(hex("00ff80c0afeda080")))));
                    c.expectBinary(hex("00ff80c0afeda080"));
                    c.expectQuiet();
                });
        must("character-over-two-blocks",
                "characters of 2, 3 and 4 bytes in two stored blocks, cut in the middle of one",
                "blocks may be cut anywhere, in a character too")
                .covers("7692-6.1-10", "7692-7.2.2-1").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    byte[] text = utf8("é€😀");
                    c.openWithDeflate(OFFER);
                    for (int at = 1; at < text.length; at++) {
                        c.send(compressed(text(new DeflateWriter().stored(Arrays.copyOf(text, at))
                                .stored(Arrays.copyOfRange(text, at, text.length)).message())));
                        c.expectText(text);
                    }
                    c.expectQuiet();
                });
    }

    private void controlBetween() {
        should("ping-within-message", "a compressed fragment, a Ping, and the rest only after its Pong",
                "control frames between compressed fragments are plain, and handled at once")
                .covers("5.5.2-4", "7692-6.1-11").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressed(text(hex("f248cd"))).notFinal(), ping("between"));
                    c.expectPong("between");
                    c.send(continuation(hex("c9c90700")));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        should("ping-behind-each-byte",
                "a Ping that looks like DEFLATE data and a Pong after each byte of a compressed text",
                "control frames between compressed fragments are plain")
                .covers("5.5.2-4", "7692-6.1-11", "7692-6.2-1").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    for (Frame fragment : compressed(text(HELLO)).fragments(1)) {
                        c.send(pong("x"), ping(HELLO), fragment);
                        c.expectPong(HELLO);
                    }
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        must("close-within-message", "a Close between two compressed fragments",
                "a Close within a compressed message is answered")
                .covers("7692-6.1-11").needs(Need.DEFLATE)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressed(text(hex("f248cd"))).notFinal(), close(1000));
                    c.expectCleanClose();
                });
    }

    private void fragments() {
        for (int size : new int[] {1, 2, 3, 4, 7, 64, 125, 126, 127, 500}) {
            must("fragments-of-" + size, "a compressed text of " + utf8(LONG_TEXT).length + " bytes in fragments of "
                    + size, "fragments are put together, then inflated")
                    .covers("7692-6.2-1", "7692-6.1-10").needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> {
                        Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                        for (int i = 0; i < 2; i++) {
                            c.send(compressed(text(deflation.message(utf8(LONG_TEXT)))).fragments(size));
                            c.expectText(LONG_TEXT);
                        }
                        c.expectQuiet();
                    });
        }
        for (int at = 1; at < HELLO.length; at++) {
            int cut = at;
            must("cut-at-" + cut, "compressed Hello in two fragments, cut after byte " + cut + " of " + HELLO.length,
                    "fragments are put together, then inflated")
                    .covers("7692-6.2-1").needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> {
                        c.openWithDeflate(OFFER);
                        c.send(compressed(text(Arrays.copyOf(HELLO, cut))).notFinal(),
                                continuation(Arrays.copyOfRange(HELLO, cut, HELLO.length)));
                        c.expectText("Hello");
                        c.expectQuiet();
                    });
        }
        must("byte-by-byte", "a compressed text in writes of one byte", "frames are read however they are cut")
                .covers("7692-6.2-1", "7692-6.1-10").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.sendInPieces(1, compressed(text(HELLO)).fragments(4));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
        must("empty-fragments", "empty fragments before, in and after a compressed text",
                "empty fragments of a compressed message change nothing")
                .covers("7692-6.2-2").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    Frame empty = continuation(new byte[0]).notFinal();
                    c.send(compressed(text("")).notFinal(), empty, continuation(hex("f248cd")).notFinal(), empty, empty,
                            continuation(hex("c9c90700")).notFinal(), continuation(""));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
        must("by-turns", "fragments of compressed and plain messages by turns",
                "the first frame says whether a message is compressed")
                .covers("7692-6.2-1", "7692-6.2-3").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    Deflation deflation = new Deflation(c.openWithDeflate(OFFER));
                    for (int i = 0; i < 3; i++) {
                        c.send(compressed(text(deflation.message(utf8("squeezed")))).fragments(3));
                        c.send(text("plain").fragments(2));
                        c.expectText("squeezed");
                        c.expectText("plain");
                    }
                    c.expectQuiet();
                });
    }
}
