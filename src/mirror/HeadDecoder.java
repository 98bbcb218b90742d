package mirror;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Finds where a head ends in bytes that may be cut anywhere. Between heads it keeps nothing. */
final class HeadDecoder {
    private final int max;
    private ByteArrayOutputStream bytes;
    private int line;
    private boolean begun;

    /** @param max bytes of a head that are kept at most */
    HeadDecoder(int max) {
        this.max = max;
    }

    /** The next head, or null while it isn't complete. Reads no further than its end. */
    Head next(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (bytes == null) {
                bytes = new ByteArrayOutputStream(512);
            }
            if (bytes.size() < max) {
                bytes.write(b);
            }
            if (b == '\n') {
                if (line == 0 && begun) {
                    return end(true);
                }
                begun |= line > 0; // empty lines before a request don't count
                line = 0;
            } else if (b != '\r') {
                line++;
            }
        }
        return null;
    }

    /** What has come of a head that will not be completed; null if there is none. */
    Head cutOff() {
        return bytes == null ? null : end(false);
    }

    private Head end(boolean complete) {
        Head head = Head.of(bytes.toByteArray(), complete);
        bytes = null;
        line = 0;
        begun = false;
        return head;
    }
}
