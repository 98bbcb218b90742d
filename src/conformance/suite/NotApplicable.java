package conformance.suite;

/** The case can't prove its point with this server; the message says why. */
public final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotApplicable(String reason) {
        super(reason);
    }
}
