package wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A block of a PEM file: Base64 between {@code -----BEGIN label-----} and {@code -----END label-----}. What stands
 * between blocks is comment.
 *
 * @param body the lines of the block without line ends
 */
record Pem(Path file, String label, String body) {
    /** Bytes. A chain has a few KB. */
    static final int MAX_FILE = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** All blocks of a file. Lines may end as on any system. */
    static List<Pem> read(Path file) throws BadKeyException {
        List<Pem> blocks = new ArrayList<>();
        String label = null;
        var body = new StringBuilder();
        for (String line : new String(KeyFiles.bytes(file), ISO_8859_1).lines().map(String::strip).toList()) {
            String begins = label(line, BEGIN);
            String ends = label(line, END);
            if (begins != null) {
                if (label != null) {
                    throw cut(file, label);
                }
                label = begins;
            } else if (ends != null) {
                if (!ends.equals(label)) {
                    throw new BadKeyException(file + ": " + END + ends + DASHES + " without its BEGIN");
                }
                blocks.add(new Pem(file, label, body.toString()));
                label = null;
                body.setLength(0);
            } else if (label != null) {
                body.append(line);
            }
        }
        if (label != null) {
            throw cut(file, label);
        }
        return blocks;
    }

    /** Before it there may be a byte order mark. */
    private static String label(String line, String marker) {
        int at = line.indexOf(marker);
        return at >= 0 && line.endsWith(DASHES) && line.length() >= at + marker.length() + DASHES.length()
                ? line.substring(at + marker.length(), line.length() - DASHES.length()) : null;
    }

    private static BadKeyException cut(Path file, String label) {
        return new BadKeyException(file + " is cut: " + END + label + DASHES + " is missing");
    }

    byte[] bytes() throws BadKeyException {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new BadKeyException(file + ": what is in " + BEGIN + label + DASHES + " isn't Base64");
        }
    }
}
