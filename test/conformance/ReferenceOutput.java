package conformance;

import static conformance.ReferenceFrame.BINARY;
import static conformance.ReferenceFrame.CLOSE;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.PING;
import static conformance.ReferenceFrame.PONG;
import static conformance.ReferenceFrame.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What goes out: messages become frames, compressed and in fragments or not, and frames become bytes. */
final class ReferenceOutput {
    /** A longer message in the smallest fragments would only cost time. */
    private static final int MOST_IN_SMALL_FRAGMENTS = 5_000;
    private static final byte[] UNASKED = "unasked".getBytes(UTF_8);

    private final ReferenceServer server;
    private final InputStream in;
    private final OutputStream out;
    private final ReferenceDeflate deflate;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private int messagesSent;

    /** @param in to see whether more has come; @param deflate what was agreed about compression, or null */
    ReferenceOutput(ReferenceServer server, InputStream in, OutputStream out, ReferenceDeflate deflate) {
        this.server = server;
        this.in = in;
        this.out = out;
        this.deflate = deflate;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    void sendMessage(int type, byte[] content) throws IOException {
        messagesSent++;
        boolean plain = server.has(Habit.SENDS_PLAIN) || (server.has(Habit.COMPRESSES_EVERY_SECOND)
                && messagesSent % 2 == 1);
        boolean compress = (deflate != null && !plain) || is(Fault.COMPRESSES_UNAGREED);
        int rsv = compress || (type == TEXT && (is(Fault.SENDS_RSV1) || (content.length >= 1_000
                && is(Fault.SENDS_RSV1_WHEN_LONG)))) ? 4 : 0;
        byte[] payload = deflate != null && compress ? deflate.deflate(content, type == TEXT) : content;
        unaskedBefore();
        sendInFrames(rsv, type, payload);
        if (server.has(Habit.PINGS_BEHIND_EACH_MESSAGE)) {
            sendUnasked(PING);
        }
    }

    private void sendInFrames(int rsv, int type, byte[] payload) throws IOException {
        int fragment = server.habit() == null ? 0 : server.habit().fragment();
        boolean compressed = deflate != null;
        boolean pings = server.has(Habit.PINGS_WITHIN_MESSAGES)
                || (compressed && server.has(Habit.PINGS_WITHIN_COMPRESSED));
        boolean within = pings || server.has(Habit.PONGS_WITHIN_MESSAGES);
        boolean fragments = server.has(Habit.FRAGMENTS) || (compressed && server.has(Habit.FRAGMENTS_COMPRESSED))
                || server.has(Habit.EMPTY_MIDDLE_FRAGMENT);
        if (fragment > 0 && payload.length > fragment && payload.length < MOST_IN_SMALL_FRAGMENTS) {
            for (int from = 0; from < payload.length; from += fragment) {
                boolean last = from + fragment >= payload.length;
                send(last, from == 0 ? rsv : 0, from == 0 ? type : CONTINUATION,
                        Arrays.copyOfRange(payload, from, last ? payload.length : from + fragment));
            }
        } else if (server.has(Habit.EMPTY_FIRST_FRAGMENT) || server.has(Habit.EMPTY_LAST_FRAGMENT)) {
            boolean first = server.has(Habit.EMPTY_FIRST_FRAGMENT);
            send(false, rsv, type, first ? new byte[0] : payload);
            send(true, 0, CONTINUATION, first ? payload : new byte[0]);
        } else if (payload.length > 1 && (fragments || within
                || (rsv == 4 && is(Fault.RSV1_ON_CONTINUATION)))) {
            int half = payload.length / 2;
            send(false, rsv, type, Arrays.copyOf(payload, half));
            if (within) {
                sendUnasked(pings ? PING : PONG);
            }
            if (server.has(Habit.EMPTY_MIDDLE_FRAGMENT)) {
                send(false, 0, CONTINUATION, new byte[0]);
            }
            send(true, is(Fault.RSV1_ON_CONTINUATION) ? rsv : 0, CONTINUATION, Arrays.copyOfRange(payload, half,
                    payload.length));
        } else {
            send(true, rsv, type, payload);
        }
    }

    private void unaskedBefore() throws IOException {
        if (server.has(Habit.PINGS_BEFORE_EACH_MESSAGE)) {
            sendUnasked(PING);
        }
        if (server.has(Habit.EMPTY_PINGS)) {
            send(true, 0, PING, new byte[0]);
        }
        if (server.has(Habit.PONGS_BEFORE_EACH_MESSAGE)) {
            sendUnasked(PONG);
        }
    }

    /** What comes right behind the 101. */
    void greet() throws IOException {
        if (server.has(Habit.PINGS_AT_ONCE) || server.has(Habit.LONG_PINGS)) {
            send(true, 0, PING, server.has(Habit.LONG_PINGS) ? new byte[125] : UNASKED);
        }
        if (server.has(Habit.PONGS_AT_ONCE) || server.has(Habit.LONG_PONGS)) {
            send(true, 0, PONG, server.has(Habit.LONG_PONGS) ? new byte[125] : UNASKED);
        }
        if (server.has(Habit.GREETS)) {
            sendMessage(TEXT, "welcome".getBytes(UTF_8));
            sendMessage(BINARY, new byte[0]);
        }
        if (server.has(Habit.EMPTY_PONG_AT_ONCE)) {
            send(true, 0, PONG, new byte[0]);
        }
        if (server.has(Habit.PINGS_OF_ANY_BYTES)) {
            send(true, 0, PING, new byte[] {(byte) 0xFF, 0, (byte) 0xC0});
        }
        for (int i = 0; i < 100 && server.has(Habit.MANY_PINGS); i++) {
            sendUnasked(PING);
        }
    }

    /** Before a read that may have to wait. */
    void beforeRead() throws IOException {
        if (server.has(Habit.ECHOES_LATE) && in.available() == 0) {
            sendHeld();
        }
    }

    /** What was kept back. */
    void sendHeld() throws IOException {
        out.write(held.toByteArray());
        held.reset();
    }

    /** What was kept back is never sent. */
    void forgetHeld() {
        held.reset();
    }

    /** A Ping, or a Pong that answers none. */
    void sendUnasked(int opcode) throws IOException {
        send(true, 0, opcode, UNASKED);
    }

    void send(boolean fin, int rsv, int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((fin ? 0x80 : 0) | rsv << 4 | opcode);
        int mask = is(Fault.MASKS) ? 0x80 : 0;
        if (payload.length <= (is(Fault.SENDS_LENGTH_16_TOO_EARLY) ? 124 : 125)) {
            frame.write(mask | payload.length);
        } else if (payload.length <= (is(Fault.SENDS_LENGTH_64_TOO_EARLY) ? 65_534 : 65_535)) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        if (mask != 0) {
            frame.writeBytes(new byte[4]); // a key of zeros leaves the payload as it is
        }
        frame.writeBytes(payload);
        if ((opcode <= BINARY && (is(Fault.HOLDS_LAST_MESSAGE) || server.has(Habit.ECHOES_LATE)))
                || (opcode != CLOSE && is(Fault.FAULT_LOSES_EARLIER) && in.available() > 0)) {
            held.writeBytes(frame.toByteArray());
            return;
        }
        if (!(opcode == PONG && server.has(Habit.ECHOES_LATE))) {
            sendHeld();
        }
        if (is(Fault.SENDS_ONE_BY_ONE)) {
            synchronized (server) {
                out.write(frame.toByteArray());
            }
            return;
        }
        if (server.has(Habit.WRITES_BYTE_BY_BYTE) && frame.size() < MOST_IN_SMALL_FRAGMENTS) {
            for (byte b : frame.toByteArray()) {
                out.write(b);
            }
            return;
        }
        out.write(frame.toByteArray());
        out.flush();
    }
}
