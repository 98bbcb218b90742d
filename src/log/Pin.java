package log;

/** A place in a log. Bytes from there on are kept, because somebody still needs them. */
final class Pin {
    /** Written by the pin's owner, under the log's lock. */
    long place;
    private final Runnable grown;

    /** @param grown is run on the appending thread when the log has grown */
    Pin(Runnable grown) {
        this.grown = grown;
    }

    void grown() {
        grown.run();
    }
}
