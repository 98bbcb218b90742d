package connection;

import frame.ProtocolException;
import java.nio.ByteBuffer;
import message.Close;

/**
 * Sees the bytes of one connection, those of its peer and our own. Over TLS it sees what is inside. A buffer that it is
 * given is valid until the method returns, and must not be changed. Called on the connection's thread.
 */
public interface Tap {
    /** Bytes of the peer, as they came, so still masked. Called before anything is done because of them. */
    void received(ByteBuffer bytes);

    /** Our bytes, after they were sent. */
    void sent(ByteBuffer bytes);

    /**
     * The state is OPEN: what is received from now on is frames, and so is what is sent after the 101.
     *
     * @return whether this tap wants to see more
     */
    boolean opened(Session session);

    /**
     * What was received last broke the protocol.
     *
     * @param rest bytes behind the fault, which the connection doesn't read
     */
    void failed(ProtocolException fault, ByteBuffer rest);

    /**
     * This Close was decided on. Called in state OPEN: what is sent now goes before it.
     *
     * @param unsent the bytes that wait to be sent, which will also be passed to {@link #sent}
     */
    void closing(Close close, ByteBuffer unsent);

    /** Both of these. */
    static Tap both(Tap first, Tap second) {
        return first == null ? second : new TwoTaps(first, second);
    }
}
