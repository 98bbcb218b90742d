package chat;

import connection.Connection;
import connection.Endpoint;
import connection.Session;
import handshake.Agreement;
import handshake.Opening;
import java.util.function.Function;

/**
 * What a client that opens a WebSocket at a room's path gets.
 *
 * @param open makes the connection a member
 */
record RoomEndpoint(RoomLimits limits, Function<Connection, Session> open) implements Endpoint {
    @Override
    public Agreement agree(Opening opening) {
        return Agreement.on(opening, ChatSite.SUBPROTOCOL);
    }

    @Override
    public Session open(Connection connection, Opening opening) {
        return open.apply(connection);
    }

    @Override
    public int maxMessage() {
        return limits.maxMessage();
    }

    @Override
    public boolean takesBinary() {
        return false;
    }
}
