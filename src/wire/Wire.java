package wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What carries the bytes of one TCP connection, and hides whether they are encrypted. Never blocks. For the loop's
 * thread only.
 */
public interface Wire {
    /**
     * Reads what has come.
     *
     * @param into empty, and of at least {@link #MOST} bytes
     * @return how many bytes; 0 if there are none now; -1 if the peer has ended its side
     * @throws PlainHttpException if the peer speaks HTTP where TLS is needed: a {@link PlainWire} can answer it
     * @throws TlsException       if TLS failed: nothing more can be read or written
     */
    int read(ByteBuffer into) throws IOException;

    /** Bytes that one {@link #read} gives at most. */
    int MOST = 64 << 10;

    /** Whether {@link #read} has something to do though nothing more may come from the socket. */
    boolean hasInput();

    /**
     * Writes bytes, and moves the position of {@code from} past them. They are on their way then, but may still be kept
     * here: {@link #lingers}.
     *
     * @return whether everything written so far was accepted by the socket, so that more can be written now; if not,
     *         {@link #flush} comes first
     */
    boolean write(ByteBuffer from) throws IOException;

    /**
     * The socket is writable, or a computation has ended: writes what is kept here.
     *
     * @return whether nothing is left of it
     */
    boolean flush() throws IOException;

    /** Nothing more will be written: ends our side, behind what is kept here. The peer can still be read. */
    void endOutput() throws IOException;

    /** Whether something is still to be delivered before {@link #close}: bytes that are kept here, or an alert. */
    boolean lingers();

    /**
     * What to wait for at the socket, as for {@link java.nio.channels.SelectionKey#interestOps(int)}.
     *
     * @param wantsInput whether {@link #read} will be called
     * @param blocked    whether the last write was not accepted as a whole
     */
    int interest(boolean wantsInput, boolean blocked);

    /** Time is up for what comes before the first request. @throws TlsException if that was a handshake of TLS */
    void timeOut() throws TlsException;

    void close() throws IOException;

    /** Bytes of memory that it keeps for this connection alone. */
    default int kept() {
        return 0;
    }
}
