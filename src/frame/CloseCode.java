package frame;

/** The close codes that this server sends, and the codes that a Close frame may carry (RFC 6455 §7.4). */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNACCEPTABLE_DATA = 1003;
    public static final int INVALID_PAYLOAD = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_BIG = 1009;
    /** §7.4.1: the server "encountered an unexpected condition": what the peer sent may have been right. */
    public static final int UNEXPECTED_CONDITION = 1011;

    private CloseCode() {}

    /**
     * Whether a Close frame may carry this code. 1004 is reserved. 1005, 1006 and 1015 "MUST NOT be set as a status
     * code in a Close control frame" (§7.4.1): an endpoint reports them to its application when no such frame came.
     * 1012 to 1014 were registered later. 3000 to 4999 are for libraries and applications (§7.4.2).
     */
    public static boolean isAllowedInClose(int code) {
        boolean ofTheProtocol = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        return ofTheProtocol || (code >= 3000 && code <= 4999);
    }
}
