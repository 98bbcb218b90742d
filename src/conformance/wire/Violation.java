package conformance.wire;

/** The server sent what no server may send. The client finds it in any case, so it names the requirement itself. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String requirement;
    private final String rule;

    /**
     * @param requirement its id in the matrix, {@code 5.1-7}
     * @param rule        what a server must do
     * @param actual      what this one did
     */
    public Violation(String requirement, String rule, String actual) {
        super(actual);
        this.requirement = requirement;
        this.rule = rule;
    }

    public String requirement() {
        return requirement;
    }

    public String rule() {
        return rule;
    }
}
