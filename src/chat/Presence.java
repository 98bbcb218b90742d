package chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Who is in which room, on all loops: numbers, names, and how many they are. Safe from any thread. */
final class Presence {
    private static final class Members {
        private int count;
        /** Of those that have one. */
        private final Set<String> names = new HashSet<>(0);
    }

    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<String, Members> rooms = new HashMap<>();

    /** The number of a new connection: numbers increase, and none is used twice, in all rooms. */
    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /**
     * A member comes.
     *
     * @param wanted the name it wants; null for none
     * @return the name it gets. If somebody has the wanted name, it is that name, a blank, and the member's number. A
     *         wanted name that ends so gets its own number behind it too, so that nobody can be taken for another.
     */
    synchronized String enter(String room, String wanted, long number) {
        Members members = rooms.computeIfAbsent(room, name -> new Members());
        members.count++;
        if (wanted == null) {
            return null;
        }
        String name = Name.endsInNumber(wanted) || members.names.contains(wanted) ? wanted + " " + number : wanted;
        members.names.add(name);
        return name;
    }

    /** @param name that {@link #enter} returned */
    synchronized void leave(String room, String name) {
        Members members = rooms.get(room);
        members.names.remove(name);
        members.count--;
        if (members.count == 0) {
            rooms.remove(room);
        }
    }

    /** How many are in the room. */
    synchronized int count(String room) {
        Members members = rooms.get(room);
        return members == null ? 0 : members.count;
    }
}
