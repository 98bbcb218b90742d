package mirror;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import connection.Connection;
import connection.Endpoint;
import connection.Session;
import connection.Tap;
import frame.CloseCode;
import frame.FrameWriter;
import frame.Opcode;
import frame.ProtocolException;
import handshake.Accept;
import handshake.Agreement;
import handshake.Opening;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import message.Close;

/**
 * Shows a connection its own bytes, and nobody else's. Every message is sent back unchanged; besides, each head and
 * each frame is reported in a text message of its own. The reports themselves aren't reported.
 *
 * <p>A report is queued when the frame has come, so it goes before the answer; the report of a frame that the server
 * sends goes right after that frame, but that of its Close before it, as nothing may follow a Close (§5.5.1).
 *
 * @param maxMessage  bytes of a message
 * @param subprotocol is chosen if the client offers it
 * @param deflate     whether messages may be compressed. They aren't for a client that opens {@code /wire?deflate=no}
 * @param maxHead     bytes of a head
 */
public record Mirror(int maxMessage, String subprotocol, boolean deflate, int maxHead) implements Endpoint {
    private static final int FRAGMENTS = 3;
    private static final int FIN = 0x80;
    private static final byte[] PING = "are you there?".getBytes(ISO_8859_1);

    @Override
    public Agreement agree(Opening opening) {
        boolean plain = "no".equals(opening.request().query().first("deflate"));
        return Agreement.on(opening, subprotocol, deflate && !plain);
    }

    @Override
    public Session open(Connection connection, Opening opening, Agreement agreement) {
        Reflection reflection = new Reflection(connection, maxHead);
        connection.tap(reflection);
        reflection.received(ByteBuffer.wrap(opening.request().head().getBytes(ISO_8859_1)));
        return reflection;
    }

    @Override
    public boolean takesBinary() {
        return true;
    }

    private static final class Reflection implements Session, Tap, Transcript.Reader {
        private final Connection connection;
        private final Transcript transcript;
        /** Of each data frame that is still to leave: whether it is a report. */
        private final ArrayDeque<Boolean> leaving = new ArrayDeque<>();
        private long fromClient;
        private long fromServer;
        /** What was still to be sent then has been reported: it could not be afterwards. */
        private boolean closing;

        Reflection(Connection connection, int maxHead) {
            this.connection = connection;
            transcript = new Transcript(this, maxHead);
        }

        // What the session gets: it is sent back

        @Override
        public void text(ByteBuffer payload) {
            Wish wish = Wish.of(payload);
            if (wish == Wish.FRAGMENTS) {
                sendFragments(payload);
                return;
            }
            send(Opcode.TEXT, payload, false);
            if (wish == Wish.PING) {
                connection.sendFrames(frame(Opcode.PING, PING));
            } else if (wish == Wish.CLOSE) {
                connection.close(CloseCode.NORMAL, "as you asked", connection.since()); // that is now: it has just sent
            }
        }

        /** §5.4: all but the first have "the opcode set to 0", all but the last "the FIN bit clear". */
        private void sendFragments(ByteBuffer payload) {
            int begin = payload.position();
            int length = payload.remaining();
            ByteBuffer frames = ByteBuffer.allocate(length + FRAGMENTS * FrameWriter.headerSize(length));
            for (int i = 0; i < FRAGMENTS; i++) {
                int from = length * i / FRAGMENTS;
                int to = length * (i + 1) / FRAGMENTS;
                int at = frames.position();
                FrameWriter.header(frames, i == 0 ? Opcode.TEXT : Opcode.CONTINUATION, to - from);
                if (i < FRAGMENTS - 1) {
                    frames.put(at, (byte) (frames.get(at) & ~FIN));
                }
                frames.put(payload.slice(begin + from, to - from));
                leaving.add(false);
            }
            connection.sendFrames(frames.flip());
        }

        @Override
        public void binary(ByteBuffer payload) {
            send(Opcode.BINARY, payload, false);
        }

        @Override
        public void close() { }

        private void send(Opcode type, ByteBuffer payload, boolean report) {
            leaving.add(report);
            connection.send(type, payload);
        }

        // What the tap gets: it is taken apart

        @Override
        public void received(ByteBuffer bytes) {
            transcript.received(bytes);
        }

        @Override
        public void sent(ByteBuffer bytes) {
            if (!closing) {
                transcript.sent(bytes);
            }
        }

        @Override
        public boolean opened(Session session) {
            transcript.opened();
            return true;
        }

        @Override
        public void failed(ProtocolException fault, ByteBuffer rest) {
            transcript.failed(rest);
            report(Report.fault(fault));
        }

        @Override
        public void closing(Close close, ByteBuffer unsent) {
            transcript.sent(unsent);
            closing = true;
            ByteBuffer frame = frame(Opcode.CLOSE, close.encode());
            report(Report.frame(new FrameDecoder(Sender.SERVER).next(frame), ++fromServer));
        }

        private static ByteBuffer frame(Opcode opcode, byte[] payload) {
            ByteBuffer frame = ByteBuffer.allocate(FrameWriter.headerSize(payload.length) + payload.length);
            FrameWriter.header(frame, opcode, payload.length);
            return frame.put(payload).flip();
        }

        // What comes of that: it is reported

        @Override
        public void request(Head head) {
            report(Report.request(head));
        }

        @Override
        public void response(Head head, Accept accept) {
            report(Report.response(head, accept));
        }

        @Override
        public void frame(WireFrame frame) {
            if (frame.sender() == Sender.CLIENT) {
                report(Report.frame(frame, ++fromClient));
            } else if (frame.isControl() || !leaving.remove()) {
                report(Report.frame(frame, ++fromServer));
            }
        }

        private void report(JsonObject report) {
            if (connection.state() == Connection.State.OPEN) {
                send(Opcode.TEXT, ByteBuffer.wrap(report.toString().getBytes(UTF_8)), true);
            }
        }
    }
}
