package connection;

/** What is reported of connections that did not end well, and of requests that were not served. */
public enum Incident {
    /** A request got an error as its response, or a TLS handshake failed. */
    REFUSED,
    /** The peer broke the protocol, or TLS, and the connection was failed. */
    FAILED,
    /** The peer fell too far behind, or the server needed the memory that it took. */
    DROPPED,
    /** Nothing came from the peer in time. */
    TIMED_OUT,
    /** TCP ended without a closing handshake. */
    LOST
}
