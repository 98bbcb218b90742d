package chat;

import connection.RateLimit;

/**
 * What a room allows.
 *
 * @param maxMessage bytes of a message; 64 KiB: it is sent to everyone
 * @param maxLag     bytes that a member may be behind; 1 MiB: enough for a pause of seconds, not for a member that is
 *                   gone
 * @param maxLogs    bytes that all rooms together may keep as history and for members that lag; 256 MiB, or a quarter
 *                   of what the JVM may use: beyond it, the rooms that have been quiet longest give up their history,
 *                   then the room that keeps most for its laggards drops them
 * @param gather     milliseconds of a rest, see {@link Gathering}; 0: none
 * @param rate       of each member's messages; null for no limit
 */
record RoomLimits(int maxMessage, int maxLag, long maxLogs, int gather, RateLimit rate) {
    static final RoomLimits DEFAULT =
            new RoomLimits(64 << 10, 1 << 20, Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 4), 10, null);
}
