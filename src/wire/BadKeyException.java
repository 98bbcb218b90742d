package wire;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files of a key and its certificates can't be used. The message says why and what to do, in one line. */
public final class BadKeyException extends IOException {
    private static final long serialVersionUID = 1;

    BadKeyException(String message) {
        super(message);
    }

    BadKeyException(Path file, IOException cause) {
        this(cause instanceof NoSuchFileException ? "there is no file " + file
                : cause instanceof AccessDeniedException ? "may not read " + file + ": the server's user needs to"
                : "can't read " + file + ": " + cause.getMessage());
    }
}
