package conformance.sections;

import static conformance.wire.Bytes.pattern;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;
import java.util.Collections;

/** RFC 6455 §5.1 who masks, §5.3 how. */
final class Masking extends Group {
    private static final String UNMASKED =
            "the server closes the connection on a frame that is not masked; it may send a Close with 1002";
    private static final String MASKED = "unmasking is XOR with byte i MOD 4 of the key";

    @Override
    protected void write() {
        section("5.1", "Data framing: overview");
        unmasked();
        serverFrames();
        section("5.3", "Client-to-server masking");
        keys();
        borders();
    }

    private void unmasked() {
        Variants<Frame> frames = new Variants<>();
        frames.put("text", "a Text frame", text("Hello"));
        frames.put("binary", "a Binary frame", binary(pattern(5)));
        frames.put("empty-text", "an empty Text frame", text(""));
        frames.put("text-126-bytes", "a Text frame of 126 bytes", text("x".repeat(126)));
        frames.put("first-fragment", "the first fragment of a text", text("Hel").notFinal());
        frames.put("ping", "a Ping", ping("Hello"));
        frames.put("empty-ping", "an empty Ping", ping(""));
        frames.put("pong", "a Pong", pong("Hello"));
        frames.put("close", "a Close", close(1000));
        frames.put("empty-close", "a Close without a body", close());
        frames.forEach((name, what, frame) -> must("unmasked-" + name, what + " that is not masked", UNMASKED)
                .covers("5.1-6")
                .covers(Opcode.isControl(frame.opcode()) ? "5.1-3" : "5.1-2")
                .covers(frame.opcode() == Opcode.CLOSE ? new String[] {"5.5.1-7"} : new String[0])
                .run(c -> {
                    c.open();
                    c.send(frame.unmasked());
                    c.expectCloseOrEnd();
                }));
        must("unmasked-continuation", "a masked first fragment, then a Continuation that is not masked", UNMASKED)
                .covers("5.1-4")
                .run(c -> {
                    c.open();
                    c.send(text("Hel").notFinal(), continuation("lo").unmasked());
                    c.expectCloseOrEnd();
                });
        must("unmasked-behind-good", "a good text, then one that is not masked, in one write",
                "the fault ends the connection")
                .covers("5.1-2")
                .run(c -> {
                    c.open();
                    c.send(text("good"), text("bad").unmasked());
                    c.skipTexts("good");
                    c.expectCloseOrEnd();
                });
        must("unmasked-behind-20-good", "twenty good texts, then one that is not masked, in one write",
                "the fault ends the connection")
                .covers("5.1-2")
                .run(c -> {
                    Frame[] all = new Frame[21];
                    Arrays.fill(all, text("good"));
                    all[20] = text("bad").unmasked();
                    c.open();
                    c.send(all);
                    c.skipTexts(Collections.nCopies(20, "good").toArray(String[]::new));
                    c.expectCloseOrEnd();
                });
        must("unmasked-through-tls", "a text that is not masked, through TLS", "masking is due over TLS too")
                .covers("5.1-5").needs(Need.TLS)
                .run(c -> {
                    c.open();
                    c.send(text("Hello").unmasked());
                    c.expectCloseOrEnd();
                });
    }

    private void serverFrames() {
        must("own-frames", "a text, a binary, a Ping, a Close", "a server masks no frame that it sends")
                .covers("5.1-7")
                .run(c -> {
                    c.open(); // the client looks at the MASK bit of each frame
                    framesOfAllKinds(c);
                });
        must("data-at-any-time", "a text at once after the 101, and one after other traffic",
                "data may be sent at any time while the connection is open")
                .covers("5.1-9", "6.2-1")
                .run(c -> {
                    c.open();
                    c.send(text("first"));
                    c.expectTextIfEchoing("first");
                    c.send(ping("between"));
                    c.expectPong("between");
                    c.send(text("last"));
                    c.expectTextIfEchoing("last");
                    c.expectQuiet();
                });
    }

    /** A text, a Ping and a Close, each answered. */
    static void framesOfAllKinds(Client c) {
        c.send(text("Hello"));
        c.expectTextIfEchoing("Hello");
        c.send(ping("Hello"));
        c.expectPong("Hello");
        c.send(close(1000));
        c.expectCleanClose();
    }

    private void keys() {
        for (int key : new int[] {0x00000000, 0xFFFFFFFF, 0x01020304, 0x80000000, 0x000000FF}) {
            must("key-" + String.format("%08x", key), "a text masked with the key " + String.format("%08x", key),
                    MASKED)
                    .covers("5.2-19", "5.3-2", "6.2-5").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(text("Hello, key").key(key));
                        c.expectText("Hello, key");
                        c.expectQuiet();
                    });
        }
        for (int length = 1; length <= 9; length++) {
            byte[] payload = pattern(length);
            must("binary-" + length + "-bytes", "a binary of " + length + " bytes, each different", MASKED)
                    .covers("5.3-2", "6.2-5").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(binary(payload).key(0x1F2E3D4C));
                        c.expectBinary(payload);
                        c.expectQuiet();
                    });
        }
        must("ping-125-bytes", "a Ping of 125 bytes, each different", "control frames are unmasked just so")
                .covers("5.3-2", "5.5.3-1")
                .run(c -> {
                    c.open();
                    c.send(ping(pattern(125)).key(0x1F2E3D4C));
                    c.expectPong(pattern(125));
                    c.expectQuiet();
                });
        for (int piece : new int[] {1, 2, 3, 5, 7}) {
            must("writes-of-" + piece, "a binary of 40 bytes in writes of " + piece,
                    "the place in the key goes on from segment to segment")
                    .covers("5.3-2", "6.2-1").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, binary(pattern(40)).key(0x1F2E3D4C));
                        c.expectBinary(pattern(40));
                        c.expectQuiet();
                    });
        }
    }

    private void borders() {
        must("two-texts-two-keys", "two texts with different keys, in one write",
                "the announced length does not count the key")
                .covers("5.3-3", "2.1-1", "6.2-1").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.send(text("one").key(0x01020304), text("two").key(0x05060708));
                    c.expectText("one");
                    c.expectText("two");
                    c.expectQuiet();
                });
        must("two-pings-two-keys", "two Pings with different keys, in one write",
                "the announced length does not count the key")
                .covers("5.3-3")
                .run(c -> {
                    c.open();
                    c.send(ping("one").key(0x01020304), ping("two").key(0x05060708));
                    c.expectPong("two");
                    c.expectQuiet();
                });
    }
}
