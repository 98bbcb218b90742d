/**
 * Chapter 7: the chat room, the page, and {@link chat.Main}.
 *
 * <p>The article's three callbacks are the three methods of {@link chat.Room}: on open the connection gets its number and joins, on
 * message everyone is sent {@code from<number>:<text>}, on close it leaves. What the article does with a loop over all members,
 * a push each, is here a log and cursors: <em>a room is a log, a connection is a cursor.</em> A message is framed once, appended
 * to the log of its room, and every member's connection writes slices of those same bytes.
 *
 * <p>Read in this order: {@link chat.Room}, {@link chat.RoomLog}, {@link chat.Segment}, {@link chat.SegmentPool},
 * {@link chat.Cursor}, {@link chat.Rooms}, {@link chat.RoomLogs}, {@link chat.Echo}, {@link chat.Page}, {@link chat.ChatSite}, {@link chat.Log},
 * {@link chat.Options}, {@link chat.Server}, {@link chat.Main}. Imports all chapters above.
 */
package chat;
