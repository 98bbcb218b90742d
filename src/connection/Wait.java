package connection;

/** What a connection is waiting for. At any time it is exactly one of these. */
public enum Wait {
    /** A whole request, from connecting or from the last response on. */
    REQUEST,
    /** What a request waits for ({@link Parked}). Once a second it is asked whether its time has passed. */
    PARKED,
    /** Any byte of an open WebSocket. If none comes, a Ping asks whether the peer is still there (§5.5.2). */
    SILENCE,
    /** Any byte after that Ping: of the Pong, or of something that was sent before it. */
    PONG,
    /** The peer's Close, then the peer's end of TCP (§7.1.1). */
    CLOSE;

    /** In milliseconds. It is the same for all connections, so the one that has waited longest is always due first. */
    public long millis(Patience patience) {
        return switch (this) {
            case REQUEST -> patience.request();
            case PARKED -> 1000;
            case SILENCE -> patience.ping();
            case PONG -> patience.pong();
            case CLOSE -> patience.close();
        };
    }
}
