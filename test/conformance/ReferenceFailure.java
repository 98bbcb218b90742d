package conformance;

/** The peer broke a rule: the connection fails with this code (§7.1.7). */
final class ReferenceFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final boolean ofReserved;

    /** @param code of the Close; negative for none */
    ReferenceFailure(int code, String why) {
        this(code, why, false);
    }

    private ReferenceFailure(int code, String why, boolean ofReserved) {
        super(why);
        this.code = code;
        this.ofReserved = ofReserved;
    }

    /** §5.2: a bit or an opcode that is reserved. */
    static ReferenceFailure ofReserved(String what) {
        return new ReferenceFailure(1002, "a reserved " + what, true);
    }

    int code() {
        return code;
    }

    boolean isOfReserved() {
        return ofReserved;
    }
}
