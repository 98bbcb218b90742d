package chat;

import connection.Connection;
import connection.Feed;
import java.nio.ByteBuffer;

/** How far one connection has read the log of its room. Lives on the loop's thread. */
final class Cursor implements Feed {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Room room;
    private final Connection reader;

    /** The place of the next byte for the peer. */
    private long place;
    private long hold = Long.MAX_VALUE;
    private long stop = Long.MAX_VALUE;
    /** Where it stands if it lags; else null. */
    private Segment segment;
    int lagIndex;

    /** Begins at the end: who joins is sent what is said from now on. */
    Cursor(Room room, Connection reader) {
        this.room = room;
        this.reader = reader;
        this.place = room.readToEnd();
    }

    long place() {
        return place;
    }

    @Override
    public ByteBuffer next() {
        long to = Math.min(Math.min(hold, stop), room.end());
        if (place >= to) {
            return null;
        }
        Segment at = segmentAtPlace();
        return at.view(room.loop(), place, Math.min(to, at.end()));
    }

    @Override
    public void advance(int n) {
        place += n;
        if (place < room.end()) {
            stand(segmentAtPlace());
        } else if (segment != null) {
            stand(null);
        }
    }

    private Segment segmentAtPlace() {
        return (segment != null ? segment : room.unsent()).at(place);
    }

    /** Everyone who takes more has been sent to: whoever is not at the end by now lags, even if nothing could be tried. */
    void settle() {
        if (segment == null && place < room.end()) {
            stand(segmentAtPlace());
        }
    }

    private void stand(Segment at) {
        if (at == segment) {
            return;
        }
        boolean lagged = segment != null;
        room.move(segment, at);
        segment = at;
        if (!lagged) {
            room.fellBehind(this);
        } else if (at == null) {
            room.caughtUp(this);
        }
    }

    @Override
    public void hold() {
        hold = room.readToEnd();
    }

    @Override
    public void resume() {
        hold = Long.MAX_VALUE;
    }

    @Override
    public void stop() {
        stop = room.readToEnd();
    }

    @Override
    public ByteBuffer release() {
        ByteBuffer rest = segment == null ? NOTHING : segment.restOfFrame(room.loop(), place);
        stand(null);
        place = Long.MAX_VALUE;
        return rest;
    }

    void drop(String why, long now) {
        reader.drop(why, now);
    }
}
