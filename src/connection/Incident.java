package connection;

/** What is reported of connections that did not end well, and of requests that were not served. */
public enum Incident {
    /** A request got an error as its response. */
    REFUSED,
    /** The peer broke the protocol and the connection was failed. */
    FAILED,
    /** The peer fell too far behind. */
    DROPPED,
    /** Nothing came from the peer in time. */
    TIMED_OUT,
    /** TCP ended without a closing handshake. */
    LOST
}
