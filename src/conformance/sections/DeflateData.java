package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.INTERNAL_ERROR;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.POLICY_VIOLATION;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.TOO_BIG;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * RFC 7692 §6 and §7.2: compressed data. §6 is messages of many sizes under many parameters; §7.2.1 is what a server
 * sends, and what shapes of DEFLATE data a client may send it; §7.2.2 is the window, and data that is broken. What the
 * server sends compressed is inflated and judged by {@code wire.Inflation} in every case.
 */
final class DeflateData extends Group {
    private static final String OFFER = Extension.DEFLATE;
    private static final String ANY_BLOCKS =
            "DEFLATE blocks of any type, one or several, are inflated, and so is the next message";
    private static final String KEPT =
            "the window is kept from message to message unless client_no_context_takeover was agreed";
    private static final String BROKEN = "a message that can't be inflated fails the connection";
    /** RFC 7692 §7.2.3.1: Hello, and RFC 7692 §7.2.3.2: Hello again, by a reference to the first. */
    private static final byte[] HELLO = hex("f248cdc9c90700");
    private static final byte[] HELLO_AGAIN = hex("f200110000");
    /**
     * No RFC says which code fits: the data is not what it says it is, or breaks the protocol, or is what nobody
     * expected.
     */
    private static final int[] UNREADABLE = {INVALID_PAYLOAD, PROTOCOL_ERROR, POLICY_VIOLATION, INTERNAL_ERROR};
    private static final int[] SIZES = {16, 64, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072};
    private static final int LARGE = 65_536;
    private static final int MESSAGES = 4;

    @Override
    protected void write() {
        section("7692-6", "deflate: messages of many sizes");
        sizes();
        section("7692-7.2.1", "deflate: compression");
        samples();
        blocks();
        empty();
        serverOutput();
        section("7692-7.2.2", "deflate: decompression");
        window();
        broken();
        beforeTheWindow();
        behindTheEnd();
        bombs();
    }

    private static Frame compressedText(byte[] data) {
        return text(data).rsv(RSV1);
    }

    // Data

