package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.NONE;
import static conformance.wire.CloseCode.NORMAL;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.closeWithBody;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Need;
import conformance.wire.Frame;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** RFC 6455 §5.5.1: the Close frame. Which codes are good stands in §7.4. */
final class CloseFrames extends Group {
    private static final String ANSWER = "a Close is answered with a Close, and the server ends TCP";
    private static final String NO_DATA_AFTER = "no data frame is sent after one's own Close";

    @Override
    protected void write() {
        section("5.5.1", "Close");
        bodies();
        badBodies();
        once();
        nothingAfter();
    }

    private void bodies() {
        must("empty-close", "a Close without a body", "it is answered with a Close; never with 1005")
                .covers("5.5.1-1", "5.5.1-10", "5.5.1-11", "7.4.1-3")
                .run(c -> {
                    c.open();
                    c.send(close());
                    c.expectCleanClose(NONE);
                });
        must("close-1000", "a Close with 1000", ANSWER)
                .covers("5.5.1-1", "5.5.1-3", "5.5.1-10", "5.5.1-14")
                .run(c -> {
                    c.open();
                    c.send(close(1000));
                    c.expectCleanClose();
                });
        Variants<String> reasons = new Variants<>();
        for (int length : new int[] {1, 122, 123}) {
            reasons.put("reason-" + length + "-bytes", "a reason of " + length + " bytes", "r".repeat(length));
        }
        reasons.put("reason-in-greek", "a reason in Greek", "κόσμε");
        reasons.put("reason-of-4-byte-character", "a reason with a character of 4 bytes", "😀");
        reasons.put("reason-123-bytes-of-3-byte-characters", "a reason of 123 bytes in characters of 3",
                "€".repeat(41));
        reasons.forEach((name, what, reason) -> must(name, "a Close with 1000 and " + what, ANSWER)
                .covers("5.5.1-4", "5.5.1-18", "5.5.1-10")
                .run(c -> {
                    c.open();
                    c.send(close(1000, reason));
                    c.expectCleanClose();
                }));
        must("byte-by-byte", "a Close in writes of one byte", ANSWER)
                .covers("5.5.1-10", "2.1-1")
                .run(c -> {
                    c.open();
                    c.sendInPieces(1, close(1000, "bye"));
                    c.expectCleanClose();
                });
        should("behind-handshake", "a Close in the same write as the handshake", ANSWER)
                .covers("5.5.1-10").weakenedBy("4.1-14")
                .run(c -> {
                    c.open(c.handshake().followedBy(c.bytesOf(close(1000))));
                    c.expectCleanClose();
                });
        must("within-message", "a first fragment, then a Close",
                "a Close within a message is answered, the message is forgotten")
                .covers("5.4-13", "5.5.1-10")
                .run(c -> {
                    c.open();
                    c.send(text("Hel").notFinal(), close(1000));
                    c.expectCleanClose();
                });
        should("answered-soon", "a Close", "it is answered as soon as is practical")
                .covers("5.5.1-12")
                .run(c -> {
                    c.open();
                    Closing.soon(c, "the answer and the end of TCP", () -> {
                        c.send(close(1000));
                        c.expectCleanClose();
                    });
                });
    }

    private void badBodies() {
        for (String body : new String[] {"03", "00", "ff"}) {
            core("one-byte-" + body, "a Close with a body of one byte, " + body,
                    "a body begins with a code of two bytes; one byte fails the connection")
                    .covers("5.5.1-2", "10.7-3")
                    .run(c -> {
                        c.open();
                        c.send(closeWithBody(hex(body)));
                        c.expectFailure(PROTOCOL_ERROR);
                    });
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("ff", "a byte that UTF-8 doesn't have");
        reasons.put("c080", "an overlong form");
        reasons.put("eda080", "a surrogate");
        reasons.put("f4908080", "a number above U+10FFFF");
        reasons.put("6fe282", "a character without its end");
        reasons.put("80", "a continuation byte without its beginning");
        reasons.forEach((reason, name) -> must("bad-reason-" + reason, "a Close with 1000 and the reason " + reason
                + ", " + name, "a reason that is not UTF-8 fails the connection")
                .covers("5.5.1-5", "8.1-6")
                .run(c -> {
                    c.open();
                    c.send(close(1000, hex(reason)));
                    c.expectFailure(INVALID_PAYLOAD, PROTOCOL_ERROR);
                }));
    }

    private void once() {
        must("two-closes", "two Closes in one write", "the first is answered, then TCP ends")
                .covers("5.5.1-10", "5.5.1-16")
                .run(c -> {
                    c.open();
                    c.send(close(1000), close(1000));
                    c.expectCleanClose();
                    c.sawCloses();
                });
        must("fault-and-close", "a fault and a Close in one write",
                "Closes that cross are a complete closing handshake: TCP ends")
                .covers("5.5.1-15", "5.5.1-16")
                .run(c -> {
                    c.open();
                    c.send(frame(3, new byte[0]), close(1000));
                    c.expectFailure(PROTOCOL_ERROR);
                    c.sawCloses();
                });
    }

    private void nothingAfter() {
        Variants<Frame[]> late = new Variants<>();
        late.put("text", "a text", new Frame[] {text("late")});
        late.put("continuation", "a Continuation", new Frame[] {continuation("late")});
        late.put("ping-and-text", "a Ping and a text", new Frame[] {ping("late"), text("late")});
        late.put("unmasked-text", "a frame that is not masked", new Frame[] {text("late").unmasked()});
        late.forEach((name, what, frames) -> must("close-then-" + name, "a Close and " + what + ", in one write",
                "what comes after a Close is discarded: the Close is answered, and no data frame comes behind")
                .covers("5.5.1-10", "5.5.1-17", "5.5.1-16")
                .run(c -> {
                    c.open();
                    c.sendInPieces(Integer.MAX_VALUE, behind(close(1000), frames));
                    c.expectAnswerToClose();
                }));
        must("50-texts-then-close", "50 texts and a Close, in one write", NO_DATA_AFTER)
                .covers("5.5.1-8", "5.5.1-13", "6.1-1").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.send(fiftyTextsAnd(close(1000)));
                    skipTexts(c);
                    c.expectCleanClose();
                });
        must("50-texts-then-fault", "50 texts and a fault, in one write", NO_DATA_AFTER)
                .covers("5.5.1-9", "6.1-1").needs(Need.ECHO)
                .run(c -> {
                    c.open();
                    c.send(fiftyTextsAnd(frame(3, new byte[0])));
                    skipTexts(c);
                    c.expectFailure(PROTOCOL_ERROR);
                });
        info("one-close-for-a-fault", "a fault; the server's Close is answered",
                "only one Close is sent, then TCP ends")
                .covers("5.5.1-16")
                .run(c -> {
                    c.open();
                    c.send(frame(3, new byte[0]));
                    c.expectFailure(PROTOCOL_ERROR);
                    c.sawCloses();
                });
    }

    private static Frame[] behind(Frame first, Frame... rest) {
        Frame[] all = new Frame[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static Frame[] fiftyTextsAnd(Frame last) {
        Frame[] frames = new Frame[51];
        Arrays.fill(frames, text("before the end"));
        frames[50] = last;
        return frames;
    }

    /** Their echoes may come before the Close; how many, nobody says. */
    private static void skipTexts(Client c) {
        while (c.peek() instanceof Event.Message) {
            c.expectText("before the end");
        }
    }
}
