package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.pattern;
import static conformance.wire.CloseCode.INVALID_PAYLOAD;
import static conformance.wire.CloseCode.NONE;
import static conformance.wire.CloseCode.NORMAL;
import static conformance.wire.CloseCode.PROTOCOL_ERROR;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.binary;
import static conformance.wire.Frame.close;
import static conformance.wire.Frame.closeWithBody;
import static conformance.wire.Frame.continuation;
import static conformance.wire.Frame.frame;
import static conformance.wire.Frame.ping;
import static conformance.wire.Frame.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.suite.Level;
import conformance.suite.Need;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import conformance.wire.Transport;

/**
 * RFC 6455 §7.1 how connections end, §7.2.2 when the server is told to end one. The Close frame itself: §5.5.1, its
 * codes: §7.4.
 */
final class Closing extends Group {
    private static final String CLEANLY =
            "TCP is ended cleanly, and what still comes is discarded: no reset, and the Close is not lost";
    private static final String FAILS = "failing the connection: a Close with a fitting code, then the end of TCP";
    private static final String NOT_LOOKED_AT =
            "once the connection has failed, nothing that comes is handled any more";
    private static final String PONG_FIRST =
            "what came before the fault is handled: the Ping is answered; whether the text is echoed is up to "
                    + "the application";
    /** What "at once" is held to be, in milliseconds. */
    private static final long SOON = 1_000;

    @Override
    protected void write() {
        section("7.1.1", "Close the WebSocket connection");
        cleanly();
        section("7.1.2", "Start the WebSocket closing handshake");
        handshake();
        section("7.1.7", "Fail the WebSocket connection");
        failing();
    }

    /** What a sentence binds a server to fail for. */
    private static Variants<Frame> faults() {
        Variants<Frame> faults = new Variants<>();
        faults.put("reserved-opcode", "a reserved opcode", frame(3, pattern(4)));
        faults.put("reserved-control-opcode", "a reserved control opcode", frame(11, pattern(0)));
        faults.put("reserved-bit", "a reserved bit", text("Hello").rsv(RSV1));
        faults.put("bad-utf8", "a text that is not UTF-8", text(hex("48ff")));
        return faults;
    }

    /** What binds the sender only (see {@link conformance.suite.Level#CORE}). */
    private static Variants<Frame> badByTheSender() {
        Variants<Frame> faults = new Variants<>();
        faults.put("stray-continuation", "a Continuation of nothing", continuation("Hello"));
        faults.put("fragmented-ping", "a Ping with FIN=0", ping("Hello").notFinal());
        faults.put("ping-126-bytes", "a Ping of 126 bytes", ping(pattern(126)));
        faults.put("close-of-one-byte", "a Close of one byte", closeWithBody(hex("03")));
        return faults;
    }

    private static void expectAnyFailure(Client c) {
        c.expectFailure(PROTOCOL_ERROR, INVALID_PAYLOAD);
    }

