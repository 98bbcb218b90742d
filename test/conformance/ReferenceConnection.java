package conformance;

import static conformance.ReferenceFrame.BINARY;
import static conformance.ReferenceFrame.CLOSE;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.PING;
import static conformance.ReferenceFrame.PONG;
import static conformance.ReferenceFrame.TEXT;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * The WebSocket half of {@link ReferenceServer}: each frame that comes in is handed to the part that its opcode is for,
 * and the first fault fails the connection.
 */
final class ReferenceConnection {
    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceFrameReader reader;
    private final ReferencePings pings;
    private final ReferenceEcho echo;
    private final ReferenceClosing closing;
    private int frames;
    private int messages;

    /** @param deflate what was agreed about compression, or null */
    ReferenceConnection(ReferenceServer server, Socket socket, InputStream in,
            ReferenceDeflate deflate) throws IOException {
        this.server = server;
        this.in = in;
        boolean deflates = deflate != null;
        ReferenceMessage message = new ReferenceMessage(server);
        output = new ReferenceOutput(server, in, socket.getOutputStream(), deflate);
        reader = new ReferenceFrameReader(server, in, output, message, deflates);
        pings = new ReferencePings(server, in, output, message, deflates);
        echo = new ReferenceEcho(server, in, output, message, pings, deflate);
        closing = new ReferenceClosing(server, in, output, reader, message, echo);
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** Until the connection may end. */
    void run() throws IOException {
        output.greet();
        while (!closing.isClosed()) {
            try {
                handle(reader.read());
            } catch (EOFException e) {
                closing.endOfTcp();
                return;
            } catch (ReferenceFailure failure) {
                fail(failure);
            }
        }
        closing.awaitEnd();
    }

    private void handle(ReferenceFrame frame) throws IOException, ReferenceFailure {
        boolean leaves = server.has(Habit.LIMIT_OF_60_FRAMES) || server.has(Habit.GOES_AWAY_AFTER_60_FRAMES);
        if (leaves && ++frames > 60 && frame.opcode() != CLOSE) {
            throw new ReferenceFailure(server.has(Habit.LIMIT_OF_60_FRAMES) ? 1008 : 1001, "sixty frames are enough");
        }
        if (is(Fault.HOLDS_LAST_MESSAGE)) {
            output.sendHeld();
        }
        if (frame.opcode() != PING && !(server.has(Habit.ANSWERS_NEWEST_PING_ONLY) && in.available() > 0)) {
            pings.sendPongs();
        }
        switch (frame.opcode()) {
            case CONTINUATION, TEXT, BINARY -> {
                echo.data(frame);
                leaveBehindMessage(frame);
            }
            case PING -> pings.ping(frame.payload());
            case PONG -> pings.pong(frame.payload());
            case CLOSE -> closing.close(frame.payload());
            default -> { } // only with a fault
        }
    }

    private void leaveBehindMessage(ReferenceFrame frame) throws ReferenceFailure {
        messages += frame.fin() ? 1 : 0;
        if (frame.fin() && messages == 1 && server.has(Habit.LEAVES_BEHIND_FIRST_MESSAGE)) {
            throw new ReferenceFailure(1000, "one message is enough");
        }
        if (frame.fin() && messages == 3 && server.has(Habit.GOES_AWAY_BEHIND_THIRD_MESSAGE)) {
            throw new ReferenceFailure(1001, "three messages are enough");
        }
    }

    private void fail(ReferenceFailure failure) throws IOException {
        server.failures().incrementAndGet();
        if (is(Fault.FAULT_LOSES_EARLIER) || server.has(Habit.ECHOES_LATE)) {
            output.forgetHeld();
        }
        if (is(Fault.HANDLES_REST_BEFORE_FAILING)) {
            handleRest();
        }
        if (is(Fault.SKIPS_GARBAGE) && failure.isOfReserved()) {
            in.skip(in.available());
            return;
        }
        closing.fail(failure);
    }

    private void handleRest() throws IOException {
        while (in.available() > 0) {
            try {
                handle(reader.read());
            } catch (ReferenceFailure another) {
                return;
            }
        }
    }
}
