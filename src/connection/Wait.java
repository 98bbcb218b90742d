package connection;

/** What a connection is waiting for, and how long it may take. Exactly one of these at any time. */
public enum Wait {
    /** A whole request, from connecting or from the last answer on. */
    REQUEST,
    /** Any byte of an open WebSocket. If none comes, a Ping asks whether someone is there (RFC 6455 §5.5.2). */
    SILENCE,
    /** Any byte after that Ping: the Pong, or whatever was under way before it. */
    PONG,
    /** The peer's Close, then the peer's end of TCP (RFC 6455 §7.1.1). */
    CLOSE;

    /** In milliseconds. The same for all connections, so that who waited longest is always due first. */
    public long millis(Limits limits) {
        return switch (this) {
            case REQUEST -> limits.requestMillis();
            case SILENCE -> limits.pingMillis();
            case PONG -> limits.pongMillis();
            case CLOSE -> limits.closeMillis();
        };
    }
}
