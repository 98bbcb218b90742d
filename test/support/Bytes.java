package support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes as tests write them down, and every way in which they may arrive. */
public final class Bytes {
    private Bytes() {}

    /** {@code "81 85 00000000 48656c6c6f"}: blanks and line ends don't count, nor does what follows {@code //} on a line. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("//.*", "").replaceAll("\\s", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Whole, byte by byte, and in two parts, cut at each place. */
    public static List<List<byte[]>> cuts(byte[] bytes) {
        List<List<byte[]>> ways = new ArrayList<>();
        ways.add(List.of(bytes));
        List<byte[]> single = new ArrayList<>();
        for (byte b : bytes) {
            single.add(new byte[] {b});
        }
        ways.add(single);
        for (int cut = 1; cut < bytes.length; cut++) {
            ways.add(List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)));
        }
        return ways;
    }
}
