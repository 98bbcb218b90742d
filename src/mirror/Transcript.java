package mirror;

import handshake.Accept;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The bytes of one connection, in both directions, as heads and frames. Bytes may be cut anywhere. For one thread.
 */
public final class Transcript {
    /** Is told what has come and what has gone, in order. */
    public interface Reader {
        void request(Head head);

        /** @param accept how Sec-WebSocket-Accept was computed; null if the response has none */
        void response(Head head, Accept accept);

        /** The response has this much content. It is not shown. */
        default void content(long bytes) { }

        void frame(WireFrame frame);
    }

    /**
     * What the response depends on.
     *
     * @param key of a WebSocket; null for none
     */
    private record Asked(boolean isHead, String key) {
        static final int KEY_LENGTH = 24;

        static Asked by(Head request) {
            String key = request.value("Sec-WebSocket-Key");
            return new Asked(request.text().stripLeading().startsWith("HEAD "),
                    key == null || key.length() != KEY_LENGTH ? null : key);
        }
    }

    private final Reader reader;
    private final HeadDecoder requests;
    private final HeadDecoder responses;
    private final FrameDecoder fromClient = new FrameDecoder(Sender.CLIENT);
    private final FrameDecoder fromServer = new FrameDecoder(Sender.SERVER);
    /** The requests that have no response yet. */
    private final ArrayDeque<Asked> unanswered = new ArrayDeque<>(1);
    private boolean clientSendsFrames;
    private boolean serverSendsFrames;
    /** Bytes of a response's content that are still to go. */
    private long content;

    /** @param maxHead bytes of a head that are kept at most */
    public Transcript(Reader reader, int maxHead) {
        this.reader = reader;
        requests = new HeadDecoder(maxHead);
        responses = new HeadDecoder(maxHead);
    }

    public void received(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (clientSendsFrames) {
                tell(fromClient.next(bytes));
            } else {
                request(requests.next(bytes));
            }
        }
    }

    private void request(Head head) {
        if (head != null) {
            unanswered.add(Asked.by(head));
            reader.request(head);
        }
    }

    /** What is received from now on is frames. */
    public void opened() {
        clientSendsFrames = true;
    }

    /** The frame that was received last is wrong. It ends in these bytes, or beyond them. */
    public void failed(ByteBuffer rest) {
        WireFrame last = fromClient.cutOff(rest);
        if (last != null) {
            reader.frame(last);
        }
    }

    public void sent(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (serverSendsFrames) {
                tell(fromServer.next(bytes));
            } else if (content > 0) {
                int n = (int) Math.min(content, bytes.remaining());
                bytes.position(bytes.position() + n);
                content -= n;
            } else {
                response(responses.next(bytes));
            }
        }
    }

    private void response(Head head) {
        if (head == null) {
            return;
        }
        request(requests.cutOff()); // it was refused before its end
        Asked asked = unanswered.poll();
        boolean accepts = asked != null && asked.key != null && head.value("Sec-WebSocket-Accept") != null;
        reader.response(head, accepts ? new Accept(asked.key) : null);
        serverSendsFrames = head.text().startsWith("HTTP/1.1 101 ");
        content = asked != null && asked.isHead ? 0 : contentOf(head);
        if (content > 0) {
            reader.content(content);
        }
    }

    private static long contentOf(Head head) {
        String length = head.value("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private void tell(WireFrame frame) {
        if (frame != null) {
            reader.frame(frame);
        }
    }
}
