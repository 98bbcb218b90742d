package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The WebSocket half of {@link ReferenceServer}: reads frames, sends messages back, and fails for what isn't right. */
final class ReferenceConnection {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST_MESSAGE = 20 << 20;
    private static final int MANY_FRAGMENTS = 1_000;
    /** A longer message in the smallest fragments would only cost time. */
    private static final int MOST_IN_SMALL_FRAGMENTS = 5_000;
    private static final byte[] UNASKED = "unasked".getBytes(UTF_8);
    /** What a server has that runs out of it; the bytes, and the fragments that fit. */
    private static final int SIMULATED_MEMORY = 12 << 20;
    private static final int SIMULATED_FRAGMENTS = 5_000;
    /** A while, for a server that thinks; more than what any case calls soon. */
    private static final int LATE_MILLIS = 1_200;

    /** The peer broke a rule: the connection fails with this code (§7.1.7). */
    private static final class Fail extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Fail(int code, String why) {
            super(why);
            this.code = code;
        }
    }

    private final ReferenceServer server;
    private final InputStream in;
    private final OutputStream out;
    private final ReferenceMessage message;
    private final ReferenceUtf8 utf8;
    private final Deque<byte[]> pongsToSend = new ArrayDeque<>();
    private int messageType = -1;
    private int lastType = -1;
    private int delivered;
    private int messagesSent;
    private int frames;
    /** How many bytes of the message came before its last fragment; -1 if it had only one. */
    private int streamed;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private byte[] halfCharacter = {};
    private boolean closed;
    private boolean failed;
    private int failuresBefore;

    private boolean cutWithin;
    private boolean fin;
    private int rsv;
    private int opcode;
    private boolean masked;
    private long length;
    private final byte[] key = new byte[4];

    private final ReferenceDeflate deflate;
    private boolean compressed;

    /** @param deflate what was agreed about compression, or null */
    ReferenceConnection(ReferenceServer server, Socket socket, InputStream in,
            ReferenceDeflate deflate) throws IOException {
        this.server = server;
        this.deflate = deflate;
        this.in = in;
        message = new ReferenceMessage(server);
        utf8 = new ReferenceUtf8(server);
        out = socket.getOutputStream();
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** Until the connection may end. */
    void run() throws IOException {
        greet();
        while (!closed) {
            try {
                readHeader();
                byte[] payload = readPayload();
                handle(payload);
            } catch (EOFException e) {
                if (is(Fault.GOES_ON_AFTER_END_OF_TCP)) {
                    pause();
                }
                return;
            } catch (Fail fail) {
                fail(fail);
            }
        }
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

    // One frame

    private void readHeader() throws IOException, Fail {
        int first = read();
        fin = (first & 0x80) != 0;
        rsv = first >> 4 & 7;
        opcode = first & 0xF;
        checkFirst();
        if (is(Fault.LOSES_CUT_HEADER) && in.available() == 0) {
            return;
        }
        int second = is(Fault.LOSES_CUT_SECOND_BYTE) && in.available() == 0 ? 0x80 : read();
        masked = (second & 0x80) != 0;
        length = second & 0x7F;
        checkMasked();
        if (opcode >= 8 && length > 125 && !acceptsLongControl()) {
            throw new Fail(1002, "a control frame of more than 125 bytes");
        }
        if (length == 126) {
            readLength16();
        } else if (length == 127) {
            readLength64();
        }
        if (is(Fault.CUTS_LENGTH_TO_INT)) {
            length &= 0xFFFFFFFFL;
        }
        if (length > SIMULATED_MEMORY && is(Fault.ALLOCATES_WHAT_IS_ANNOUNCED)) {
            server.stall();
        }
        if (length > MOST_MESSAGE) {
            if (opcode < CLOSE ? server.has(Habit.AWAITS_LENGTHS) : is(Fault.WAITS_FOR_LONG_CONTROL)) {
                while (in.read() >= 0) {
                    continue;
                }
            }
            throw new Fail(1009, "a frame of " + length + " bytes");
        }
        if (masked && !(length == 0 && is(Fault.EMPTY_WITHOUT_KEY))) {
            boolean cut = is(Fault.LOSES_CUT_KEY) && in.available() < 4;
            for (int i = 0; i < 4; i++) {
                byte next = cut ? 0 : (byte) read();
                key[i] = opcode == CONTINUATION && is(Fault.KEEPS_FIRST_KEY) ? key[i] : next;
            }
        }
        if (length == 3 && is(Fault.COUNTS_KEY)) {
            length = 0;
        }
    }

    private void checkFirst() throws Fail {
        boolean looksAtRsv = !(opcode >= 8 && is(Fault.ACCEPTS_RSV_ON_CONTROL)) && !(opcode == CONTINUATION
                && is(Fault.ACCEPTS_RSV_ON_CONTINUATION));
        int accepted = (is(Fault.ACCEPTS_RSV1) ? 4 : 0) | (is(Fault.ACCEPTS_RSV2) ? 2 : 0) | (is(Fault.ACCEPTS_RSV3) ? 1
                : 0);
        if (looksAtRsv && (rsv & ~accepted & ~rsvOfDeflate()) != 0) {
            throw new Fail(1002, "a reserved bit");
        }
        if (!fin && opcode != CONTINUATION && opcode <= 7 && opcode > BINARY && is(Fault.ACCEPTS_OPCODE_NOT_FINAL)) {
            opcode = TEXT;
        }
        if (messageType >= 0 && opcode <= 7 && is(Fault.ACCEPTS_OPCODE_WITHIN_MESSAGE)) {
            opcode = CONTINUATION;
        }
        if (opcode == 7 && is(Fault.DIES)) {
            server.close();
        }
        if (opcode == 7 && is(Fault.HANGS)) {
            server.hang();
        }
        if (opcode > BINARY && opcode < CLOSE) {
            if (!is(Fault.ACCEPTS_DATA_OPCODES)) {
                throw new Fail(1002, "a reserved opcode");
            }
            opcode = TEXT;
        }
        if (opcode > PONG && !is(Fault.ACCEPTS_CONTROL_OPCODES)) {
            throw new Fail(1002, "a reserved opcode");
        }
        if (opcode >= 8 && !fin && !is(Fault.ACCEPTS_FRAGMENTED_CONTROL)) {
            throw new Fail(1002, "a fragmented control frame");
        }
        if (opcode == BINARY && server.has(Habit.TAKES_NO_BINARY)) {
            throw new Fail(1003, "a binary message");
        }
    }

    /** RFC 7692 §6: RSV1 of the first frame of a message, once compression is agreed. */
    private int rsvOfDeflate() {
        if (deflate == null) {
            return is(Fault.INFLATES_UNAGREED) ? 4 : 0;
        }
        boolean accepted = switch (opcode) {
            case TEXT, BINARY -> true;
            case CONTINUATION -> is(Fault.ACCEPTS_RSV1_ON_CONTINUATION) || is(Fault.LAST_FRAGMENT_DECIDES);
            case PING -> is(Fault.ACCEPTS_RSV1_ON_PING);
            case PONG -> is(Fault.ACCEPTS_RSV1_ON_PONG);
            case CLOSE -> is(Fault.ACCEPTS_RSV1_ON_CLOSE);
            default -> false;
        };
        return !accepted ? 0 : 4 | ((rsv & 4) == 0 ? 0 : (is(Fault.ACCEPTS_RSV2_BESIDE_RSV1) ? 2
                : 0) | (is(Fault.ACCEPTS_RSV3_BESIDE_RSV1) ? 1 : 0));
    }

    private void checkMasked() throws IOException, Fail {
        if (masked) {
            return;
        }
        if ((opcode >= 8 && is(Fault.ACCEPTS_UNMASKED_CONTROL))
                || ((opcode == TEXT || opcode == BINARY) && is(Fault.ACCEPTS_UNMASKED_DATA))
                || (opcode == CONTINUATION && is(Fault.ACCEPTS_UNMASKED_CONTINUATION))
                || (length == 0 && is(Fault.ACCEPTS_UNMASKED_EMPTY)) || is(Fault.ACCEPTS_UNMASKED_THROUGH_TLS)) {
            Arrays.fill(key, (byte) 0);
            return;
        }
        if (is(Fault.SKIPS_UNMASKED)) {
            opcode = 15;
            return;
        }
        throw new Fail(server.has(Habit.DROPS_UNMASKED) ? -1 : server.has(Habit.REFUSES_UNMASKED_WITH_1008) ? 1008
                : 1002, "a frame that is not masked");
    }

    private boolean acceptsLongControl() {
        return (opcode == PING && is(Fault.ACCEPTS_LONG_PING)) || (opcode == PONG && is(Fault.ACCEPTS_LONG_PONG))
                || (opcode == CLOSE && is(Fault.ACCEPTS_LONG_CLOSE)) || is(Fault.WAITS_FOR_LONG_CONTROL)
                || server.has(Habit.AWAITS_LENGTHS);
    }

    private void readLength16() throws IOException, Fail {
        int high = read();
        int low = read();
        length = is(Fault.READS_LENGTH_16_SWAPPED) ? low << 8 | high : high << 8 | low;
        if (is(Fault.READS_LENGTH_16_SIGNED)) {
            length = (short) length;
            if (length < 0) {
                throw new Fail(1002, "a negative length");
            }
        }
        if (length < 126 && is(Fault.MISREADS_LONG_LENGTH_16)) {
            length = 0;
        } else if (length < 126 && !server.has(Habit.TAKES_LONG_LENGTHS)) {
            throw new Fail(1002, "a length in 16 bits that fits 7");
        }
    }

    private void readLength64() throws IOException, Fail {
        length = 0;
        for (int i = 0; i < 8; i++) {
            length = length << 8 | read();
        }
        if (length == -1 && is(Fault.TAKES_ALL_BITS_FOR_NOTHING)) {
            length = 0;
            return;
        }
        if (is(Fault.ACCEPTS_TOP_BIT)) {
            length &= Long.MAX_VALUE;
            if (length < 65_536) {
                return;
            }
        }
        if (is(Fault.READS_LENGTH_64_SHORT)) {
            length &= 0xFFFF;
            return;
        }
        if (length < 0) {
            throw new Fail(1002, "the top bit of a length");
        }
        if (length < 65_536 && is(Fault.MISREADS_LONG_LENGTH_64)) {
            length = 0;
        } else if (length < 65_536 && !server.has(Habit.TAKES_LONG_LENGTHS)) {
            throw new Fail(1002, "a length in 64 bits that fits 16");
        }
    }

    private byte[] readPayload() throws IOException, Fail {
        byte[] payload = new byte[(int) length];
        int from = 0;
        while (from < payload.length) {
            echoLate();
            int n = in.read(payload, from, payload.length - from);
            if (n < 0 && is(Fault.STALLS_AFTER_END)) {
                server.stall();
            }
            if (n < 0) {
                if (is(Fault.DELIVERS_HALF_FRAME) && from > 0) {
                    return Arrays.copyOf(payload, from);
                }
                throw new EOFException();
            }
            for (int i = from; i < from + n; i++) {
                int place = is(Fault.RESTARTS_KEY) ? i - from : is(Fault.UNMASKS_FIRST_BYTE_ONLY) ? 0 : i;
                payload[i] ^= key[is(Fault.UNMASKS_MODULO_3) ? place % 3 : place
                        + (i >= 2 << 20 && is(Fault.SHIFTS_KEY_AT_2_MIB) ? 1 : 0) & 3];
            }
            from += n;
            if (from < payload.length) {
                sawCut(payload, from - n, from);
            }
            if (is(Fault.LOSES_CUT_PAYLOAD) && in.available() == 0) {
                return Arrays.copyOf(payload, from);
            }
        }
        if (opcode >= 8 && length > 125 && (is(Fault.WAITS_FOR_LONG_CONTROL) || server.has(Habit.AWAITS_LENGTHS))) {
            throw new Fail(1002, "a control frame of more than 125 bytes");
        }
        return payload;
    }

    /** A read ended within the payload: what faults make of the character there. */
    private void sawCut(byte[] payload, int from, int to) throws Fail {
        byte[] segment = Arrays.copyOfRange(payload, opcode == CLOSE && from == 0 ? Math.min(2, to) : from, to);
        int half = halfCharacterAt(segment);
        boolean cut = half < segment.length || (segment.length > 0 && (segment[0] & 0xC0) == 0x80);
        if (!cut) {
            return;
        }
        boolean ofText = opcode == TEXT || (opcode == CONTINUATION && messageType == TEXT);
        if ((opcode == CLOSE && is(Fault.REASON_BY_SEGMENTS)) || (ofText && is(Fault.SEGMENTS_MUST_BE_TEXT))
                || (ofText && opcode == CONTINUATION && is(Fault.FRAGMENT_CUT_IN_CHARACTER))
                || (ofText && segment.length - half == 3 && is(Fault.FAILS_FOR_3_OF_4_BYTES))) {
            throw new Fail(1007, "a segment that is not UTF-8");
        }
        if (ofText && is(Fault.REPLACES_HALF_CHARACTERS)) {
            Arrays.fill(payload, to - (segment.length - half), to, (byte) '?');
        }
        cutWithin |= ofText;
    }

    private int read() throws IOException {
        server.awaitIfHanging();
        server.awaitIfStalled();
        echoLate();
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    // What it means

    private void handle(byte[] payload) throws IOException, Fail {
        boolean leaves = server.has(Habit.LIMIT_OF_60_FRAMES) || server.has(Habit.GOES_AWAY_AFTER_60_FRAMES);
        if (leaves && ++frames > 60 && opcode != CLOSE) {
            throw new Fail(server.has(Habit.LIMIT_OF_60_FRAMES) ? 1008 : 1001, "sixty frames are enough");
        }
        if (is(Fault.HOLDS_LAST_MESSAGE)) {
            sendHeld();
        }
        if (opcode != PING && !(server.has(Habit.ANSWERS_NEWEST_PING_ONLY) && in.available() > 0)) {
            sendPongs();
        }
        switch (opcode) {
            case CONTINUATION, TEXT, BINARY -> data(payload);
            case PING -> ping(payload);
            case PONG -> pong(payload);
            case CLOSE -> close(payload);
            default -> { } // only with a fault
        }
    }

    private void data(byte[] payload) throws IOException, Fail {
        if (opcode == CONTINUATION && messageType < 0) {
            if (is(Fault.SKIPS_STRAY_CONTINUATION)) {
                return;
            }
            if (is(Fault.TAKES_STRAY_CONTINUATION)) {
                opcode = TEXT;
            }
        }
        if (messageType >= 0 && opcode == TEXT && is(Fault.NEW_TEXT_REPLACES_MESSAGE)) {
            forgetMessage();
        }
        if (messageType >= 0 && opcode == BINARY && is(Fault.NEW_BINARY_CONTINUES_MESSAGE)) {
            opcode = CONTINUATION;
        }
        if (payload.length == 0 && ((opcode != CONTINUATION && !fin && is(Fault.DROPS_EMPTY_FRAGMENT))
                || (opcode == CONTINUATION && messageType >= 0 && is(Fault.EMPTY_END_IS_NO_END)))) {
            return;
        }
        if (opcode == CONTINUATION && messageType < 0) {
            throw new Fail(1002, "nothing to continue");
        }
        if (opcode != CONTINUATION && messageType >= 0) {
            throw new Fail(1002, "a message within another");
        }
        if (opcode != CONTINUATION) {
            boolean keepsType = lastType == BINARY && is(Fault.KEEPS_TYPE);
            failuresBefore = server.failures().get();
            messageType = keepsType ? BINARY : !fin && is(Fault.TAKES_FRAGMENTED_FOR_TEXT) ? TEXT : opcode;
            lastType = messageType;
            compressed = deflate != null && ((rsv & 4) != 0 || is(Fault.INFLATES_PLAIN)
                    || (compressed && is(Fault.REMEMBERS_RSV1)));
        }
        if (server.failures().get() != failuresBefore && is(Fault.FAULT_SPOILS_OTHERS)) {
            message.reset();
        }
        if (fin && is(Fault.LAST_FRAGMENT_DECIDES)) {
            compressed = (rsv & 4) != 0;
        }
        if (compressed && payload.length == 0 && !(fin && opcode != CONTINUATION)
                && is(Fault.FAILS_FOR_EMPTY_FRAGMENT)) {
            throw new Fail(1002, "an empty fragment");
        }
        if (compressed && is(Fault.INFLATES_EACH_FRAGMENT)) {
            payload = inflate(payload);
        }
        if (message.size() + payload.length > MOST_MESSAGE) {
            throw new Fail(1009, "a message of more than " + MOST_MESSAGE + " bytes");
        }
        message.add(payload);
        if (message.count() > 10 && server.has(Habit.LIMIT_OF_10_FRAGMENTS)) {
            throw new Fail(1008, "more than 10 fragments");
        }
        if (message.count() > MANY_FRAGMENTS && is(Fault.MANY_FRAGMENTS_ARE_A_FAULT)) {
            throw new Fail(1002, "more than " + MANY_FRAGMENTS + " fragments");
        }
        boolean checked = (cutWithin && is(Fault.ACCEPTS_BAD_AT_CUT)) || (is(Fault.CHECKS_WHOLE_TEXTS_ONLY)
                && message.count() + (fin ? 0 : 1) > 1) || (is(Fault.CHECKS_FIRST_FRAGMENT_ONLY)
                && message.count() > 1);
        if (messageType == TEXT && !compressed && is(Fault.FRAGMENTS_MUST_BE_TEXT) && !ReferenceUtf8.isUtf8(payload)) {
            throw new Fail(1007, "a fragment that is not UTF-8");
        }
        if ((message.count() > SIMULATED_FRAGMENTS && is(Fault.KEEPS_EACH_FRAGMENT))
                || (!fin && message.size() > SIMULATED_MEMORY && is(Fault.HAS_NO_MESSAGE_LIMIT))) {
            server.stall();
        }
        if (server.has(Habit.STREAMS) && deflate == null && !fin) {
            send(false, 0, message.count() == 1 ? messageType : CONTINUATION, payload);
        }
        if (!fin && !is(Fault.DELIVERS_FRAGMENTS)) {
            return;
        }
        int type = messageType;
        byte[] whole = message.whole();
        streamed = message.count() > 1 ? whole.length - payload.length : -1;
        forgetMessage();
        if (is(Fault.DELIVERS_FRAGMENTS) && !fin) {
            messageType = type;
        }
        if (compressed && type == TEXT && is(Fault.CHECKS_UTF8_BEFORE_INFLATING) && !ReferenceUtf8.isUtf8(whole)) {
            throw new Fail(1007, "text that is not UTF-8");
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
            throw new Fail(limit, "a message of more than 4000 bytes");
        }
        deliver(type, whole, checked || (compressed && is(Fault.NO_UTF8_CHECK_AFTER_INFLATING)));
    }

    private void deliver(int type, byte[] message, boolean checked) throws IOException, Fail {
        cutWithin = false;
        byte[] whole = message;
        if (is(Fault.KEEPS_HALF_CHARACTERS) && type == TEXT) {
            whole = joined(halfCharacter, whole);
            int half = halfCharacterAt(whole);
            halfCharacter = Arrays.copyOfRange(whole, half, whole.length);
            whole = Arrays.copyOf(whole, half);
        }
        if ((type == TEXT || is(Fault.BINARY_MUST_BE_TEXT)) && !checked && !utf8.accepts(whole)) {
            if (is(Fault.SKIPS_BAD_TEXT)) {
                return;
            }
            if (!is(Fault.REPLACES_BAD_TEXT)) {
                throw new Fail(is(Fault.BAD_TEXT_IS_1003) ? 1003 : 1007, "text that is not UTF-8");
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
        int sentType = is(Fault.SENDS_BINARY_AS_TEXT) || (compressed && is(Fault.COMPRESSED_IS_TEXT)) ? TEXT : type;
        if (whole.length > 1_000 && is(Fault.CONTINUES_WITH_TEXT)) {
            send(false, 0, sentType, Arrays.copyOf(whole, 1_000));
            send(true, 0, TEXT, Arrays.copyOfRange(whole, 1_000, whole.length));
            return;
        }
        if (server.has(Habit.STREAMS) && deflate == null && streamed >= 0) {
            send(true, 0, CONTINUATION, Arrays.copyOfRange(whole, streamed, whole.length));
        } else {
            sendMessage(sentType, whole);
        }
        if (type == TEXT && whole.length == 10 && is(Fault.SENDS_TWICE)) {
            sendMessage(sentType, whole);
        }
        if (is(Fault.LOSES_GLUED_FRAMES)) {
            in.skip(in.available());
        }
        if (is(Fault.NO_PONG_WITHIN_MESSAGE)) {
            sendPongs();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /** Where the last character begins, if it isn't complete. */
    private static int halfCharacterAt(byte[] text) {
        for (int at = text.length - 1; at >= Math.max(0, text.length - 3); at--) {
            int b = text[at] & 0xFF;
            if (b >= 0xC0) {
                return at + (b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4) > text.length ? at : text.length;
            }
        }
        return text.length;
    }

    /** Null only with {@link Fault#SKIPS_BROKEN}. */
    private byte[] inflate(byte[] data) throws Fail {
        try {
            return deflate.inflate(data, MOST_MESSAGE);
        } catch (ReferenceDeflate.BrokenException e) {
            if (e.code() == 1009 && is(Fault.HAS_NO_LIMIT_AFTER_INFLATING)) {
                server.stall();
            }
            if (is(Fault.SKIPS_BROKEN)) {
                return null;
            }
            throw new Fail(e.code(), e.getMessage());
        }
    }

    private void sendMessage(int type, byte[] content) throws IOException {
        messagesSent++;
        boolean plain = server.has(Habit.SENDS_PLAIN) || (server.has(Habit.COMPRESSES_EVERY_SECOND)
                && messagesSent % 2 == 1);
        boolean compress = (deflate != null && !plain) || is(Fault.COMPRESSES_UNAGREED);
        int rsv = compress || (type == TEXT && (is(Fault.SENDS_RSV1) || (content.length >= 1_000
                && is(Fault.SENDS_RSV1_WHEN_LONG)))) ? 4 : 0;
        byte[] payload = deflate != null && compress ? deflate.deflate(content) : content;
        unaskedBefore();
        sendInFrames(rsv, type, payload);
        if (server.has(Habit.PINGS_BEHIND_EACH_MESSAGE)) {
            send(true, 0, PING, UNASKED);
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
                send(true, 0, pings ? PING : PONG, UNASKED);
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
            send(true, 0, PING, UNASKED);
        }
        if (server.has(Habit.EMPTY_PINGS)) {
            send(true, 0, PING, new byte[0]);
        }
        if (server.has(Habit.PONGS_BEFORE_EACH_MESSAGE)) {
            send(true, 0, PONG, UNASKED);
        }
    }

    /** What comes right behind the 101. */
    private void greet() throws IOException {
        if (server.has(Habit.PINGS_AT_ONCE) || server.has(Habit.LONG_PINGS)) {
            send(true, 0, PING, server.has(Habit.LONG_PINGS) ? new byte[125] : UNASKED);
        }
        if (server.has(Habit.PONGS_AT_ONCE) || server.has(Habit.LONG_PONGS)) {
            send(true, 0, PONG, server.has(Habit.LONG_PONGS) ? new byte[125] : UNASKED);
        }
        if (server.has(Habit.PINGS_OF_ANY_BYTES)) {
            send(true, 0, PING, new byte[] {(byte) 0xFF, 0, (byte) 0xC0});
        }
        for (int i = 0; i < 100 && server.has(Habit.MANY_PINGS); i++) {
            send(true, 0, PING, UNASKED);
        }
    }

    private void forgetMessage() {
        message.reset();
        messageType = -1;
    }

    private void ping(byte[] payload) throws IOException, Fail {
        if (is(Fault.CONTROL_ENDS_COMPRESSION)) {
            compressed = false;
        }
        if (is(Fault.NO_PONG) || is(Fault.NO_PONG_THROUGH_TLS)
                || (payload.length == 0 && is(Fault.NO_PONG_FOR_EMPTY_PING))) {
            return;
        }
        if (messageType >= 0 && is(Fault.FAILS_PING_WITHIN_MESSAGE)) {
            throw new Fail(1002, "a Ping within a message");
        }
        if (messageType >= 0 && is(Fault.PING_CONTINUES_TEXT)) {
            message.add(payload);
        }
        if (is(Fault.PING_ENDS_MESSAGE)) {
            message.reset();
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

    private void sendPongs() throws IOException {
        if (is(Fault.NO_PONG_WITHIN_MESSAGE) && messageType >= 0) {
            return;
        }
        while (!pongsToSend.isEmpty()) {
            if (server.has(Habit.PINGS_BEFORE_EACH_PONG)) {
                send(true, 0, PING, UNASKED);
            }
            if (server.has(Habit.PONGS_TWICE)) {
                send(true, 0, PONG, pongsToSend.getFirst());
            }
            send(!is(Fault.SENDS_PONG_NOT_FINAL), deflate != null && is(Fault.RSV1_ON_PONG) ? 4 : 0, PONG,
                    pongsToSend.removeFirst());
            if (is(Fault.ANSWERS_FIRST_PING_ONLY)) {
                pongsToSend.clear();
            }
        }
    }

    private void pong(byte[] payload) throws IOException, Fail {
        if (is(Fault.FAILS_FOR_PONG)) {
            throw new Fail(1002, "a Pong that nobody asked for");
        }
        if (server.has(Habit.ANSWERS_PONG)) {
            send(true, 0, PONG, payload);
        }
        if (is(Fault.PONG_ENDS_MESSAGE)) {
            message.reset();
        }
    }

    // The end

    private void close(byte[] body) throws IOException, Fail {
        if (messageType >= 0 && is(Fault.WAITS_FOR_MESSAGE_BEFORE_CLOSE)) {
            return;
        }
        if (messageType >= 0 && is(Fault.CLOSE_BETWEEN_IS_FAULT)) {
            throw new Fail(1002, "a Close within a message");
        }
        if (messageType >= 0 && is(Fault.DELIVERS_UNFINISHED_AT_CLOSE)) {
            deliver(messageType, message.whole(), false);
        }
        if (body.length == 1 && !is(Fault.ACCEPTS_CLOSE_OF_1_BYTE)) {
            throw new Fail(1002, "half a close code");
        }
        int code = body.length < 2 ? 1005 : (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        if (body.length >= 2 && !isValid(code)) {
            throw new Fail(1002, "close code " + code);
        }
        if (body.length > 2 && !ReferenceUtf8.isUtf8(Arrays.copyOfRange(body, 2, body.length))
                && !is(Fault.ACCEPTS_BAD_REASON)) {
            throw new Fail(1007, "a reason that is not UTF-8");
        }
        if (body.length == 125 && is(Fault.CUTS_REASON)) {
            throw new Fail(1002, "a reason that is too long");
        }
        if (server.has(Habit.VALIDATES_BEHIND_CLOSE)) {
            validateRest();
        }
        closed = !is(Fault.GOES_ON_AFTER_CLOSE);
        if (is(Fault.CLOSES_LATE)) {
            pause();
        }
        if (server.has(Habit.ECHOES_LATE)) {
            held.reset();
        }
        if (!is(Fault.CLOSES_WITHOUT_ANSWER)) {
            sendClose(code == 1006 && is(Fault.TAKES_1006_SILENTLY) ? 1000 : code);
            if (server.has(Habit.SENDS_TWO_CLOSES)) {
                sendClose(code);
            }
            if (is(Fault.SENDS_DATA_AFTER_CLOSE)) {
                send(true, 0, TEXT, "bye".getBytes(UTF_8));
            }
            sendUnaskedAfterClose();
            if (server.has(Habit.ANSWERS_PING_AFTER_CLOSE)) {
                answerPings();
            }
        }
    }

    private void sendUnaskedAfterClose() throws IOException {
        if (server.has(Habit.PINGS_AFTER_CLOSE) || server.has(Habit.PONGS_AFTER_CLOSE)) {
            send(true, 0, server.has(Habit.PINGS_AFTER_CLOSE) ? PING : PONG, UNASKED);
        }
    }

    private void validateRest() throws IOException, Fail {
        while (in.available() > 0) {
            readHeader();
            readPayload();
            if (opcode == CONTINUATION && messageType < 0) {
                throw new Fail(1002, "nothing to continue");
            }
        }
    }

    private void answerPings() throws IOException {
        try {
            while (in.available() > 0) {
                readHeader();
                byte[] payload = readPayload();
                if (opcode == PING) {
                    send(true, 0, PONG, payload);
                }
            }
        } catch (Fail late) {
            return; // the connection is closed already
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

    private void sendClose(int came) throws IOException {
        if (server.has(Habit.PINGS_BEFORE_CLOSE)) {
            send(true, 0, PING, UNASKED);
        }
        Habit habit = server.habit();
        int code = habit == null ? came : habit.codeFor(came);
        if (code == 1005 && !is(Fault.ACCEPTS_1005) && !is(Fault.ANSWERS_EMPTY_CLOSE_WITH_1005)) {
            send(true, 0, CLOSE, new byte[0]);
        } else {
            send(true, 0, CLOSE, joined(bytes(code), (habit == null ? "" : habit.reason()).getBytes(UTF_8)));
        }
    }

    private byte[] bytes(int code) {
        return is(Fault.SWAPS_CLOSE_CODE) ? new byte[] {(byte) code, (byte) (code >> 8)}
                : new byte[] {(byte) (code >> 8), (byte) code};
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

    private void fail(Fail fail) throws IOException {
        server.failures().incrementAndGet();
        if (is(Fault.FAULT_LOSES_EARLIER) || server.has(Habit.ECHOES_LATE)) {
            held.reset();
        }
        if (is(Fault.HANDLES_REST_BEFORE_FAILING)) {
            handleRest();
        }
        if (is(Fault.SKIPS_GARBAGE) && fail.getMessage().startsWith("a reserved")) {
            in.skip(in.available());
            return;
        }
        failed = true;
        closed = !is(Fault.GOES_ON_AFTER_FAULT);
        if (server.has(Habit.FAILS_WITHOUT_CODE)) {
            send(true, 0, CLOSE, new byte[0]);
            return;
        }
        boolean mute = is(Fault.FAILS_MUTELY) || (fail.code == 1007 && is(Fault.DROPS_BAD_TEXT));
        if (fail.code < 0 || mute || server.has(Habit.FAILS_WITHOUT_CLOSE)) {
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean garbage = fail.getMessage().startsWith("a reserved") && is(Fault.ANSWERS_GARBAGE_WITH_1003);
        body.writeBytes(bytes(is(Fault.FAILS_WITH_1000) ? 1000 : is(Fault.FAILS_WITH_1006) ? 1006 : garbage ? 1003
                : fail.code));
        body.writeBytes((fail.getMessage() + (is(Fault.SENDS_LONG_CLOSE) ? "!".repeat(200) : "")).getBytes(UTF_8));
        send(true, 0, CLOSE, body.toByteArray());
        sendUnaskedAfterClose();
    }

    private void handleRest() throws IOException {
        while (in.available() > 0) {
            try {
                readHeader();
                handle(readPayload());
            } catch (Fail another) {
                return;
            }
        }
    }

    // What goes out

    private void echoLate() throws IOException {
        if (server.has(Habit.ECHOES_LATE) && in.available() == 0) {
            sendHeld();
        }
    }

    private void sendHeld() throws IOException {
        out.write(held.toByteArray());
        held.reset();
    }

    private void send(boolean fin, int rsv, int opcode, byte[] payload) throws IOException {
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
