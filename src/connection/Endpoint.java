package connection;

import handshake.Agreement;
import handshake.Opening;
import http.Refusal;

/** What takes the WebSockets that are opened at a path: a chat room, for example. */
public interface Endpoint {
    /** Bytes of the longest message that is taken; a longer one gets close code 1009. */
    int maxMessage();

    /** Whether binary messages are taken; if not, they get close code 1003. */
    boolean takesBinary();

    /**
     * What is agreed on with a client that asks for a WebSocket here, or why it gets none. Called before {@link #open}.
     */
    Agreement agree(Opening opening) throws Refusal;

    /** A connection has come to state OPEN. Its 101 is queued and is sent before anything else. */
    Session open(Connection connection, Opening opening, Agreement agreement);
}
