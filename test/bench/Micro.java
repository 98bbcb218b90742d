package bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import frame.Mask;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import message.Utf8;

/**
 * {@code make bench-micro}: the two loops of the server that touch every byte, unmasking and checking UTF-8, against
 * the plain loops, one byte at a time. Of this package only this class uses the server's code.
 */
final class Micro {
    private static final int[] SIZES = {32, 1 << 10, 64 << 10, 1 << 20};

    /** One of the loops. What it returns depends on what it did, so that the compiler can leave nothing out. */
    private interface Loop {
        int run(ByteBuffer bytes) throws Exception;
    }

    private final int rounds;
    private final long roundNanos;
    /** What the loops return goes here, where the compiler must suppose that it is read. */
    private static volatile int consumed;

    private Micro(Settings settings) {
        rounds = settings.number("rounds");
        roundNanos = settings.number("millis") * 1_000_000L;
    }

    public static void main(String[] args) throws Exception {
        Settings settings = new Settings("java -cp build/main:build/bench bench.Micro key=value …\n"
                + "Unmasking and UTF-8, against the plain loops.")
                .number("rounds", 7, 1, 1000, "", "rounds of which the median is reported; as many before to warm up")
                .number("millis", 50, 1, 10_000, "milliseconds", "length of a round")
                .parse(args);
        new Micro(settings).run();
    }

    private void run() throws Exception {
        System.out.printf("%-16s %9s %12s %12s %8s%n", "", "bytes", "server GB/s", "plain GB/s", "ratio");
        String ascii = "the quick brown fox jumps over the lazy dog. ";
        String chinese = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";
        for (int size : SIZES) {
            compare("unmask", bytes(ascii, size), Micro::unmask, Micro::unmaskPlainly);
        }
        for (int size : SIZES) {
            compare("UTF-8, ASCII", bytes(ascii, size), checking(), Micro::checkPlainly);
        }
        for (int size : SIZES) {
            compare("UTF-8, Chinese", bytes(chinese, size), checking(), Micro::checkPlainly);
        }
    }

    /** As much of a text, again and again, as fits whole into this size; the rest is blanks. */
    private static ByteBuffer bytes(String text, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ' ');
        byte[] one = text.repeat(1 + size / text.length()).getBytes(UTF_8);
        int whole = Math.min(size, one.length);
        while (whole < one.length && (one[whole] & 0xC0) == 0x80) {
            whole--;
        }
        System.arraycopy(one, 0, bytes, 0, whole);
        return ByteBuffer.allocateDirect(size).put(bytes).flip(); // as the server's loop reads into one
    }

    private void compare(String what, ByteBuffer bytes, Loop server, Loop plain) throws Exception {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        // in turns, so that both have the machine's same mood; the first half warms up
        for (int i = -rounds; i < rounds; i++) {
            double a = bytesPerNano(server, bytes);
            double b = bytesPerNano(plain, bytes);
            if (i >= 0) {
                ours[i] = a;
                theirs[i] = b;
            }
        }
        double a = Report.median(ours);
        double b = Report.median(theirs);
        System.out.printf(Locale.ROOT, "%-16s %,9d %12.2f %12.2f %8.1f%n", what, bytes.capacity(), a, b, a / b);
    }

    private double bytesPerNano(Loop loop, ByteBuffer bytes) throws Exception {
        int batch = Math.max(1, (64 << 10) / bytes.capacity()); // asking for the time takes as long as a short text
        int sum = 0;
        long count = 0;
        long start = System.nanoTime();
        long now;
        do {
            for (int i = 0; i < batch; i++) {
                sum += loop.run(bytes);
            }
            count += batch;
        } while ((now = System.nanoTime()) - start < roundNanos);
        consumed = sum;
        return (double) count * bytes.capacity() / (now - start);
    }

    private static int unmask(ByteBuffer bytes) {
        return Mask.apply(bytes, 0, bytes.limit(), 0x12345678) + bytes.get(bytes.limit() - 1);
    }

    private static int unmaskPlainly(ByteBuffer bytes) {
        byte[] key = {0x12, 0x34, 0x56, 0x78};
        for (int i = 0; i < bytes.limit(); i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ key[i % 4]));
        }
        return bytes.get(bytes.limit() - 1);
    }

    private static Loop checking() {
        Utf8 utf8 = new Utf8();
        return bytes -> {
            utf8.check(bytes);
            utf8.end();
            return 1;
        };
    }

    /** The table of RFC 3629 §4, line by line. */
    private static int checkPlainly(ByteBuffer bytes) {
        int characters = 0;
        for (int i = 0; i < bytes.limit(); characters++) {
            int b = bytes.get(i++) & 0xFF;
            if (b < 0x80) {
                continue;
            }
            int more = b >= 0xC2 && b <= 0xDF ? 1 : b >= 0xE0 && b <= 0xEF ? 2 : b >= 0xF0 && b <= 0xF4 ? 3 : -1;
            if (more < 0 || i + more > bytes.limit()) {
                throw new IllegalStateException("not UTF-8");
            }
            int low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
            int high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
            for (; more > 0; more--, low = 0x80, high = 0xBF) {
                int next = bytes.get(i++) & 0xFF;
                if (next < low || next > high) {
                    throw new IllegalStateException("not UTF-8");
                }
            }
        }
        return characters;
    }
}
