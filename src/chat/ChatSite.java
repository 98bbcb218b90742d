package chat;

import connection.Buffered;
import connection.Connection;
import connection.Endpoint;
import connection.Incident;
import connection.Parked;
import connection.Patience;
import connection.Site;
import connection.Tally;
import connection.Tap;
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

/** What the connections of one loop share: the paths, limits, compression, and what is counted and logged. */
final class ChatSite implements Site {
    private final Options options;
    private final HeadLimits headLimits;
    private final Patience patience;
    private final Paths paths;
    private final Rooms rooms;
    private final Buffered buffered;
    private final IncidentLog log;
    private final LoopTally tally;
    private final Trace trace;
    private final Inflation inflation;
    private final Deflation deflation;

    /**
     * @param deflation of the loop; null if messages aren't compressed
     * @param trace     null for none
     */
    ChatSite(Options options, Paths paths, Rooms rooms, Deflation deflation, Buffered buffered, IncidentLog log,
            LoopTally tally, Trace trace) {
        this.options = options;
        this.headLimits = options.headLimits();
        this.patience = options.patience();
        this.paths = paths;
        this.rooms = rooms;
        this.buffered = buffered;
        this.log = log;
        this.tally = tally;
        this.trace = trace;
        this.deflation = deflation;
        this.inflation = deflation == null ? null : new Inflation(tally::inflated);
    }

    @Override
    public Response respond(Request request, SocketAddress client) throws Refusal {
        return paths.respond(request, client);
    }

    @Override
    public Parked park(Request request, Connection connection) throws Refusal {
        return paths.park(request, connection);
    }

    @Override
    public Endpoint endpoint(String path) throws Refusal {
        return paths.endpoint(path);
    }

    @Override
    public Inflation inflation() {
        return inflation;
    }

    @Override
    public Deflation deflation() {
        return deflation;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public boolean isDue() {
        return rooms.isDue();
    }

    @Override
    public Buffered buffered() {
        return buffered;
    }

    @Override
    public Tap tap(SocketAddress peer) {
        return trace == null ? null : trace.tap(peer);
    }

    @Override
    public void report(Incident incident, SocketAddress peer, String sentence) {
        log.incident(incident, peer, sentence);
    }

    @Override
    public HeadLimits headLimits() {
        return headLimits;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public HostPolicy hostPolicy() {
        return options.hostPolicy();
    }

    @Override
    public ProxyPolicy proxyPolicy() {
        return options.proxyPolicy();
    }

    @Override
    public OriginPolicy originPolicy() {
        return options.originPolicy();
    }
}
