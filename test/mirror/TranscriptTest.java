package mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handshake.Accept;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.ClientFrames;
import support.Frame;
import support.Requests;

class TranscriptTest {
    /** Writes down what it is told, in short. */
    private static final class Notes implements Transcript.Reader {
        private final List<String> all = new ArrayList<>();

        @Override
        public void request(Head head) {
            all.add(head.text().strip().split("\r\n")[0] + (head.complete() ? "" : "..."));
        }

        @Override
        public void response(Head head, Accept accept) {
            String status = head.text().replaceFirst("(?s)^HTTP/1.1 (\\d+).*", "$1");
            all.add(status + (accept == null ? "" : " " + accept.value()));
        }

        @Override
        public void content(long bytes) {
            all.add(bytes + " bytes");
        }

        @Override
        public void frame(WireFrame frame) {
            all.add(frame.sender() + " " + frame.name() + " " + new String(frame.payload()));
        }
    }

    private static void sent(Transcript transcript, List<byte[]> pieces) {
        pieces.forEach(piece -> transcript.sent(ByteBuffer.wrap(piece)));
    }

    private static void received(Transcript transcript, List<byte[]> pieces) {
        pieces.forEach(piece -> transcript.received(ByteBuffer.wrap(piece)));
    }

    @Test
    void httpThenFramesAtEveryCut() {
        byte[] requests = Bytes.concat(Bytes.ascii(Requests.get("/a")), Bytes.ascii(Requests.request("HEAD", "/b")),
                Bytes.ascii(Requests.get("/c")), Bytes.ascii(Requests.opening("/d")));
        byte[] frames = Bytes.concat(ClientFrames.text("Hello"), ClientFrames.ping("p"));
        String content = "\r\n\r\nHTTP/1.1 101 x\r\n\r\n"; // which isn't mistaken for a head
        byte[] responses = Bytes.concat(
                Bytes.wire("HTTP/1.1 200 OK¶Content-Length: " + content.length() + "¶¶"), Bytes.ascii(content),
                Bytes.wire("HTTP/1.1 200 OK¶content-length:5¶¶"), // to a HEAD: nothing follows
                Bytes.wire("HTTP/1.1 304 Not Modified¶¶"),
                Bytes.wire("HTTP/1.1 101 Switching Protocols¶Sec-WebSocket-Accept: " + Requests.ACCEPT + "¶¶"),
                new Frame(Frame.TEXT, Bytes.ascii("Hi")).unmasked());
        int ways = Bytes.cuts(responses).size();
        for (int i = 0; i < ways; i++) {
            Notes notes = new Notes();
            Transcript transcript = new Transcript(notes, 1000);
            List<List<byte[]>> cuts = Bytes.cuts(requests);
            received(transcript, cuts.get(i % cuts.size()));
            transcript.opened();
            cuts = Bytes.cuts(frames);
            received(transcript, cuts.get(i % cuts.size()));
            sent(transcript, Bytes.cuts(responses).get(i));
            assertEquals(List.of("GET /a HTTP/1.1", "HEAD /b HTTP/1.1", "GET /c HTTP/1.1", "GET /d HTTP/1.1",
                    "CLIENT text Hello", "CLIENT ping p",
                    "200", content.length() + " bytes", "200", "304", "101 " + Requests.ACCEPT, "SERVER text Hi"),
                    notes.all);
        }
    }

    @Test
    void aRequestThatWasRefusedBeforeItsEndIsShownAsFarAsItCame() {
        Notes notes = new Notes();
        Transcript transcript = new Transcript(notes, 1000);
        transcript.received(ByteBuffer.wrap(Bytes.ascii("HEAD / HTTP/9")));
        transcript.sent(ByteBuffer.wrap(Bytes.wire("HTTP/1.1 505 No¶Content-Length: 5¶¶")));
        assertEquals(List.of("HEAD / HTTP/9...", "505"), notes.all);
    }

    @Test
    void whateverTheBytesAreItGoesOn() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Notes notes = new Notes();
            Transcript transcript = new Transcript(notes, 100);
            for (int i = random.nextInt(20); i > 0; i--) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                byte[] part = random.nextInt(3) > 0 ? bytes
                        : Bytes.wire("HTTP/1.1 10" + random.nextInt(2) + " x¶Content-Length: " + random.nextLong()
                                + "¶¶");
                switch (random.nextInt(10)) {
                    case 0 -> transcript.opened();
                    case 1 -> transcript.failed(ByteBuffer.wrap(part));
                    case 2, 3, 4 -> transcript.sent(ByteBuffer.wrap(part));
                    default -> transcript.received(ByteBuffer.wrap(part));
                }
            }
            assertTrue(notes.all.stream().allMatch(note -> note.length() < 3_000), "seed " + seed);
        }
    }
}
