package connection;

/** What takes the WebSockets that are opened at a path: a chat room, say. */
public interface Endpoint {
    /** The subprotocol that is chosen when a client offers it (RFC 6455 §1.9). */
    String subprotocol();

    /** Bytes of the longest message that is taken; a longer one gets close code 1009. */
    int maxMessage();

    /** Whether binary messages are taken; if not, they get close code 1003. */
    boolean takesBinary();

    /** A connection has come to state OPEN. */
    Session open(Connection connection);
}
