package conformance.suite;

/**
 * A requirement that no case covers.
 *
 * @param row         its id: the section, and a number within it
 * @param requirement in words
 * @param reason      why not
 */
public record Untested(String row, String requirement, String reason) {}
