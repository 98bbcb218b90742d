package wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What carries the bytes of one TCP connection. Never blocks. */
public interface Wire {
    /**
     * Reads what has come.
     *
     * @return how many bytes; 0 if there are none now; -1 if the peer has ended its side
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Writes bytes, and moves the position of {@code from} past them.
     *
     * @return whether everything written so far was accepted by the socket, so that more can be written now; if not,
     *         call this again when the socket is writable
     */
    boolean write(ByteBuffer from) throws IOException;

    /** Nothing more will be written: ends our side. The peer can still be read. */
    void endOutput() throws IOException;

    void close() throws IOException;
}
