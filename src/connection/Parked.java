package connection;

import http.Response;

/** A request that waits for its response: a long poll. It costs no thread. Used by its connection's thread. */
public interface Parked {
    /** How long it waits at most, in seconds. */
    int seconds();

    /**
     * The wait is over: the time has passed, the client or the server goes away. Called once, unless {@link
     * Connection#answer} was called before. If the client is gone, the response is not sent.
     */
    Response end();
}
