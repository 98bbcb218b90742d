package connection;

import http.Status;

/**
 * Counts what the connections of one loop do, for those who operate the server. Called on the loop's thread only, also
 * for each read and each write: a call must cost next to nothing.
 */
public interface Tally {
    /** A connection was accepted. */
    void accepted();

    /** Bytes were read from a peer, after decryption. */
    void read(int bytes);

    /** Bytes were written to a peer, before encryption. */
    void written(int bytes);

    /** A request got this response. */
    void responded(Status status);

    /** A whole message came in. */
    void received(int bytes);

    /** A message was queued for one peer alone. */
    void sent(int bytes);

    /** A Close came, with this code; {@link message.Close#NO_CODE} if it had none. */
    void closeReceived(int code);

    /** A Close was queued, with this code; {@link message.Close#NO_CODE} if it has none. */
    void closeSent(int code);

    /** A connection was ended because {@link Buffered} had no room for what it kept. */
    void droppedForBuffers();

    /** A turn of the loop has ended: how long it was at work, without the time that it waited. */
    void turned(long nanos);
}
