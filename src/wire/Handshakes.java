package wire;

/** Counts TLS handshakes. Called on the thread of the wire's loop. */
@FunctionalInterface
public interface Handshakes {
    /** @param established whether data can now be sent, or the handshake failed */
    void ended(boolean established);
}
