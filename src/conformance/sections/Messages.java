package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Frame;
import java.util.Arrays;
import java.util.function.IntFunction;

/** RFC 6455 §5.6 data frames, §5.8 extensibility, §6.1 what is sent. What is text, §8.1 says. */
final class Messages extends Group {
    private static final int TURNS = 1_000;
    private static final int LEAST_TURNS = 10;
    /** After so much time there are no more turns: a case has 20 seconds at least. */
    private static final long MILLIS_OF_TURNS = 10_000;
    private static final String OPAQUE = "the payload of a binary is not looked at";
    private static final String DELIVERED = "each message is sent, once, whole, with its type, in its order";

    @Override
    protected void write() {
        section("5.6", "Data frames");
        texts();
        binaries();
        section("5.8", "Extensibility");
        nothingNegotiated();
        section("6.1", "Sending data");
        types();
        many();
        volume();
    }

    private void texts() {
        Variants<String> texts = new Variants<>();
        texts.put("two-bytes", "of a character of two bytes", "é");
        texts.put("three-bytes", "of a character of three bytes", "€");
        texts.put("four-bytes", "of a character of four bytes", "😀");
        texts.put("greek", "in Greek", "κόσμε");
        texts.put("joined", "of joined characters", "👩‍👩‍👧‍👦");
        texts.put("accents", "of a letter with three accents", "e\u0301\u0301\u0301");
        texts.forEach((name, what, text) -> {
            byte[] bytes = utf8(text);
            for (int cut = 1; cut < bytes.length; cut++) {
                byte[] first = Arrays.copyOf(bytes, cut);
                byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
                must(name + "-cut-at-" + cut, "the text " + text + ", " + what + ", " + cut + " of its " + bytes.length
                        + " bytes in the first of two fragments", "a fragment may end within a character")
                        .covers("5.6-2", "5.6-1").needs(Need.ECHO)
                        .run(c -> {
                            c.open();
                            c.send(text(first).notFinal(), continuation(rest));
                            c.expectText(bytes);
                            c.expectQuiet();
                        });
            }
        });
        must("long-text-in-fragments", "a text of 1000 characters of four bytes, whole and in fragments of 999 bytes",
                "text that a server sends is UTF-8")
                .covers("5.6-4", "5.6-1", "5.6-2").needs(Need.ECHO)
                .run(c -> {
                    String text = "😀".repeat(1000);
                    c.open();
                    c.send(text(text));
                    c.expectText(text);
                    c.send(text(text).fragments(999));
                    c.expectText(text);
                    c.expectQuiet();
                });
    }

