package connection;

/**
 * How long a connection waits, in milliseconds.
 *
 * @param request from connecting, or from the last response, to a whole request; 10 s. A response that is not read in
 *                this time ends the connection too
 * @param ping    of silence before a Ping; 30 s: shorter than the idle limit of most proxies
 * @param pong    from that Ping to any byte from the peer; 10 s
 * @param close   for a closing connection to end by itself; 5 s
 */
public record Patience(long request, long ping, long pong, long close) {
    public static final Patience DEFAULT = new Patience(10_000, 30_000, 10_000, 5_000);
}
