package http;

/** The scheme of this server's URIs (RFC 9110 §4.2). A {@code ws} URI uses HTTP, a {@code wss} URI HTTPS (§3). */
public enum Scheme {
    HTTP("http", 80),
    HTTPS("https", 443);

    private final String prefix;
    private final int standardPort;

    Scheme(String name, int standardPort) {
        this.prefix = name + "://";
        this.standardPort = standardPort;
    }

    /** As {@code http://}. */
    public String prefix() {
        return prefix;
    }

    /** The port of a URI that names none. */
    public int standardPort() {
        return standardPort;
    }
}
