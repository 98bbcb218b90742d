package wire;

import java.io.IOException;

/** The first byte is none of TLS but may be of an HTTP request. */
public final class PlainHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    PlainHttpException() {
        super("HTTP without TLS");
    }

    @Override
    public Throwable fillInStackTrace() {
        return this; // nothing is wrong here
    }
}
