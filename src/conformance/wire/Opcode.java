package conformance.wire;

/** RFC 6455 §5.2, the opcodes. Plain numbers, as a case must be able to send any of the sixteen. */
public final class Opcode {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private Opcode() {}

    /** §5.5 "Control frames are identified by opcodes where the most significant bit of the opcode is 1." */
    public static boolean isControl(int opcode) {
        return opcode >= 0x8;
    }

    public static boolean isReserved(int opcode) {
        return (opcode >= 0x3 && opcode <= 0x7) || opcode >= 0xB;
    }

    public static String name(int opcode) {
        return switch (opcode) {
            case CONTINUATION -> "Continuation";
            case TEXT -> "Text";
            case BINARY -> "Binary";
            case CLOSE -> "Close";
            case PING -> "Ping";
            case PONG -> "Pong";
            default -> "reserved opcode " + opcode;
        };
    }
}
