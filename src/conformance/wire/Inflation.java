package conformance.wire;

/** Undoes permessage-deflate (RFC 7692 §7.2.2), and holds the server to the parameters that it agreed to. */
public final class Inflation {
    private static final byte[] TAIL = {0x00, 0x00, (byte) 0xFF, (byte) 0xFF};
    private static final int MOST = 1 << 28;
    private static final int LARGEST_WINDOW = 1 << 15;
    /** RFC 7692 §6.1 prescribes the compression procedure, that of RFC 7692 §7.2.1. */
    private static final String PROCEDURE = "7692-7.2.1-1";

    private final DeflateReader reader = new DeflateReader(MOST);
    private final boolean takeover;
    private final int window;

    public Inflation(Extension agreed) {
        takeover = !agreed.has("server_no_context_takeover");
        window = 1 << agreed.windowBits("server_max_window_bits");
    }

    public byte[] message(byte[] compressed) {
        if (!takeover) {
            reader.forget();
        }
        byte[] message;
        try {
            message = reader.read(Bytes.concat(compressed, TAIL));
        } catch (DeflateReader.BrokenException e) {
            throw new Violation(PROCEDURE,
                    "a compressed message is DEFLATE data that ends with an empty stored block, without the "
                    + "last four bytes" + (takeover ? "" : ", and begins with an empty window"),
                    e.getMessage() + ": " + Bytes.shortHex(compressed));
        }
        if (!reader.endsEmpty()) {
            throw new Violation(PROCEDURE,
                    "a compressed message ends with an empty stored block, without its last 4 bytes",
                    "it ends with another block: " + Bytes.shortHex(compressed));
        }
        if (reader.largestDistance() > window) {
            throw new Violation(window == LARGEST_WINDOW ? "7692-7.2.1-8" : "7692-7.2.1-12",
                    "a server refers at most " + window + " bytes back, as agreed",
                    "it refers " + reader.largestDistance() + " bytes back");
        }
        return message;
    }
}
