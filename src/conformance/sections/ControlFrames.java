package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.TOO_BIG;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.closeWithBody;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.pong;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import java.util.List;

/** RFC 6455 §5.5 control frames in general, §5.5.2 Ping, §5.5.3 Pong. Close has a group of its own. */
final class ControlFrames extends Group {
    private static final String LONG = "control frames have at most 125 bytes";
    private static final String WHOLE = "control frames are not fragmented";
    /** Milliseconds to wait for a server that has read a header. If they are too few, only a note is wrong. */
    private static final long MOMENT = 20;
    private static final String PONG = "a Ping is answered with a Pong of the same payload";

    @Override
    protected void write() {
        section("5.5", "Control frames");
        tooLong();
        fragmented();
        section("5.5.2", "Ping");
        pings();
        section("5.5.3", "Pong");
        pongs();
    }

    private void tooLong() {
        byte[] closeBody = Bytes.concat(hex("03e8"), Bytes.utf8("x".repeat(124)));
        failing("ping-126-bytes", ping(pattern(126)), LONG, "5.5-1");
        failing("pong-126-bytes", pong(pattern(126)), LONG, "5.5-2");
        failing("close-126-bytes", closeWithBody(closeBody), LONG, "5.5-3");
        failing("ping-65536-bytes", ping(pattern(65_536)), LONG, "5.5-1");
        for (Frame frame : List.of(ping(""), pong(""), close())) {
            failing(Slug.of(frame) + "-announces-2-to-40", frame.announcing(1L << 40), LONG
                    + "; more is refused from the header alone", "5.5-4");
        }
        // no sentence says when a connection has to fail: a server may wait for 126 bytes, but not for 2^40
        info("announces-126", ping("").announcing(126).toString(), LONG + "; more may be refused from the header alone")
                .covers("5.5-4")
                .run(c -> {
                    Client other = c.another();
                    c.open();
                    c.send(ping("").announcing(126));
                    other.open();
                    other.expectQuiet();
                    c.saw(c.next(MOMENT) instanceof Event.Silence ? "awaits the payload"
                            : "refused from the header alone");
                });
        info("length-in-16-bits", "a Ping of 5 bytes with its length in 16 bits", Framing.NOT_MINIMAL)
                .covers("5.2-17")
                .run(c -> Framing.takesOrRefuses(c, ping("Hello").lengthIn16Bits()));
        must("own-control-frames", "a Ping of 125 bytes, then a fault that calls for a Close",
                "control frames of the server have at most 125 bytes, and FIN")
                .covers("5.5-5")
                .run(c -> {
                    c.open(); // the client looks at the length and FIN of each control frame
                    c.send(ping(pattern(125)));
                    c.expectPong(pattern(125));
                    c.send(pong("Hello").notFinal());
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void failing(String name, Frame frame, String requirement, String... rows) {
        core(name, frame.toString(), requirement)
                .covers(rows)
                .run(c -> {
                    c.open();
                    c.send(frame);
                    c.expectFailure(frame.announces() ? new int[] {PROTOCOL_ERROR, TOO_BIG}
                            : new int[] {PROTOCOL_ERROR});
                });
    }

    private void fragmented() {
        failing("fragmented-ping", ping("Hel").notFinal(), WHOLE, "5.4-6");
        failing("fragmented-pong", pong("Hel").notFinal(), WHOLE, "5.4-6");
        failing("fragmented-close", close(1000).notFinal(), WHOLE, "5.4-7");
        failing("fragmented-empty-ping", ping("").notFinal(), WHOLE, "5.4-6");
        core("fragmented-ping-whole", "a Ping with FIN=0, and its Continuation", WHOLE)
                .covers("5.4-6")
                .run(c -> {
                    c.open();
                    c.send(ping("Hel").notFinal(), continuation("lo"));
                    c.expectFailure(PROTOCOL_ERROR);
                });
        core("fragmented-ping-within-message", "a first fragment of a text, then a Ping with FIN=0", WHOLE)
                .covers("5.4-6")
                .run(c -> {
                    c.open();
                    c.send(text("Hel").notFinal(), ping("x").notFinal());
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void pings() {
        for (int length : new int[] {0, 1, 124, 125}) {
            must("ping-" + length + "-bytes", "a Ping of " + length + " bytes", PONG)
                    .covers("5.5.2-1", "5.5.2-2", "5.5.3-1")
                    .run(c -> {
                        c.open();
                        c.send(ping(patternText(length)));
                        c.expectPong(patternText(length));
                        c.expectQuiet();
                    });
        }
        should("behind-handshake", "a Ping in the same write as the handshake",
                "bytes behind the handshake are kept for what follows the 101")
                .covers("5.5.2-6", "6.2-1").weakenedBy("4.1-14")
                .run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(ping("early"))));
                    c.expectPong("early");
                    c.expectQuiet();
                });
        must("byte-by-byte", "a Ping in writes of one byte", "frames are read however they are cut")
                .covers("5.5.2-2", "2.1-1", "6.2-1")
                .run(c -> {
                    c.open();
                    c.sendInPieces(1, ping("Hello"));
                    c.expectPong("Hello");
                    c.expectQuiet();
                });
        should("within-message", "a Ping between two fragments, and the last one only after its Pong",
                "the Pong comes before the message has ended")
                .covers("5.5.2-4", "5.4-5", "5.4-11", "6.2-2")
                .run(c -> {
                    c.open();
                    c.send(text("Hel").notFinal(), ping("between"));
                    c.expectPong("between");
                    c.send(continuation("lo"));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
        should("after-each-of-10-fragments", "a Ping after each of ten empty fragments",
                "the Pong comes before the message has ended")
                .covers("5.5.2-4", "5.4-11", "5.4-14")
                .run(c -> {
                    c.open();
                    c.send(text("").notFinal());
                    for (int i = 0; i < 10; i++) {
                        c.send(continuation("").notFinal(), ping("after " + i));
                        c.expectPong("after " + i);
                    }
                    c.send(continuation("end"));
                    c.expectTextIfEchoing("end");
                    c.expectQuiet();
                });
        must("after-close", "a Close, then a Ping, in one write", "a Ping after a Close needs no Pong, and is no fault")
                .covers("5.5.1-10", "5.5.2-3", "5.5.1-17")
                .run(c -> {
                    c.open();
                    c.send(close(1000), ping("late"));
                    c.expectCleanClose();
                });
        should("behind-1-mib", "a text of 1 MiB and a Ping behind it", "the Pong comes as soon as is practical")
                .covers("5.5.2-5").needs(Need.ECHO, Need.VOLUME)
                .run(c -> {
                    String text = patternText(1 << 20);
                    c.open();
                    c.send(text(text), ping("behind"));
                    if (c.peek() instanceof Event.Pong) { // control frames may overtake
                        c.expectPong("behind");
                        c.expectText(text);
                    } else {
                        c.expectText(text);
                        c.expectPong("behind");
                    }
                    c.expectQuiet();
                });
    }

    private void pongs() {
        must("no-utf8", "a Ping with bytes that are no UTF-8", PONG)
                .covers("5.5.3-1")
                .run(c -> {
                    c.open();
                    c.send(ping(hex("00ff fe80 c0af eda080")));
                    c.expectPong(hex("00ff fe80 c0af eda080"));
                    c.expectQuiet();
                });
        must("ten-pings", "ten Pings in one write",
                "of several Pings the last is answered; those before it may be, in their order")
                .covers("5.5.3-2", "5.5.2-2")
                .run(c -> {
                    c.open();
                    c.send(tenPings());
                    c.expectPong("ping 9");
                    c.expectQuiet();
                });
        must("ten-pings-in-pieces", "ten Pings in writes of three bytes",
                "of several Pings the last is answered; those before it may be, in their order")
                .covers("5.5.3-2", "6.2-1")
                .run(c -> {
                    c.open();
                    c.sendInPieces(3, tenPings());
                    c.expectPong("ping 9");
                    c.expectQuiet();
                });
        for (String payload : List.of("", "unasked")) {
            must("unasked-" + payload.length() + "-bytes", "a Pong that nobody asked for, with " + payload.length()
                    + " bytes", "an unsolicited Pong is no fault")
                    .covers("5.5.3-3", "5.5.2-2")
                    .run(c -> {
                        c.open();
                        c.send(pong(payload));
                        c.expectQuiet();
                        c.send(text("Hello"));
                        c.expectTextIfEchoing("Hello");
                        c.expectQuiet();
                    });
        }
        must("unasked-125-bytes-then-ping", "a Pong of 125 bytes that nobody asked for, then a Ping",
                "an unsolicited Pong is no fault")
                .covers("5.5.3-3", "5.5.2-2")
                .run(c -> {
                    c.open();
                    c.send(pong(pattern(125)), ping("Hello"));
                    c.expectPong("Hello");
                    c.expectQuiet();
                });
        must("unasked-within-message", "a Pong between two fragments of a text",
                "an unsolicited Pong within a message changes nothing")
                .covers("5.4-12", "5.5.3-3")
                .run(c -> {
                    c.open();
                    c.send(text("Hel").notFinal(), pong("between"), continuation("lo"));
                    c.expectTextIfEchoing("Hello");
                    c.expectQuiet();
                });
    }

    private static Frame[] tenPings() {
        Frame[] pings = new Frame[10];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = ping("ping " + i);
        }
        return pings;
    }
}
