package connection;

import java.nio.ByteBuffer;

/**
 * Whole frames that several connections share, as one connection reads them: a cursor into a log. Only its connection
 * moves it.
 */
public interface Feed {
    /**
     * The next bytes to send, or null if there are none before the hold or the stop. The buffer is shared by all
     * connections of a loop: it is valid until another feed is asked.
     */
    ByteBuffer next();

    /** The first n of these bytes were sent. */
    void advance(int n);

    /** What is appended from now on has to wait: the connection has frames of its own to send before it. */
    void hold();

    /** Ends the hold. */
    void resume();

    /** What is appended from now on is not for this peer any more. What was appended before still is. */
    void stop();

    /**
     * Releases the log. No method may be called after this.
     *
     * @return the rest of the frame that has been sent in part, or an empty buffer
     */
    ByteBuffer release();
}