    /** Text that hardly repeats within itself, so that all repetition is what a case put there. */
    private static byte[] noise(Random random, int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('!' + random.nextInt(94));
        }
        return letters;
    }

    /** As people write: words, of which some are frequent. */
    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            int word = (int) Math.pow(2_000, random.nextDouble());
            text.append(Integer.toString(word * 7_919, 36)).append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return text.substring(0, length);
    }

    /** References over the whole of a window, within a message, and from one into the other if that was agreed. */
    static void reachBack(Client c, int window, boolean fresh) {
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

    // RFC 7692 §7.2.1: what may come

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

    private static DeflateWriter writer() {
        return new DeflateWriter();
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

    // RFC 7692 §7.2.1: what the server sends

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
    private void sizes() {
        Map<String, String> offers = new LinkedHashMap<>();
        offers.put("plain", "");
        offers.put("client-bits", "; client_max_window_bits");
        offers.put("server-no-takeover", "; server_no_context_takeover");
        offers.put("client-no-takeover", "; client_no_context_takeover");
        offers.put("no-takeover", "; server_no_context_takeover; client_no_context_takeover; client_max_window_bits");
        offers.put("bits-9", "; server_max_window_bits=9; client_max_window_bits=9");
        offers.put("bits-9-no-takeover",
                "; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9; "
                        + "client_no_context_takeover");
        offers.put("bits-15", "; server_max_window_bits=15; client_max_window_bits=15");
        offers.put("three-offers", "; server_no_context_takeover; server_max_window_bits=9, "
                + "permessage-deflate; server_no_context_takeover, permessage-deflate");
        offers.forEach((name, parameters) -> {
            for (int size : SIZES) {
                must(name + "-" + size + "-bytes", MESSAGES + " messages of " + size + " bytes, with " + OFFER
                        + parameters, "compressed text and binary come back as they were")
                        .covers("7692-5-13", "7692-5-7", "7692-5-8", "7692-7.2.2-1", "7692-7.2.1-11")
                        .needs(size < LARGE ? new Need[] {Need.DEFLATE, Need.ECHO} : new Need[] {Need.DEFLATE,
                                Need.ECHO, Need.VOLUME})
                        .run(c -> echoing(c, OFFER + parameters, size));
            }
        });
    }

    private static void echoing(Client c, String offer, int size) {
        Deflation deflation = new Deflation(c.openWithDeflate(offer));
        for (int i = 0; i < MESSAGES; i++) {
            byte[] content = i == 3 ? pattern(size) : i == 2 ? noise(c.random(), size) : utf8(words(c.random(), size));
            Frame frame = (i == 3 ? binary(deflation.message(content)) : text(deflation.message(content))).rsv(RSV1);
            if (i == 1) {
                c.send(frame.fragments(256));
            } else {
                c.send(frame);
            }
            c.expectMessage(i == 3 ? 2 : 1, content);
        }
        c.expectQuiet();
    }

    // RFC 7692 §7.2.2: the window

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

    // RFC 7692 §7.2.2: what can't be inflated

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
        Variants<byte[]> broken = new Variants<>();
        broken.put("ffffffff", "ff ff ff ff", hex("ffffffff"));
        broken.put("reserved-type", "a block of the reserved type 3", writer().bits(6, 3).bytes());
        broken.put("block-then-reserved-type", "a good block, then one of the reserved type 3", writer().fixed()
                .literals("Hello").end().bits(6, 3).bits(0, 13).bytes());
        broken.put("wrong-complement", "a stored block whose complement is wrong", writer().stored(utf8("Hello"), 5, 5)
                .message());
        broken.put("complement-off-by-a-bit", "a stored block whose complement is off by one bit", writer()
                .stored(utf8("Hello"), 5, ~5 ^ 0x100).message());
        broken.put("length-code-286", "a fixed block with the length code 286", writer().fixed()
                .bits(Integer.reverse(0xC6) >>> 24, 8).bits(0, 5).end().message());
        broken.put("distance-code-30", "a fixed block with the distance code 30", writer().fixed().literals("Hello")
                .bits(Integer.reverse(1) >>> 25, 7).bits(0b01111, 5).end().message());
        broken.put("31-distance-codes", "a dynamic block with 31 distance codes", writer().bits(4, 3).bits(0, 5)
                .bits(30, 5).bits(15, 4).bits(0, 24).bits(0, 24).bytes());
        // some decoders check these codes only after they have read all 258 lengths
        broken.put("all-lengths-0", "a dynamic block whose code lengths are all 0, and 40 bytes of 0",
                Bytes.concat(writer().bits(4, 3).bits(0, 5).bits(0, 5).bits(15, 4).bits(0, 24).bits(0, 24).bits(0, 24)
                        .bytes(), new byte[40]));
        broken.put("over-subscribed", "a dynamic block with more symbols than codes", writer().bits(4, 3).bits(0, 5)
                .bits(0, 5).bits(15, 4).bits(-1, 30).bits(-1, 27).bytes());
        broken.forEach((name, what, data) -> failing(name, "a message of " + what, data, "7692-7.2.2-7"));
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
        // zlib doesn't say whether a message ended within a block
        Variants<byte[]> cut = new Variants<>();
        cut.put("cut-stored-block", "a stored block that announces 100 bytes and has 5", writer()
                .stored(utf8("Hello"), 100, ~100).bytes());
        cut.put("cut-fixed-block", "a fixed block that is cut", Arrays.copyOf(writer().fixed().literals(patternText(40))
                .end().message(), 20));
        cut.put("cut-length", "a stored block without its length", hex("00 00 05"));
        cut.forEach((name, what, data) -> should(name, "a message of " + what,
                "a message ends where a block ends; one that doesn't fails the connection")
                .covers("10.7-3", "7692-7.2.2-7").needs(Need.DEFLATE)
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
        Variants<byte[]> trailing = new Variants<>();
        trailing.put("reserved-type", "a block of the reserved type", hex("07ffffff"));
        trailing.put("plain-text", "plain text", utf8("gotcha, this is no DEFLATE data"));
        trailing.put("bytes-ff", "bytes of 255", hex("ffffffffffffffffffff"));
        byte[] last = writer().last().fixed().literals("Hello").end().bytes();
        trailing.forEach((name, what, bytes) -> core("behind-bfinal-" + name, "Hello with BFINAL=1, and " + what
                + " behind it", "what is behind the DEFLATE data is no content: it fails the connection, or is ignored")
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

    // RFC 7692 §7.2.2 and RFC 6455 §10.4: sizes

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
