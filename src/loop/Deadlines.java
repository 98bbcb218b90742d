package loop;

import connection.Patience;
import connection.Wait;

/**
 * The deadlines of a loop. All waits of one kind are equally long, so each kind is a queue in which the one that began
 * first is due first: adding, removing and finding the next one cost the same for 10 connections and for 10,000.
 */
final class Deadlines {
    private static final Wait[] WAITS = Wait.values();

    private final Patience patience;
    private final Timed[] first = new Timed[WAITS.length];
    private final Timed[] last = new Timed[WAITS.length];

    Deadlines(Patience patience) {
        this.patience = patience;
    }

    /**
     * Moves it to the end of the queue that it now belongs in. A wait never begins earlier than those that are there
     * already.
     */
    void update(Timed timed) {
        Wait wait = timed.waitsFor();
        long since = timed.since();
        if (timed.wait == wait && timed.since == since) {
            return;
        }
        remove(timed);
        int i = wait.ordinal();
        timed.wait = wait;
        timed.since = since;
        timed.before = last[i];
        if (last[i] == null) {
            first[i] = timed;
        } else {
            last[i].after = timed;
        }
        last[i] = timed;
    }

    void remove(Timed timed) {
        if (timed.wait == null) {
            return;
        }
        int i = timed.wait.ordinal();
        if (timed.before == null) {
            first[i] = timed.after;
        } else {
            timed.before.after = timed.after;
        }
        if (timed.after == null) {
            last[i] = timed.before;
        } else {
            timed.after.before = timed.before;
        }
        timed.wait = null;
        timed.before = null;
        timed.after = null;
    }

    /** When the first deadline is, in milliseconds since the epoch; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        long next = Long.MAX_VALUE;
        for (Wait wait : WAITS) {
            Timed timed = first[wait.ordinal()];
            if (timed != null) {
                next = Math.min(next, timed.since + wait.millis(patience));
            }
        }
        return next;
    }

    /** Expires all whose deadline has come. */
    void expire(long now) {
        for (Wait wait : WAITS) {
            int i = wait.ordinal();
            while (first[i] != null && now - first[i].since >= wait.millis(patience)) {
                first[i].expire();
            }
        }
    }
}
