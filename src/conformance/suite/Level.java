package conformance.suite;

/** How binding a requirement is for a server, the strongest first. */
public enum Level {
    /** A sentence with this key word binds it. */
    MUST,
    /**
     * The text binds only the sender, or has no key word. But to take such input as good breaks §10.7 "Incoming data
     * MUST always be validated".
     */
    CORE,
    SHOULD,
    /** The text leaves it free: a case of this level says what the server does. */
    INFO;

    /** Whether a failure of this level is one of the server in any mode. */
    public boolean counts() {
        return this == MUST || this == CORE;
    }
}
