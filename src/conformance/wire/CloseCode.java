package conformance.wire;

/** RFC 6455 §7.4 and IANA's registry: the codes of Close frames. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;
    /** Stands for a Close without a body; never on the wire (§7.4.1). */
    public static final int NONE = 1005;
    public static final int INVALID_PAYLOAD = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_BIG = 1009;
    public static final int MANDATORY_EXTENSION = 1010;
    public static final int INTERNAL_ERROR = 1011;

    private CloseCode() {}

    /**
     * Whether a code may stand in a Close frame: assigned to be sent (1012 to 1014 by IANA), or of the ranges left to applications.
     * §7.4.2 doesn't say that 5000 and above mustn't be sent; whether they are taken, its cases look at.
     */
    public static boolean maySend(int code) {
        return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006
                || code >= 3000;
    }
}
