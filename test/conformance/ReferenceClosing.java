package conformance;

import static conformance.ReferenceFrame.CLOSE;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.PING;
import static conformance.ReferenceFrame.PONG;
import static conformance.ReferenceFrame.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The end of a connection (§7): a Close is answered, a fault is failed for, and TCP is left at last. */
final class ReferenceClosing {
    /** A while, for a server that thinks; more than what any case calls soon. */
    private static final int LATE_MILLIS = 1_200;

    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceFrameReader reader;
    private final ReferenceMessage message;
    private final ReferenceEcho echo;
    private boolean closed;
    private boolean failed;

    /** @param reader of what comes behind a Close; @param message the one that a Close may interrupt */
    ReferenceClosing(ReferenceServer server, InputStream in, ReferenceOutput output, ReferenceFrameReader reader,
            ReferenceMessage message, ReferenceEcho echo) {
        this.server = server;
        this.in = in;
        this.output = output;
        this.reader = reader;
        this.message = message;
        this.echo = echo;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** Whether no more frames are read. */
    boolean isClosed() {
        return closed;
    }

    /** A Close came. */
    void close(byte[] body) throws IOException, ReferenceFailure {
        if (message.isOpen() && is(Fault.WAITS_FOR_MESSAGE_BEFORE_CLOSE)) {
            return;
        }
        if (message.isOpen() && is(Fault.CLOSE_BETWEEN_IS_FAULT)) {
            throw new ReferenceFailure(1002, "a Close within a message");
        }
        if (message.isOpen() && is(Fault.DELIVERS_UNFINISHED_AT_CLOSE)) {
            echo.deliverUnfinished();
        }
        if (body.length == 1 && !is(Fault.ACCEPTS_CLOSE_OF_1_BYTE)) {
            throw new ReferenceFailure(1002, "half a close code");
        }
        int code = body.length < 2 ? 1005 : (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        if (body.length >= 2 && !isValid(code)) {
            throw new ReferenceFailure(1002, "close code " + code);
        }
        if (body.length > 2 && !ReferenceUtf8.isUtf8(Arrays.copyOfRange(body, 2, body.length))
                && !is(Fault.ACCEPTS_BAD_REASON)) {
            throw new ReferenceFailure(1007, "a reason that is not UTF-8");
        }
        if (body.length == 125 && is(Fault.CUTS_REASON)) {
            throw new ReferenceFailure(1002, "a reason that is too long");
        }
        if (server.has(Habit.VALIDATES_BEHIND_CLOSE)) {
            validateRest();
        }
        closed = !is(Fault.GOES_ON_AFTER_CLOSE);
        if (is(Fault.CLOSES_LATE)) {
            pause();
        }
        if (server.has(Habit.ECHOES_LATE)) {
            output.forgetHeld();
        }
        if (!is(Fault.CLOSES_WITHOUT_ANSWER)) {
            sendClose(code == 1006 && is(Fault.TAKES_1006_SILENTLY) ? 1000 : code);
            if (server.has(Habit.SENDS_TWO_CLOSES)) {
                sendClose(code);
            }
            if (is(Fault.SENDS_DATA_AFTER_CLOSE)) {
                output.send(true, 0, TEXT, "bye".getBytes(UTF_8));
            }
            sendUnaskedAfterClose();
            if (server.has(Habit.ANSWERS_PING_AFTER_CLOSE)) {
                answerPings();
            }
        }
    }

    private void sendUnaskedAfterClose() throws IOException {
        if (server.has(Habit.PINGS_AFTER_CLOSE) || server.has(Habit.PONGS_AFTER_CLOSE)) {
            output.sendUnasked(server.has(Habit.PINGS_AFTER_CLOSE) ? PING : PONG);
        }
    }

    private void validateRest() throws IOException, ReferenceFailure {
        while (in.available() > 0) {
            ReferenceFrame frame = reader.read();
            if (frame.opcode() == CONTINUATION && !message.isOpen()) {
                throw new ReferenceFailure(1002, "nothing to continue");
            }
        }
    }

    private void answerPings() throws IOException {
        try {
            while (in.available() > 0) {
                ReferenceFrame frame = reader.read();
                if (frame.opcode() == PING) {
                    output.send(true, 0, PONG, frame.payload());
                }
            }
        } catch (ReferenceFailure late) {
            return; // the connection is closed already
        }
    }

    private void sendClose(int came) throws IOException {
        if (server.has(Habit.PINGS_BEFORE_CLOSE)) {
            output.sendUnasked(PING);
        }
        Habit habit = server.habit();
        if (habit == Habit.LOSES_CLOSE_IN_RESET) {
            return;
        }
        int code = is(Fault.ANSWERS_CLOSE_WITH_999) ? 999 : is(Fault.ANSWERS_CLOSE_WITH_5000) ? 5000
                : came == 1005 && is(Fault.ANSWERS_EMPTY_CLOSE_WITH_0) ? 0 : habit == null ? came : habit.codeFor(came);
        if (code == 1005 && !is(Fault.ACCEPTS_1005) && !is(Fault.ANSWERS_EMPTY_CLOSE_WITH_1005)) {
            output.send(true, 0, CLOSE, new byte[0]);
        } else {
            output.send(true, 0, CLOSE, body(code, habit == null ? "" : habit.reason()));
        }
    }

    private byte[] body(int code, String reason) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean swapped = is(Fault.SWAPS_CLOSE_CODE);
        body.write(swapped ? code : code >> 8);
        body.write(swapped ? code >> 8 : code);
        body.writeBytes(reason.getBytes(UTF_8));
        return body.toByteArray();
    }

    private boolean isValid(int code) {
        if ((code == 1001 && is(Fault.REFUSES_1001)) || (code == 1010 && is(Fault.REFUSES_1010))
                || (code == 1011 && is(Fault.REFUSES_1011))
                || (code >= 1012 && code <= 1014 && server.has(Habit.KNOWS_OTHER_CODES))
                || (code == 3000 && is(Fault.REFUSES_3000)) || (code == 4999 && is(Fault.REFUSES_4999))) {
            return false;
        }
        if ((code == 1004 && is(Fault.ACCEPTS_1004)) || (code == 1005 && is(Fault.ACCEPTS_1005))
                || (code == 1006 && (is(Fault.ACCEPTS_1006) || is(Fault.TAKES_1006_SILENTLY)))
                        || (code == 1015 && is(Fault.ACCEPTS_1015))
                || (code < 1000 && is(Fault.ACCEPTS_999)) || (code == 1016 && is(Fault.ACCEPTS_1016))
                || (code >= 1100 && code <= 2999 && is(Fault.ACCEPTS_2999))
                        || (code >= 5000 && server.has(Habit.KNOWS_OTHER_CODES))) {
            return true;
        }
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /** Fails the connection (§7.1.7). */
    void fail(ReferenceFailure failure) throws IOException {
        failed = true;
        closed = !is(Fault.GOES_ON_AFTER_FAULT);
        if (server.has(Habit.FAILS_WITHOUT_CODE)) {
            output.send(true, 0, CLOSE, new byte[0]);
            return;
        }
        boolean mute = is(Fault.FAILS_MUTELY) || (failure.code() == 1007 && is(Fault.DROPS_BAD_TEXT));
        if (failure.code() < 0 || mute || server.has(Habit.FAILS_WITHOUT_CLOSE)) {
            return;
        }
        boolean garbage = failure.isOfReserved() && is(Fault.ANSWERS_GARBAGE_WITH_1003);
        int code = is(Fault.FAILS_WITH_1000) ? 1000 : is(Fault.FAILS_WITH_1006) ? 1006 : garbage ? 1003
                : failure.code();
        String reason = failure.getMessage() + (is(Fault.SENDS_LONG_CLOSE) ? "!".repeat(200) : "");
        output.send(true, 0, CLOSE, body(code, reason));
        sendUnaskedAfterClose();
    }

    // TCP

    /** The peer has ended TCP. */
    void endOfTcp() {
        if (is(Fault.GOES_ON_AFTER_END_OF_TCP)) {
            pause();
        }
    }

    /** Until TCP may end. */
    void awaitEnd() throws IOException {
        if (is(Fault.LINGERS)) {
            pause();
        }
        if (failed && is(Fault.AWAITS_ANSWER_TO_CLOSE)) {
            in.read();
        }
        if (is(Fault.LEAVES_TCP_OPEN) || (failed && is(Fault.LEAVES_TCP_OPEN_AFTER_FAULT))) {
            while (in.read() >= 0) {
                continue;
            }
        }
    }

    /** A server that is slow can't be had without time. */
    private static void pause() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
