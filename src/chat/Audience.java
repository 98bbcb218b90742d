package chat;

import java.util.concurrent.atomic.AtomicBoolean;
import log.LogReader;
import loop.Writer;

/**
 * Those on one loop who are sent what is said in a room, at the end of each of the loop's turns. Used by the loop's
 * thread.
 */
abstract class Audience {
    static final long SENT = Long.MAX_VALUE;

    final Rooms rooms;
    private final LogReader reader;
    private final AtomicBoolean woken = new AtomicBoolean();
    /** It is to be flushed at the end of the turn. */
    private boolean changed;

    Audience(Rooms rooms, String room) {
        this.rooms = rooms;
        this.reader = rooms.openLog(room, this::wake);
    }

    LogReader reader() {
        return reader;
    }

    /** There is something to send. */
    final void change() {
        if (!changed) {
            changed = true;
            rooms.changed(this);
        }
    }

    /** From the thread that has appended something to the log. One call before this loop's turn is enough. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            rooms.wake(this);
        }
    }

    /** This loop's turn has come. */
    final void woken() {
        woken.set(false);
        change();
    }

    /** The end of the turn has come. Returns what {@link #flush} returns. */
    final long endTurn(Writer writer, long now) {
        long again = flush(writer, now);
        changed = again != SENT;
        return again;
    }

    /**
     * Sends each of them what it has not been sent, or waits for more.
     *
     * @return when to call this again, in milliseconds since the epoch; {@link #SENT} if all was sent
     */
    abstract long flush(Writer writer, long now);
}
