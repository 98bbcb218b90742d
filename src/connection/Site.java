package connection;

import handshake.Admission;
import http.Refusal;
import http.Request;
import http.Response;
import java.net.SocketAddress;

/** What a connection has to know of the server it belongs to. Called on the connection's thread only. */
public interface Site {
    /** What is told of connections that did not end well, or requests that were not served. */
    enum Incident {
        /** A request was answered with an error. */
        REFUSED,
        /** The peer broke the protocol and the connection was failed. */
        FAILED,
        /** The peer fell too far behind. */
        DROPPED,
        /** The peer did not do in time what it had to. */
        TIMED_OUT,
        /** TCP ended without a closing handshake. */
        LOST
    }

    Limits limits();

    Admission admission();

    /** The answer to a request that doesn't ask for a WebSocket. */
    Response respond(Request request) throws Refusal;

    /** What takes WebSockets at this path; null if nothing does. */
    Endpoint endpoint(String path);

    void report(Incident incident, SocketAddress peer, String sentence);
}
