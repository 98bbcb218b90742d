package log;

/** A place in a track. Bytes from there on are kept, because the pin's owner still needs them. */
final class Pin {
    /** Is run on the appending thread when the log has grown. */
    final Runnable grown;
    /** Written by the pin's owner, under the log's lock. */
    long place;

    Pin(Runnable grown) {
        this.grown = grown;
    }
}
