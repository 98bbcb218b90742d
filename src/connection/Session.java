package connection;

import java.nio.ByteBuffer;

/** One open WebSocket, as its endpoint sees it. */
public interface Session {
    /** A text message, valid UTF-8. The bytes are valid until this method returns. */
    void text(ByteBuffer payload);

    /** A binary message, for endpoints that accept them. The bytes are valid until this method returns. */
    default void binary(ByteBuffer payload) {
        throw new IllegalStateException("this endpoint accepts no binary messages");
    }

    /** The connection has left the state OPEN. No method is called after this. */
    void close();
}
