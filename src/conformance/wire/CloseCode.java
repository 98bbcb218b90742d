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
    /** Of IANA's registry, as the next. */
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;

    private CloseCode() {}

    /** §7.4.1: each of them "MUST NOT be set as a status code in a Close control frame". */
    static boolean isForbidden(int code) {
        return code == 1005 || code == 1006 || code == 1015;
    }

    /** Whether a server that closes with it blames nobody: it is done, goes away, has a policy, or too much to do. */
    public static boolean blamesNobody(int code) {
        return code == NORMAL || code == GOING_AWAY || code == POLICY_VIOLATION
                || code == SERVICE_RESTART || code == TRY_AGAIN_LATER;
    }

    /** Whether there is such a code, assigned or not (RFC 6455 §7.4.2, §11.7). */
    public static boolean exists(int code) {
        return code >= 1000 && code < 5000;
    }

    /**
     * Whether a code that isn't forbidden has no business in a Close frame either: §7.4.1 and §7.4.2 call 1004 and what
     * IANA hasn't assigned up to 2999 "reserved", those below 1000 "not used". From 5000 on there are none (§11.7), but
     * no rule for receiving one.
     */
    public static boolean isUnused(int code) {
        return code < 1000 || code == 1004 || (code > 1015 && code < 3000);
    }
}
