package chat;

import connection.Tally;
import http.Status;

/** What one loop and its rooms have counted since the start. Added to by the loop's thread, read by any. */
final class LoopTally implements Tally {
    /** What is counted one by one, or in bytes. */
    enum Counter {
        ACCEPTED, HANDSHAKES, HANDSHAKES_FAILED, BYTES_READ, BYTES_WRITTEN,
        MESSAGES_RECEIVED, MESSAGE_BYTES_RECEIVED, MESSAGES_SENT, MESSAGE_BYTES_SENT,
        JOINED, LEFT,
        /** Messages, each as often as it had members to go to. */
        DELIVERIES,
        DROPPED_FOR_LAG, DROPPED_FOR_LOGS, DROPPED_FOR_BUFFERS,
        DEFLATE_PLAIN_BYTES, DEFLATE_BYTES, INFLATE_PLAIN_BYTES, INFLATE_BYTES,
        TURN_NANOS
    }

    private static final int FIRST_CODE = 1000;
    /** Close codes from 3000 on are the applications': a peer could send each of them, so they are counted together. */
    private static final int REGISTERED_CODES = 16;
    /** Close codes are counted under these names. */
    static final int CODES = REGISTERED_CODES + 2;
    /** Nanoseconds. Turns that were longer than all are counted behind the last. */
    private static final long[] TURN_BOUNDS = {100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000};

    private final Counters counts = new Counters(Counter.values().length);
    private final Counters responses = new Counters(Status.values().length);
    private final Counters closesReceived = new Counters(CODES);
    private final Counters closesSent = new Counters(CODES);
    private final Counters turns = new Counters(TURN_BOUNDS.length + 1);

    void add(Counter counter, long n) {
        counts.add(counter.ordinal(), n);
    }

    @Override
    public void accepted() {
        add(Counter.ACCEPTED, 1);
    }

    @Override
    public void read(int bytes) {
        add(Counter.BYTES_READ, bytes);
    }

    @Override
    public void written(int bytes) {
        add(Counter.BYTES_WRITTEN, bytes);
    }

    @Override
    public void responded(Status status) {
        responses.add(status.ordinal(), 1);
    }

    @Override
    public void received(int bytes) {
        add(Counter.MESSAGES_RECEIVED, 1);
        add(Counter.MESSAGE_BYTES_RECEIVED, bytes);
    }

    @Override
    public void sent(int bytes) {
        add(Counter.MESSAGES_SENT, 1);
        add(Counter.MESSAGE_BYTES_SENT, bytes);
    }

    /** For the loop's {@link wire.TlsWires}. */
    void handshake(boolean established) {
        add(established ? Counter.HANDSHAKES : Counter.HANDSHAKES_FAILED, 1);
    }

    /** For the loop's {@link message.Deflation}. */
    void deflated(int plain, int compressed) {
        add(Counter.DEFLATE_PLAIN_BYTES, plain);
        add(Counter.DEFLATE_BYTES, compressed);
    }

    /** For the loop's {@link message.Inflation}. */
    void inflated(int plain, int compressed) {
        add(Counter.INFLATE_PLAIN_BYTES, plain);
        add(Counter.INFLATE_BYTES, compressed);
    }

    @Override
    public void droppedForBuffers() {
        add(Counter.DROPPED_FOR_BUFFERS, 1);
    }

    @Override
    public void closeReceived(int code) {
        closesReceived.add(indexOf(code), 1);
    }

    @Override
    public void closeSent(int code) {
        closesSent.add(indexOf(code), 1);
    }

    private static int indexOf(int code) {
        return code < FIRST_CODE + REGISTERED_CODES ? code - FIRST_CODE
                : code < 4000 ? REGISTERED_CODES : REGISTERED_CODES + 1;
    }

    /** What the close codes at this index are called: 1000 to 1015, 3xxx, 4xxx. */
    static String codeAt(int index) {
        return index < REGISTERED_CODES ? String.valueOf(FIRST_CODE + index)
                : index == REGISTERED_CODES ? "3xxx" : "4xxx";
    }

    @Override
    public void turned(long nanos) {
        int i = 0;
        while (i < TURN_BOUNDS.length && nanos > TURN_BOUNDS[i]) {
            i++;
        }
        turns.add(i, 1);
        add(Counter.TURN_NANOS, nanos);
    }

    // From any thread

    long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    long responses(Status status) {
        return responses.get(status.ordinal());
    }

    long closesReceived(int index) {
        return closesReceived.get(index);
    }

    long closesSent(int index) {
        return closesSent.get(index);
    }

    /** How many bounds there are for the length of a turn. */
    static int turnBounds() {
        return TURN_BOUNDS.length;
    }

    /** In nanoseconds. */
    static long turnBound(int index) {
        return TURN_BOUNDS[index];
    }

    /** Turns that were longer than the bound before this one, and not longer than this one. */
    long turns(int index) {
        return turns.get(index);
    }
}
