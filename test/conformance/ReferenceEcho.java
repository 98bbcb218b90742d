package conformance;

import static conformance.ReferenceFrame.BINARY;
import static conformance.ReferenceFrame.CONTINUATION;
import static conformance.ReferenceFrame.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Data frames become messages (§5.4), which are checked, inflated, and sent back. */
final class ReferenceEcho {
    private static final int MANY_FRAGMENTS = 1_000;
    /** The fragments that fit a server that runs out of memory. */
    private static final int SIMULATED_FRAGMENTS = 5_000;

    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceOutput output;
    private final ReferenceMessage message;
    private final ReferencePings pings;
    private final ReferenceDeflate deflate;
    private final ReferenceUtf8 utf8;
    private int lastType = -1;
    private int delivered;
    /** How many bytes of the message came before its last fragment; -1 if it had only one. */
    private int streamed;
    private byte[] halfCharacter = {};
    private boolean cutInCharacter;
    private int failuresBefore;

    /** @param message the one that frames are added to; @param deflate what was agreed about compression, or null */
    ReferenceEcho(ReferenceServer server, InputStream in, ReferenceOutput output, ReferenceMessage message,
            ReferencePings pings, ReferenceDeflate deflate) {
        this.server = server;
        this.in = in;
        this.output = output;
        this.message = message;
        this.pings = pings;
        this.deflate = deflate;
        utf8 = new ReferenceUtf8(server);
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** A data frame came. */
    void data(ReferenceFrame frame) throws IOException, ReferenceFailure {
        int opcode = frame.opcode();
        boolean fin = frame.fin();
        byte[] payload = frame.payload();
        cutInCharacter |= frame.cutInCharacter();
        if (opcode == CONTINUATION && !message.isOpen()) {
            if (is(Fault.SKIPS_STRAY_CONTINUATION)) {
                return;
            }
            if (is(Fault.TAKES_STRAY_CONTINUATION)) {
                opcode = TEXT;
            }
        }
        if (message.isOpen() && opcode == TEXT && is(Fault.NEW_TEXT_REPLACES_MESSAGE)) {
            message.end();
        }
        if (message.isOpen() && opcode == BINARY && is(Fault.NEW_BINARY_CONTINUES_MESSAGE)) {
            opcode = CONTINUATION;
        }
        if (payload.length == 0 && ((opcode != CONTINUATION && !fin && is(Fault.DROPS_EMPTY_FRAGMENT))
                || (opcode == CONTINUATION && message.isOpen() && is(Fault.EMPTY_END_IS_NO_END)))) {
            return;
        }
        if (opcode == CONTINUATION && !message.isOpen()) {
            throw new ReferenceFailure(1002, "nothing to continue");
        }
        if (opcode != CONTINUATION && message.isOpen()) {
            throw new ReferenceFailure(1002, "a message within another");
        }
        if (opcode != CONTINUATION) {
            boolean keepsType = lastType == BINARY && is(Fault.KEEPS_TYPE);
            failuresBefore = server.failures().get();
            lastType = keepsType ? BINARY : !fin && is(Fault.TAKES_FRAGMENTED_FOR_TEXT) ? TEXT : opcode;
            message.begin(lastType, deflate != null && (frame.rsv1() || is(Fault.INFLATES_PLAIN)
                    || (message.isCompressed() && is(Fault.REMEMBERS_RSV1))));
        }
        if (server.failures().get() != failuresBefore && is(Fault.FAULT_SPOILS_OTHERS)) {
            message.lose();
        }
        if (fin && is(Fault.LAST_FRAGMENT_DECIDES)) {
            message.takeAsCompressed(frame.rsv1());
        }
        boolean compressed = message.isCompressed();
        if (compressed && payload.length == 0 && !(fin && opcode != CONTINUATION)
                && is(Fault.FAILS_FOR_EMPTY_FRAGMENT)) {
            throw new ReferenceFailure(1002, "an empty fragment");
        }
        if (compressed && is(Fault.INFLATES_EACH_FRAGMENT)) {
            payload = inflate(payload);
        }
        if (message.size() + payload.length > ReferenceMessage.MOST_BYTES) {
            throw new ReferenceFailure(1009, "a message of more than " + ReferenceMessage.MOST_BYTES + " bytes");
        }
        message.add(payload);
        if (message.count() > 10 && server.has(Habit.LIMIT_OF_10_FRAGMENTS)) {
            throw new ReferenceFailure(1008, "more than 10 fragments");
        }
        if (message.count() > MANY_FRAGMENTS && is(Fault.MANY_FRAGMENTS_ARE_A_FAULT)) {
            throw new ReferenceFailure(1002, "more than " + MANY_FRAGMENTS + " fragments");
        }
        boolean checked = (cutInCharacter && is(Fault.ACCEPTS_BAD_AT_CUT)) || (is(Fault.CHECKS_WHOLE_TEXTS_ONLY)
                && message.count() + (fin ? 0 : 1) > 1) || (is(Fault.CHECKS_FIRST_FRAGMENT_ONLY)
                && message.count() > 1);
        if (message.type() == TEXT && !compressed && is(Fault.FRAGMENTS_MUST_BE_TEXT)
                && !ReferenceUtf8.isUtf8(payload)) {
            throw new ReferenceFailure(1007, "a fragment that is not UTF-8");
        }
        if ((message.count() > SIMULATED_FRAGMENTS && is(Fault.KEEPS_EACH_FRAGMENT))
                || (!fin && message.size() > ReferenceMessage.SIMULATED_MEMORY && is(Fault.HAS_NO_MESSAGE_LIMIT))) {
            server.stall();
        }
        if (server.has(Habit.STREAMS) && deflate == null && !fin) {
            output.send(false, 0, message.count() == 1 ? message.type() : CONTINUATION, payload);
        }
        if (!fin && !is(Fault.DELIVERS_FRAGMENTS)) {
            return;
        }
        int type = message.type();
        byte[] whole = message.whole();
        streamed = message.count() > 1 ? whole.length - payload.length : -1;
        if (fin) {
            message.end();
        } else {
            message.lose(); // only with a fault: its type stays
        }
        if (compressed && type == TEXT && is(Fault.CHECKS_UTF8_BEFORE_INFLATING) && !ReferenceUtf8.isUtf8(whole)) {
            throw new ReferenceFailure(1007, "text that is not UTF-8");
        }
        if (compressed && !is(Fault.INFLATES_EACH_FRAGMENT)) {
            whole = inflate(whole);
            if (whole == null) {
                return;
            }
        } else if (deflate != null) {
            deflate.sawPlain(whole);
        }
        int limit = server.habit() == null ? 0 : server.habit().limitCode();
        if (whole.length > 4_000 && limit != 0) {
            throw new ReferenceFailure(limit, "a message of more than 4000 bytes");
        }
        deliver(type, whole, checked || (compressed && is(Fault.NO_UTF8_CHECK_AFTER_INFLATING)));
    }

    private void deliver(int type, byte[] content, boolean checked) throws IOException, ReferenceFailure {
        cutInCharacter = false;
        byte[] whole = content;
        if (is(Fault.KEEPS_HALF_CHARACTERS) && type == TEXT) {
            whole = joined(halfCharacter, whole);
            int half = ReferenceUtf8.halfCharacterAt(whole);
            halfCharacter = Arrays.copyOfRange(whole, half, whole.length);
            whole = Arrays.copyOf(whole, half);
        }
        if ((type == TEXT || is(Fault.BINARY_MUST_BE_TEXT)) && !checked && !utf8.accepts(whole)) {
            if (is(Fault.SKIPS_BAD_TEXT)) {
                return;
            }
            if (!is(Fault.REPLACES_BAD_TEXT)) {
                throw new ReferenceFailure(is(Fault.BAD_TEXT_IS_1003) ? 1003 : 1007, "text that is not UTF-8");
            }
            whole = new String(whole, UTF_8).getBytes(UTF_8);
        }
        if (is(Fault.STRIPS_MARK) && type == TEXT && whole.length >= 3 && (whole[0] & 0xFF) == 0xEF
                && (whole[1] & 0xFF) == 0xBB && (whole[2] & 0xFF) == 0xBF) {
            whole = Arrays.copyOfRange(whole, 3, whole.length);
        }
        whole = ReferenceText.changed(server, type == TEXT, whole);
        if (++delivered % 100 == 0 && is(Fault.LOSES_EVERY_HUNDREDTH)) {
            return;
        }
        if (whole.length > 65_536 && is(Fault.CUTS_AT_64_KIB)) {
            whole = Arrays.copyOf(whole, 65_536);
        }
        if (type == TEXT && whole.length > 999 && is(Fault.CUTS_TEXT_WITHIN_CHARACTER)) {
            whole = Arrays.copyOf(whole, 999);
        }
        if (is(Fault.ECHOES_NOTHING)) {
            return;
        }
        int sentType = is(Fault.SENDS_BINARY_AS_TEXT) || (message.isCompressed() && is(Fault.COMPRESSED_IS_TEXT))
                ? TEXT : type;
        if (whole.length > 1_000 && is(Fault.CONTINUES_WITH_TEXT)) {
            output.send(false, 0, sentType, Arrays.copyOf(whole, 1_000));
            output.send(true, 0, TEXT, Arrays.copyOfRange(whole, 1_000, whole.length));
            return;
        }
        if (server.has(Habit.STREAMS) && deflate == null && streamed >= 0) {
            output.send(true, 0, CONTINUATION, Arrays.copyOfRange(whole, streamed, whole.length));
        } else {
            output.sendMessage(sentType, whole);
        }
        if (type == TEXT && whole.length == 10 && is(Fault.SENDS_TWICE)) {
            output.sendMessage(sentType, whole);
        }
        if (is(Fault.LOSES_GLUED_FRAMES)) {
            in.skip(in.available());
        }
        if (is(Fault.NO_PONG_WITHIN_MESSAGE)) {
            pings.sendPongs();
        }
    }

    /** What has come of a message that hasn't ended. */
    void deliverUnfinished() throws IOException, ReferenceFailure {
        deliver(message.type(), message.whole(), false);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /** Null only with {@link Fault#SKIPS_BROKEN}. */
    private byte[] inflate(byte[] data) throws ReferenceFailure {
        try {
            return deflate.inflate(data, ReferenceMessage.MOST_BYTES);
        } catch (ReferenceDeflate.BrokenException e) {
            if (e.code() == 1009 && is(Fault.HAS_NO_LIMIT_AFTER_INFLATING)) {
                server.stall();
            }
            if (is(Fault.SKIPS_BROKEN)) {
                return null;
            }
            throw new ReferenceFailure(e.code(), e.getMessage());
        }
    }
}
