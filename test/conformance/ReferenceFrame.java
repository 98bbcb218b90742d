package conformance;

/**
 * A frame that came in (§5.2), unmasked.
 *
 * @param cutInCharacter whether it is of a text, and a read ended within a character of it
 */
record ReferenceFrame(boolean fin, int rsv, int opcode, byte[] payload, boolean cutInCharacter) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    boolean rsv1() {
        return (rsv & 4) != 0;
    }
}
