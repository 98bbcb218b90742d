package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content in chunks (RFC 9112 §7.1), for a {@link ReferenceServer} that reads it. */
final class ReferenceChunks {
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]+)([ \\t]*;.*)?");
    private static final Set<Fault> FAULTS = Set.of(Fault.CHUNK_SIZES_OF_32_BITS, Fault.CHUNK_SIZES_OF_64_BITS,
            Fault.CHUNK_SIZE_BY_PREFIX, Fault.CHUNK_SIZE_WITH_SIGN, Fault.CHUNK_SIZE_WITH_0X,
            Fault.CHUNK_SIZE_IN_LOWER_CASE, Fault.CHUNK_SIZE_WITHOUT_ZEROS,
            Fault.NO_CHUNK_EXTENSIONS, Fault.CHUNKS_IN_HTTP_1_0, Fault.TAKES_UNKNOWN_CODING,
            Fault.CHUNK_SIZE_WITH_A_BLANK, Fault.CODING_OF_POST_WITH_CASE);
    private static final BigInteger MOST = BigInteger.valueOf(1 << 20);

    private final ReferenceServer server;
    private final InputStream in;

    ReferenceChunks(ReferenceServer server, InputStream in) {
        this.server = server;
        this.in = in;
    }

    static boolean areRead(ReferenceServer server) {
        return server.has(Habit.READS_CHUNKS) || FAULTS.stream().anyMatch(server::has);
    }

    /** All of it, with its trailer. */
    void read() throws IOException, ReferenceRefusal {
        for (int size = size(line()); size > 0; size = size(line())) {
            if (in.skip(size) < size || !line().isEmpty()) {
                throw new ReferenceRefusal(400, "a chunk that is longer than its size");
            }
        }
        while (!line().isEmpty()) {
            continue;
        }
    }

    private int size(String line) throws ReferenceRefusal {
        if (server.has(Fault.CHUNK_SIZE_BY_PREFIX)) {
            line = line.replaceFirst("(?<=[0-9])[^0-9A-Fa-f].*", "");
        }
        if (server.has(Fault.CHUNK_SIZE_WITH_SIGN) && line.startsWith("+")) {
            line = line.substring(1);
        }
        if (server.has(Fault.CHUNK_SIZE_WITH_0X) && line.startsWith("0x")) {
            line = line.substring(2);
        }
        if (server.has(Fault.CHUNK_SIZE_WITH_A_BLANK)) {
            line = line.stripTrailing();
        }
        Matcher size = SIZE.matcher(line);
        if (!size.matches()
                || (size.group(2) != null && server.has(Fault.NO_CHUNK_EXTENSIONS))
                || (line.matches("[0-9a-f]*[A-F].*") && server.has(Fault.CHUNK_SIZE_IN_LOWER_CASE))
                || (line.matches("0[0-9].*") && server.has(Fault.CHUNK_SIZE_WITHOUT_ZEROS))) {
            throw new ReferenceRefusal(400, "no size of a chunk");
        }
        BigInteger value = new BigInteger(size.group(1), 16);
        if (server.has(Fault.CHUNK_SIZES_OF_32_BITS)) {
            value = BigInteger.valueOf(value.intValue());
        } else if (server.has(Fault.CHUNK_SIZES_OF_64_BITS)) {
            value = BigInteger.valueOf(value.longValue());
        }
        if (value.signum() < 0 || value.compareTo(MOST) > 0) {
            throw new ReferenceRefusal(413, "too large a chunk");
        }
        return value.intValue();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("within chunks");
            }
            line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
        }
        return line.substring(0, line.length() - 2);
    }
}