    private void cleanly() {
        for (int length : new int[] {1, 1_000, 30_000, 300_000}) {
            should("close-then-" + length + "-bytes", "a Close and " + length + " bytes behind it", CLEANLY)
                    .covers("7.1.1-1")
                    .run(c -> {
                        c.open();
                        c.send(close(1000), binary(pattern(length)));
                        c.expectAnswerToClose();
                    });
            should("fault-then-" + length + "-bytes", "a reserved opcode and " + length + " bytes behind it", CLEANLY)
                    .covers("7.1.1-1")
                    .run(c -> {
                        c.open();
                        c.send(frame(3, pattern(1)), binary(pattern(length)));
                        c.expectFailureClose(PROTOCOL_ERROR);
                        c.expectEof();
                    });
        }
        should("more-after-both-closes", "a Close, and more only after the server's", CLEANLY)
                .covers("7.1.1-1")
                .run(c -> {
                    c.open();
                    c.send(close(1000));
                    c.expectAnyClose();
                    c.send(text("late"), ping("late"));
                    c.expectEof();
                });
        should("close-through-tls", "a Close through TLS", "the TLS session is ended cleanly too, with close_notify")
                .covers("7.1.1-2").needs(Need.TLS)
                .run(c -> {
                    c.open();
                    c.send(close(1000));
                    c.expectAnyClose();
                    Event end = c.next();
                    c.check(end instanceof Event.End how && how.how() == Transport.End.EOF,
                            "close_notify, then the end of TCP",
                            end instanceof Event.End how && how.how() == Transport.End.TRUNCATED
                                    ? "TCP ended without close_notify" : end);
                    c.saw("close_notify");
                });
        should("ends-tcp-first", "a Close; our side of TCP stays open", "the server is the first to end TCP, at once")
                .covers("7.1.1-4")
                .run(c -> {
                    c.open();
                    c.send(close(1000));
                    c.expectAnyClose();
                    soon(c, "the end of TCP", c::expectEof);
                });
        Variants.Use<Frame> unanswered = (name, what, fault) -> should(name + "-unanswered", what
                + "; the server's Close gets no answer", "told to close the connection, a server ends TCP at once")
                .covers("7.1.1-5", "7.1.1-4", "7.1.7-1")
                .run(c -> {
                    c.open();
                    c.leaveCloseUnanswered();
                    c.send(fault);
                    c.expectFailureClose(PROTOCOL_ERROR, INVALID_PAYLOAD);
                    soon(c, "the end of TCP", c::expectEnd);
                });
        faults().forEach(unanswered);
        badByTheSender().forEach(unanswered);
        should("end-without-close", "the end of our side of TCP, without a Close",
                "a connection that the peer ended is ended, with a Close or without")
                .covers("7.1.1-4", "7.1.7-1")
                .run(c -> {
                    c.open();
                    c.endOutput();
                    expectEndWithOrWithoutClose(c);
                });
        should("end-within-frame", "the beginning of a frame, then the end of our side of TCP",
                "a connection that the peer ended is ended, with a Close or without, and half a frame is no frame")
                .covers("7.1.1-4", "7.1.7-1")
                .run(c -> {
                    c.open();
                    c.send(text("Hello").announcing(6));
                    c.endOutput();
                    expectEndWithOrWithoutClose(c);
                });
    }

    private static void expectEndWithOrWithoutClose(Client c) {
        if (c.peek() instanceof Event.Close) {
            c.next();
        }
        c.expectEnd();
    }

    /** What is awaited here comes at once. */
    static void soon(Client c, String what, Runnable await) {
        long start = System.nanoTime();
        await.run();
        long millis = (System.nanoTime() - start) / 1_000_000;
        c.check(millis <= SOON, what + " within " + SOON + " ms", millis + " ms");
    }

    private void handshake() {
        Variants.Use<Frame> answered = (name, what, fault) -> should(name + "-answered", what
                + "; the server's Close is answered",
                "after a Close sent and a Close received the connection is ended at once")
                .covers("7.1.2-2", "7.1.7-1")
                .run(c -> {
                    c.open();
                    c.send(fault);
                    c.expectFailureClose(PROTOCOL_ERROR, INVALID_PAYLOAD);
                    soon(c, "the end of TCP", c::expectEnd);
                });
        faults().forEach(answered);
        badByTheSender().forEach(answered);
        should("close", "a Close", "after a Close received and a Close sent the connection is ended at once")
                .covers("7.1.2-2", "7.1.1-4")
                .run(c -> {
                    c.open();
                    c.send(close(1000, "bye"));
                    c.expectAnyClose();
                    soon(c, "the end of TCP", c::expectEof);
                });
        should("closes-cross", "two Closes that cross: a fault, and our Close before the server's has been read",
                "after a Close sent and a Close received the connection is ended at once")
                .covers("7.1.2-2")
                .run(c -> {
                    c.open();
                    c.send(frame(3, pattern(0)));
                    c.send(close(1000));
                    c.expectFailure(PROTOCOL_ERROR);
                });
    }

