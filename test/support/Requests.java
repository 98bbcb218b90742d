package support;

/** Requests as text. */
public final class Requests {
    /** The key of the example in RFC 6455 §1.3, and what a server answers to it. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private Requests() {}

    /** @param lines further header lines */
    public static String request(String method, String target, String... lines) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines(lines) + "\r\n";
    }

    public static String get(String target, String... lines) {
        return request("GET", target, lines);
    }

    /** An opening handshake (RFC 6455 §4.1), with more header lines if wanted. */
    public static String opening(String target, String... lines) {
        return get(target, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 13" + (lines.length == 0 ? "" : "\r\n" + String.join("\r\n", lines)));
    }

    private static String lines(String... lines) {
        return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    }
}
