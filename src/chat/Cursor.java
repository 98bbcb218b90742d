package chat;

import connection.Connection;
import connection.Feed;
import java.nio.ByteBuffer;

/** How far one connection has read the log of its room. */
final class Cursor implements Feed {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RoomLog log;
    private final Connection reader;

    /** The place of the next byte for the peer. */
    private long place;
    private long hold = Long.MAX_VALUE;
    private long end = Long.MAX_VALUE;
    /** Where it stands if it lags; else null. */
    private Segment segment;
    int lagIndex;

    /** Begins at the end: who joins is sent what is said from now on. */
    Cursor(RoomLog log, Connection reader) {
        this.log = log;
        this.reader = reader;
        this.place = log.end();
    }

    long place() {
        return place;
    }

    @Override
    public ByteBuffer next() {
        long to = Math.min(Math.min(hold, end), log.end());
        if (place >= to) {
            return null;
        }
        Segment at = segment != null ? segment : log.segmentAt(place);
        return at.view(place, Math.min(to, at.end()));
    }

    @Override
    public void advance(int n) {
        place += n;
        if (place == log.end()) {
            stand(null);
        } else {
            stand(segment != null && place < segment.end() ? segment : log.segmentAt(place));
        }
    }

    /** Everyone who takes more has been sent to: whoever is not at the end by now lags, even if nothing could be tried. */
    void settle() {
        if (segment == null && place < log.end()) {
            stand(log.segmentAt(place));
        }
    }

    private void stand(Segment at) {
        if (at == segment) {
            return;
        }
        if (at != null) {
            at.readers++;
        }
        if (segment != null) {
            segment.readers--;
        }
        boolean lagged = segment != null;
        segment = at;
        if (!lagged) {
            log.fellBehind(this);
        } else if (at == null) {
            log.caughtUp(this);
        }
    }

    @Override
    public void hold() {
        hold = log.end();
    }

    @Override
    public void resume() {
        hold = Long.MAX_VALUE;
    }

    @Override
    public void end() {
        end = log.end();
    }

    @Override
    public ByteBuffer release() {
        ByteBuffer rest = segment == null ? NOTHING : segment.restOfFrame(place);
        stand(null);
        place = log.end();
        return rest;
    }

    void drop(String why, long now) {
        reader.drop(why, now);
    }
}
