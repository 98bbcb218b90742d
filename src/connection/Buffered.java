package connection;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongUnaryOperator;

/**
 * How many bytes the connections of one loop keep: of messages and heads of requests that aren't complete, and of what
 * their peers haven't read. All loops have one limit together. Where there is no room for more, the connection that has
 * kept something for longest is ended: an honest peer completes its message or reads what it is sent, and is soon not
 * among them. What rooms keep for members that lag is not counted here. For one thread.
 */
public final class Buffered {
    /** Bytes. What keeps less is not counted, so that small messages, Pongs and heads cost nothing here. */
    static final int LEAST = 1 << 10;

    private final long max;
    private final LongUnaryOperator sum;
    /** The bytes of each, in the order in which they began to keep something. */
    private final Map<Connection, Long> keepers = new LinkedHashMap<>();
    private final Queue<Connection> ended = new ArrayDeque<>();

    /**
     * @param max bytes of all loops together
     * @param sum adds to what all loops together keep, and returns the sum. It may be called on all their threads
     */
    public Buffered(long max, LongUnaryOperator sum) {
        this.max = max;
        this.sum = sum;
    }

    /**
     * The connection keeps this many bytes now.
     *
     * @return whether they are counted
     */
    boolean update(Connection connection, long bytes) {
        boolean counts = bytes >= LEAST;
        Long before = counts ? keepers.put(connection, bytes) : keepers.remove(connection);
        sum.applyAsLong((counts ? bytes : 0) - (before == null ? 0 : before));
        return counts;
    }

    /** Whether there is room for this many bytes more. For their sake other connections may be ended. */
    boolean hasRoomFor(long bytes, Connection connection, long now) {
        while (sum.applyAsLong(0) > max - bytes) {
            Connection oldest = oldestBut(connection);
            if (oldest == null) {
                return false;
            }
            oldest.endForMemory(now);
            ended.add(oldest);
        }
        return true;
    }

    private Connection oldestBut(Connection connection) {
        Iterator<Connection> inOrder = keepers.keySet().iterator();
        Connection oldest = inOrder.hasNext() ? inOrder.next() : null;
        return oldest != connection ? oldest : inOrder.hasNext() ? inOrder.next() : null;
    }

    /** A connection that was ended for the sake of another, and is to be written and settled now; null if none is. */
    public Connection nextEnded() {
        return ended.poll();
    }
}
