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
    /** Bytes. What comes compressed may be a thousand times what was read. */
    private static final int MAX_SAID = 256 << 10;

    private final Logs logs;
    private final Presence presence;
    private final RoomLimits limits;
    private final Deflation deflation;
    private final LoopTally tally;
    private final int loop;
    private final LongSupplier nanoTime;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, Polls> polls = new HashMap<>();
    /** Those that are to be written: first the ones that wait to gather more, then those of this turn. */
    private final List<Audience> changed = new ArrayList<>();
    private int waiting;
    /** Bytes of all messages of this turn. */
    private int said;
    private final Queue<Audience> woken = new ConcurrentLinkedQueue<>();
    private Runnable wakeup;

    /**
     * @param deflation of the loop; null if messages aren't compressed
     * @param loop      which of the server's loops this is, from 0
     * @param nanoTime  the clock by which rounds of writes are measured
     */
    Rooms(Logs logs, Presence presence, RoomLimits limits, Deflation deflation, LoopTally tally, int loop,
            LongSupplier nanoTime) {
        this.logs = logs;
        this.presence = presence;
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

    /** What serves one WebSocket to the room of this name. */
    Endpoint endpoint(String name) {
        return new RoomEndpoint(this, name, limits, deflation != null);
    }

    Room room(String name) {
        return rooms.computeIfAbsent(name, n -> new Room(this, n, limits));
    }

    /** To be ended with {@link Polls#endIfUnused}. */
    Polls polls(String name) {
        return polls.computeIfAbsent(name, n -> new Polls(this, n));
    }

    Presence presence() {
        return presence;
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

    /** No request waits there. */
    void remove(Polls unused) {
        polls.remove(unused.reader().log().name());
        logs.close(unused.reader());
    }

    /** Something is to be sent at the end of the turn. */
    void changed(Audience audience) {
        changed.add(audience);
    }

    /** A message of this many bytes was appended to a log. */
    void said(int bytes) {
        said += bytes;
    }

    /** From any thread: the log of this audience has grown. */
    void wake(Audience audience) {
        woken.add(audience);
        wakeup.run();
    }

    // The end of a turn

    @Override
    public boolean isDue() {
        return changed.size() - waiting >= MAX_CHANGED || said >= MAX_SAID;
    }

    /** Sends each room that has grown to its members, unless it gathers, and to those that wait for it. */
    @Override
    public long endTurn(Writer writer, long now) {
        for (Audience audience = woken.poll(); audience != null; audience = woken.poll()) {
            audience.woken();
        }
        long next = Audience.SENT;
        said = 0;
        waiting = 0;
        for (int i = 0; i < changed.size(); i++) { // without an iterator: a turn allocates nothing
            Audience audience = changed.get(i);
            long again = audience.endTurn(writer, now);
            if (again != Audience.SENT) {
                changed.set(waiting++, audience);
                next = Math.min(next, again);
            }
        }
        while (changed.size() > waiting) {
            changed.remove(changed.size() - 1);
        }
        if (logs.used() > limits.maxLogs()) {
            shrink(writer, now);
        }
        return next;
    }

    /** All rooms together keep too much: history goes first, an eighth of the limit at once, as looking is costly. */
    private void shrink(Writer writer, long now) {
        logs.forget(limits.maxLogs() / 8 * 7);
        boolean dropped = true;
        while (logs.used() > limits.maxLogs() && dropped) {
            dropped = dropFromLargest(writer, now);
        }
    }

    /** Of the rooms that have laggards on this loop, the one that keeps most for them drops them. */
    private boolean dropFromLargest(Writer writer, long now) {
        Room largest = rooms.values().stream().filter(room -> room.reader().hasLaggards())
                .max(Comparator.comparingLong(room -> room.reader().log().kept())).orElse(null);
        if (largest == null) {
            return false;
        }
        largest.dropLaggards(-1, Counter.DROPPED_FOR_LOGS, "behind, and the server needs the memory", writer, now);
        return true;
    }
}
