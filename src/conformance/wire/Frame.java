package conformance.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A frame to be sent (RFC 6455 §5.2), right as it is made and wrong where it is told to be:
 * {@code ping("Hello").rsv(1)}. Immutable: each method that changes something gives a new one.
 */
public final class Frame implements Cloneable {
    public static final int RSV1 = 4;
    public static final int RSV2 = 2;
    public static final int RSV3 = 1;

    private static final int FIN = 0x80;
    private static final int MASK = 0x80;

    private final int opcode;
    private final byte[] payload;
    private boolean fin = true;
    private int rsv;
    private boolean masked = true;
    private boolean keyGiven;
    private int key;
    private boolean lengthGiven;
    private long length;
    private int lengthBytes = -1;

    private Frame(int opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload;
    }

    // What it is

    public static Frame frame(int opcode, byte[] payload) {
        return new Frame(opcode, payload);
    }

    public static Frame text(String text) {
        return new Frame(Opcode.TEXT, Bytes.utf8(text));
    }

    /** A Text frame of bytes that need not be UTF-8. */
    public static Frame text(byte[] payload) {
        return new Frame(Opcode.TEXT, payload);
    }

    public static Frame binary(byte[] payload) {
        return new Frame(Opcode.BINARY, payload);
    }

    public static Frame continuation(String text) {
        return new Frame(Opcode.CONTINUATION, Bytes.utf8(text));
    }

    public static Frame continuation(byte[] payload) {
        return new Frame(Opcode.CONTINUATION, payload);
    }

    public static Frame ping(String text) {
        return new Frame(Opcode.PING, Bytes.utf8(text));
    }

    public static Frame ping(byte[] payload) {
        return new Frame(Opcode.PING, payload);
    }

    public static Frame pong(String text) {
        return new Frame(Opcode.PONG, Bytes.utf8(text));
    }

    public static Frame pong(byte[] payload) {
        return new Frame(Opcode.PONG, payload);
    }

    /** A Close without a body. */
    public static Frame close() {
        return new Frame(Opcode.CLOSE, new byte[0]);
    }

    public static Frame close(int code) {
        return close(code, "");
    }

    public static Frame close(int code, String reason) {
        return close(code, Bytes.utf8(reason));
    }

    /** A Close with a reason that need not be UTF-8. */
    public static Frame close(int code, byte[] reason) {
        return new Frame(Opcode.CLOSE, Bytes.concat(new byte[] {(byte) (code >> 8), (byte) code}, reason));
    }

    /** A Close with any body. */
    public static Frame closeWithBody(byte[] body) {
        return new Frame(Opcode.CLOSE, body);
    }

    // What is changed about it

    /** FIN = 0. */
    public Frame notFinal() {
        Frame changed = copy();
        changed.fin = false;
        return changed;
    }

    /** @param bits of {@link #RSV1}, {@link #RSV2}, {@link #RSV3} */
    public Frame rsv(int bits) {
        Frame changed = copy();
        changed.rsv = bits;
        return changed;
    }

    /** MASK = 0, no masking key, and the payload as it is. */
    public Frame unmasked() {
        Frame changed = copy();
        changed.masked = false;
        return changed;
    }

    /** Masked with this key, not with a random one. */
    public Frame key(int key) {
        Frame changed = copy();
        changed.keyGiven = true;
        changed.key = key;
        return changed;
    }

    /** The header announces this length, whatever the payload is. */
    public Frame announcing(long length) {
        Frame changed = copy();
        changed.lengthGiven = true;
        changed.length = length;
        return changed;
    }

    /** The length stands in the 16-bit field, though it may fit a smaller one. */
    public Frame lengthIn16Bits() {
        Frame changed = copy();
        changed.lengthBytes = 2;
        return changed;
    }

    /** The length stands in the 64-bit field, though it may fit a smaller one. */
    public Frame lengthIn64Bits() {
        Frame changed = copy();
        changed.lengthBytes = 8;
        return changed;
    }