    private void binaries() {
        Variants<byte[]> payloads = new Variants<>();
        payloads.put("all-256-bytes", "all 256 bytes", pattern(256));
        payloads.put("no-utf8", "bytes that UTF-8 doesn't have", hex("fe ff c0 c1 f5 ff"));
        payloads.put("half-character", "half a character", hex("e2 82"));
        payloads.put("surrogate-and-overlong", "a surrogate and an overlong form", hex("eda080 c080"));
        payloads.put("zeros", "nothing but zeros", new byte[64]);
        payloads.put("line-ends", "CR LF, LF, CR and LF CR", hex("610d0a620a630d640a0d65"));
        payloads.put("text-marks", "NUL, 0x1A, U+FEFF and a letter that is not composed",
                hex("efbbbf 61 00 1a 65cc81 00"));
        payloads.put("frame", "a frame", hex("8105 48656c6c6f"));
        payloads.forEach((name, what, payload) -> {
            must("binary-" + name, "a binary of " + what, OPAQUE)
                    .covers("5.6-3", "6.1-2").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(binary(payload));
                        c.expectBinary(payload);
                        c.send(binary(payload).fragments(1));
                        c.expectBinary(payload);
                        c.expectQuiet();
                    });
            must("binary-" + name + "-then-ping", "a binary of " + what + ", then a Ping", OPAQUE
                    + "; it may be refused as binary, but not with 1007")
                    .covers("5.6-3", "5.5.2-2")
                    .run(c -> {
                        c.open();
                        c.send(binary(payload), ping("behind"));
                        Event event = c.isEchoing() ? c.nextMessage() : c.next();
                        if (event instanceof Event.Message) { // its echo
                            event = c.next();
                        }
                        c.check(event instanceof Event.Pong || (event instanceof Event.Close refusal
                                && refusal.code() != INVALID_PAYLOAD),
                                "a Pong, or a Close with another code than 1007", event);
                        if (event instanceof Event.Pong) {
                            c.expectQuiet();
                        } else {
                            c.expectEnd();
                        }
                    });
        });
    }

    private void nothingNegotiated() {
        String requirement = "extensions are used only when they were agreed in the handshake: RSV is 0, "
                + "opcodes are known ones";
        for (int length : new int[] {0, 10, 125, 1_000, 20_000}) {
            must(length + "-equal-bytes", "a text and a binary of " + length
                    + " equal bytes, though nothing was offered", requirement)
                    .covers("5.8-1").needs(Need.ECHO)
                    .run(c -> {
                        c.open(); // the client looks at the 101 and at each frame
                        c.send(text("a".repeat(length)), binary(new byte[length]));
                        c.expectText("a".repeat(length));
                        c.expectBinary(new byte[length]);
                        c.expectQuiet();
                    });
        }
        must("ping-and-close", "a Ping and a Close, though nothing was offered", requirement)
                .covers("5.8-1")
                .run(c -> {
                    c.open();
                    c.send(ping("Hello"));
                    c.expectPong("Hello");
                    c.send(close(1000));
                    c.expectCleanClose();
                });
    }

    private void types() {
        for (int length : new int[] {0, 1, 125, 126, 70_000}) {
            must("text-and-binary-" + length, "a text and a binary with the same " + length + " bytes", DELIVERED)
                    .covers("6.1-2", "6.1-3", "6.1-4", "6.1-5").needs(Need.ECHO)
                    .run(c -> {
                        byte[] payload = Volumes.text(length);
                        c.open();
                        c.send(text(payload), binary(payload));
                        c.expectText(payload);
                        c.expectBinary(payload);
                        c.send(binary(payload), text(payload));
                        c.expectBinary(payload);
                        c.expectText(payload);
                        c.expectQuiet();
                    });
        }
        should("handshake-text-ping", "a handshake, a text and a Ping, in one write",
                "frames that don't wait for the 101 are not lost, and no frame comes before the 101 is complete")
                .covers("6.1-1").weakenedBy("4.1-14")
                .run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(text("Hello"), ping("behind"))));
                    c.expectTextIfEchoing("Hello");
                    c.expectPong("behind");
                    c.expectQuiet();
                });
        must("unfinished-handshake", "a handshake cut before its last byte, with nothing behind",
                "no frame, and no 101, comes before the handshake is complete")
                .covers("6.1-1")
                .run(c -> {
                    byte[] request = c.handshake().bytes();
                    c.connect();
                    c.sendBytes(Arrays.copyOf(request, request.length - 1));
                    c.expectNothingYet();
                    c.reset();
                });
    }

    private void many() {
        for (int count : new int[] {2, 10, 300}) {
            must(count + "-texts-in-one-write", count + " texts in one write", DELIVERED)
                    .covers("6.1-4", "2.1-1", "6.2-1").needs(Need.ECHO)
                    .run(c -> {
                        Frame[] texts = new Frame[count];
                        Arrays.setAll(texts, i -> text("message " + i));
                        c.open();
                        c.send(texts);
                        for (int i = 0; i < count; i++) {
                            c.expectText("message " + i);
                        }
                        c.expectQuiet();
                    });
        }
        must("50-texts-by-turns", "50 texts, each after the echo of the one before", DELIVERED)
                .covers("6.1-4").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    for (int i = 0; i < 50; i++) {
                        c.send(text("message " + i));
                        c.expectText("message " + i);
                    }
                    c.expectQuiet();
                });
    }

    private void volume() {
        for (int kib : new int[] {64, 256, 1024, 4096, 8192, 16_384}) {
            must("text-" + kib + "-kib", "a text of " + kib + " KiB", DELIVERED)
                    .covers("6.1-2", "6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        byte[] text = Volumes.text(kib << 10);
                        c.open();
                        c.send(text(text));
                        c.expectText(text);
                        c.expectQuiet();
                    });
            must("binary-" + kib + "-kib", "a binary of " + kib + " KiB", DELIVERED)
                    .covers("6.1-2", "6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(kib << 10)));
                        c.expectBinary(pattern(kib << 10));
                        c.expectQuiet();
                    });
        }
        for (int length : new int[] {1_048_577, 5_000_001, 16_777_215}) {
            must("binary-" + length + "-bytes", "a binary of " + length + " bytes", DELIVERED)
                    .covers("6.1-2", "6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(length)));
                        c.expectBinary(pattern(length));
                        c.expectQuiet();
                    });
        }
        must("binary-4-mib-in-fragments", "a binary of 4 MiB in fragments of 65537 bytes", DELIVERED)
                .covers("6.1-2", "6.1-4").needs(Need.ECHO, Need.VOLUME)
                .run(c -> {
                    c.open();
                    c.send(binary(pattern(4 << 20)).fragments(65_537));
                    c.expectBinary(pattern(4 << 20));
                    c.expectQuiet();
                });
        for (int length : new int[] {0, 16, 64, 256, 1024, 4096}) {
            must("1000-texts-" + length, "1000 texts of " + length + " bytes, each after the echo of the one before",
                    DELIVERED)
                    .covers("6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        c.open();
                        byTurns(c, i -> text(numbered(i, length)));
                    });
            must("1000-binaries-" + length, "1000 binaries of " + length
                    + " bytes, each after the echo of the one before", DELIVERED)
                    .covers("6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        c.open();
                        byTurns(c, i -> binary(numbered(i, length)));
                    });
            must("2000-texts-" + length, "2000 texts of " + length + " bytes without waiting", DELIVERED)
                    .covers("6.1-4").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> {
                        Frame[] frames = new Frame[2000];
                        Arrays.setAll(frames, i -> text(numbered(i, length)));
                        c.open();
                        c.send(frames);
                        for (Frame frame : frames) {
                            c.expectText(frame.payload());
                        }
                        c.expectQuiet();
                    });
        }
    }

    /** A message and its echo a thousand times, or as often as there is time for if the link is slow. */
    private static void byTurns(Client c, IntFunction<Frame> message) {
        long start = System.nanoTime();
        int turns = 0;
        while (turns < TURNS && (turns < LEAST_TURNS || System.nanoTime() - start < MILLIS_OF_TURNS * 1_000_000)) {
            Frame frame = message.apply(turns++);
            c.send(frame);
            c.expectMessage(frame.opcode(), frame.payload());
        }
        c.expectQuiet();
        if (turns < TURNS) {
            c.saw("only " + turns + " of " + TURNS + ", as a turn took " + MILLIS_OF_TURNS / turns + " ms");
        }
    }

    /** A number, so that each differs from its neighbours, and what fills it up. */
    private static byte[] numbered(int number, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) '.');
        byte[] digits = utf8(Integer.toString(number));
        System.arraycopy(digits, 0, payload, 0, Math.min(length, digits.length));
        return payload;
    }
}
