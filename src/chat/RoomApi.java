package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import connection.Connection;
import connection.Parked;
import handshake.OriginPolicy;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.util.List;
import java.util.regex.Pattern;
import log.Position;

/**
 * What can be asked about a room without a WebSocket:
 *
 * <ul>
 * <li>{@code /messages?room=NAME}: the messages that are kept, as JSON ({@link MessagesJson}); {@code &since=POSITION}:
 *     those after a position; {@code &wait=SECONDS}: if there is none, waits for one (long polling)
 * <li>{@code /presence?room=NAME}: how many are in the room
 * </ul>
 *
 * Without {@code room} it is the room at "/". Pages of other sites may read these if they may open a WebSocket.
 */
final class RoomApi {
    private static final String MESSAGES = "/messages";
    private static final String PRESENCE = "/presence";
    private static final Pattern WAIT = Pattern.compile("[0-9]|[12][0-9]|30");

    private final OriginPolicy originPolicy;
    private final Rooms rooms;

    RoomApi(OriginPolicy originPolicy, Rooms rooms) {
        this.originPolicy = originPolicy;
        this.rooms = rooms;
    }

    boolean serves(String path) {
        return path.equals(MESSAGES) || path.equals(PRESENCE);
    }

    Response respond(Request request) throws Refusal {
        String origin = origin(request);
        try {
            String room = room(request);
            return allow(origin, request.path().equals(MESSAGES) ? messages(request, room) : presence(room));
        } catch (Refusal refusal) {
            throw allow(origin, refusal);
        }
    }

    private Response messages(Request request, String room) throws Refusal {
        Position since = since(request);
        waitSeconds(request); // it is looked at even where there is nothing to wait for
        Polls polls = rooms.polls(room);
        Response response = polls.read(since);
        polls.endIfUnused();
        return response;
    }

    private Response presence(String room) {
        String json = "{\"members\":" + rooms.presence().count(room) + "}\n";
        return MessagesJson.json(Status.OK, json.getBytes(US_ASCII));
    }

    /** See {@link connection.Site#park}. */
    Parked park(Request request, Connection connection) throws Refusal {
        String origin = origin(request);
        try {
            int seconds = waitSeconds(request);
            if (seconds == 0 || !request.path().equals(MESSAGES)) {
                return null;
            }
            Position since = since(request);
            Polls polls = rooms.polls(room(request));
            Parked parked = polls.park(connection, since, seconds, origin);
            polls.endIfUnused();
            return parked;
        } catch (Refusal refusal) {
            throw allow(origin, refusal);
        }
    }

    private static String room(Request request) throws Refusal {
        return RoomName.ofParameter(request.query().first("room"));
    }

    /** The parameter "since"; null without it. */
    static Position since(Request request) throws Refusal {
        String text = request.query().first("since");
        if (text == null) {
            return null;
        }
        Position position = Position.parse(text);
        if (position == null) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1",
                    "since is not a position that this server has given, as " + new Position(0xC0FFEE, 12));
        }
        return position;
    }

    private static int waitSeconds(Request request) throws Refusal {
        String text = request.query().first("wait");
        if (text == null) {
            return 0;
        }
        if (!WAIT.matcher(text).matches()) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1", "wait is a number of seconds from 0 to 30");
        }
        return Integer.parseInt(text);
    }

    // Pages of other sites: CORS, https://fetch.spec.whatwg.org/#http-cors-protocol

    /** The origin of the page that asks; null if none does. One that may not open a WebSocket may not read this. */
    private String origin(Request request) throws Refusal {
        originPolicy.check(request);
        List<String> lines = request.fields().lines("Origin");
        return lines.isEmpty() ? null : lines.get(0);
    }

    static Response allow(String origin, Response response) {
        Response varying = response.with("Vary", "Origin");
        return origin == null ? varying : varying.with("Access-Control-Allow-Origin", origin);
    }

    private static Refusal allow(String origin, Refusal refusal) {
        Refusal varying = refusal.with("Vary", "Origin");
        return origin == null ? varying : varying.with("Access-Control-Allow-Origin", origin);
    }
}
