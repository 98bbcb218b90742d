package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.Frame;
import conformance.wire.Request;
import conformance.wire.Transcript;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Requests, frames and other bytes that go out: each is written down in the transcript, and frames in {@link Sent}. */
final class Sender {
    /**
     * How many frames of one write go into the transcript, from its beginning and from its end each. Thousands would
     * cost time.
     */
    private static final int SHOWN = 50;

    private final Output output;
    private final Transcript transcript;
    private final Sent sent;
    private final Random random;

    /** @param random for masking keys */
    Sender(Output output, Transcript transcript, Sent sent, Random random) {
        this.output = output;
        this.transcript = transcript;
        this.sent = sent;
        this.random = random;
    }

    void request(Request request) {
        byte[] bytes = request.bytes();
        transcript.http("→", request.head());
        int head = Bytes.latin1(request.head()).length;
        if (bytes.length > head) {
            transcript.sent(Arrays.copyOfRange(bytes, head, bytes.length), bytes.length - head
                    + " bytes right behind the request");
        }
        output.write(bytes, bytes.length);
    }

    void raw(byte[] bytes, int piece) {
        transcript.sent(bytes, bytes.length + " bytes" + inPieces(bytes.length, piece));
        output.write(bytes, piece);
    }

    void frame(Frame frame) {
        frames(List.of(frame), Integer.MAX_VALUE);
    }

    /** @param piece bytes to a write, at most */
    void frames(List<Frame> frames, int piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            Frame.Encoded encoded = frame.encode(random);
            all.writeBytes(encoded.head());
            all.writeBytes(encoded.key());
            all.writeBytes(encoded.payload());
            if (i < SHOWN || i >= frames.size() - SHOWN) {
                transcript.sent(encoded);
            } else if (i == SHOWN) {
                transcript.remark(frames.size() - 2 * SHOWN + " frames more");
            }
            sent.add(frame);
        }
        if (all.size() > piece) {
            transcript.remark(("these " + all.size() + " bytes" + inPieces(all.size(), piece)).strip());
        }
        output.write(all.toByteArray(), piece);
    }

    private static String inPieces(int length, int piece) {
        return length <= piece ? "" : " in " + (length + piece - 1) / piece + " writes of " + piece;
    }
}
