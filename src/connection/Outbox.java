package connection;

import frame.FrameWriter;
import frame.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What is sent to one peer alone, in order: HTTP responses, Pongs, Pings, the Close, echoed messages. While it is empty
 * it owns no buffer. Small frames share a buffer, so that a hundred Pongs are one write. Buffers that belong to others
 * are in the queue read-only.
 */
final class Outbox {
    /** Bytes. From this size on the connection stops reading, until the outbox is empty. */
    private static final int FULL = 64 << 10;
    /**
     * Bytes in one write: a channel copies a heap buffer before it writes, and would copy all of it for each attempt.
     */
    private static final int SLICE = 128 << 10;
    private static final int MIN_SHARED = 512;
    private static final int MAX_SHARED = 16 << 10;

    private ArrayDeque<ByteBuffer> queue;
    private long size;
    private byte[] newestPing;

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size >= FULL;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Nothing will be sent any more. */
    void clear() {
        queue = null;
        size = 0;
        newestPing = null;
    }

    /** Bytes that stay as they are until they have been sent. */
    void add(ByteBuffer bytes) {
        queue().addLast(bytes.asReadOnlyBuffer());
        size += bytes.remaining();
    }

    /** Bytes that must go before all others: the rest of a frame that was sent in part. */
    void addFirst(ByteBuffer bytes) {
        queue().addFirst(bytes.asReadOnlyBuffer());
        size += bytes.remaining();
    }

    /** One whole frame, copied. */
    void frame(Opcode opcode, ByteBuffer payload) {
        frame(opcode, false, payload);
    }

    void frame(Opcode opcode, boolean rsv1, ByteBuffer payload) {
        int length = payload.remaining();
        int frame = FrameWriter.headerSize(length) + length;
        ByteBuffer last = bufferFor(frame);
        int from = last.position();
        last.position(last.limit()).limit(last.capacity());
        FrameWriter.header(last, opcode, rsv1, length);
        last.put(payload);
        last.limit(last.position()).position(from);
        size += frame;
    }

    /** The last buffer of the queue, with room behind its limit. A frame that is alone gets no more than it needs. */
    private ByteBuffer bufferFor(int frame) {
        ByteBuffer last = queue().peekLast();
        boolean shared = last != null && !last.isReadOnly();
        if (shared && last.capacity() - last.limit() >= frame) {
            return last;
        }
        ByteBuffer more;
        if (shared && last.capacity() < MIN_SHARED) { // made for a frame that isn't alone any more
            more = ByteBuffer.allocate(Math.max(MIN_SHARED, last.remaining() + frame)).put(queue.removeLast()).flip();
        } else {
            more = ByteBuffer.allocate((int) Math.max(frame, Math.min(size, MAX_SHARED))).limit(0);
        }
        queue.addLast(more);
        return more;
    }

    /**
     * Answers a Ping. While the peer doesn't read, only the newest Ping is remembered: §5.5.3 "MAY elect to send a Pong
     * frame for only the most recently processed Ping frame".
     */
    void pong(ByteBuffer payload, boolean peerReads) {
        if ((newestPing == null && peerReads) || isEmpty()) {
            frame(Opcode.PONG, payload);
        } else {
            newestPing = new byte[payload.remaining()];
            payload.get(newestPing);
        }
    }

    /** The Close. Nothing may be added after it. */
    void close(byte[] body) {
        answerNewestPing();
        frame(Opcode.CLOSE, ByteBuffer.wrap(body));
    }

    /** The next bytes to write, at most {@link #SLICE}; null if there are none. */
    ByteBuffer next() {
        if (size == 0) {
            return null;
        }
        ByteBuffer first = queue.peekFirst();
        return first.remaining() <= SLICE ? first : first.slice(first.position(), SLICE);
    }

    /** The first n bytes of the buffer that {@link #next} gave were sent. */
    void advance(ByteBuffer given, int n) {
        ByteBuffer first = queue.peekFirst();
        if (given != first) {
            first.position(first.position() + n);
        }
        size -= n;
        if (!first.hasRemaining()) {
            queue.removeFirst();
        }
        if (size == 0) {
            queue = null;
            answerNewestPing();
        }
    }

    /** A copy of all that is to be sent. */
    ByteBuffer copy() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
        if (queue != null) {
            queue.forEach(bytes -> all.put(bytes.duplicate()));
        }
        return all.flip();
    }

    private void answerNewestPing() {
        if (newestPing != null) {
            frame(Opcode.PONG, ByteBuffer.wrap(newestPing));
            newestPing = null;
        }
    }

    private ArrayDeque<ByteBuffer> queue() {
        if (queue == null) {
            queue = new ArrayDeque<>(2);
        }
        return queue;
    }
}
