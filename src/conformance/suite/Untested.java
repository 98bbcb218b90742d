package conformance.suite;

/**
 * A requirement that no case covers.
 *
 * @param row    its id in the matrix
 * @param reason why not
 */
public record Untested(String row, String reason) {
    /** In words. */
    public String requirement() {
        return Requirements.all().get(row).words();
    }
}
