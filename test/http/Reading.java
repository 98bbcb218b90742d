package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import support.Bytes;

/**
 * The result of reading some bytes.
 *
 * @param refusal     what ended the reading; null if nothing did
 * @param taken       how many bytes it took; the last request or the refusal ended there
 * @param unfinished  whether a request has begun and not ended
 */
public record Reading(List<Request> requests, Refusal refusal, int taken, boolean unfinished) {
    private static final List<String> NAMES = List.of("Host", "Connection", "Upgrade", "Origin", "Sec-WebSocket-Key",
            "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Content-Length", "X",
            "X-Foo", "Cookie");

    /** A vector as in the tables: ¶ ends a line. */
    public static byte[] wire(String text) {
        return Bytes.ascii(text.replace("¶", "\r\n"));
    }

    /** Rows of a table: what a vector is, and its text. All of them break the same rule and get the same status. */
    public static Stream<Arguments> bad(String section, int status, String... whatAndText) {
        return IntStream.range(0, whatAndText.length / 2)
                .mapToObj(i -> arguments(section, whatAndText[2 * i], whatAndText[2 * i + 1], status));
    }

    static RequestReader reader() {
        return new RequestReader(HeadLimits.DEFAULT);
    }

    /** Reads the bytes whole, byte by byte, and cut in two at each place: the result must be the same each time. */
    static Reading of(byte[] bytes) {
        return of(bytes, HeadLimits.DEFAULT);
    }

    static Reading of(byte[] bytes, int maxHead, int maxTarget, int maxFields) {
        return of(bytes, new HeadLimits(maxHead, maxTarget, maxFields));
    }

    private static Reading of(byte[] bytes, HeadLimits limits) {
        Reading whole = ofParts(List.of(bytes), new RequestReader(limits));
        for (List<byte[]> parts : Bytes.cuts(bytes)) {
            Reading cut = ofParts(parts, new RequestReader(limits));
            assertEquals(whole.toString(), cut.toString(),
                    () -> "cut into " + parts.size() + ", the first of " + parts.get(0).length);
        }
        return whole;
    }

    static List<byte[]> byteByByte(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        for (byte b : bytes) {
            parts.add(new byte[] {b});
        }
        return parts;
    }

    static Reading ofParts(List<byte[]> parts, RequestReader reader) {
        List<Request> requests = new ArrayList<>();
        int taken = 0;
        for (byte[] part : parts) {
            ByteBuffer in = ByteBuffer.wrap(part);
            while (in.hasRemaining()) {
                int from = in.position();
                try {
                    Request request = reader.read(in);
                    if (request == null) {
                        assertFalse(in.hasRemaining(), "the reader stopped before the bytes did");
                    } else {
                        requests.add(request);
                        assertFalse(reader.isWithinRequest());
                    }
                    taken += in.position() - from;
                } catch (Refusal refusal) {
                    return new Reading(requests, refusal, taken + in.position() - from, true);
                }
            }
        }
        return new Reading(requests, null, taken, reader.isWithinRequest());
    }

    /** The one request of a table's vector, which must be whole. */
    public static Request request(String text) {
        Reading reading = of(wire(text));
        assertNull(reading.refusal, () -> "refused: " + reading.refusal.getMessage());
        assertEquals(1, reading.requests.size());
        assertFalse(reading.unfinished);
        return reading.requests.get(0);
    }

    /** The same, read whole only: for vectors so long that cutting them everywhere would take minutes. */
    public static Request requestWhole(String text) {
        Reading reading = ofParts(List.of(wire(text)), reader());
        assertNull(reading.refusal, () -> "refused: " + reading.refusal.getMessage());
        return reading.requests.get(0);
    }

    /** The refusal of a table's vector. */
    static Refusal refusalOf(String text) {
        Reading reading = of(wire(text));
        assertNotNull(reading.refusal, "not refused");
        return reading.refusal;
    }

    static String line(Request request) {
        return request.method() + " " + request.path() + " " + request.authority() + " 1." + request.minorVersion();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Request request : requests) {
            text.append(line(request)).append(request.query()).append(", ")
                    .append(request.fields().size()).append(" fields:");
            NAMES.forEach(name -> text.append(request.fields().lines(name)));
            text.append('\n');
        }
        return text + (refusal == null ? "" : refusal.getMessage() + "\n")
                + taken + (unfinished ? " and more to come" : "");
    }
}
