/**
 * The last chapter of the room: the chat itself, its page, and {@link chat.Main}.
 *
 * <p>The article's three callbacks are three methods of {@link chat.Room}: on open a connection gets its number and
 * joins, on message everyone is sent {@code from<number>:<text>}, on close it leaves. The article pushes each message
 * to each member in a loop. Here a message is appended to the room's log, and each member's connection reads the log on
 * ({@code log}).
 *
 * <p>What a client may ask for. {@code NAME} of a room is as in its path; without it, it is the room at "/".
 *
 * <pre>
 *   ws://host/rooms/tea                  joins; is sent what is said from then on, as in the article
 *   ws://host/rooms/tea?since=P          is sent everything after position P first: no gap, nothing twice
 *                                        410 before the 101 if a message after P is gone
 *   ws://host/rooms/tea?name=Ann         the room writes fromAnn: instead of from7:. If somebody there is Ann, it is
 *                                        "Ann 7". 400 for a name that can't be: see Name
 *
 *   GET /messages?room=NAME              {"position":"c3f90e1b7a24-12","messages":["from3:hello\n","fromAnn:hi\n"]}
 *                                        the last messages, as the room sent them, and the position after them;
 *                                        with "more":true if the position is not the end yet: ask again since there
 *   GET /messages?room=NAME&amp;since=P      those after P. 410 {"oldest":"c3f90e1b7a24-5"} if one of them is gone:
 *                                        everything after that position is still there
 *   GET /messages?room=NAME&amp;wait=30      if there are none, waits for one for that many seconds (0 to 30)
 *   GET /presence?room=NAME              {"members":3}
 * </pre>
 *
 * A position is opaque. Who knows one and counts the messages that follow knows the position of each: the number behind
 * "-" grows by one with each message. Malformed parameters get 400 and a sentence. Pages of other sites may ask if they
 * may open a WebSocket (403 else), and get {@code Access-Control-Allow-Origin}.
 *
 * <p>Read in this order: {@link chat.Audience}, {@link chat.Room}, {@link chat.Gathering}, {@link chat.Name},
 * {@link chat.Presence}, {@link chat.RoomLimits}, {@link chat.Rooms}, {@link chat.RoomName}, {@link chat.RoomEndpoint},
 * {@link chat.MessagesJson}, {@link chat.Polls}, {@link chat.RoomApi}, {@link chat.Echo}, {@link chat.PagePolicy},
 * {@link chat.Page}, {@link chat.TraceScope}, {@link chat.Trace}, {@link chat.Paths}, {@link chat.ChatSite},
 * {@link chat.QueuedOutput}, {@link chat.IncidentLog}, {@link chat.Counters}, {@link chat.LoopTally},
 * {@link chat.Exposition}, {@link chat.Metrics}, {@link chat.Flags}, {@link chat.Options}, {@link chat.Server},
 * {@link chat.Signals}, {@link chat.Main}. Imports all chapters of the room.
 */
package chat;
