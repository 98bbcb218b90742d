package wire;

import java.io.IOException;

/** TLS with this peer can't begin or can't go on. The message is a sentence for the log. It has no stack trace. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;

    TlsException(String sentence) {
        super(sentence);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this; // it is the peer's fault: where it was noticed says nothing
    }
}
