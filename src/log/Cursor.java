package log;

import connection.Connection;
import connection.Feed;
import java.nio.ByteBuffer;

/** How far one connection has read a log. Used by its loop's thread. */
public final class Cursor extends Roster.Entry implements Feed {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TrackReader track;
    private final Connection connection;

    /** The place of the next byte for the peer. */
    private long place;
    private long hold = Long.MAX_VALUE;
    private long stop = Long.MAX_VALUE;
    /** The segment of {@link #place} if this is a laggard; else null. */
    private Segment segment;

    /** Begins at the end of the log: a new member is sent what is said from now on. */
    Cursor(TrackReader track, Connection connection) {
        this.track = track;
        this.connection = connection;
        this.place = track.readToEnd();
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

    @Override
    public ByteBuffer next() {
        long to = Math.min(Math.min(hold, stop), track.end());
        if (place >= to) {
            return null;
        }
        Segment at = segmentAtPlace();
        return at.view(track.loop(), place, Math.min(to, at.end()));
    }

    @Override
    public void advance(int n) {
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

    /** All unblocked members have been written to: a cursor that isn't at the end by now is a laggard. */
    public void settle() {
        if (segment == null && place < track.end()) {
            moveTo(segmentAtPlace());
        }
    }

    private void moveTo(Segment to) {
        if (to != segment) {
            track.move(this, segment, to);
            segment = to;
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
        ByteBuffer rest = segment == null ? NOTHING : segment.restOfFrame(track.loop(), place);
        moveTo(null);
        return rest;
    }
}
