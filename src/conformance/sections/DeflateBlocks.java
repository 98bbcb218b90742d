package conformance.sections;

import static conformance.sections.DeflateTexts.HELLO;
import static conformance.sections.DeflateTexts.OFFER;
import static conformance.sections.DeflateTexts.compressedText;
import static conformance.sections.DeflateTexts.noise;
import static conformance.sections.DeflateTexts.words;
import static conformance.sections.DeflateTexts.writer;
import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.DeflateWriter;
import conformance.wire.Deflation;
import conformance.wire.Extension;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * RFC 7692 §7.2.1: in what blocks of DEFLATE a client may compress, and what a server sends. What a server sends is
 * inflated and judged by {@code wire.Inflation} in every case.
 */
final class DeflateBlocks extends Group {
    private static final String ANY_BLOCKS =
            "DEFLATE blocks of any type, one or several, are inflated, and so is the next message";

    @Override
    protected void write() {
        section("7692-7.2.1", "deflate: compression");
        samples();
        blocks();
        empty();
        serverOutput();
    }

    // What may come

    private void taking(String name, String what, byte[] data, String content, String... rows) {
        must(name, "a text as " + what + ", then another message", ANY_BLOCKS)
                .covers("7692-7.2.2-1").covers(rows).needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(data));
                    c.expectText(content);
                    c.send(compressedText(HELLO));
                    c.expectText("Hello");
                    c.send(compressedText(data));
                    c.expectText(content);
                    c.expectQuiet();
                });
    }

    private void samples() {
        taking("sample-fixed", "one fixed block, the sample of RFC 7692 §7.2.3.1", HELLO, "Hello", "7692-7.2.1-4",
                "7692-7.2.2-1");
        taking("sample-stored", "a stored block, the sample of RFC 7692 §7.2.3.3", hex("000500faff48656c6c6f00"),
                "Hello", "7692-7.2.1-3");
        taking("sample-bfinal", "a block with BFINAL=1, the sample of RFC 7692 §7.2.3.4", hex("f348cdc9c9070000"),
                "Hello", "7692-7.2.1-5");
        taking("sample-two-blocks", "two blocks, the sample of RFC 7692 §7.2.3.5", hex("f24805000000ffffcac9c90700"),
                "Hello", "7692-7.2.1-2", "7692-7.2.1-7");
        must("sample-in-two-fragments", "the sample of RFC 7692 §7.2.3.1 in two fragments, f2 48 cd and c9 c9 07 00",
                ANY_BLOCKS)
                .covers("7692-7.2.1-7", "7692-7.2.1-4").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(compressedText(HELLO).fragments(3));
                    c.expectText("Hello");
                    c.expectQuiet();
                });
    }

    private void blocks() {
        byte[] hello = utf8("Hello");
        Variants<byte[]> shapes = new Variants<>();
        Variants<byte[]> finals = new Variants<>();
        shapes.put("two-fixed", "two fixed blocks", writer().fixed().literals("Hel").end().fixed().literals("lo").end()
                .message());
        shapes.put("stored-then-fixed", "a stored and a fixed block", writer().stored(utf8("Hel")).fixed()
                .literals("lo").end().message());
        shapes.put("fixed-then-stored", "a fixed and a stored block", writer().fixed().literals("Hel").end()
                .stored(utf8("lo")).message());
        shapes.put("five-stored-of-1-byte", "five stored blocks of one byte", oneByteBlocks(hello, false));
        finals.put("five-stored-bfinal", "five stored blocks of one byte, all with BFINAL=1",
                oneByteBlocks(hello, true));
        finals.put("two-bfinal", "two blocks with BFINAL=1", writer().last().fixed().literals("Hel").end().last()
                .fixed().literals("lo").end().message());
        finals.put("bfinal-then-block", "a block with BFINAL=1 and one without", writer().last().fixed().literals("Hel")
                .end().fixed().literals("lo").end().message());
        finals.put("block-then-bfinal", "a block without BFINAL and one with it", writer().fixed().literals("Hel").end()
                .last().fixed().literals("lo").end().message());
        finals.put("stored-bfinal", "a stored block with BFINAL=1", writer().last().stored(hello).message());
        shapes.put("between-empty-blocks", "a fixed block between ten empty stored ones", withFlushes("Hello"));
        finals.put("behind-empty-bfinal", "a fixed block behind an empty one with BFINAL=1", writer().last().fixed()
                .end().fixed().literals("Hello").end().message());
        shapes.forEach((name, what, data) -> taking(name, what, data, "Hello", "7692-7.2.1-2"));
        finals.forEach((name, what, data) -> taking(name, what, data, "Hello", "7692-7.2.1-6"));
        taking("matches-at-distance-1", "matches of 258 bytes at distance 1", writer().fixed().literals("a")
                .match(258, 1).match(241, 1).end().message(), "a".repeat(500), "7692-7.2.1-4");
        taking("match-into-first-block", "stored blocks with a reference from the last into the first",
                writer().stored(utf8(patternText(300))).flush().fixed().match(100, 300).end().message(),
                        patternText(300) + patternText(300).substring(0, 100), "7692-7.2.1-2");
        for (int length : new int[] {1, 255, 4_000, 65_535}) {
            taking("stored-" + length + "-bytes", "a stored block of " + length + " bytes", writer()
                    .stored(utf8(patternText(length))).message(), patternText(length), "7692-7.2.1-3");
        }
        byte[] dynamic = new Deflation(Extension.parse(OFFER).get(0)).message(utf8(words(new Random(7692), 3_000)));
        taking("dynamic", "a dynamic block", dynamic, words(new Random(7692), 3_000), "7692-7.2.1-4");
        must("tail-within-message",
                "00 00 ff ff within a message, in its data and between its blocks, in fragments that end with it",
                "only the four last bytes of a message were removed")
                .covers("7692-7.2.1-7", "7692-7.2.1-2").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    byte[] tails = hex("0000ffff 0000ffff 0000ffff");
                    byte[] first = writer().stored(tails).flush().bytes();
                    byte[] second = writer().stored(tails).message();
                    c.openWithDeflate(OFFER);
                    for (int i = 0; i < 2; i++) {
                        c.send(binary(first).rsv(RSV1).notFinal(), Frame.continuation(second));
                        c.expectBinary(Bytes.concat(tails, tails));
                    }
                    c.expectQuiet();
                });
    }

    private static byte[] oneByteBlocks(byte[] content, boolean last) {
        DeflateWriter writer = new DeflateWriter();
        for (byte b : content) {
            (last ? writer.last() : writer).stored(new byte[] {b});
        }
        return writer.message();
    }

    private static byte[] withFlushes(String content) {
        DeflateWriter writer = new DeflateWriter();
        for (int i = 0; i < 10; i++) {
            writer.flush();
            if (i == 4) {
                writer.fixed().literals(content).end();
            }
        }
        return writer.message();
    }

    private void empty() {
        for (String data : List.of("00", "0200", "030000", "000000ffff00")) {
            for (boolean text : new boolean[] {true, false}) {
                must("empty-" + (text ? "text-" : "binary-") + data, "an empty " + (text ? "text" : "binary") + " as "
                        + data, "an empty message can be compressed; what comes back is an empty message")
                        .covers("7692-7.2.1-9", "7692-7.2.2-1").needs(Need.DEFLATE, Need.ECHO)
                        .run(c -> {
                            c.openWithDeflate(OFFER);
                            for (int i = 0; i < 2; i++) {
                                c.send((text ? text(hex(data)) : binary(hex(data))).rsv(RSV1));
                                c.expectMessage(text ? 1 : 2, new byte[0]);
                                c.send(compressedText(HELLO));
                                c.expectText("Hello");
                            }
                            c.expectQuiet();
                        });
            }
        }
        info("rsv1-without-bytes", "RSV1 and no bytes at all",
                "not even an empty block: the RFC says how an empty message is sent, and not this way")
                .covers("7692-7.2.1-9", "7692-7.2.2-1").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    c.send(text("").rsv(RSV1));
                    c.saw(c.next().toString());
                });
    }

    // What the server sends

    private void serverOutput() {
        must("repeating-texts", "texts that repeat themselves and each other",
                "messages of the server inflate once 00 00 ff ff is appended, with a window of 32 KiB")
                .covers("7692-5-7", "7692-7.2.1-1", "7692-7.2.1-8", "7692-7.2.1-11").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> repeating(c, OFFER, 20_000));
        info("how-many-compressed", "ten texts that repeat themselves", "a server may compress, or not")
                .covers("7692-7.2.1-11").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> {
                    c.openWithDeflate(OFFER);
                    int compressed = 0;
                    for (int i = 0; i < 10; i++) {
                        c.send(text("again and ".repeat(200)));
                        compressed += c.next() instanceof Event.Message message && message.compressed() ? 1 : 0;
                    }
                    c.saw(compressed + " of 10 came back compressed");
                });
        for (String offer : List.of(OFFER + "; server_no_context_takeover", OFFER
                + "; server_no_context_takeover; client_no_context_takeover")) {
            must(Slug.ofParameters(offer), offer + ", and the same text many times",
                    "with server_no_context_takeover each message begins with an empty window")
                    .covers("7692-5-7", "7692-7.2.1-10").needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> repeating(c, offer, 5_000));
            must(Slug.ofParameters(offer) + "-binary", offer + ", and the same binary many times",
                    "with server_no_context_takeover each message begins with an empty window")
                    .covers("7692-5-7", "7692-7.2.1-10").needs(Need.DEFLATE, Need.ECHO)
                    .run(c -> repeating(c, offer, 5_000, Opcode.BINARY));
        }
        for (int bits = 8; bits <= 15; bits++) {
            for (String more : List.of("", "; server_no_context_takeover")) {
                String offer = OFFER + "; server_max_window_bits=" + bits + more;
                int window = 1 << bits;
                must("server-bits-" + bits + (more.isEmpty() ? "" : "-no-takeover"), offer
                        + ", and texts that repeat over just that distance and over more",
                        "no reference of the server is longer than the window that was agreed")
                        .covers("7692-5-7", bits == 8 ? "7692-7.2.1-13" : "7692-7.2.1-12")
                                .needs(Need.DEFLATE, Need.ECHO)
                        .run(c -> repeating(c, offer, window));
            }
        }
        must("repeats-near-32768", "a text that repeats at distances below, at and above 32768",
                "there is no window above 32768 bytes")
                .covers("7692-5-7", "7692-7.2.1-8").needs(Need.DEFLATE, Need.ECHO)
                .run(c -> repeating(c, OFFER, 1 << 15));
    }

    /**
     * Whatever was agreed, the client holds the server to it. What repeats does so in a message and from one to
     * another. A message that doesn't come back breaks no window: then the server doesn't support what it agreed to
     * (RFC 7692 §5), so that is the first that the cases cover.
     */
    private static void repeating(Client c, String offer, int distance) {
        repeating(c, offer, distance, Opcode.TEXT);
    }

    private static void repeating(Client c, String offer, int distance, int opcode) {
        c.openWithDeflate(offer);
        for (int more : new int[] {-20, 0, 1, 120}) {
            byte[] noise = noise(c.random(), distance + more);
            byte[] twice = Bytes.concat(noise, Arrays.copyOf(noise, 150));
            byte[] part = Arrays.copyOf(noise, Math.min(noise.length, 100));
            c.send(frame(opcode, twice), frame(opcode, part));
            c.expectMessage(opcode, twice);
            c.expectMessage(opcode, part);
        }
        c.expectQuiet();
    }

    /** What Autobahn's sections 12 and 13 send, but in fewer messages and with a look at what comes back. */
}
