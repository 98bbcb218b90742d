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
import handshake.Opening;
import handshake.OriginPolicy;
import http.HeadLimits;
import http.HostPolicy;
import http.ProxyPolicy;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import message.Deflation;
import message.Inflation;
import mirror.Mirror;

/**
 * The paths of the server. At {@code /} and {@code /rooms/NAME}, a handshake opens a room; other requests get the page.
 * At {@code /wire}, a handshake opens the mirror.
 */
final class ChatSite implements Site {
    private static final String MIRROR = "/wire";
    /** As in the article (§1.9). It is chosen if a client offers it. */
    static final String SUBPROTOCOL = "chat";

    private final HeadLimits headLimits;
    private final Patience patience;
    private final HostPolicy hostPolicy;
    private final OriginPolicy originPolicy;
    private final ProxyPolicy proxyPolicy;
    private final Rooms rooms;
    private final RoomApi api;
    private final Endpoint echo;
    private final Endpoint mirror;
    private final Page page;
    private final Buffered buffered;
    private final IncidentLog log;
    private final LoopTally tally;
    private final Metrics metrics;
    private final Trace trace;
    private final BooleanSupplier stops;
    private final String retryAfter;
    private final Inflation inflation;
    private final Deflation deflation;

    /**
     * @param deflation of the loop; null if messages aren't compressed
     * @param echo      the endpoint at /echo; null if there is none
     * @param trace     null for none
     * @param stops     whether the server is about to end
     */
    ChatSite(Options options, Rooms rooms, Deflation deflation, Endpoint echo, Page page, Buffered buffered,
            IncidentLog log, LoopTally tally, Metrics metrics, Trace trace, BooleanSupplier stops) {
        this.headLimits = options.headLimits();
        this.patience = options.patience();
        this.hostPolicy = options.hostPolicy();
        this.originPolicy = options.originPolicy();
        this.proxyPolicy = options.proxyPolicy();
        this.rooms = rooms;
        this.api = new RoomApi(originPolicy, rooms);
        this.echo = echo;
        this.mirror = new Mirror(options.roomLimits().maxMessage(), SUBPROTOCOL, deflation != null,
                headLimits.maxHead());
        this.page = page;
        this.buffered = buffered;
        this.log = log;
        this.tally = tally;
        this.metrics = metrics;
        this.trace = trace;
        this.stops = stops;
        this.retryAfter = String.valueOf(Math.max(1, options.drain() / 1000));
        this.deflation = deflation;
        this.inflation = deflation == null ? null : new Inflation(tally::inflated);
    }

    @Override
    public Response respond(Request request, SocketAddress client) throws Refusal {
        String path = request.path();
        if (path.equals("/metrics")) {
            return metrics.respond(request, client);
        }
        if (path.equals("/healthz")) { // not as a refusal: each would be a line in the log
            return (stops.getAsBoolean() ? Response.text(Status.SERVICE_UNAVAILABLE, "stopping")
                    : Response.text(Status.OK, "ok")).with("Cache-Control", "no-store");
        }
        checkThatItStays();
        if (RoomName.ofPath(path) != null) {
            return page.respond(request);
        }
        if (api.serves(path)) {
            return api.respond(request);
        }
        if (isEcho(path) || path.equals(MIRROR)) {
            throw Opening.upgradeRequired("only a WebSocket can be opened here");
        }
        return switch (path) {
            case "/favicon.ico" -> Response.of(Status.NO_CONTENT).with("Cache-Control", "max-age=86400");
            default -> throw new Refusal(Status.NOT_FOUND, "RFC 9110 §15.5.5",
                    RoomName.isMeantAsRoom(path) ? RoomName.noRoom(path) : "there is nothing at " + path);
        };
    }

    @Override
    public Parked park(Request request, Connection connection) throws Refusal {
        return api.serves(request.path()) && !stops.getAsBoolean() ? api.park(request, connection) : null;
    }

    @Override
    public Endpoint endpoint(String path) throws Refusal {
        checkThatItStays();
        if (isEcho(path)) {
            return echo;
        }
        if (path.equals(MIRROR)) {
            return mirror;
        }
        String name = RoomName.ofPath(path);
        if (name == null && RoomName.isMeantAsRoom(path)) {
            throw new Refusal(Status.NOT_FOUND, "RFC 6455 §4.2.2", RoomName.noRoom(path));
        }
        return name == null ? null : rooms.endpoint(name);
    }

    private void checkThatItStays() throws Refusal {
        if (stops.getAsBoolean()) {
            throw new Refusal(Status.SERVICE_UNAVAILABLE, "RFC 9110 §15.6.4", "the server is stopping")
                    .with("Retry-After", retryAfter);
        }
    }

    private boolean isEcho(String path) {
        return echo != null && path.equals("/echo");
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
        return hostPolicy;
    }

    @Override
    public ProxyPolicy proxyPolicy() {
        return proxyPolicy;
    }

    @Override
    public OriginPolicy originPolicy() {
        return originPolicy;
    }
}
