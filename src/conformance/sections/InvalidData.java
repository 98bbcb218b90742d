package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.latin1;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.CloseCode.TOO_BIG;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.Frame;
import java.util.Arrays;
import java.util.Random;

/** RFC 6455 §10.1 input is not trusted, §10.7 what is not right ends the connection. */
final class InvalidData extends Group {
    private static final String GARBAGE =
            "what is no frame fails the connection, or ends it, and others are still served";

    @Override
    protected void write() {
        section("10.1", "Non-browser clients");
        garbage();
        section("10.7", "Handling of invalid data");
        invalidData();
    }

    private void garbage() {
        Variants<byte[]> garbage = new Variants<>();
        // each of them is complete if it is read as a frame, so that no server waits for more
        garbage.put("http-request", "an HTTP request",
                latin1("GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: conformance\r\nAccept: */*\r\n\r\n"));
        garbage.put("tls-hello", "a TLS hello", hex("160301 0200 010001fc 0303"));
        garbage.put("lines-text", "lines of text", latin1("hello, server\n".repeat(10)));
        garbage.put("bytes-ff", "100 bytes ff", filled(0xFF));
        garbage.put("bytes-00", "100 bytes 00", filled(0x00));
        garbage.forEach((name, what, bytes) -> must("garbage-" + name, what + " where frames are due", GARBAGE)
                .covers("10.1-1", "10.7-1")
                .run(c -> notFrames(c, bytes)));
        // frames without payload that continue nothing
        core("garbage-bytes-80", "100 bytes 80 where frames are due", GARBAGE)
                .covers("10.1-1", "5.4-4", "10.7-1")
                .run(c -> notFrames(c, filled(0x80)));
        for (int seed = 1; seed <= 20; seed++) {
            byte[] bytes = new byte[500];
            new Random(seed).nextBytes(bytes);
            bytes[0] |= 0x70; // no extension was agreed: this can't be a frame
            // so that no server waits for more of it
            bytes[1] = (byte) ((bytes[1] & 0x7F) > 125 ? bytes[1] & 0xBF : bytes[1]);
            must("random-bytes-" + seed, "500 random bytes, number " + seed, GARBAGE)
                    .covers("10.1-1", "10.7-1")
                    .run(c -> notFrames(c, bytes));
        }
    }

    /**
     * What isn't masked ends the connection in any way (§5.1); of the rest one server sees first that it is no frame,
     * another that it is no text.
     */
    private static void notFrames(Client c, byte[] bytes) {
        c.open();
        c.sendBytes(bytes);
        if ((bytes[1] & 0x80) == 0) {
            c.expectCloseOrEnd();
        } else {
            c.expectFailureOrEnd(PROTOCOL_ERROR, INVALID_PAYLOAD, TOO_BIG);
        }
    }

    private static byte[] filled(int b) {
        byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte) b);
        return bytes;
    }

    private void invalidData() {
        Variants<Frame[]> faults = new Variants<>();
        faults.put("reserved-opcode", "a reserved opcode", new Frame[] {frame(5, pattern(3))});
        faults.put("reserved-bits", "reserved bits", new Frame[] {text("Hello").rsv(Frame.RSV2 | Frame.RSV3)});
        faults.put("stray-continuation", "a Continuation of nothing", new Frame[] {continuation("Hello")});
        faults.put("text-within-text", "two messages at once", new Frame[] {text("Hel").notFinal(), text("lo")});
        faults.put("ping-200-bytes", "a Ping of 200 bytes", new Frame[] {ping(pattern(200))});
        faults.put("fragmented-close", "a Close with FIN=0", new Frame[] {close(1000).notFinal()});
        faults.put("bad-utf8", "a text that is not UTF-8", new Frame[] {text(hex("ff"))});
        faults.put("bad-utf8-in-fragments", "a text in two fragments that is not UTF-8", new Frame[] {text(hex("e2"))
                .notFinal(), continuation("x")});
        faults.put("bad-reason", "a Close with a reason that is not UTF-8", new Frame[] {close(1000, hex("ff"))});
        faults.forEach((name, what, frames) -> {
            should(name, what, "after the handshake, a Close with a fitting code comes before TCP ends")
                    .covers("10.7-1", "10.7-3", "7.1.7-3")
                    .run(c -> {
                        c.open();
                        c.send(frames);
                        c.expectFailure(PROTOCOL_ERROR, INVALID_PAYLOAD);
                    });
            should(name + "-behind-handshake", what + ", behind a Ping in the same write as the handshake",
                    "incoming data is always validated, or not looked at: a client has to wait for the 101")
                    .covers("10.7-1").weakenedBy("4.1-14")
                    .run(c -> behindHandshake(c, frames));
        });
        badHandshakes();
    }

    private static void behindHandshake(Client c, Frame[] frames) {
        Frame[] all = new Frame[frames.length + 1];
        all[0] = ping("early");
        System.arraycopy(frames, 0, all, 1, frames.length);
        c.request(c.handshake().followedBy(c.bytesOf(all)));
        Answer answer = c.answerUnlessEnd();
        if (answer == null || answer.status() != 101) {
            c.saw(answer == null ? "TCP ended without an answer" : answer.toString());
            return;
        }
        c.accept(answer);
        c.send(ping("later"));
        if (c.peek() instanceof Event.Pong pong) {
            if (Arrays.equals(pong.payload(), Bytes.utf8("later"))) {
                c.skip("what comes before the 101 isn't looked at");
            }
            c.expectPong("early");
        }
        c.expectCloseOrEnd();
    }

    private void badHandshakes() {
        for (String name : new String[] {"Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
            should("without-" + Slug.of(name), "a handshake without " + name,
                    "in the handshake, a response with a fitting HTTP status comes before TCP ends")
                    .covers("10.7-4")
                    .run(c -> {
                        c.request(c.handshake().without(name));
                        c.expectNoUpgrade();
                    });
        }
        should("no-http", "bytes that are no HTTP",
                "in the handshake, a response with a fitting HTTP status comes before TCP ends")
                .covers("10.7-4")
                .run(c -> {
                    c.sendBytes(latin1("what is this?\r\n\r\n"));
                    c.expectRefused();
                });
    }
}
