package bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import support.ClientFrames;
import support.Frame;

/** One member of the room, which may be a sender too: its connection, what it got, and what it still has to send. */
final class Member {
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int CLOSE = 0x8;
    private static final byte[] NOTHING = {};
    /** Long texts are compared to their end once in 16 messages, so that it costs less than receiving it. */
    private static final int LOOK_AT_ALL_OF_ONE_IN = 16;

    final int number;
    /** Which of its room's members it is. */
    final int local;
    private final Load load;
    /** It doesn't look at what it reads. */
    final boolean countsOnly;
    private final Link link;
    private final SelectionKey key;

    /** The beginning of a frame whose end has not come yet. */
    private byte[] rest;
    private int restLength;

    /** What it got: for each sender, the sequence number that comes next. */
    final int[] next;
    /** Of all it got, in the order in which it came. Members with equal hashes saw the same in the same order. */
    long order;
    long missing;
    long repeated;
    String firstFault;
    /** All that came after the 101, but for control frames. */
    long textBytes;
    boolean probed;
    boolean ended;
    private boolean closing;

    /** As a sender: it may send until {@code sent} has come to {@code allowed}. */
    int sent;
    int allowed;

    Member(Load load, int number, int local, boolean countsOnly, int senders, Opening opening, Selector selector)
            throws IOException {
        this.load = load;
        this.number = number;
        this.local = local;
        this.countsOnly = countsOnly;
        this.next = new int[senders];
        this.link = opening.finish();
        this.rest = opening.rest();
        this.restLength = rest.length;
        link.channel.configureBlocking(false);
        key = link.channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Does what the selector says is possible. */
    void ready() {
        try {
            if (key.isWritable()) {
                writeUnsent();
            }
            if (key.isReadable()) {
                read(load.in);
            }
        } catch (IOException e) {
            if (closing) {
                end();
            } else {
                throw fault("the connection broke: " + e.getMessage());
            }
        }
    }

    private Fault fault(String what) {
        return new Fault("member " + number + ": " + what);
    }

    // What comes

    private void read(ByteBuffer in) throws IOException {
        if (countsOnly && !closing) {
            count(in);
            return;
        }
        in.clear().put(rest, 0, restLength);
        int n = link.read(in);
        if (n < 0 && !closing) {
            throw fault("the server ended the connection without a Close frame");
        } else if (n < 0) {
            end();
        } else if (!closing) {
            long now = System.nanoTime();
            int at = frames(in, in.position(), now);
            keep(in, at);
            load.received(this, n, now);
        }
    }

    private void count(ByteBuffer in) throws IOException {
        int n = link.count(in);
        if (n < 0) {
            throw fault("the server ended the connection");
        }
        n += restLength; // what came with the 101
        restLength = 0;
        long before = textBytes;
        textBytes += n;
        probed |= textBytes > 0;
        load.counted(before, textBytes);
        load.received(this, n, System.nanoTime());
    }

    /** Takes all whole frames. Returns the index of the first byte that belongs to none. */
    private int frames(ByteBuffer in, int end, long now) {
        int at = 0;
        while (end - at >= 2) {
            int head = in.getShort(at) & 0xFFFF;
            boolean isText = (head & 0xFF80) == 0x8100; // FIN, no RSV bit, TEXT, not masked
            boolean isCompressed = (head & 0xFF80) == 0xC100 && load.deflates(); // the same with RSV1
            if (!isText && !isCompressed) {
                checkHead(head);
            }
            int length = head & 0x7F;
            int payload = at + 2;
            if (length >= 126) {
                payload = length == 126 ? at + 4 : at + 10;
                if (end < payload) {
                    break;
                }
                length = longLength(length, in, at + 2);
            }
            if (end - payload < length) {
                if (payload - at + length > in.capacity()) {
                    throw fault("a frame of " + length + " bytes came: longer than any that was sent");
                }
                break;
            }
            if (isText || isCompressed) {
                textBytes += payload + length - at;
                load.frameBytes = payload + length - at;
            }
            if (isText) {
                text(in, payload, payload + length, now);
            } else if (isCompressed) {
                ByteBuffer text = load.inflated.text(in, payload, payload + length);
                text(text, 0, text.limit(), now);
            } else {
                control(head >>> 8 & 0xF, in, payload, length);
            }
            at = payload + length;
        }
        return at;
    }

    private int longLength(int code, ByteBuffer in, int at) {
        long length = code == 126 ? in.getShort(at) & 0xFFFF : in.getLong(at);
        if (code == 126 ? length < 126 : length < 65_536) { // §5.2 "the minimal number of bytes MUST be used"
            throw fault("a frame's length is not in its shortest form: " + length);
        }
        return (int) Math.min(length, Integer.MAX_VALUE / 2);
    }

    private void checkHead(int head) {
        int opcode = head >>> 8 & 0xF;
        if ((head & 0x7080) != 0) {
            throw fault("a frame has RSV bits, or is masked: 0x" + Integer.toHexString(head));
        }
        if (head < 0x8000 || (opcode != PING && opcode != PONG && opcode != CLOSE)) {
            throw fault("only whole text messages can be measured; a frame came that begins with 0x"
                    + Integer.toHexString(head));
        }
        if ((head & 0x7F) > 125) {
            throw fault("a control frame has more than 125 bytes");
        }
    }

    private void text(ByteBuffer in, int from, int to, long now) {
        int at = load.marker.find(in, from, to);
        long id = at < 0 ? -1 : Marker.read(in, at);
        int sender = (int) (id >>> 32);
        int sequence = (int) id;
        if (sender == Marker.PROBE) {
            probed = true;
        } else if (id < 0 || sender >= next.length) {
            load.foreign++; // not ours. If it was one of ours, changed, that one will be missing
        } else {
            if (to - at < load.frame.bytes() || !load.frame.isUnchanged(in, at)
                    || (sequence % LOOK_AT_ALL_OF_ONE_IN == 0 && !load.frame.isWhollyUnchanged(in, at))) {
                throw fault("the text of message " + sequence + " of sender " + sender + " came back changed");
            }
            if (sequence != next[sender] && !isNew(sender, sequence)) {
                return;
            }
            next[sender] = sequence + 1;
            order = (Long.rotateLeft(order, 23) ^ id) * 0x9E37_79B9_7F4A_7C15L;
            load.delivered(this, sender, sequence, now);
        }
    }

    /** A message that was not the next one: either some are missing before it, or it comes again, or late. */
    private boolean isNew(int sender, int sequence) {
        if (firstFault == null) {
            firstFault = "message " + sequence + " of sender " + sender + " came when " + next[sender] + " was next";
        }
        if (sequence < next[sender]) {
            repeated++;
            return false;
        }
        missing += sequence - next[sender];
        return true;
    }

    private void control(int opcode, ByteBuffer in, int at, int length) {
        if (opcode == PING) {
            byte[] payload = new byte[length];
            in.get(at, payload);
            sendControl(ClientFrames.frame(Frame.PONG, payload));
        } else if (opcode == CLOSE) {
            byte[] reason = new byte[Math.max(0, length - 2)];
            if (length >= 2) {
                in.get(at + 2, reason);
            }
            throw fault("the server closed the connection: "
                    + (length < 2 ? "no code" : (in.getShort(at) & 0xFFFF) + " " + new String(reason, UTF_8)));
        }
    }

    private void keep(ByteBuffer in, int from) {
        restLength = in.position() - from;
        if (restLength > rest.length) {
            rest = new byte[Math.max(128, restLength * 2)];
        }
        in.get(from, rest, 0, restLength);
    }

    // What goes

    /** Sends as much as is allowed; the frames are made now, so this is when they count as sent. */
    void send(long now) {
        try {
            while (sent < allowed && !link.hasUnsent()) {
                ByteBuffer out = load.out.clear();
                while (sent < allowed && out.remaining() >= load.frame.size()) {
                    load.frame.encode(out, local, sent);
                    load.sent(this, sent++, now);
                }
                write(out.flip());
            }
        } catch (IOException e) {
            throw fault("the connection broke: " + e.getMessage());
        }
    }

    void sendProbe() {
        try {
            if (!link.hasUnsent()) {
                ByteBuffer out = load.out.clear();
                load.frame.encode(out, Marker.PROBE, 0);
                write(out.flip());
            }
        } catch (IOException e) {
            throw fault("the connection broke: " + e.getMessage());
        }
    }

    private void write(ByteBuffer out) throws IOException {
        link.write(out);
        if (link.hasUnsent()) { // the server reads too slowly: what is left waits for it
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void writeUnsent() throws IOException {
        if (link.flush()) {
            key.interestOps(SelectionKey.OP_READ);
            send(System.nanoTime());
        }
    }

    /** Between two frames only; if it isn't, there is traffic enough without it. */
    private void sendControl(byte[] frame) {
        try {
            if (!link.hasUnsent()) {
                write(ByteBuffer.wrap(frame));
            }
        } catch (IOException e) {
            throw fault("the connection broke: " + e.getMessage());
        }
    }

    /** Says goodbye: a Close frame with 1000, and no more. What still comes is not looked at. */
    void close() {
        closing = true;
        try {
            sendControl(ClientFrames.close(1000));
            link.channel.shutdownOutput();
        } catch (IOException | Fault e) {
            end();
        }
    }

    private void end() {
        ended = true;
        Opening.closeQuietly(link.channel);
    }

    /** How many messages of all that were sent never came. */
    long lacks(int[] sentBySender) {
        long lacks = missing;
        for (int sender = 0; sender < next.length; sender++) {
            lacks += sentBySender[sender] - next[sender];
        }
        return lacks;
    }

    /** The first message that never came, if none came out of turn. */
    String firstLack(int[] sentBySender) {
        int sender = Arrays.mismatch(next, sentBySender);
        return "message " + next[sender] + " of sender " + sender;
    }
}
