package log;

import connection.Connection;
import connection.Feed;
import java.nio.ByteBuffer;

/** How far one connection has read a log. Used by its loop's thread. */
public final class Cursor extends Roster.Entry implements Feed {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TrackReader track;
    private Connection connection;

    /** Is read first; null when there is nothing left of it. */
    private Backlog backlog;
    /** The place in the track of the next byte for the peer, after the backlog. */
    private long place;
    private long hold = Long.MAX_VALUE;
    private long stop = Long.MAX_VALUE;
    /** The segment of {@link #place} if this is a laggard; else null. */
    private Segment segment;

    /** Begins at the end of the track: a new member is sent what is said from now on. */
    Cursor(TrackReader track) {
        this.track = track;
        this.place = track.readToEnd();
    }

    /** Begins with a backlog, and goes on in the track where that ends. */
    Cursor(TrackReader track, Backlog backlog) {
        this.track = track;
        this.place = backlog.nextPlace();
        track.readToEnd();
        if (!backlog.isEmpty()) {
            this.backlog = backlog;
            track.add(this);
        }
    }

    /** This connection reads with this cursor. */
    public void serve(Connection connection) {
        this.connection = connection;
    }

    /** The connection that reads with this cursor. */
    public Connection connection() {
        return connection;
    }

    TrackReader track() {
        return track;
    }

    long place() {
        return place;
    }

    /** Whether it needs something of the log that others may not need. */
    private boolean isLaggard() {
        return backlog != null || segment != null;
    }

    @Override
    public ByteBuffer next() {
        if (backlog != null) {
            return backlog.next();
        }
        long to = Math.min(Math.min(hold, stop), track.end());
        if (place >= to) {
            return null;
        }
        Segment at = segmentAtPlace();
        return at.view(track.loop(), place, Math.min(to, at.end()));
    }

    @Override
    public void advance(int n) {
        if (backlog != null) {
            backlog.advance(n);
            if (backlog.isEmpty()) {
                endBacklog();
            }
            return;
        }
        place += n;
        if (place < track.end()) {
            moveTo(segmentAtPlace());
        } else {
            moveTo(null);
        }
    }

    private Segment segmentAtPlace() {
        return (segment != null ? segment : track.unsent()).at(place);
    }

    /** Bytes that were appended since it was last written; for a laggard, since a member that isn't one was. */
    public long unsentBytes() {
        return isLaggard() ? track.unsentBytes() : track.unsentBytes(place);
    }

    /** All unblocked members have been written to: a cursor that isn't at the end by now is a laggard. */
    public void settle() {
        if (segment == null && place < track.end()) {
            moveTo(segmentAtPlace());
        }
    }

    private void moveTo(Segment to) {
        if (to != segment) {
            boolean lagged = isLaggard();
            track.move(segment, to);
            segment = to;
            update(lagged);
        }
    }

    private void endBacklog() {
        backlog = null;
        update(true);
    }

    private void update(boolean lagged) {
        if (lagged && !isLaggard()) {
            track.remove(this);
        } else if (!lagged && isLaggard()) {
            track.add(this);
        }
    }

    @Override
    public void hold() {
        hold = track.readToEnd();
    }

    @Override
    public void resume() {
        hold = Long.MAX_VALUE;
    }

    @Override
    public void stop() {
        stop = track.readToEnd();
        settle(); // it leaves the room, but what is before the stop is still sent to it and must be kept
    }

    @Override
    public ByteBuffer release() {
        ByteBuffer rest = NOTHING;
        if (backlog != null) {
            rest = backlog.release();
            endBacklog();
        } else if (segment != null) {
            rest = segment.restOfFrame(track.loop(), place);
        }
        moveTo(null);
        return rest;
    }
}
