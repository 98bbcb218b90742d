package conformance.wire;

import java.io.IOException;
import java.util.Arrays;

/** What came from the server and hasn't been taken yet. Bytes are taken only when all that is wanted is there. */
public final class Inbox {
    private static final int READ_SIZE = 16 << 10;

    private final Transport transport;
    private byte[] bytes = new byte[READ_SIZE];
    private int from;
    private int to;
    private Transport.End end;

    public Inbox(Transport transport) {
        this.transport = transport;
    }

    public int size() {
        return to - from;
    }

    byte at(int index) {
        return bytes[from + index];
    }

    byte[] copy(int start, int length) {
        return Arrays.copyOfRange(bytes, from + start, from + start + length);
    }

    void take(int length) {
        from += length;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /** How the server ended the connection; null while it hasn't. */
    public Transport.End end() {
        return end;
    }

    /**
     * Waits for more bytes.
     *
     * @return false if none came: the connection has ended, see {@link #end}, or the time was up
     */
    public boolean fill(long millis) {
        if (end != null) {
            return false;
        }
        makeRoom();
        try {
            int n = transport.read(bytes, to, millis);
            if (n < 0) {
                end = Transport.End.EOF;
                return false;
            }
            to += n;
            return true;
        } catch (IOException e) {
            end = Transport.endOf(e);
            return false;
        }
    }

    private void makeRoom() {
        if (bytes.length - to >= READ_SIZE / 2) {
            return;
        }
        byte[] target = size() > bytes.length / 2 ? new byte[bytes.length * 2] : bytes;
        System.arraycopy(bytes, from, target, 0, size());
        bytes = target;
        to -= from;
        from = 0;
    }
}
