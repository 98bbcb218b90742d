package chat;

import connection.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import loop.TurnEnd;

/** The rooms of one loop: made on first entry, gone with their last member. Lives on the loop's thread, but for {@link #wake}. */
final class Rooms implements TurnEnd {
    /** Each room that changed takes memory until it has sent. */
    private static final int MAX_CHANGED = 64;

    private final RoomLogs logs;
    private final Limits limits;
    private final int loop;
    private final Map<String, Room> rooms = new HashMap<>();
    private final List<Room> changed = new ArrayList<>();
    private final Queue<Room> woken = new ConcurrentLinkedQueue<>();
    private Runnable wakeup;

    /** @param loop which of the server's loops this is, from 0 */
    Rooms(RoomLogs logs, Limits limits, int loop) {
        this.logs = logs;
        this.limits = limits;
        this.loop = loop;
    }

    /** How to end the loop's wait, from any thread. */
    void wakeWith(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** The room of this name, to be entered at once. */
    Room room(String name) {
        return rooms.computeIfAbsent(name, n -> logs.join(n, log -> new Room(this, log, limits)));
    }

    void remove(Room room) {
        rooms.remove(room.log().name);
        logs.leave(room);
    }

    long nextNumber() {
        return logs.nextNumber();
    }

    int loop() {
        return loop;
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

    @Override
    public boolean isDue() {
        return changed.size() >= MAX_CHANGED;
    }

    /** Every room that changed sends to its members. */
    @Override
    public void endTurn(long now) {
        for (Room room = woken.poll(); room != null; room = woken.poll()) {
            room.woken();
        }
        flushChanged(now);
        while (logs.used() > limits.maxLogs() && dropFromLargest(now)) {
            flushChanged(now);
        }
    }

    private void flushChanged(long now) {
        for (int i = 0; i < changed.size(); i++) { // sending may end connections, and so change further rooms
            changed.get(i).flush(now);
        }
        changed.clear();
    }

    /** All rooms together keep too much: of those with laggards here, the one that keeps most drops them. */
    private boolean dropFromLargest(long now) {
        Room largest = rooms.values().stream().filter(Room::hasLaggards)
                .max(Comparator.comparingLong(room -> room.log().kept())).orElse(null);
        if (largest == null) {
            return false;
        }
        largest.dropLaggards(0, "behind, and the server needs the memory", now);
        return true;
    }
}
