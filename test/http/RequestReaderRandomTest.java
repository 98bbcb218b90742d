package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;

/** Random requests. A failure names its seed: with that seed the test repeats it. */
class RequestReaderRandomTest {
    private static final int MAX_HEAD = 600;
    private static final int MAX_TARGET = 60;
    private static final int MAX_FIELDS = 12;

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 15), new Random().longs(5));
    }

    /** A good request, and what must be read. */
    private record Sample(byte[] bytes, String line, Map<String, List<String>> fields) {}

    private static Sample sample(Random random) {
        StringBuilder text = new StringBuilder("\r\n".repeat(random.nextInt(10) == 0 ? 2 : 0));
        String method = random.nextBoolean() ? "GET" : "HEAD";
        String path = "/" + word(random, "abcXYZ019-._~!$&'()*+,;=:@/", 12);
        String query = random.nextBoolean() ? "?" + word(random, "abc019=&?/:@", 12) : "";
        String host = pick(random, "a", "localhost:9502", "[::1]:80", "127.0.0.1", "b.example");
        boolean full = random.nextInt(4) == 0;
        int minor = 1 + random.nextInt(2);
        text.append(method).append(' ').append(full ? "http://full:1" : "").append(path).append(query)
                .append(" HTTP/1.").append(minor).append("\r\n");
        Map<String, List<String>> fields = new TreeMap<>();
        int count = 1 + random.nextInt(MAX_FIELDS - 1);
        int hostAt = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            String name = i == hostAt ? "Host"
                    : pick(random, "X-a", "X-b", "x-A", "Cookie", "Upgrade", "Connection", "!#$%&'*+-.^_`|~");
            String value = i == hostAt ? host : word(random, "abc ,;=\"\t:\u0080\u00ff", 20).strip();
            text.append(anyCase(random, name)).append(':')
                    .append(blanks(random)).append(value).append(blanks(random)).append("\r\n");
            fields.computeIfAbsent(name.toLowerCase(), n -> new ArrayList<>()).add(value);
        }
        text.append("\r\n");
        String line = method + " " + path + " " + (full ? "full:1" : host) + " 1." + minor;
        return new Sample(Bytes.ascii(text.toString()), line, fields);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String word(Random random, String alphabet, int limit) {
        return random.ints(random.nextInt(limit), 0, alphabet.length()).mapToObj(i -> alphabet.substring(i, i + 1))
                .reduce("", String::concat);
    }

    private static String blanks(Random random) {
        return word(random, " \t", 4);
    }

    private static String anyCase(Random random, String name) {
        return name.chars().map(c -> random.nextBoolean() ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static List<byte[]> cutAtRandom(Random random, byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        int longest = 1 + random.nextInt(1 + random.nextInt(200));
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(longest));
            parts.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return parts;
    }

    private static RequestReader reader() {
        return new RequestReader(new HeadLimits(MAX_HEAD, MAX_TARGET, MAX_FIELDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void goodRequestsCutAtRandomAreReadAsTheyAre(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(sample(random));
        }
        byte[] bytes = Bytes.concat(samples.stream().map(Sample::bytes).toArray(byte[][]::new));
        Reading reading = Reading.ofParts(cutAtRandom(random, bytes), reader());
        assertNull(reading.refusal(), () -> "seed " + seed + ": " + reading.refusal().getMessage());
        assertEquals(samples.size(), reading.requests().size(), "seed " + seed);
        assertEquals(bytes.length, reading.taken(), "seed " + seed);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Request request = reading.requests().get(i);
            String which = "seed " + seed + ", request " + i;
            assertEquals(sample.line, Reading.line(request), which);
            sample.fields.forEach((name, values) -> assertEquals(values, request.fields().lines(name), which));
            assertEquals(sample.fields.values().stream().mapToInt(List::size).sum(), request.fields().size(), which);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void badlyCopiedRequestsAreReadOrRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] bytes = Bytes.concat(sample(random).bytes, sample(random).bytes, sample(random).bytes);
            for (int fault = random.nextInt(4); fault >= 0; fault--) {
                bytes = mutated(random, bytes);
            }
            refused += readOrRefused(random, bytes, "seed " + seed + ", stream " + i) ? 1 : 0;
        }
        assertTrue(refused > 10 && refused < 98,
                "seed " + seed + ": " + refused + " of 100 refused, so the mutations are of little use");
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        byte[] some = Bytes.ascii(pick(random, "\r", "\n", "\r\n", " ", "\t", ":", "\0", "%", "%41", ",", "/", "?", "[",
                "]", "\u00ff", "\u007f", "Host: b\r\n", "\r\n\r\n", "Content-Length: 3\r\n",
                "Transfer-Encoding: chunked\r\n", "x".repeat(70), "x".repeat(700), "X:\r\n".repeat(13)));
        int at = random.nextInt(bytes.length);
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
        byte[] rest = Arrays.copyOfRange(after, 1, after.length);
        return switch (random.nextInt(5)) {
            case 0 -> Bytes.concat(before, some, after);
            case 1 -> Bytes.concat(before, rest); // one byte lost
            case 2 -> Bytes.concat(before, new byte[] {(byte) random.nextInt()}, rest);
            case 3 -> Bytes.concat(before, new byte[] {(byte) (after[0] ^ 1 << random.nextInt(8))}, rest);
            default -> Bytes.concat(before, Arrays.copyOf(after, random.nextInt(after.length)), after); // a part twice
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesAtRandomAreReadOrRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        String[] alphabets = {null, "GETHAD /:\r\n", " \t\r\n", "%/?aF9[]:.", "\r\n", "x"};
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[1 + random.nextInt(1000)];
            random.nextBytes(bytes);
            String alphabet = pick(random, alphabets);
            for (int at = 0; alphabet != null && at < bytes.length; at++) {
                bytes[at] = (byte) alphabet.charAt((bytes[at] & 0xff) % alphabet.length());
            }
            byte[] start = Bytes.ascii(pick(random, "", "", "GET ", "GET /", "GET http://", "GET / HTTP/1.1\r\n",
                    "GET / HTTP/1.1\r\nHost:"));
            readOrRefused(random, Bytes.concat(start, bytes), "seed " + seed + ", stream " + i);
        }
    }

    /**
     * Whether the bytes are refused. The result is the same for all cuts, no exception but a Refusal is thrown, and no
     * head takes more bytes than its limit.
     */
    private static boolean readOrRefused(Random random, byte[] bytes, String which) {
        try {
            Reading whole = Reading.ofParts(List.of(bytes), reader());
            assertEquals(whole.toString(), Reading.ofParts(cutAtRandom(random, bytes), reader()).toString(), which);
            assertEquals(whole.toString(), Reading.ofParts(Reading.byteByByte(bytes), reader()).toString(), which);
            RequestReader reader = reader();
            int begun = 0;
            for (int i = 0; i < bytes.length && i < whole.taken() - 1; i++) {
                Reading.ofParts(List.of(new byte[] {bytes[i]}), reader);
                begun = reader.isWithinRequest() ? begun + 1 : 0;
                assertTrue(begun <= MAX_HEAD, which + ": still within a head after " + begun + " bytes");
            }
            return whole.refusal() != null;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(which + ": " + e, e);
        }
    }
}
