package conformance.sections;

import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** RFC 6455 §2.1 and §6.2: frames are frames however TCP cuts or glues them. */
final class Segments extends Group {
    private static final String ANY_CUT = "frames are read however their bytes arrive";
    private static final int[] PIECES = {1, 2, 3, 5, 7, 13, 64, 997};

    @Override
    protected void write() {
        section("2.1", "Terminology: sending may be postponed");
        glued();
        section("6.2", "Receiving data");
        cuts();
        pieces();
        types();
        volume();
    }

    private void glued() {
        should("behind-handshake", "a handshake with a text, a Ping and a text behind, in one write",
                "bytes of several frames may share a segment, with the handshake too")
                .covers("2.1-1", "6.2-1").weakenedBy("4.1-14")
                .run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(text("one"), ping("two"), text("three"))));
                    expectThree(c);
                });
        for (int piece : new int[] {100, 10}) {
            must("three-frames-in-writes-of-" + piece, "a text, a Ping and a text, in writes of " + piece,
                    "bytes of several frames may share a segment")
                    .covers("2.1-1", "6.2-1")
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, text("one"), ping("two"), text("three"));
                        expectThree(c);
                    });
        }
        must("four-messages-in-one-write", "a text, a binary, a Ping, a text in two fragments, in one write",
                "bytes of several frames may share a segment")
                .covers("2.1-1", "6.2-1")
                .run(c -> {
                    c.open();
                    c.send(text("one"), binary(pattern(2)), ping("three"), text("fo").notFinal(), continuation("ur"));
                    c.expectTextIfEchoing("one");
                    c.expectBinaryIfEchoing(pattern(2));
                    c.expectPong("three");
                    c.expectTextIfEchoing("four");
                    c.expectQuiet();
                });
        must("three-frames-in-three-writes", "three frames in writes that end in the middle of each",
                "one frame may span segments")
                .covers("2.1-1", "6.2-1")
                .run(c -> {
                    byte[] bytes = c.bytesOf(text("one"), ping("two"), text("three"));
                    c.open();
                    c.sendBytesInPieces(bytes.length / 3 + 1, bytes);
                    expectThree(c);
                });
    }

    private static void expectThree(Client c) {
        c.expectTextIfEchoing("one");
        c.expectPong("two");
        c.expectTextIfEchoing("three");
        c.expectQuiet();
    }

    /** A frame with all that can be cut: for each length field a header of its own. */
    private void cuts() {
        for (int at = 1; at < 6 + 5; at++) {
            int cut = at;
            must("text-cut-at-" + cut, "a text of 5 bytes, cut after byte " + cut, ANY_CUT)
                    .covers("6.2-1", "2.1-1").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, text("Hello"));
                        c.expectText("Hello");
                        c.expectQuiet();
                    });
            must("ping-cut-at-" + cut, "a Ping of 5 bytes, cut after byte " + cut, ANY_CUT)
                    .covers("6.2-1", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, ping("Hello"));
                        c.expectPong("Hello");
                        c.expectQuiet();
                    });
        }
        for (int at = 1; at < 6 + 5; at++) {
            int cut = at;
            must("close-cut-at-" + cut, "a Close of 5 bytes, cut after byte " + cut, ANY_CUT)
                    .covers("6.2-1", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, close(1000, "bye"));
                        c.expectCleanClose();
                    });
        }
        for (int at = 1; at <= 2 + 8 + 4 + 1; at++) {
            int cut = at;
            must("binary-65536-cut-at-" + cut, "a binary of 65536 bytes, cut after byte " + cut, ANY_CUT)
                    .covers("6.2-1", "2.1-1", "5.2-13").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, binary(pattern(65_536)));
                        c.expectBinary(pattern(65_536));
                        c.expectQuiet();
                    });
        }
        for (int at = 1; at < 6 + 2; at++) {
            int cut = at;
            must("reserved-opcode-cut-at-" + cut, "a frame with a reserved opcode, cut after byte " + cut,
                    "a fault is found however its bytes arrive")
                    .covers("6.2-1", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, frame(3, pattern(2)));
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
        int all = 8 + 7 + 6 + 8 + 8;
        for (int at = 1; at < all; at++) {
            int cut = at;
            must("three-fragments-cut-at-" + cut,
                    "a text in three fragments, the middle one empty, and a Ping between, cut after byte " + cut
                    + " of " + all, ANY_CUT)
                    .covers("6.2-1", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, text("ab").notFinal(), ping("p"), continuation("").notFinal(), pong("qq"),
                                continuation("cd"));
                        c.expectPong("p");
                        c.expectTextIfEchoing("abcd");
                        c.expectQuiet();
                    });
        }
    }

    private void pieces() {
        for (int piece : PIECES) {
            must("all-kinds-in-writes-of-" + piece, "a stream of frames of all kinds and lengths, in writes of "
                    + piece, ANY_CUT)
                    .covers("6.2-1", "2.1-1", "6.2-2", "6.2-3", "6.2-4")
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, text("first"), ping("one"), text("Hel").notFinal(), pong("?"),
                                continuation("lo"), text(""),
                                binary(pattern(126)), binary(pattern(300)).notFinal(), ping("two"),
                                        continuation(new byte[0]), text("last"));
                        c.expectTextIfEchoing("first");
                        c.expectPong("one");
                        c.expectTextIfEchoing("Hello");
                        c.expectTextIfEchoing("");
                        c.expectBinaryIfEchoing(pattern(126));
                        c.expectPong("two");
                        c.expectBinaryIfEchoing(pattern(300));
                        c.expectTextIfEchoing("last");
                        c.expectQuiet();
                    });
            must("text-997-in-writes-of-" + piece, "a text of 997 bytes in writes of " + piece, ANY_CUT)
                    .covers("6.2-1", "2.1-1", "6.2-5").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, text(patternText(997)));
                        c.expectText(patternText(997));
                        c.expectQuiet();
                    });
            must("fragments-in-writes-of-" + piece, "a binary of 5000 bytes in fragments of 31, in writes of " + piece,
                    ANY_CUT)
                    .covers("6.2-1", "2.1-1", "6.2-5").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendInPieces(piece, binary(pattern(5000)).fragments(31));
                        c.expectBinary(pattern(5000));
                        c.expectQuiet();
                    });
        }
    }

    private void types() {
        must("types", "a text in two fragments, a whole binary, a binary in two fragments, a whole text",
                "a message has the type of its first frame, and the next frame begins anew")
                .covers("6.2-3", "6.2-4")
                .run(c -> {
                    c.open();
                    c.send(text("a").notFinal(), continuation("b"), binary(pattern(1)), binary(pattern(2)).notFinal(),
                            continuation(pattern(3)), text("c"));
                    c.expectTextIfEchoing("ab");
                    c.expectBinaryIfEchoing(pattern(1));
                    c.expectBinaryIfEchoing(Bytes.concat(pattern(2), pattern(3)));
                    c.expectTextIfEchoing("c");
                    c.expectQuiet();
                });
        must("100-random-messages",
                "100 messages of random type, length, fragments, with Pings between, in random writes", ANY_CUT)
                .covers("6.2-1", "6.2-2", "6.2-3", "6.2-4", "6.2-5", "2.1-1")
                .run(c -> {
                    List<Frame> messages = new ArrayList<>();
                    List<Frame> frames = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        int length = c.random().nextInt(c.random().nextBoolean() ? 10 : 400);
                        Frame message = c.random().nextBoolean() ? text(patternText(length)) : binary(pattern(length));
                        messages.add(message);
                        Collections.addAll(frames, message.fragments(1 + c.random().nextInt(200)));
                    }
                    c.open();
                    c.sendBytesInPieces(1 + c.random().nextInt(2_000), c.bytesOf(frames.toArray(Frame[]::new)));
                    for (Frame message : messages) {
                        if (message.opcode() == Opcode.TEXT) {
                            c.expectTextIfEchoing(Bytes.text(message.payload()));
                        } else {
                            c.expectBinaryIfEchoing(message.payload());
                        }
                    }
                    c.expectQuiet();
                });
    }

    private void volume() {
        for (int piece : new int[] {64, 128, 256, 512, 997, 1024, 2048, 65_536}) {
            must("text-1-mib-in-writes-of-" + piece, "a text of 1 MiB in writes of " + piece, ANY_CUT)
                    .covers("6.2-1", "2.1-1").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> inWrites(c, piece, text(Volumes.text(1 << 20))));
            must("binary-1-mib-in-writes-of-" + piece, "a binary of 1 MiB in writes of " + piece, ANY_CUT)
                    .covers("6.2-1", "2.1-1").needs(Need.ECHO, Need.VOLUME)
                    .run(c -> inWrites(c, piece, binary(pattern(1 << 20))));
        }
        must("text-16-kib-byte-by-byte", "a text of 16 KiB in writes of one byte", ANY_CUT)
                .covers("6.2-1", "2.1-1").needs(Need.ECHO, Need.VOLUME)
                .run(c -> inWrites(c, 1, text(Volumes.text(16 << 10))));
        must("10000-texts-in-writes-of-997", "10000 texts of one byte and a Ping, in writes of 997", ANY_CUT)
                .covers("6.2-1", "2.1-1").needs(Need.ECHO, Need.VOLUME)
                .run(c -> {
                    Frame[] frames = new Frame[10_000];
                    Arrays.setAll(frames, i -> text(Character.toString('a' + i % 26)));
                    c.open();
                    c.sendInPieces(997, frames);
                    for (Frame frame : frames) {
                        c.expectText(frame.payload());
                    }
                    c.expectQuiet();
                });
    }

    private static void inWrites(Client c, int piece, Frame message) {
        c.open();
        c.sendInPieces(piece, message);
        c.expectMessage(message.opcode(), message.payload());
        c.expectQuiet();
    }
}
