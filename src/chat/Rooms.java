package chat;

import chat.LoopTally.Counter;
import connection.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import log.LogReader;
import log.Logs;
import loop.TurnListener;
import loop.Writer;
import message.Deflation;

/**
 * The rooms of one loop. A room is made when its first member comes and ends with its last. Used by the loop's thread,
 * except {@link #wake}.
 */
final class Rooms implements TurnListener {
    /** Each room that has grown uses memory until it is flushed. */
    private static final int MAX_CHANGED = 64;

    private final Logs logs;
    private final Numbers numbers;
    private final RoomLimits limits;
    private final Deflation deflation;
    private final LoopTally tally;
    private final int loop;
    private final LongSupplier nanoTime;
    private final Map<String, Room> rooms = new HashMap<>();
    /** Those that are to be written: first the ones that wait to gather more, then those of this turn. */
    private final List<Room> changed = new ArrayList<>();
    private int waiting;
    private final Queue<Room> woken = new ConcurrentLinkedQueue<>();
    private Runnable wakeup;

    /**
     * @param deflation of the loop; null if messages aren't compressed
     * @param loop      which of the server's loops this is, from 0
     * @param nanoTime  the clock by which rounds of writes are measured
     */
    Rooms(Logs logs, Numbers numbers, RoomLimits limits, Deflation deflation, LoopTally tally, int loop,
            LongSupplier nanoTime) {
        this.logs = logs;
        this.numbers = numbers;
        this.limits = limits;
        this.deflation = deflation;
        this.tally = tally;
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** @param wakeup ends the loop's wait, from any thread */
    void wakeWith(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** The endpoint of the room of this name. The room is made when its first connection opens. */
    Endpoint endpoint(String name) {
        return new RoomEndpoint(limits, deflation != null, () -> room(name));
    }

    Room room(String name) {
        return rooms.computeIfAbsent(name, n -> new Room(this, n, limits));
    }

    // For the rooms

    Gathering gathering() {
        return new Gathering(limits.gather(), nanoTime);
    }

    LogReader openLog(String name, Runnable grown) {
        return logs.open(name, loop, grown);
    }

    LoopTally tally() {
        return tally;
    }

    /** The compressed message; null if compression doesn't make it shorter. */
    ByteBuffer deflate(ByteBuffer... message) {
        return deflation.deflate(message);
    }

    /** Its last member has left. */
    void remove(Room room) {
        rooms.remove(room.reader().log().name());
        logs.close(room.reader());
    }

    long nextNumber() {
        return numbers.next();
    }

    /** Something is to be sent at the end of the turn. */
    void changed(Room room) {
        changed.add(room);
    }

    /** From another loop's thread: this room's log has grown. */
    void wake(Room room) {
        woken.add(room);
        wakeup.run();
    }

    // The end of a turn

    @Override
    public boolean isDue() {
        return changed.size() - waiting >= MAX_CHANGED;
    }

    /** Sends each room that has grown to its members, unless it gathers. */
    @Override
    public long endTurn(Writer writer, long now) {
        for (Room room = woken.poll(); room != null; room = woken.poll()) {
            room.woken();
        }
        long next = Long.MAX_VALUE;
        waiting = 0;
        for (int i = 0; i < changed.size(); i++) { // without an iterator: a turn allocates nothing
            Room room = changed.get(i);
            long again = room.flush(writer, now);
            if (again != Long.MAX_VALUE) {
                changed.set(waiting++, room);
                next = Math.min(next, again);
            }
        }
        while (changed.size() > waiting) {
            changed.remove(changed.size() - 1);
        }
        boolean dropped = true;
        while (logs.used() > limits.maxLogs() && dropped) {
            dropped = dropFromLargest(writer, now);
        }
        return next;
    }

    /**
     * All rooms together keep too much: of those that have laggards on this loop, the one that keeps most drops them.
     */
    private boolean dropFromLargest(Writer writer, long now) {
        Room largest = rooms.values().stream().filter(room -> room.reader().hasLaggards())
                .max(Comparator.comparingLong(room -> room.reader().log().kept())).orElse(null);
        if (largest == null) {
            return false;
        }
        largest.dropLaggards(0, Counter.DROPPED_FOR_MEMORY, "behind, and the server needs the memory", writer, now);
        return true;
    }
}
