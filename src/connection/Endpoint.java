package connection;

import handshake.Agreement;
import handshake.Opening;
import http.Refusal;

/** What serves the WebSockets that are opened at a path: a chat room, for example. */
public interface Endpoint {
    /** Bytes of the longest message that is accepted; a longer one fails the connection with 1009. */
    int maxMessage();

    /** Whether binary messages are accepted; if not, they fail the connection with 1003. */
    boolean takesBinary();

    /** How many messages each peer may send; more fail the connection with 1008. Null for no limit. */
    default RateLimit rate() {
        return null;
    }

    /**
     * What is agreed on with a client that asks for a WebSocket here, or a refusal. Called before {@link #open}.
     */
    Agreement agree(Opening opening) throws Refusal;

    /** A connection has come to state OPEN. Its 101 is queued and is sent before anything else. */
    Session open(Connection connection, Opening opening, Agreement agreement);
}
