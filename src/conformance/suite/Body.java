package conformance.suite;

/** What a case does. Returning means that all was as it must be. */
@FunctionalInterface
public interface Body {
    void run(Client c);
}
