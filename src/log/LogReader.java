package log;

import java.util.ArrayList;
import java.util.List;

/**
 * What one loop has read of a log, for all its members together. Used by one loop's thread.
 *
 * <p>Cursors read no further than {@link #end}, the end of the log as this loop last saw it. What is appended later is
 * for the next turn, so all members of a loop are sent the same bytes in one pass.
 */
public final class LogReader {
    private final Log log;
    private final int loop;
    /** Every unblocked member has been sent the log up to here. */
    private final Pin pin;
    private final Roster<Cursor> laggards = new Roster<>();

    private long end;
    /** The segment that has the byte at the pin; null if that is the end. */
    private Segment unsent;

    /**
     * Begins at the end of the log.
     *
     * @param loop  which of the server's loops this is, from 0
     * @param grown is run on another loop's thread when that loop has appended something
     */
    LogReader(Log log, int loop, Runnable grown) {
        this.log = log;
        this.loop = loop;
        this.pin = new Pin(grown);
        log.add(pin);
        end = pin.place;
    }

    public Log log() {
        return log;
    }

    int loop() {
        return loop;
    }

    Pin pin() {
        return pin;
    }

    /** Looks where the log ends now. */
    public long readToEnd() {
        end = log.end();
        unsent = log.segmentAt(pin.place);
        return end;
    }

    /** The end of the log as this loop last saw it. */
    long end() {
        return end;
    }

    /** The first segment that has something that not every unblocked member was sent. */
    Segment unsent() {
        return unsent;
    }

    /** Every unblocked member has been sent the log up to this place. */
    public void sent(long place) {
        log.move(pin, place);
        unsent = place == end ? null : log.segmentAt(place);
    }

    /** Tells the other loops' readers of this log that it has grown. */
    public void notifyOthers() {
        log.notifyOthers(pin);
    }

    public boolean hasLaggards() {
        return !laggards.isEmpty();
    }

    /** The cursors that are more than {@code lag} bytes behind: a list of its own, as dropping them changes ours. */
    public List<Cursor> laggards(long lag) {
        List<Cursor> behind = List.of();
        for (int i = 0; i < laggards.size(); i++) {
            if (end - laggards.get(i).place() > lag) {
                behind = behind.isEmpty() ? new ArrayList<>() : behind;
                behind.add(laggards.get(i));
            }
        }
        return behind;
    }

    /** The cursor moves to another segment; null stands for being up to date. */
    void move(Cursor cursor, Segment from, Segment to) {
        log.move(from, to);
        if (from == null) {
            laggards.add(cursor);
        } else if (to == null) {
            laggards.remove(cursor);
        }
    }
}
