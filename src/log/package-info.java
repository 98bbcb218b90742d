/**
 * Chapter 8: a room is a log, a connection is a cursor.
 *
 * <p>What is said in a room is framed once and appended to the room's {@link log.Log}. Every member's connection reads
 * the log through a {@link log.Cursor} and writes slices of the same bytes to its socket. (The article pushes each
 * message to each member in a loop; here the loop is over members, and a push sends all that is new.)
 *
 * <pre>
 *   Log                Segment ──next──▶ Segment ──next──▶ Segment
 *                         ▲                 ▲                    ▲
 *   laggards         cursor of 7       cursor of 3               │
 *   up to date                                       TrackReader of loop 0, of loop 1
 * </pre>
 *
 * Messages have numbers, 1, 2, 3, …, and a segment knows the number of its first one. The last messages are kept for
 * those who come later ({@link log.Retention}). Who knows a {@link log.Position} can join there: its cursor begins with
 * a {@link log.Backlog}. A backlog without a cursor is what a poll reads.
 *
 * <p>A member that is up to date costs the log nothing: one {@link log.TrackReader} has the place of all of them on one
 * loop. A member whose socket is full is a laggard and pins the segment that it still needs. Segments that are no
 * longer needed go back to the pool.
 *
 * <p>The log has a second track for members that agreed to compression: the same messages in the same order, each
 * compressed once for all of them.
 *
 * <p>No channel and no clock: appending, reading and giving back are tested with byte arrays alone.
 *
 * <p>Read in this order: {@link log.Segment}, {@link log.SegmentPool}, {@link log.Pin}, {@link log.Retention},
 * {@link log.Track}, {@link log.Position}, {@link log.Log}, {@link log.Backlog}, {@link log.Roster},
 * {@link log.TrackReader}, {@link log.LogReader}, {@link log.Cursor}, {@link log.Load}, {@link log.Logs}.
 * Imports {@code frame} and {@code connection}.
 */
package log;
