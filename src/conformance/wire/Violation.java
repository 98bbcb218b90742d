package conformance.wire;

/** The server sent what no server may send. Found by the client whatever the case is about, so it has a section of its own. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String section;
    private final String rule;

    /**
     * @param section as in a case's id, {@code 5.1} or {@code 9112-4}
     * @param rule    what a server must do
     * @param actual  what this one did
     */
    public Violation(String section, String rule, String actual) {
        super(actual);
        this.section = section;
        this.rule = rule;
    }

    public String section() {
        return section;
    }

    public String rule() {
        return rule;
    }
}
