package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.Bytes.utf8;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.TOO_BIG;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.RSV2;
import static conformance.wire.Frame.RSV3;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.suite.Need;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** RFC 6455 §5.2: the base framing protocol, bit by bit. */
final class Framing extends Group {
    private static final String RESERVED_BITS = "a reserved bit that no extension gave a meaning fails the connection";
    private static final String UNKNOWN = "an unknown opcode fails the connection";
    static final String NOT_MINIMAL =
            "the length is in the fewest bytes that can hold it: that binds who sends; who receives may "
                    + "refuse it, or take it as it stands";

    @Override
    protected void write() {
        section("5.2", "Base framing protocol");
        reservedBits();
        reservedOpcodes();
        lengths();
        wrongLengths();
        maskingKeys();
    }

    private void reservedBits() {
        for (int bits = 1; bits <= 7; bits++) {
            for (Frame frame : List.of(text("Hello"), binary(pattern(5)))) {
                failing(rsv(bits) + "-" + Opcode.name(frame.opcode()).toLowerCase(Locale.ROOT), frame.rsv(bits),
                        bits == RSV1 ? new String[] {"5.2-3", "5.2-7"} : new String[] {"5.2-3"});
            }
        }
        for (int bits : new int[] {RSV1, RSV2, RSV3}) {
            failing(rsv(bits) + "-ping", ping("Hello").rsv(bits), "5.2-5");
            failing(rsv(bits) + "-pong", pong("Hello").rsv(bits), "5.2-5");
            failing(rsv(bits) + "-close", close(1000).rsv(bits), "5.2-6");
        }
        failing("rsv123-close", close(1000).rsv(RSV1 | RSV2 | RSV3), "5.2-6");
        for (int bits : new int[] {RSV1, RSV2, RSV3}) {
            must(rsv(bits) + "-continuation", "a first fragment, then " + continuation("lo").rsv(bits), RESERVED_BITS)
                    .covers("5.2-4")
                    .run(c -> {
                        c.open();
                        c.send(text("Hel").notFinal(), continuation("lo").rsv(bits));
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
        must("rsv1-with-deflate-data", "RSV1 and valid DEFLATE data, though nothing was offered", RESERVED_BITS)
                .covers("5.2-7", "9.1-5")
                .run(c -> {
                    c.open();
                    c.send(text(hex("f248cdc9c90700")).rsv(RSV1)); // RFC 7692 §7.2.3.1: Hello
                    c.expectFailure(PROTOCOL_ERROR);
                });
        must("own-rsv-is-0", "100 KB of one letter, though nothing was offered",
                "what a server sends has RSV 0 if nothing was agreed")
                .covers("5.2-2", "5.8-1").needs(Need.ECHO)
                .run(c -> {
                    String text = "a".repeat(100_000);
                    c.open();
                    c.send(text(text));
                    c.expectText(text);
                    c.expectQuiet();
                });
    }

    /** {@code rsv1}, {@code rsv23}: the bits that are set. */
    static String rsv(int bits) {
        return "rsv" + ((bits & RSV1) != 0 ? "1" : "") + ((bits & RSV2) != 0 ? "2" : "") + ((bits & RSV3) != 0 ? "3"
                : "");
    }

    private void failing(String name, Frame frame, String... rows) {
        must(name, "a frame with a reserved bit: " + frame, RESERVED_BITS)
                .covers(rows)
                .run(c -> {
                    c.open();
                    c.send(frame);
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void reservedOpcodes() {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            String row = opcode < 8 ? "5.2-8" : "5.2-9";
            for (byte[] payload : List.of(pattern(0), pattern(5))) {
                must("opcode-" + opcode + (payload.length == 0 ? "-empty" : ""), "opcode " + opcode + " with "
                        + payload.length + " bytes", UNKNOWN)
                        .covers(row)
                        .run(c -> {
                            c.open();
                            c.send(frame(opcode, payload));
                            c.expectFailure(PROTOCOL_ERROR);
                        });
            }
            must("opcode-" + opcode + "-within-message", "a first fragment, then opcode " + opcode, UNKNOWN)
                    .covers(row, "5.2-10")
                    .run(c -> {
                        c.open();
                        c.send(text("Hel").notFinal(), frame(opcode, pattern(2)), continuation("lo"));
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
        for (int opcode : new int[] {3, 11}) {
            must("opcode-" + opcode + "-not-final", "opcode " + opcode + " with FIN=0", UNKNOWN)
                    .covers("5.2-10")
                    .run(c -> {
                        c.open();
                        c.send(frame(opcode, pattern(5)).notFinal());
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
        must("opcode-3-then-ping", "a good text, then opcode 3, then a Ping, in one write",
                "what follows the fault is not looked at")
                .covers("5.2-8", "7.1.7-5")
                .run(c -> {
                    c.open();
                    c.send(text("good"), frame(3, pattern(0)), ping("unseen"));
                    c.skipTexts("good");
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void lengths() {
        for (int length : new int[] {0, 1, 2, 124, 125, 126, 127, 128, 255, 256, 257, 32_767, 32_768, 65_534, 65_535,
                65_536, 65_537, 131_072}) {
            String[] rows = {length <= 125 ? "5.2-11" : length <= 65_535 ? "5.2-12" : "5.2-13", "5.2-16", "5.2-21",
                    "5.2-1", "5.4-1"};
            must("binary-" + length + "-bytes", "a binary of " + length + " bytes",
                    "lengths up to 125, up to 65535 and above have 7, 16 and 64 bits, in network order")
                    .covers(rows).needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(length)));
                        c.expectBinary(pattern(length));
                        c.expectQuiet();
                    });
            must("text-" + length + "-bytes", "a text of " + length + " bytes",
                    "lengths up to 125, up to 65535 and above have 7, 16 and 64 bits, in network order")
                    .covers(rows).needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.send(text(patternText(length)));
                        c.expectText(patternText(length));
                        c.expectQuiet();
                    });
        }
    }

    private void wrongLengths() {
        for (long length : new long[] {0x8000000000000000L, 0x8000000000000005L, -1}) {
            core("length-" + Long.toHexString(length), "a 64-bit length of 0x" + Long.toHexString(length),
                    "the top bit of a 64-bit length is 0: the frame fails the connection, from its header")
                    .covers(length == -1 ? "5.2-15" : "5.2-14")
                    .run(c -> {
                        c.open();
                        c.send(binary(pattern(5)).announcing(length));
                        c.expectFailure(PROTOCOL_ERROR, TOO_BIG);
                    });
        }
        for (int length : new int[] {0, 1, 5, 125}) {
            notMinimal(length + "-bytes-in-16-bits", text("x".repeat(length)).lengthIn16Bits(), "5.2-17");
        }
        for (int length : new int[] {0, 5, 125, 126, 65_535}) {
            notMinimal(length + "-bytes-in-64-bits", text("x".repeat(length)).lengthIn64Bits(), "5.2-18");
        }
    }

    private void notMinimal(String name, Frame frame, String row) {
        info(name, "a length with more bytes than it needs: " + frame, NOT_MINIMAL)
                .covers(row)
                .run(c -> takesOrRefuses(c, frame));
    }

    /** To take such a frame for another than it is breaks "Incoming data MUST be parsed as WebSocket frames" (§6.2). */
    static void takesOrRefuses(Client c, Frame frame) {
        c.open();
        c.send(frame, ping("behind"));
        Event event = frame.opcode() == Opcode.TEXT && c.isEchoing() ? c.nextMessage() : c.next();
        if (event instanceof Event.Close) {
            c.expectEnd();
            c.saw("refused: " + event);
        } else if (event instanceof Event.End) {
            c.saw("refused: " + event);
        } else if ((event instanceof Event.Message message && Arrays.equals(message.payload(), frame.payload()))
                || event instanceof Event.Pong) {
            if (!(event instanceof Event.Pong pong && Arrays.equals(pong.payload(), utf8("behind")))) {
                c.expectPong("behind");
            }
            c.expectQuiet();
            c.saw("taken");
        } else {
            throw Failure.of("a frame of " + frame.payload().length + " bytes, taken or refused", event).of("6.2-1");
        }
    }

    private void maskingKeys() {
        for (int at = 1; at <= 5; at++) {
            int cut = at;
            must("empty-text-cut-at-" + cut, "an empty text, cut after byte " + cut + " of 6",
                    "an empty frame has its key too")
                    .covers("5.2-20", "2.1-1").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, text(""));
                        c.expectText("");
                        c.expectQuiet();
                    });
            must("empty-ping-cut-at-" + cut, "an empty Ping, cut after byte " + cut + " of 6",
                    "an empty frame has its key too")
                    .covers("5.2-20", "2.1-1")
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, ping(""));
                        c.expectPong("");
                        c.expectQuiet();
                    });
        }
        for (int at = 1; at < 14; at++) {
            int cut = at;
            must("text-126-bytes-cut-at-" + cut, "a text of 126 bytes, cut after byte " + cut
                    + ", in its header or right behind it", "frames are read however they are cut")
                    .covers("2.1-1", "6.2-1", "5.2-12").needs(Need.ECHO)
                    .run(c -> {
                        c.open();
                        c.sendCut(cut, text(patternText(126)));
                        c.expectText(patternText(126));
                        c.expectQuiet();
                    });
        }
    }
}
