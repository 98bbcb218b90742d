package conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * RFC 7692 in {@link ReferenceServer}: takes every valid offer with all its parameters, and compresses every message.
 */
final class ReferenceDeflate {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** A token once quotes and escapes are gone. */
    private static final String VALUE = "(?:" + TOKEN + "|\"(?:\\\\?[!#$%&'*+.^_`|~0-9A-Za-z-])+\")";
    private static final Pattern OFFER = Pattern.compile("\\s*(" + TOKEN + ")\\s*((?:;\\s*" + TOKEN + "\\s*(?:=\\s*"
            + VALUE + "\\s*)?)*)");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*(" + TOKEN + ")\\s*(?:=\\s*(" + VALUE + ")\\s*)?");
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    /**
     * An empty block with BFINAL: if the Inflater finishes just behind it, the message before it ended where a block
     * ends.
     */
    private static final byte[] PROBE = {1, 0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int MOST_WINDOW = 1 << 15;
    /** {@link Fault#SHARES_WINDOW}. */
    private static byte[] sharedWindow = {};

    /** A message that can't be inflated. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        BrokenException(int code, String why) {
            super(why);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final ReferenceServer server;
    private final Map<String, String> offer;
    private final Map<String, String> agreed = new LinkedHashMap<>();
    private byte[] received = {};
    private byte[] sent = {};
    private Inflater withoutTail;
    private boolean dead;

    private ReferenceDeflate(ReferenceServer server, Map<String, String> offer) {
        this.server = server;
        this.offer = offer;
        answerServer();
        answerClient();
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    // Negotiation

    /** @param fields of Sec-WebSocket-Extensions; @return all that is agreed to */
    static List<ReferenceDeflate> negotiate(ReferenceServer server, List<String> fields) {
        List<ReferenceDeflate> accepted = new ArrayList<>();
        if (server.has(Habit.DECLINES_COMPRESSION)) {
            return accepted;
        }
        if (server.has(Fault.AGREES_UNASKED) && fields.isEmpty()) {
            accepted.add(new ReferenceDeflate(server, Map.of()));
        }
        int looked = 0;
        String declinedBits = null;
        for (String element : String.join(",", fields).split(",")) {
            Matcher matcher = OFFER.matcher(element);
            if (!matcher.matches() || !matcher.group(1).equals(NAME)
                    || (looked++ > 0 && server.has(Habit.LOOKS_AT_FIRST_OFFER_ONLY))) {
                continue;
            }
            Map<String, String> offer = parameters(server, matcher.group(2));
            if (offer == null || !isValid(server, offer)) {
                declinedBits = offer == null ? declinedBits : offer.get(SERVER_BITS);
                continue;
            }
            if (server.has(Habit.TAKES_LAST_OFFER)) {
                accepted.clear();
            }
            if (accepted.isEmpty() || server.has(Fault.AGREES_TWICE)) {
                accepted.add(new ReferenceDeflate(server, offer));
            }
            if (declinedBits != null && server.has(Fault.LEAKS_DECLINED_BITS)) {
                accepted.get(0).agreed.put(CLIENT_BITS, declinedBits);
            }
        }
        return accepted;
    }

    private static Map<String, String> parameters(ReferenceServer server, String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(2) == null ? null : parameter.group(2).replaceAll("[\"\\\\]", "");
            boolean again = parameters.containsKey(parameter.group(1));
            boolean same = again && Objects.equals(parameters.get(parameter.group(1)), value);
            if (again && !server.has(Fault.ACCEPTS_DUPLICATE) && !(same && server.has(Fault.ACCEPTS_EQUAL_DUPLICATE))) {
                return null;
            }
            parameters.put(parameter.group(1), value);
        }
        return parameters;
    }

