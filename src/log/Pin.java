package log;

/** A place in a track. Bytes from there on are kept, because somebody still needs them. */
final class Pin {
    /** Is run when the log has grown, on the appending thread. */
    final Runnable grown;
    /** Written by the pin's owner, under the log's lock. */
    long place;

    Pin(Runnable grown) {
        this.grown = grown;
    }
}
