package conformance.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What went over one connection, frame by frame, for the report. A long one keeps its beginning and its end. Safe for
 * threads.
 */
public final class Transcript {
    private static final int KEPT = 60;

    /** {@code direction} is {@code →} to the server, {@code ←} from it, {@code ·} a remark. */
    public record Line(String direction, String bytes, String meaning) {
        @Override
        public String toString() {
            return direction + ' ' + meaning + (bytes.isEmpty() ? "" : "\n    " + bytes);
        }
    }

    private final List<Line> beginning = new ArrayList<>();
    private final Deque<Line> end = new ArrayDeque<>();
    private int left;

    public void sent(Frame.Encoded frame) {
        add("→", frame.hex(), frame.meaning());
    }

    public void sent(byte[] bytes, String meaning) {
        add("→", Bytes.shortHex(bytes), meaning);
    }

    void received(ServerFrame frame, byte[] head) {
        add("←", (Bytes.shortHex(head) + ' ' + Bytes.shortHex(frame.payload())).strip(), frame.toString());
    }

    void received(byte[] bytes, long length, String meaning) {
        add("←", Bytes.shortHex(bytes, length), meaning);
    }

    /** HTTP is readable as it is. */
    public void http(String direction, String head) {
        add(direction, "", head.strip().split("\r\n"));
    }

    public void remark(String sentence) {
        add("·", "", sentence);
    }

    private synchronized void add(String direction, String bytes, String... meaning) {
        Line line = new Line(direction, bytes, Stream.of(meaning).map(Bytes::visible)
                .collect(Collectors.joining("\n    ")));
        if (beginning.size() < KEPT) {
            beginning.add(line);
            return;
        }
        end.add(line);
        if (end.size() > KEPT) {
            end.remove();
            left++;
        }
    }

    public synchronized List<Line> lines() {
        List<Line> all = new ArrayList<>(beginning);
        if (left > 0) {
            all.add(new Line("·", "", left + " more lines"));
        }
        all.addAll(end);
        return all;
    }
}
