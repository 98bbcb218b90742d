package wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a server's key and its certificates are read from. Each read begins anew: they may be renewed. */
public interface KeyFiles {
    /** All of them. When one changes, they are read again. */
    List<Path> files();

    /** Those that only the server's user should be able to read. */
    List<Path> secrets();

    /** Reads them, and checks that they belong together. */
    Identity read() throws BadKeyException;

    /** The whole file, which must be small. */
    static byte[] bytes(Path file) throws BadKeyException {
        try {
            if (Files.isDirectory(file)) {
                throw new BadKeyException(file + " is a folder; the file in it has to be named");
            }
            if (Files.size(file) > Pem.MAX_FILE) {
                throw new BadKeyException(file + " is too large to be what is needed here");
            }
            return Files.readAllBytes(file);
        } catch (BadKeyException e) {
            throw e;
        } catch (IOException e) {
            throw new BadKeyException(file, e);
        }
    }
}