    private Frame copy() {
        try {
            return (Frame) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** This data frame as a fragmented message, with fragments of at most {@code size} bytes, at least one. */
    public Frame[] fragments(int size) {
        List<Frame> fragments = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(payload.length, from + size);
            Frame fragment = new Frame(from == 0 ? opcode : Opcode.CONTINUATION, Arrays.copyOfRange(payload, from, to));
            fragment.fin = to == payload.length;
            fragment.rsv = from == 0 ? rsv : 0;
            fragments.add(fragment);
            from = to;
        } while (from < payload.length);
        return fragments.toArray(Frame[]::new);
    }

    // What it comes to

    public int opcode() {
        return opcode;
    }

    public byte[] payload() {
        return payload;
    }

    public boolean isFinal() {
        return fin;
    }

    /** Whether its header announces a length of its own, whatever the payload is. */
    public boolean announces() {
        return lengthGiven;
    }

    private long announced() {
        return lengthGiven ? length : payload.length;
    }

    private int lengthBytes() {
        if (lengthBytes >= 0) {
            return lengthBytes;
        }
        long announced = announced();
        return announced >= 0 && announced <= 125 ? 0 : announced >= 0 && announced <= 0xFFFF ? 2 : 8;
    }

    /** The frame's bytes, header and key and masked payload. */
    public Encoded encode(Random keys) {
        int more = lengthBytes();
        long announced = announced();
        byte[] head = new byte[2 + more];
        head[0] = (byte) ((fin ? FIN : 0) | rsv << 4 | opcode);
        head[1] = (byte) ((masked ? MASK : 0) | (more == 0 ? announced : more == 2 ? 126 : 127));
        for (int i = 0; i < more; i++) {
            head[2 + i] = (byte) (announced >>> 8 * (more - 1 - i));
        }
        if (!masked) {
            return new Encoded(head, new byte[0], payload, this);
        }
        int mask = keyGiven ? key : keys.nextInt();
        byte[] keyBytes = {(byte) (mask >> 24), (byte) (mask >> 16), (byte) (mask >> 8), (byte) mask};
        byte[] maskedPayload = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) { // §5.3: j = i MOD 4
            maskedPayload[i] = (byte) (payload[i] ^ keyBytes[i & 3]);
        }
        return new Encoded(head, keyBytes, maskedPayload, this);
    }

    /** @param of the frame that these bytes are */
    public record Encoded(byte[] head, byte[] key, byte[] payload, Frame of) {
        /** In words, for the transcript. */
        String meaning() {
            return of.describe();
        }

        public byte[] bytes() {
            return Bytes.concat(head, key, payload);
        }

        /** Header, key and payload apart, so that an eye finds them. */
        String hex() {
            return (Bytes.shortHex(head) + ' ' + Bytes.shortHex(key) + ' ' + Bytes.shortHex(payload))
                    .replaceAll(" +", " ").strip();
        }
    }

    private String describe() {
        String width = lengthBytes < 0 ? "" : " in " + (lengthBytes == 2 ? 16 : 64) + " bits";
        String announces = lengthGiven
                ? ", announces " + (length < 0 ? "0x" + Long.toHexString(length) : Long.toString(length)) + " bytes"
                        + width + ", sends " + payload.length
                : ", " + payload.length + (payload.length == 1 ? " byte" : " bytes")
                        + (width.isEmpty() ? "" : ", length" + width);
        return describe(opcode, fin, rsv, payload) + announces + (masked ? "" : ", not masked");
    }

    /** {@code Text FIN=0 RSV1 "Hel"}: FIN is told where it is 0, RSV where it isn't. */
    static String describe(int opcode, boolean fin, int rsv, byte[] payload) {
        StringBuilder text = new StringBuilder(Opcode.name(opcode));
        if (!fin) {
            text.append(" FIN=0");
        }
        for (int i = 1; i <= 3; i++) {
            if ((rsv & 8 >> i) != 0) {
                text.append(" RSV").append(i);
            }
        }
        if (opcode == Opcode.CLOSE && payload.length >= 2) {
            text.append(' ').append((payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
            if (payload.length > 2) {
                text.append(' ').append(Bytes.quoted(Arrays.copyOfRange(payload, 2, payload.length)));
            }
        } else if (payload.length > 0) {
            text.append(' ').append(Bytes.quoted(payload));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return describe();
    }
}
