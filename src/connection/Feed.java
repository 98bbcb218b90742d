package connection;

import java.nio.ByteBuffer;

/**
 * Whole frames that somebody else wrote and that a connection reads on: a cursor into a log. Its connection alone moves it.
 */
public interface Feed {
    /** The next bytes for the peer, valid until something else is sent to anyone; null if there are none, or none before the hold. */
    ByteBuffer next();

    /** The peer was sent n of them. */
    void advance(int n);

    /** What is appended from now on has to wait: the connection has frames of its own to send in between. */
    void hold();

    /** Ends the hold. */
    void resume();

    /** What is appended from now on is not for this peer any more. */
    void stop();

    /** Lets go for good. Returns the rest of the frame that has been sent in part, or an empty buffer. */
    ByteBuffer release();
}
