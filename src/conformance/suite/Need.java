package conformance.suite;

/** What a case can't do without, or costs. */
public enum Need {
    /** The server sends each message back. */
    ECHO("the server doesn't echo, or isn't asked to (--no-echo)"),
    /** The server accepts a plain offer of permessage-deflate. */
    DEFLATE("the server doesn't agree to permessage-deflate"),
    /** A subprotocol that the server speaks is named. */
    SUBPROTOCOL("it takes the name of a subprotocol that the server speaks (--subprotocol NAME)"),
    TLS("the address isn't wss://"),
    /** Megabytes, or thousands of frames: left out with {@code --fast}. */
    VOLUME("left out by --fast"),
    /** Strains the server: run with {@code --hostile} only. */
    HOSTILE("run with --hostile only");

    private final String reason;

    Need(String reason) {
        this.reason = reason;
    }

    /** Why a case that has this need was skipped. */
    public String reason() {
        return reason;
    }
}
