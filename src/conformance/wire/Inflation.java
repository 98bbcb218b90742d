package conformance.wire;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes permessage-deflate for what the server sends (RFC 7692 §7.2.2), as far as the agreed parameters let it. */
public final class Inflation {
    private static final byte[] TAIL = {0x00, 0x00, (byte) 0xFF, (byte) 0xFF};
    private static final int MOST = 1 << 28;

    private final Inflater inflater = new Inflater(true);
    private final boolean takeover;

    public Inflation(Extension agreed) {
        takeover = !agreed.has("server_no_context_takeover");
    }

    public byte[] message(byte[] compressed) {
        if (!takeover) {
            inflater.reset();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[16 << 10];
        inflater.setInput(Bytes.concat(compressed, TAIL));
        try {
            for (int n = inflater.inflate(part); n > 0 && out.size() < MOST; n = inflater.inflate(part)) {
                out.write(part, 0, n);
            }
        } catch (DataFormatException e) {
            throw new Violation("7692-7.2.1", "a compressed message is valid DEFLATE data", e.getMessage());
        }
        if (inflater.finished()) {
            inflater.reset(); // after a block with BFINAL the window is empty, as far as the JDK can tell
        }
        return out.toByteArray();
    }

    public void close() {
        inflater.end();
    }
}
