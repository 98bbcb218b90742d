package log;

import java.util.ArrayList;
import java.util.List;

/** One loop's members as readers of a log, each in the form that it agreed to. Used by one loop's thread. */
public final class LogReader {
    private final Log log;
    private final int loop;
    private final Runnable grown;
    private final TrackReader plain;
    private final TrackReader deflated;

    /**
     * @param loop  which of the server's loops this is, from 0
     * @param grown is run on another loop's thread when that loop has appended something
     */
    LogReader(Log log, int loop, Runnable grown) {
        this.log = log;
        this.loop = loop;
        this.grown = grown;
        plain = new TrackReader(log, Log.Form.PLAIN, loop, grown);
        deflated = new TrackReader(log, Log.Form.DEFLATED, loop, grown);
    }

    public Log log() {
        return log;
    }

    /**
     * A new member: it is sent what is said from now on.
     *
     * @param since it is sent what was said after this position first; may be null
     * @return null if the position is gone
     */
    public Cursor join(Log.Form form, Position since) {
        TrackReader track = form == Log.Form.PLAIN ? plain : deflated;
        track.enter(); // first, so that nothing is missed after the backlog
        if (since == null) {
            return new Cursor(track);
        }
        Backlog backlog = log.backlog(since, loop, form);
        if (backlog == null) {
            track.leave();
            return null;
        }
        return new Cursor(track, backlog);
    }

    /** What is said from now on is kept for a reader without a cursor, until {@link #endRound}. */
    public void enter() {
        plain.enter();
    }

    /** The opposite of {@link #enter}. */
    public void leave() {
        plain.leave();
    }

    /** The messages after a position; null if one of them is gone. */
    public Backlog backlog(Position since) {
        return log.backlog(since, loop, Log.Form.PLAIN);
    }

    /** A member leaves. What its cursor still has to send is kept for it. */
    public void leave(Cursor cursor) {
        cursor.track().leave();
    }

    /** Notifies the other loops' readers of this log that it has grown. */
    public void notifyOthers() {
        log.notifyOthers(grown);
    }

    /** Bytes of what was appended and not every member was sent; in the form that has more, without laggards. */
    public long unsentBytes() {
        return Math.max(plain.unsentBytes(), deflated.unsentBytes());
    }

    /** A round of writes begins: each member is written once, and sent at least what there is now. */
    public void beginRound() {
        if (isNeeded(plain)) {
            plain.beginRound();
        }
        if (isNeeded(deflated)) { // most rooms have one form, and this takes the log's lock
            deflated.beginRound();
        }
    }

    /** A round goes on: the members that are written from now on are sent what was appended meanwhile too. */
    public void readToEnd() {
        if (isNeeded(plain)) {
            plain.readToEnd();
        }
        if (isNeeded(deflated)) {
            deflated.readToEnd();
        }
    }

    private static boolean isNeeded(TrackReader track) {
        return track.isUsed() || track.hasLaggards();
    }

    /** Every member was written since {@link #beginRound}, or came later, or is a laggard. */
    public void endRound() {
        plain.endRound();
        deflated.endRound();
    }

    /** Whether something was appended since the last {@link #beginRound}. */
    public boolean hasGrownInRound() {
        return plain.hasGrownInRound() || deflated.hasGrownInRound();
    }

    public boolean hasLaggards() {
        return plain.hasLaggards() || deflated.hasLaggards();
    }

    /**
     * The laggards that are more than {@code lag} bytes behind, not counting a backlog, in a new list: dropping them
     * changes the old one.
     */
    public List<Cursor> laggards(long lag) {
        if (!hasLaggards()) {
            return List.of();
        }
        List<Cursor> behind = new ArrayList<>();
        plain.laggards(lag, behind);
        deflated.laggards(lag, behind);
        return behind;
    }
}
