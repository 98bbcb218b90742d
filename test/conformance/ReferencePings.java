package conformance;

import static conformance.ReferenceFrame.PING;
import static conformance.ReferenceFrame.PONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Pings and Pongs that come in (§5.5.2, §5.5.3), and the Pongs that answer them. */
final class ReferencePings {
    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceMessage message;
    private final boolean deflates;
    private final Deque<byte[]> pongsToSend = new ArrayDeque<>();

    /** @param in to see whether more has come; @param deflates whether compression was agreed */
    ReferencePings(ReferenceServer server, InputStream in, ReferenceOutput output, ReferenceMessage message,
            boolean deflates) {
        this.server = server;
        this.in = in;
        this.output = output;
        this.message = message;
        this.deflates = deflates;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** A Ping came. */
    void ping(byte[] payload) throws IOException, ReferenceFailure {
        if (is(Fault.CONTROL_ENDS_COMPRESSION)) {
            message.takeAsCompressed(false);
        }
        if (is(Fault.NO_PONG) || is(Fault.NO_PONG_THROUGH_TLS)
                || (payload.length == 0 && is(Fault.NO_PONG_FOR_EMPTY_PING))) {
            return;
        }
        if (message.isOpen() && is(Fault.FAILS_PING_WITHIN_MESSAGE)) {
            throw new ReferenceFailure(1002, "a Ping within a message");
        }
        if (message.isOpen() && is(Fault.PING_CONTINUES_TEXT)) {
            message.add(payload);
        }
        if (is(Fault.PING_ENDS_MESSAGE)) {
            message.lose();
        }
        byte[] echo = is(Fault.EMPTY_PONG) ? new byte[0] : is(Fault.PONG_AS_TEXT) ? new String(payload, UTF_8)
                .getBytes(UTF_8) : payload;
        pongsToSend.addLast(Arrays.copyOf(echo, Math.min(echo.length, 125 + (payload.length > 125 ? payload.length
                : 0))));
        if (is(Fault.ANSWERS_FIRST_PING_ONLY) && in.available() > 0) {
            return; // those that wait are answered with the one before them
        }
        if (server.has(Habit.ANSWERS_NEWEST_PING_ONLY)) {
            byte[] newest = pongsToSend.removeLast();
            pongsToSend.clear();
            pongsToSend.add(newest);
            if (in.available() > 0) {
                return;
            }
        }
        sendPongs();
    }

    /** The Pongs that are due. */
    void sendPongs() throws IOException {
        if (is(Fault.NO_PONG_WITHIN_MESSAGE) && message.isOpen()) {
            return;
        }
        while (!pongsToSend.isEmpty()) {
            if (server.has(Habit.PINGS_BEFORE_EACH_PONG)) {
                output.sendUnasked(PING);
            }
            if (server.has(Habit.PONGS_TWICE)) {
                output.send(true, 0, PONG, pongsToSend.getFirst());
            }
            output.send(!is(Fault.SENDS_PONG_NOT_FINAL), deflates && is(Fault.RSV1_ON_PONG) ? 4 : 0, PONG,
                    pongsToSend.removeFirst());
            if (is(Fault.ANSWERS_FIRST_PING_ONLY)) {
                pongsToSend.clear();
            }
        }
    }

    /** A Pong came. */
    void pong(byte[] payload) throws IOException, ReferenceFailure {
        if (is(Fault.FAILS_FOR_PONG)) {
            throw new ReferenceFailure(1002, "a Pong that nobody asked for");
        }
        if (server.has(Habit.ANSWERS_PONG)) {
            output.send(true, 0, PONG, payload);
        }
        if (is(Fault.PONG_ENDS_MESSAGE)) {
            message.lose();
        }
    }
}
