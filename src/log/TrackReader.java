package log;

import java.util.List;

/**
 * What one loop has read of one track of a log, for all its members that read this form. Used by one loop's thread.
 *
 * <p>Cursors read no further than {@link #end}, the end of the track as this loop last saw it. In a round each member
 * is written once. It may go over several turns, and then the members that come later are sent more.
 */
final class TrackReader {
    private final Log log;
    private final Log.Form form;
    private final int loop;
    /** Every unblocked member has been sent the track up to here. */
    private final Pin pin;
    private final Roster<Cursor> laggards = new Roster<>();
    private int cursors;

    private long end;
    /** The end when the last round of writes began, or when the first member came. */
    private long roundEnd;
    /** The segment that has the byte at the pin; null if that is the end. */
    private Segment unsent;

    TrackReader(Log log, Log.Form form, int loop, Runnable grown) {
        this.log = log;
        this.form = form;
        this.loop = loop;
        this.pin = new Pin(grown);
    }

    int loop() {
        return loop;
    }

    boolean isUsed() {
        return cursors > 0;
    }

    /** One more member reads this form. The first one begins at the end. */
    void enter() {
        if (cursors == 0) {
            log.add(form, pin);
            roundEnd = pin.place;
        }
        cursors++;
    }

    /** One member less. After the last one, this loop keeps only what stopped cursors still have to send. */
    void leave() {
        cursors--;
        if (cursors == 0) {
            log.remove(form, pin);
        }
    }

    /** Bytes that were appended and not every unblocked member was sent. */
    long unsentBytes() {
        return isUsed() ? unsentBytes(pin.place) : 0;
    }

    /** Bytes that were appended after this place. */
    long unsentBytes(long place) {
        return log.end(form) - place;
    }

    /** Moves the end to where the track ends now. */
    long readToEnd() {
        end = log.end(form);
        unsent = isUsed() ? log.segmentAt(form, pin.place) : null;
        return end;
    }

    /** The end of the track as this loop last saw it. */
    long end() {
        return end;
    }

    /** The first segment that has something that not every unblocked member was sent. */
    Segment unsent() {
        return unsent;
    }

    /** A round begins: at its end, every member that isn't a laggard has been sent what there is now. */
    void beginRound() {
        roundEnd = readToEnd();
    }

    void endRound() {
        if (isUsed()) {
            log.move(form, pin, roundEnd);
            unsent = roundEnd == end ? null : log.segmentAt(form, roundEnd);
        }
    }

    /** Whether something was appended since the round began. */
    boolean hasGrownInRound() {
        return isUsed() && log.end(form) > roundEnd;
    }

    boolean hasLaggards() {
        return !laggards.isEmpty();
    }

    /** Adds the laggards that are more than {@code lag} bytes behind, not counting a backlog, to a list. */
    void laggards(long lag, List<Cursor> behind) {
        for (int i = 0; i < laggards.size(); i++) {
            if (end - laggards.get(i).place() > lag) {
                behind.add(laggards.get(i));
            }
        }
    }

    /** A cursor moves to another segment; null means up to date. */
    void move(Segment from, Segment to) {
        log.move(form, from, to);
    }

    /** The cursor has become a laggard. */
    void add(Cursor cursor) {
        laggards.add(cursor);
    }

    /** The cursor is no laggard any more. */
    void remove(Cursor cursor) {
        laggards.remove(cursor);
    }
}
