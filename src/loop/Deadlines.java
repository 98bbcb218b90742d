package loop;

import connection.Limits;
import connection.Wait;

/**
 * Who waits for what, and for how long. All waits of one kind are equally long, so each kind is a queue in which whoever began
 * first is due first: joining, leaving and looking for the next one take the same time for 10 connections and for 10,000.
 */
final class Deadlines {
    private static final Wait[] WAITS = Wait.values();

    private final Limits limits;
    private final Socket[] first = new Socket[WAITS.length];
    private final Socket[] last = new Socket[WAITS.length];

    Deadlines(Limits limits) {
        this.limits = limits;
    }

    /** Puts a socket where its connection now belongs. */
    void update(Socket socket) {
        Wait wait = socket.connection.waitsFor();
        long since = socket.connection.since();
        if (socket.wait == wait && socket.since == since) {
            return;
        }
        remove(socket);
        int i = wait.ordinal();
        socket.wait = wait;
        socket.since = since;
        socket.before = last[i];
        if (last[i] == null) {
            first[i] = socket;
        } else {
            last[i].after = socket;
        }
        last[i] = socket;
    }

    void remove(Socket socket) {
        if (socket.wait == null) {
            return;
        }
        int i = socket.wait.ordinal();
        if (socket.before == null) {
            first[i] = socket.after;
        } else {
            socket.before.after = socket.after;
        }
        if (socket.after == null) {
            last[i] = socket.before;
        } else {
            socket.after.before = socket.before;
        }
        socket.wait = null;
        socket.before = null;
        socket.after = null;
    }

    /** When the first deadline is; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        long next = Long.MAX_VALUE;
        for (Wait wait : WAITS) {
            Socket socket = first[wait.ordinal()];
            if (socket != null) {
                next = Math.min(next, socket.since + wait.millis(limits));
            }
        }
        return next;
    }

    /** Lets time pass for all whose deadline has come: each is moved to another queue by that, or closed. */
    void expire(long now) {
        for (Wait wait : WAITS) {
            int i = wait.ordinal();
            while (first[i] != null && now - first[i].since >= wait.millis(limits)) {
                first[i].tick();
            }
        }
    }
}