    private static boolean isValid(ReferenceServer server, Map<String, String> offer) {
        for (Map.Entry<String, String> parameter : offer.entrySet()) {
            String value = parameter.getValue();
            boolean valid = switch (parameter.getKey()) {
                case SERVER_TAKEOVER -> !server.has(Fault.NO_SERVER_TAKEOVER_PARAMETER)
                        && (value == null || server.has(Fault.ACCEPTS_TAKEOVER_VALUE));
                case CLIENT_TAKEOVER -> value == null || server.has(Fault.ACCEPTS_TAKEOVER_VALUE);
                case SERVER_BITS -> value == null ? server.has(Fault.ACCEPTS_BARE_SERVER_BITS)
                        : isWindow(server, value) && !(value.equals("8") && server.has(Habit.DECLINES_WINDOW_8));
                case CLIENT_BITS -> value == null || isWindow(server, value)
                        || server.has(Fault.IGNORES_CLIENT_BITS_VALUE);
                default -> server.has(Fault.ACCEPTS_UNKNOWN_PARAMETER);
            };
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWindow(ReferenceServer server, String value) {
        return value.matches("[89]|1[0-5]")
                || (value.matches("[0-7]") && server.has(Fault.ACCEPTS_SMALL_WINDOW))
                || (value.matches("1[6-9]|[2-9][0-9]+|1[0-9]{2,}") && server.has(Fault.ACCEPTS_LARGE_WINDOW))
                || (value.matches("0[89]|01[0-5]") && server.has(Fault.ACCEPTS_LEADING_ZERO))
                || (!value.matches("[0-9]+") && server.has(Fault.ACCEPTS_NO_NUMBER));
    }

    /** Of a value that only a fault lets through, too. */
    private static int window(String value) {
        return value != null && value.matches("0?[89]|0?1[0-5]") ? Integer.parseInt(value) : 15;
    }

    private void answerServer() {
        boolean unasked = server.has(Habit.ANSWERS_UNASKED);
        if ((unasked || offer.containsKey(SERVER_TAKEOVER)) && !is(Fault.FORGETS_SERVER_TAKEOVER)) {
            agreed.put(SERVER_TAKEOVER, is(Fault.ANSWERS_TAKEOVER_VALUE) ? "true" : null);
        }
        if (offer.containsKey(SERVER_BITS) && !is(Fault.FORGETS_SERVER_BITS)) {
            int bits = window(offer.get(SERVER_BITS));
            agreed.put(SERVER_BITS, Integer.toString(is(Fault.ANSWERS_LARGER_WINDOW) ? Math.min(15, bits + 1) : unasked
                    ? Math.max(8, bits - 1) : bits));
        } else if (unasked) {
            agreed.put(SERVER_BITS, "12");
        }
        if (is(Fault.ANSWERS_UNKNOWN_PARAMETER)) {
            agreed.put("level", "6");
        }
    }

    private void answerClient() {
        boolean ignores = server.has(Habit.IGNORES_HINTS);
        if ((server.has(Habit.ANSWERS_UNASKED) || offer.containsKey(CLIENT_TAKEOVER)) && !ignores
                && !is(Fault.DROPS_WINDOW_FOR_HINT)) {
            agreed.put(CLIENT_TAKEOVER, null);
        }
        if (is(Fault.ANSWERS_CLIENT_BITS_UNASKED)) {
            agreed.put(CLIENT_BITS, "15");
        }
        if (offer.containsKey(CLIENT_BITS) && !ignores) {
            String value = offer.get(CLIENT_BITS);
            if (value == null ? is(Fault.ECHOES_BARE_CLIENT_BITS) : is(Fault.ANSWERS_CLIENT_BITS_WITH_ZERO)) {
                agreed.put(CLIENT_BITS, value == null ? null : "0" + value);
            } else if (value != null && !is(Fault.WINDOW_SHRINKS_FOR_HINT)) {
                agreed.put(CLIENT_BITS, Integer.toString(window(value)));
            } else if (is(Fault.ASKS_SMALL_WINDOW)) {
                agreed.put(CLIENT_BITS, "9");
            }
        }
    }

    String answer() {
        StringBuilder answer = new StringBuilder(NAME);
        agreed.forEach((name, value) -> answer.append("; ").append(name).append(value == null ? "" : "=" + value));
        return answer.toString();
    }

    // Receiving

    byte[] inflate(byte[] data, int most) throws BrokenException {
        byte[] content = is(Fault.FORGETS_TAIL) ? inflateWithoutTail(data) : inflateBlocks(lookAt(data), most);
        if (is(Fault.DROPS_WINDOW) || agreed.containsKey(CLIENT_TAKEOVER) || (offer.containsKey(CLIENT_TAKEOVER)
                && is(Fault.DROPS_WINDOW_FOR_HINT))) {
            received = new byte[0];
        }
        return content;
    }

    /** Faults that are about the data as they come. */
    private byte[] lookAt(byte[] data) throws BrokenException {
        int type = data.length == 0 ? 0 : data[0] >> 1 & 3;
        if (is(Fault.TAKES_NO_STORED_BLOCKS) && type == 0 && data.length > 1) {
            throw new BrokenException(1007, "a stored block");
        }
        if (is(Fault.TAKES_NO_DYNAMIC_BLOCKS) && type == 2) {
            throw new BrokenException(1007, "a dynamic block");
        }
        if (is(Fault.TAKES_NO_EMPTY_MESSAGE) && data.length <= 1) {
            throw new BrokenException(1007, "nothing compressed");
        }
        if (is(Fault.CUTS_AT_FLUSH)) {
            for (int i = 0; i + 4 <= data.length; i++) {
                if (Arrays.equals(data, i, i + 4, TAIL, 0, 4)) {
                    return Arrays.copyOf(data, i);
                }
            }
        }
        return data;
    }

    private byte[] inflateBlocks(byte[] data, int most) throws BrokenException {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        in.writeBytes(data);
        in.writeBytes(TAIL);
        in.writeBytes(PROBE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (dead) {
            return new byte[0];
        }
        int rest = in.size();
        do {
            byte[] before = received;
            int from = out.size();
            boolean behind = rest < in.size();
            rest = inflateStream(in.toByteArray(), in.size() - rest, out, most);
            boolean ofProbe = rest == 0;
            if (!ofProbe && (is(Fault.BFINAL_DROPS_WINDOW)
                    || (out.size() == from && is(Fault.EMPTY_BFINAL_DROPS_WINDOW)))) {
                received = new byte[0];
            } else if (!ofProbe && is(Fault.BFINAL_LEAVES_MESSAGE_ONLY)) {
                received = out.toByteArray();
            } else if ((!ofProbe && is(Fault.BFINAL_IS_NOT_IN_WINDOW))
                    || (behind && is(Fault.BLOCK_BEHIND_BFINAL_IS_NOT_IN_WINDOW))) {
                received = before;
            }
            dead = rest > 0 && is(Fault.ENDS_AT_BFINAL);
        } while (rest > 0 && !dead && !is(Fault.IGNORES_BEHIND_BFINAL) && !(is(Fault.DELIVERS_TRAILING)
                && rest > PROBE.length + TAIL.length + 1));
        if (rest > PROBE.length + TAIL.length + 1 && is(Fault.DELIVERS_TRAILING)) {
            out.write(in.toByteArray(), in.size() - rest, rest - PROBE.length - TAIL.length);
        }
        return out.toByteArray();
    }

    /**
     * Up to a block with BFINAL. The window is ours: the JDK's Inflater forgets it there. @return how many bytes are
     * left
     */
    private int inflateStream(byte[] in, int from, ByteArrayOutputStream out, int most) throws BrokenException {
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try {
            byte[] window = is(Fault.SHARES_WINDOW) ? sharedWindow : is(Fault.ZEROS_BEFORE_WINDOW)
                    && received.length == 0 ? new byte[MOST_WINDOW] : received;
            inflater.setDictionary(window);
            inflater.setInput(in, from, in.length - from);
            byte[] buffer = new byte[16 << 10];
            while (!inflater.finished()) {
                int n = inflater.inflate(buffer);
                if (n == 0 && !inflater.finished() && inflater.needsInput()) {
                    if (is(Fault.DELIVERS_CUT)) {
                        break;
                    }
                    throw new BrokenException(1007, "data that ends within a block");
                }
                part.write(buffer, 0, n);
                if (out.size() + part.size() > most) {
                    throw new BrokenException(1009, "a message of more than " + most + " bytes");
                }
            }
            return inflater.getRemaining();
        } catch (DataFormatException e) {
            if (is(Fault.DELIVERS_UP_TO_ERROR)) {
                return 0;
            }
            throw new BrokenException(1007, "no DEFLATE data");
        } finally {
            inflater.end();
            out.writeBytes(part.toByteArray());
            remember(part.toByteArray());
        }
    }

    private void remember(byte[] content) {
        received = last(received, content, is(Fault.KEEPS_HALF_WINDOW) ? MOST_WINDOW / 2
                : is(Fault.WINDOW_SHRINKS_FOR_HINT) && offer.get(CLIENT_BITS) != null
                        ? 1 << window(offer.get(CLIENT_BITS)) : server.has(Habit.KEEPS_AGREED_WINDOW)
                        ? 1 << window(agreed.get(CLIENT_BITS)) : MOST_WINDOW);
        if (content.length > 0 && is(Fault.SHARES_WINDOW)) {
            sharedWindow = received;
        }
    }

    private byte[] inflateWithoutTail(byte[] data) throws BrokenException {
        if (withoutTail == null) {
            withoutTail = new Inflater(true);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        withoutTail.setInput(data);
        try {
            for (int n = withoutTail.inflate(buffer); n > 0; n = withoutTail.inflate(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (DataFormatException e) {
            throw new BrokenException(1007, "no DEFLATE data");
        }
        return out.toByteArray();
    }

    /** A message without compression has come. */
    void sawPlain(byte[] content) {
        if (is(Fault.PLAIN_DROPS_WINDOW)) {
            received = new byte[0];
        }
        if (is(Fault.PLAIN_GOES_TO_WINDOW)) {
            remember(content);
        }
    }

    // Sending

    /**
     * The JDK's Deflater knows only the largest window: for a smaller one each piece that fits it is compressed by
     * itself.
     */
    byte[] deflate(byte[] whole, boolean isText) {
        byte[] content = whole.length > 65_535 && is(Fault.COMPRESSES_64_KB_ONLY) ? Arrays.copyOf(whole, 65_535)
                : whole;
        if (content.length == 0 && is(Fault.SENDS_EMPTY_AS_NOTHING)) {
            return content;
        }
        int bits = agreed.containsKey(SERVER_BITS) && !is(Fault.IGNORES_SERVER_WINDOW) ? window(agreed.get(SERVER_BITS))
                : 15;
        if (bits == 8 && is(Fault.TAKES_8_FOR_9)) {
            bits = 9; // as zlib does
        }
        int piece = bits == 15 ? Math.max(content.length, 1) : 1 << bits;
        boolean alone = server.has(Habit.MANY_BLOCKS) || server.has(Habit.NEVER_REFERS_BACK)
                || server.has(Habit.STORED_BLOCKS) || server.has(Habit.BLOCKS_WITH_BFINAL);
        if (server.has(Habit.MANY_BLOCKS) && content.length < 10_000) {
            piece = 7;
        }
        boolean takeover = bits == 15 && !alone
                && (!agreed.containsKey(SERVER_TAKEOVER) || is(Fault.IGNORES_SERVER_TAKEOVER)
                        || (!isText && is(Fault.IGNORES_SERVER_TAKEOVER_IN_BINARY)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        do {
            deflate(takeover ? sent : new byte[0], content, from, Math.min(content.length, from + piece), out);
            from += piece;
        } while (from < content.length);
        if (bits == 15 && server.has(Habit.BLOCKS_WITH_BFINAL)) {
            out.reset();
            finish(content, out);
        }
        sent = last(sent, content, MOST_WINDOW);
        return is(Fault.LEAVES_TAIL) ? out.toByteArray() : Arrays.copyOf(out.toByteArray(),
                out.size() - (is(Fault.CUTS_TOO_MUCH) ? 5 : 4));
    }

    /** Behind the block with BFINAL an empty one, of which the last four bytes are taken away as always. */
    private static void finish(byte[] content, ByteArrayOutputStream out) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] buffer = new byte[16 << 10];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        out.write(0);
        out.writeBytes(TAIL);
    }

    private void deflate(byte[] dictionary, byte[] content, int from, int to, ByteArrayOutputStream out) {
        Deflater deflater = new Deflater(server.has(Habit.STORED_BLOCKS) ? Deflater.NO_COMPRESSION
                : Deflater.DEFAULT_COMPRESSION, true);
        if (dictionary.length > 0) {
            deflater.setDictionary(dictionary);
        }
        deflater.setInput(content, from, to - from);
        byte[] buffer = new byte[16 << 10];
        int n;
        do {
            n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, n);
        } while (n == buffer.length);
        deflater.end();
    }

    private static byte[] last(byte[] before, byte[] content, int size) {
        byte[] all = Arrays.copyOf(before, before.length + content.length);
        System.arraycopy(content, 0, all, before.length, content.length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - size), all.length);
    }
}
