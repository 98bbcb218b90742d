package chat;

import connection.Connection;
import connection.Endpoint;
import connection.Parked;
import handshake.Opening;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import mirror.Mirror;

/**
 * What is at each path. At {@code /} and {@code /rooms/NAME}, a handshake opens a room; other requests get the page. At
 * {@code /wire}, a handshake opens the mirror. For one loop's thread.
 */
final class Paths {
    private static final String MIRROR = "/wire";
    /** As in the article (§1.9). It is chosen if a client offers it. */
    static final String SUBPROTOCOL = "chat";

    private final Rooms rooms;
    private final RoomApi api;
    private final Endpoint echo;
    private final Endpoint mirror;
    private final Page page;
    private final Metrics metrics;
    private final BooleanSupplier stops;
    private final String retryAfter;

    /** @param stops whether the server is about to end */
    Paths(Options options, Rooms rooms, Page page, Metrics metrics, BooleanSupplier stops) {
        this.rooms = rooms;
        this.api = new RoomApi(options.originPolicy(), rooms);
        this.echo = options.echo() ? new Echo(options.maxEchoMessage(), options.deflate()) : null;
        this.mirror = new Mirror(options.roomLimits().maxMessage(), SUBPROTOCOL, options.deflate(),
                options.headLimits().maxHead());
        this.page = page;
        this.metrics = metrics;
        this.stops = stops;
        this.retryAfter = String.valueOf(Math.max(1, options.drain() / 1000));
    }

    /** See {@link connection.Site#respond}. */
    Response respond(Request request, SocketAddress client) throws Refusal {
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

    /** See {@link connection.Site#park}. */
    Parked park(Request request, Connection connection) throws Refusal {
        return api.serves(request.path()) && !stops.getAsBoolean() ? api.park(request, connection) : null;
    }

    /** See {@link connection.Site#endpoint}. */
    Endpoint endpoint(String path) throws Refusal {
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
}
