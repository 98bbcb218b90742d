package conformance;

import static conformance.ReferenceAgreement.CLIENT_BITS;
import static conformance.ReferenceAgreement.CLIENT_TAKEOVER;
import static conformance.ReferenceAgreement.SERVER_BITS;
import static conformance.ReferenceAgreement.SERVER_TAKEOVER;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * RFC 7692 §7.2 in {@link ReferenceServer}: messages are inflated, and every message is compressed, as was agreed.
 */
final class ReferenceDeflate {
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
    private final ReferenceAgreement agreement;
    private byte[] received = {};
    private byte[] sent = {};
    private Inflater withoutTail;
    private boolean dead;

    ReferenceDeflate(ReferenceServer server, ReferenceAgreement agreement) {
        this.server = server;
        this.agreement = agreement;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    // Receiving

    byte[] inflate(byte[] data, int most) throws BrokenException {
        byte[] content = is(Fault.FORGETS_TAIL) ? inflateWithoutTail(data) : inflateBlocks(lookAt(data), most);
        if (is(Fault.DROPS_WINDOW) || agreement.has(CLIENT_TAKEOVER) || (agreement.wasOffered(CLIENT_TAKEOVER)
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
                : is(Fault.WINDOW_SHRINKS_FOR_HINT) && agreement.wasOffered(CLIENT_BITS)
                        ? 1 << agreement.offeredWindow(CLIENT_BITS) : server.has(Habit.KEEPS_AGREED_WINDOW)
                        ? 1 << agreement.agreedWindow(CLIENT_BITS) : MOST_WINDOW);
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
        int bits = agreement.has(SERVER_BITS) && !is(Fault.IGNORES_SERVER_WINDOW) ? agreement.agreedWindow(SERVER_BITS)
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
                && (!agreement.has(SERVER_TAKEOVER) || is(Fault.IGNORES_SERVER_TAKEOVER)
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
