package message;

/** Counts what compression does to messages. */
@FunctionalInterface
public interface Volume {
    Volume UNCOUNTED = (plain, compressed) -> { };

    /**
     * One message.
     *
     * @param plain      its bytes
     * @param compressed its bytes in compressed form
     */
    void add(int plain, int compressed);
}
