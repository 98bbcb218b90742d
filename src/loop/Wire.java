package loop;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What carries the bytes of one TCP connection. Never blocks. */
interface Wire {
    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 if there are none now; -1 if the peer has ended its side
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Takes bytes and sends them.
     *
     * @return whether all that was ever taken has left, so that more can be written now; if not, the wire is to be
     *         written again when the socket takes more
     */
    boolean write(ByteBuffer from) throws IOException;

    /** Nothing more will be written: ends our side. The peer can still be read. */
    void endOutput() throws IOException;

    void close() throws IOException;
}
