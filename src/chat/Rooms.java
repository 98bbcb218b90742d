package chat;

import connection.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rooms: made on first entry, gone with their last member. Lives on the loop's thread. */
final class Rooms {
    /** A room that is read as fast as it is written to needs one. */
    private static final int SEGMENT = 256 << 10;
    /** What {@code from<number>:}, the line feed and the frame's header can add to a message. */
    static final int MAX_EXTRA = 64;

    private final Limits limits;
    private final SegmentPool pool;
    private final Map<String, Room> rooms = new HashMap<>();
    private final List<Room> changed = new ArrayList<>();
    private long lastNumber;

    Rooms(Limits limits) {
        this.limits = limits;
        this.pool = new SegmentPool(Math.max(SEGMENT, limits.maxMessage() + MAX_EXTRA));
    }

    /** The room of this name, to be entered at once. */
    Room room(String name) {
        return rooms.computeIfAbsent(name, n -> new Room(n, this, limits, pool));
    }

    void remove(String name) {
        rooms.remove(name);
    }

    /** Numbers grow and are never used twice, whichever the room. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** Something is to be sent, or can be let go, at the end of the turn. */
    void changed(Room room) {
        changed.add(room);
    }

    /** The turn ends: every room that changed sends to its members. */
    void flush(long now) {
        flushChanged(now);
        while (pool.used() > limits.maxLogs() && dropFromLargest(now)) {
            flushChanged(now);
        }
    }

    private void flushChanged(long now) {
        for (int i = 0; i < changed.size(); i++) { // sending may end connections, and so change further rooms
            changed.get(i).flush(now);
        }
        changed.clear();
    }

    /** All rooms together keep too much for members who lag: the room that keeps most lets go of all of them. */
    private boolean dropFromLargest(long now) {
        Room largest = rooms.values().stream().max(Comparator.comparingLong(Room::kept)).orElse(null);
        if (largest == null || largest.kept() == 0) {
            return false;
        }
        largest.dropLaggards(now);
        return true;
    }
}