    private void failing() {
        faults().forEach((name, what, fault) -> failing(Level.MUST, name, what, fault, "7.1.7-1"));
        badByTheSender().forEach((name, what, fault) -> failing(Level.CORE, name, what, fault,
                brokenBy(fault)));
        info("long-text-then-fault", "a good text of 64 KiB, then a reserved opcode, in one write",
                "whether an echo overtakes a failure is up to the application")
                .covers("7.1.7-6").needs(Need.ECHO)
                .run(c -> {
                    String text = new String(Volumes.text(64 << 10), UTF_8);
                    c.open();
                    c.send(text(text), frame(3, pattern(0)));
                    boolean echoed = c.peek() instanceof Event.Message;
                    c.skipTexts(text);
                    if (c.peek() instanceof Event.Close close && close.code() == CloseCode.TOO_BIG) {
                        c.skip("the text is above a limit of the server");
                    }
                    c.expectFailure(PROTOCOL_ERROR);
                    c.saw(echoed ? "the text was echoed first" : "the text wasn't echoed");
                });
        must("others-go-on", "a fault, while another connection is open",
                "it is the connection that fails: others go on")
                .covers("7.1.7-1")
                .run(c -> {
                    Client other = c.another();
                    other.open();
                    other.send(text("Hel").notFinal());
                    c.open();
                    c.send(frame(3, pattern(0)));
                    c.expectFailure(PROTOCOL_ERROR);
                    other.send(continuation("lo"));
                    other.expectTextIfEchoing("Hello");
                    other.expectQuiet();
                });
    }

    /** The requirement that binds only the sender of such a frame. */
    private static String brokenBy(Frame fault) {
        return switch (fault.opcode()) {
            case Opcode.CONTINUATION -> "5.4-4";
            case Opcode.CLOSE -> "5.5.1-2";
            default -> fault.isFinal() ? "5.5-1" : "5.4-6";
        };
    }

    /** @param row what the server breaks if it takes the fault as good */
    private void failing(Level level, String name, String what, Frame fault, String row) {
        draft(level, name, what, FAILS)
                .covers("7.1.7-1", "7.1.7-3", row)
                .run(c -> {
                    c.open();
                    c.send(fault);
                    expectAnyFailure(c);
                });
        draft(level, name + "-then-ping-and-text", what + " with a Ping and a text behind, in one write", NOT_LOOKED_AT)
                .covers("7.1.7-5", "7.1.7-1", row)
                .run(c -> {
                    c.open();
                    c.send(fault, ping("unseen"), text("unseen"));
                    c.maySkipTo("unseen");
                    expectAnyFailure(c);
                });
        draft(level, name + "-ping-after-close", what + ", and a Ping and a text after the Close", NOT_LOOKED_AT)
                .covers("7.1.7-5", "7.1.7-1", row)
                .run(c -> {
                    c.open();
                    c.leaveCloseUnanswered();
                    c.send(fault);
                    c.expectFailureClose(PROTOCOL_ERROR, INVALID_PAYLOAD);
                    c.send(ping("unseen"), text("unseen"), close(1002)); // it may await this one before it ends TCP
                    c.expectEnd();
                });
        // §5.5.2 "an endpoint MUST send a Pong frame in response", but the connection may have failed before that: what
        // is left is that the Pong comes "as soon as is practical"
        should("ping-and-text-then-" + name, "a Ping and a text, then " + what + ", in one write", PONG_FIRST)
                .covers("5.5.2-4", "7.1.7-6", "7.1.7-1")
                .run(c -> {
                    c.open();
                    c.send(ping("seen"), text("seen"), fault);
                    c.expectPong("seen");
                    c.skipTexts("seen");
                    expectAnyFailure(c);
                });
        draft(level, "three-texts-then-" + name, "three texts, then " + what + " and a text, in writes of 10 bytes",
                NOT_LOOKED_AT + ", and what is in good order comes in order")
                .covers("7.1.7-6", "7.1.7-5", "2.1-1", row)
                .run(c -> {
                    c.open();
                    c.sendInPieces(10, text("one"), text("two"), text("three"), fault, text("unseen"));
                    c.skipTexts("one", "two", "three");
                    c.maySkipTo("unseen");
                    expectAnyFailure(c);
                });
    }
}
