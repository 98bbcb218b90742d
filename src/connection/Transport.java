package connection;

/** What carries a connection's bytes. */
@FunctionalInterface
public interface Transport {
    /** Sends what there is to send, as far as the peer takes it. Never throws: a broken transport ends the connection. */
    void flush();
}
