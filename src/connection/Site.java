package connection;

import handshake.OriginPolicy;
import http.HeadLimits;
import http.HostPolicy;
import http.ProxyPolicy;
import http.Refusal;
import http.Request;
import http.Response;
import java.net.SocketAddress;
import message.Deflation;
import message.Inflation;

/** What a connection needs from the server that it belongs to. Called on the connection's thread only. */
public interface Site {
    HeadLimits headLimits();

    Patience patience();

    HostPolicy hostPolicy();

    OriginPolicy originPolicy();

    ProxyPolicy proxyPolicy();

    /**
     * The response to a request that doesn't ask for a WebSocket.
     *
     * @param client the address that the request came from, as far as it is known
     */
    Response respond(Request request, SocketAddress client) throws Refusal;

    /**
     * A request that doesn't ask for a WebSocket may have to wait for its response.
     *
     * @param connection to which {@link Connection#answer} gives the response
     * @return null if there is a response now, which {@link #respond} gives
     */
    default Parked park(Request request, Connection connection) throws Refusal {
        return null;
    }

    /** What serves WebSockets at this path; null if there is none. */
    Endpoint endpoint(String path) throws Refusal;

    /** Decompresses messages for all connections of a loop. */
    Inflation inflation();

    /** Compresses messages for all connections of a loop. */
    Deflation deflation();

    /** What sees all bytes of a new connection; null for nothing. */
    default Tap tap(SocketAddress peer) {
        return null;
    }

    Tally tally();

    /** Whether so much was said in this turn that it must be sent before more is read. */
    boolean isDue();

    /** What the connections of a loop keep in memory. */
    Buffered buffered();

    /** @param peer the address of the other side, for the log */
    void report(Incident incident, SocketAddress peer, String sentence);
}
