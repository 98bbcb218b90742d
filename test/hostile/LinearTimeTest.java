package hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import handshake.Opening;
import http.HeadLimits;
import http.Refusal;
import http.Request;
import http.RequestReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import support.Bytes;
import support.Requests;

/** A head that is four times as long costs about four times as much to read, whatever it consists of. */
@Timeout(120)
class LinearTimeTest {
    /** No limit gets in the way. */
    private static final HeadLimits LIMITS = new HeadLimits(64 << 20, 64 << 20, 10_000_000);
    private static final int SIZE = 1 << 18;
    /** It would be 16 if time grew with the square. */
    private static final double MOST = 9;
    private static final int TRIES = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Requests of about n bytes. */
    static Stream<Named<IntFunction<String>>> heads() {
        return Stream.of(
                head("one long field", n -> opening("X: " + "x".repeat(n))),
                head("many fields", n -> opening("a: b\r\n".repeat(n / 6) + "c: d")),
                head("many fields of one name", n -> opening("Upgrade: x\r\n".repeat(n / 12) + "c: d")),
                head("commas", n -> opening("Upgrade: " + ",".repeat(n))),
                head("commas and blanks", n -> opening("Connection: " + " ,\t".repeat(n / 3))),
                head("many subprotocols", n -> opening("Sec-WebSocket-Protocol: " + numbers(n, ","))),
                head("many subprotocols of one hash",
                        n -> opening("Sec-WebSocket-Protocol: " + colliding(n, ","))),
                head("many extensions", n -> opening("Sec-WebSocket-Extensions: " + "x,".repeat(n / 2))),
                head("many parameters", n -> opening("Sec-WebSocket-Extensions: x" + ";a=b".repeat(n / 4))),
                head("a quoted string without an end",
                        n -> opening("Sec-WebSocket-Extensions: x; a=\"" + "b".repeat(n))),
                head("a quoted string of quoted pairs",
                        n -> opening("Sec-WebSocket-Extensions: x; a=\"" + "\\b".repeat(n / 2) + "\"")),
                head("blanks before a value", n -> opening("X: " + " ".repeat(n) + "x")),
                head("a long path", n -> Requests.opening("/" + "x".repeat(n))),
                head("a path of percents", n -> Requests.opening("/" + "%41".repeat(n / 3))),
                head("many parameters in the query", n -> Requests.opening("/?" + numbers(n, "=1&"))),
                head("many parameters of one hash", n -> Requests.opening("/?" + colliding(n, "&"))),
                head("names in the query without values", n -> Requests.opening("/?" + "a&".repeat(n / 2))),
                head("an empty query", n -> Requests.opening("/?" + "&".repeat(n))),
                head("empty lines before", n -> "\r\n".repeat(n / 2) + Requests.opening("/")));
    }

    private static Named<IntFunction<String>> head(String name, IntFunction<String> ofSize) {
        return Named.of(name, ofSize);
    }

    private static String opening(String line) {
        return Requests.opening("/", line);
    }

    private static String numbers(int n, String separator) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; all.length() < n; i++) {
            all.append(i).append(separator);
        }
        return all.toString();
    }

    /** Different names with one hashCode: each is 16 times "Aa" or "BB". */
    private static String colliding(int n, String separator) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; all.length() < n; i++) {
            for (int bit = 0; bit < 16; bit++) {
                all.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            all.append(separator);
        }
        return all.toString();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void timeGrowsWithTheLength(IntFunction<String> head) {
        byte[] small = Bytes.ascii(head.apply(SIZE));
        byte[] large = Bytes.ascii(head.apply(4 * SIZE));
        read(small); // loads what is needed
        double ratio = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && ratio > MOST; i++) {
            ratio = Math.min(ratio, (double) read(large) / Math.max(1, Math.max(read(small), read(small))));
        }
        assertTrue(ratio < MOST, "four times as long takes " + ratio + " times as much");
    }

    /** Nanoseconds of the processor. */
    private static long read(byte[] bytes) {
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            Request request = new RequestReader(LIMITS).read(ByteBuffer.wrap(bytes));
            assertTrue(request != null && Opening.isAskedFor(request), "it is complete, and a handshake");
            Opening.parse(request);
        } catch (Refusal e) {
            // read to its end all the same
        }
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}
