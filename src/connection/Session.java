package connection;

import java.nio.ByteBuffer;

/** One open WebSocket, as its endpoint sees it. */
public interface Session {
    /** A text message, valid UTF-8. The bytes are there until this method returns. */
    void text(ByteBuffer payload);

    /** A binary message, for endpoints that take them. The bytes are there until this method returns. */
    default void binary(ByteBuffer payload) {
        throw new IllegalStateException("this endpoint takes no binary messages");
    }

    /** The connection has left state OPEN, in whichever way. Nothing comes after this. */
    void close();
}
