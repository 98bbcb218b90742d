package conformance;

/** A request that {@link ReferenceServer} doesn't do as it is told. */
final class ReferenceRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    ReferenceRefusal(int status, String why) {
        super(why);
        this.status = status;
    }

    int status() {
        return status;
    }
}
