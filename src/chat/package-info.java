/**
 * The last chapter of the room: the chat itself, its page, and {@link chat.Main}.
 *
 * <p>The article's three callbacks are three methods of {@link chat.Room}: on open a connection gets its number and
 * joins, on message everyone is sent {@code from<number>:<text>}, on close it leaves. The article pushes each message
 * to each member in a loop. Here a message is appended to the room's log, and each member's connection reads the log on
 * ({@code log}).
 *
 * <p>Read in this order: {@link chat.Room}, {@link chat.Numbers}, {@link chat.RoomLimits}, {@link chat.Rooms},
 * {@link chat.RoomEndpoint}, {@link chat.Echo}, {@link chat.PagePolicy}, {@link chat.Page}, {@link chat.TraceScope},
 * {@link chat.Trace}, {@link chat.ChatSite}, {@link chat.QueuedOutput}, {@link chat.IncidentLog},
 * {@link chat.Counters}, {@link chat.LoopTally}, {@link chat.Exposition}, {@link chat.Metrics},
 * {@link chat.Options}, {@link chat.Server}, {@link chat.Signals}, {@link chat.Main}.
 * Imports all chapters of the room.
 */
package chat;
