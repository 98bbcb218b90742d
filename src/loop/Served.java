package loop;

import java.util.Arrays;
import java.util.function.Consumer;

/** The connections of a loop by their ids: small numbers, used again after a connection has ended. For one thread. */
final class Served {
    private TcpConnection[] byId = new TcpConnection[16];
    /** The ids below {@link #used} that are free: the first {@link #freeCount} entries. */
    private int[] free = new int[16];
    private int freeCount;
    private int used;

    /** The id that the next one is to be added with. */
    int nextId() {
        return freeCount > 0 ? free[freeCount - 1] : used;
    }

    /** @param id of {@link #nextId} */
    void add(int id, TcpConnection tcp) {
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        if (id == byId.length) {
            byId = Arrays.copyOf(byId, 2 * id);
            free = Arrays.copyOf(free, 2 * id);
        }
        byId[id] = tcp;
    }

    TcpConnection get(int id) {
        return byId[id];
    }

    void remove(int id) {
        byId[id] = null;
        free[freeCount++] = id;
    }

    /** For each of them. The action may end it. */
    void forEach(Consumer<TcpConnection> action) {
        for (int id = 0; id < used; id++) {
            if (byId[id] != null) {
                action.accept(byId[id]);
            }
        }
    }
}
