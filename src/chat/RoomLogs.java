package chat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What the loops share: the logs of all rooms, by name, their memory, and the last number. Safe from any thread. */
final class RoomLogs {
    /** What {@code from<number>:}, the line feed and the frame's header can add to a message. */
    static final int MAX_EXTRA = 64;

    private final SegmentPool pool;
    private final Map<String, RoomLog> logs = new HashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();

    /**
     * @param maxKept bytes of memory to keep for later at most
     * @param loops   how many loops share them
     */
    RoomLogs(long maxKept, int loops) {
        pool = new SegmentPool(maxKept, loops);
    }

    /** Numbers grow and are never used twice, whichever the room. */
    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /** A loop's room over the log of this name, which is made if it's the first. */
    synchronized Room join(String name, Function<RoomLog, Room> room) {
        return room.apply(logs.computeIfAbsent(name, n -> new RoomLog(n, pool)));
    }

    /** A loop's room has no members left. The log goes with the last. */
    synchronized void leave(Room room) {
        room.log().leave(room);
        if (!room.log().hasRooms()) {
            logs.remove(room.log().name);
        }
    }

    /** Bytes of memory that all logs together use. */
    long used() {
        return pool.used();
    }
}
