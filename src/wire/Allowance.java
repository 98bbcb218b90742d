package wire;

import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** What a client may spend of our time and memory without saying anything: in the handshake, and after it. */
final class Allowance {
    /** Bytes. Clients need less than 3,000 before they may say something; 20,000 is the longest record and more. */
    static final int MOST_OF_HANDSHAKE = 20_000;
    /** Records in a row that bring no byte for the connection: key updates, or empty ones. Each costs time. */
    private static final int MOST_WITHOUT_BYTES = 32;

    private boolean established;
    /** Bytes, as long as the handshake is not established; then records in a row that brought nothing. */
    private int spent;

    boolean isEstablished() {
        return established;
    }

    /** A record was unwrapped. */
    void count(SSLEngineResult result) throws SSLException {
        if (!established) {
            spent += result.bytesConsumed();
            check(spent);
        } else if (result.bytesProduced() > 0) {
            spent = 0;
        } else if (++spent > MOST_WITHOUT_BYTES) {
            throw new SSLException(MOST_WITHOUT_BYTES + " records in a row brought nothing");
        }
    }

    /** @param bytes of a record of a handshake, or of all of them */
    void check(int bytes) throws SSLException {
        if (!established && bytes >= MOST_OF_HANDSHAKE) {
            throw new SSLException("too long");
        }
    }

    /** @return whether the handshake is established now, and was not before */
    boolean establishes(HandshakeStatus status) {
        if (established || (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING)) {
            return false;
        }
        established = true;
        spent = 0;
        return true;
    }
}
