package connection;

/**
 * Every limit of the server, in one place. The defaults and their reasons:
 *
 * @param maxHead          bytes of a request's head; 32 KiB: browsers' cookies fit, a flood doesn't
 * @param maxTarget        bytes of a request's target; 8 KiB: RFC 9112 §3 recommends at least 8000 for the whole line
 * @param maxFields        header lines of a request; 100: browsers send about 15
 * @param maxMessage       bytes of a chat message; 64 KiB: the room sends it to everyone
 * @param maxEchoMessage   bytes of a message to /echo; 64 MiB: conformance tools go up to 16
 * @param maxLag           bytes that a member may be behind its room; 1 MiB: a hiccup of seconds, not a member that is gone
 * @param maxLogs          bytes that all rooms together may keep for members that lag; 256 MiB, or a quarter of what the JVM may
 *                         use: past it, the largest lets go
 * @param maxConnections   open at once; 0 for what the limit on file descriptors allows, less a reserve
 * @param requestMillis    milliseconds from connecting, or from the last answer, to a whole request; 10 s: an answer that is not
 *                         read in this time is given up too
 * @param pingMillis       milliseconds of silence before a Ping; 30 s: shorter than the idle limit of most proxies
 * @param pongMillis       milliseconds from that Ping to a sign of life; 10 s
 * @param closeMillis      milliseconds that a closing connection gets to end by itself; 5 s
 */
public record Limits(int maxHead, int maxTarget, int maxFields, int maxMessage, int maxEchoMessage, int maxLag,
                     long maxLogs, int maxConnections, long requestMillis, long pingMillis, long pongMillis, long closeMillis) {

    public static final Limits DEFAULT = new Limits(32 << 10, 8 << 10, 100, 64 << 10, 64 << 20, 1 << 20,
            Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 4), 0, 10_000, 30_000, 10_000, 5_000);
}
