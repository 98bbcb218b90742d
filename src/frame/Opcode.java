package frame;

/** The type of a frame (§5.2, §11.8). */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final Opcode[] BY_CODE = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The four bits of the header. */
    public int code() {
        return code;
    }

    /** §5.5: "Control frames are identified by opcodes where the most significant bit of the opcode is 1." */
    public boolean isControl() {
        return (code & 0x8) != 0;
    }

    /** Null for the reserved ones, 3-7 and B-F. */
    static Opcode of(int code) {
        return BY_CODE[code];
    }
}
