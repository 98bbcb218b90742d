package chat;

import connection.Connection;
import connection.Endpoint;
import connection.RateLimit;
import connection.Session;
import handshake.Agreement;
import handshake.Opening;
import handshake.PerMessageDeflate;
import http.Refusal;
import http.Status;
import log.Cursor;
import log.Log;
import log.Position;

/**
 * What serves one WebSocket that is opened at a room's path: {@code ?since=POSITION} joins with what was said after
 * that position, {@code ?name=NAME} with a name.
 */
final class RoomEndpoint implements Endpoint {
    private final Rooms rooms;
    private final String roomName;
    private final RoomLimits limits;
    private final boolean deflate;
    /** Of the one that comes. Null for none. */
    private String name;
    private Room room;
    private Cursor cursor;

    /** @param deflate whether messages may be compressed */
    RoomEndpoint(Rooms rooms, String roomName, RoomLimits limits, boolean deflate) {
        this.rooms = rooms;
        this.roomName = roomName;
        this.limits = limits;
        this.deflate = deflate;
    }

    /** The cursor joins here, before the 101: that it can be read is then certain. */
    @Override
    public Agreement agree(Opening opening) throws Refusal {
        Agreement agreement = Agreement.on(opening, Paths.SUBPROTOCOL, deflate);
        name = Name.parse(opening.request().query().first("name"));
        Position since = RoomApi.since(opening.request());
        room = rooms.room(roomName);
        cursor = room.join(form(agreement.deflate()), since);
        if (cursor == null) {
            throw new Refusal(Status.GONE, "RFC 9110 §15.5.11", "messages after " + since + " are gone; the oldest"
                    + " position left is " + room.reader().log().oldest());
        }
        return agreement;
    }

    @Override
    public Session open(Connection connection, Opening opening, Agreement agreement) {
        return room.open(connection, name, cursor);
    }

    /** A room's messages are compressed once, with the largest window. Clients that can't read it get them plain. */
    private static Log.Form form(PerMessageDeflate agreed) {
        return agreed != null && agreed.readsAnyWindow() ? Log.Form.DEFLATED : Log.Form.PLAIN;
    }

    @Override
    public int maxMessage() {
        return limits.maxMessage();
    }

    @Override
    public boolean takesBinary() {
        return false;
    }

    @Override
    public RateLimit rate() {
        return limits.rate();
    }
}
