package conformance;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Content in chunks (RFC 9112 §7.1), for a {@link ReferenceServer} that reads it. */
final class ReferenceChunks {
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]+)([ \\t]*;.*)?");
    /** Those that are in how content in chunks is read. */
    private static final Set<Fault> FAULTS = Arrays.stream(Fault.values()).filter(fault -> fault.foundBy()
            .startsWith("9112-7.1/") || fault == Fault.CHUNKS_IN_HTTP_1_0 || fault == Fault.TAKES_UNKNOWN_CODING)
            .collect(Collectors.toSet());
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
        for (int size = size(); size > 0; size = size()) {
            boolean all = in.skip(size) == size;
            if (server.has(Fault.CHUNK_DATA_WITH_LETTERS)) {
                in.skip(2);
            } else if (!all || !line(server.has(Fault.CHUNK_DATA_WITH_LF)).isEmpty()) {
                throw new ReferenceRefusal(400, "a chunk that is longer than its size");
            }
        }
        while (!line(false).isEmpty()) {
            continue;
        }
    }

    private int size() throws IOException, ReferenceRefusal {
        String line = line(server.has(Fault.CHUNK_SIZE_WITH_LF));
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

    /** @param lf whether LF alone ends it too */
    private String line(boolean lf) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            boolean crLf = b == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r';
            if (crLf || (b == '\n' && lf)) {
                return crLf ? line.substring(0, line.length() - 1) : line.toString();
            }
            line.append((char) b);
        }
        throw new EOFException("within chunks");
    }
}
