package chat;

import connection.Connection;
import connection.Parked;
import http.Response;
import log.Backlog;
import log.Position;
import log.Roster;
import loop.Writer;

/**
 * The requests for a room's messages on one loop. One that finds nothing new may wait here: it is a cursor at the end
 * of the log, and gets its response when the log has grown.
 */
final class Polls extends Audience {
    private final Roster<Poll> waiting = new Roster<>();

    Polls(Rooms rooms, String room) {
        super(rooms, room);
        reader().enter(); // before anything is read: what is said from now on wakes this loop
    }

    /**
     * The messages after a position, or a 410 if one of them is gone.
     *
     * @param since null for all that is kept
     */
    Response read(Position since) {
        Backlog backlog = since == null ? history() : reader().backlog(since);
        return backlog == null ? MessagesJson.gone(reader().log().oldest()) : MessagesJson.page(backlog);
    }

    private Backlog history() {
        Backlog backlog;
        do { // another loop may give up the oldest messages between these two
            backlog = reader().backlog(reader().log().beforeHistory());
        } while (backlog == null);
        return backlog;
    }

    /**
     * Waits for messages after a position.
     *
     * @param origin of the page that asks; null if none does
     * @return null if there is something to read now
     */
    Parked park(Connection connection, Position since, int seconds, String origin) {
        Position end = reader().log().end();
        Position from = since == null ? reader().log().beforeHistory() : since;
        if (!from.equals(end)) {
            return null;
        }
        Poll poll = new Poll(connection, end, seconds, origin);
        waiting.add(poll);
        return poll;
    }

    /** A request that waits. */
    private final class Poll extends Roster.Entry implements Parked {
        private final Connection connection;
        private final Position since;
        private final int seconds;
        private final String origin;

        Poll(Connection connection, Position since, int seconds, String origin) {
            this.connection = connection;
            this.since = since;
            this.seconds = seconds;
            this.origin = origin;
        }

        @Override
        public int seconds() {
            return seconds;
        }

        @Override
        public Response end() {
            waiting.remove(this);
            Response response = RoomApi.allow(origin, read(since));
            endIfUnused();
            return response;
        }
    }

    /** Those that ask from the same position get the same bytes. */
    @Override
    long flush(Writer writer, long now) {
        if (waiting.isEmpty()) {
            return SENT; // it has left the log
        }
        reader().beginRound();
        Position end = reader().log().end();
        Position since = null;
        Response response = null;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Poll poll = waiting.get(i);
            if (poll.since.equals(end)) {
                continue; // it came after the last message
            }
            if (!poll.since.equals(since)) {
                since = poll.since;
                response = read(since);
            }
            waiting.remove(poll);
            poll.connection.answer(RoomApi.allow(poll.origin, response), now);
            writer.write(poll.connection);
        }
        reader().endRound();
        endIfUnused();
        return SENT;
    }

    /** Leaves the log when nobody waits. It is of no use after that. */
    void endIfUnused() {
        if (waiting.isEmpty()) {
            reader().leave();
            rooms.remove(this);
        }
    }
}
