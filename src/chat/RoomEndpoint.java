package chat;

import connection.Connection;
import connection.Endpoint;
import connection.RateLimit;
import connection.Session;
import handshake.Agreement;
import handshake.Opening;
import handshake.PerMessageDeflate;
import java.util.function.Supplier;
import log.Log;

/**
 * What serves the WebSockets that are opened at a room's path.
 *
 * @param deflate whether messages may be compressed
 * @param room    is made when its first connection opens
 */
record RoomEndpoint(RoomLimits limits, boolean deflate, Supplier<Room> room) implements Endpoint {
    @Override
    public Agreement agree(Opening opening) {
        return Agreement.on(opening, ChatSite.SUBPROTOCOL, deflate);
    }

    @Override
    public Session open(Connection connection, Opening opening, Agreement agreement) {
        return room.get().open(connection, form(agreement.deflate()));
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
