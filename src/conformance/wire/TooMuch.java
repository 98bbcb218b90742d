package conformance.wire;

/** More comes than this suite reads. No RFC forbids it, so it is no fault: the case can't prove its point. */
public final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooMuch(String what) {
        super(what);
    }
}
