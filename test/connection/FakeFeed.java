package connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeSet;
import support.Bytes;
import support.Frame;

/** A log of one reader. It holds where {@link Feed} says it does, and counts. */
final class FakeFeed implements Feed {
    private byte[] log = new byte[0];
    private final TreeSet<Integer> borders = new TreeSet<>();
    private int place;
    private int hold = Integer.MAX_VALUE;
    private int stop = Integer.MAX_VALUE;
    /** Bytes that it gives at a time, at most. */
    int slice = Integer.MAX_VALUE;
    boolean released;

    /** A text frame of a server. */
    static byte[] text(String text) {
        return new Frame(Frame.TEXT, text.getBytes(UTF_8)).unmasked();
    }

    void append(byte[] frame) {
        log = Bytes.concat(log, frame);
        borders.add(log.length);
    }

    private int available() {
        return Math.min(Math.min(hold, stop), log.length);
    }

    @Override
    public ByteBuffer next() {
        assertFalse(released, "the feed was let go");
        int to = available();
        return place >= to ? null : ByteBuffer.wrap(log, place, Math.min(slice, to - place)).slice();
    }

    @Override
    public void advance(int n) {
        assertFalse(released, "the feed was let go");
        place += n;
        assertTrue(place <= available(), "more was sent than there is");
    }

    @Override
    public void hold() {
        assertFalse(released, "the feed was let go");
        hold = log.length;
    }

    @Override
    public void resume() {
        assertFalse(released, "the feed was let go");
        hold = Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        assertFalse(released, "the feed was let go");
        stop = log.length;
    }

    @Override
    public ByteBuffer release() {
        assertFalse(released, "the feed was let go twice");
        released = true;
        int border = place == 0 ? 0 : borders.ceiling(place);
        return ByteBuffer.wrap(Arrays.copyOfRange(log, place, border));
    }
}
