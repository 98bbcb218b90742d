package support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes as tests write them down, and every way in which they may arrive. */
public final class Bytes {
    private Bytes() {}

    /**
     * {@code "81 85 00000000 48656c6c6f"}: blanks and line ends don't count, nor does what follows {@code //} on a
     * line.
     */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("//.*", "").replaceAll("\\s", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** A vector in which ¶ ends a line. */
    public static byte[] wire(String text) {
        return ascii(text.replace("¶", "\r\n"));
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Exactly n bytes. */
    public static byte[] read(InputStream in, int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        if (bytes.length < n) {
            throw new EOFException("the bytes ended");
        }
        return bytes;
    }

    /** In pieces of this size; the last may be smaller. */
    public static List<byte[]> pieces(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += size) {
            pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
        }
        return pieces;
    }

    /** Whole, byte by byte, and in two parts, cut at each place. */
    public static List<List<byte[]>> cuts(byte[] bytes) {
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(bytes));
        ways.add(pieces(bytes, 1));
        for (int at = 1; at < bytes.length; at++) {
            ways.add(cut(bytes, at));
        }
        return ways;
    }

    /**
     * The same for bytes of any length: many are cut at their first and last places only, and into pieces of several
     * sizes.
     */
    public static List<List<byte[]>> someCuts(byte[] bytes) {
        if (bytes.length <= 700) {
            return cuts(bytes);
        }
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(bytes));
        for (int size : new int[] {1, 997, 4096}) {
            ways.add(pieces(bytes, size));
        }
        for (int at = 1; at <= 20; at++) {
            ways.add(cut(bytes, at));
            ways.add(cut(bytes, bytes.length - at));
        }
        return ways;
    }

    private static List<byte[]> cut(byte[] bytes, int at) {
        return List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
    }
}
