package chat;

import connection.Session;
import connection.Tap;
import frame.ProtocolException;
import handshake.Accept;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import message.Close;
import mirror.Annotation;
import mirror.Head;
import mirror.Sender;
import mirror.Transcript;
import mirror.WireFrame;

/**
 * Prints what the connections send and get, byte by byte. Each entry begins with the time, the number of the member (or
 * the address of a peer that is no member), and whether the bytes came ({@code -->}) or went ({@code <--}).
 *
 * @param scope   which connections
 * @param out     takes whole entries; must not block, as the loops write to it
 * @param maxHead bytes of a head that are shown
 */
record Trace(TraceScope scope, PrintStream out, int maxHead) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    Tap tap(SocketAddress peer) {
        return new Traced(peer.toString().replaceFirst("^.*/", ""));
    }

    /** What is printed of one connection. Whether it is in scope is known when it opens. */
    private final class Traced implements Tap, Transcript.Reader {
        private final Transcript transcript = new Transcript(this, maxHead);
        private String name;
        private boolean inScope = scope.isAll();
        /** It waits until the connection has its number, or its response. */
        private Annotation request;

        Traced(String peer) {
            name = peer;
        }

        @Override
        public boolean opened(Session session) {
            if (session instanceof Room.Member member) {
                name = "#" + member.number() + (member.name() == null ? "" : " " + member.name())
                        + (member.room().isEmpty() ? "" : " in " + member.room());
                inScope = scope.has(member.room(), member.number());
            }
            printRequest();
            transcript.opened();
            return inScope;
        }

        @Override
        public void received(ByteBuffer bytes) {
            transcript.received(bytes);
        }

        @Override
        public void sent(ByteBuffer bytes) {
            transcript.sent(bytes);
        }

        @Override
        public void failed(ProtocolException fault, ByteBuffer rest) {
            transcript.failed(rest);
            print("-->", Annotation.fault(fault));
        }

        @Override
        public void closing(Close close, ByteBuffer unsent) { }

        @Override
        public void request(Head head) {
            printRequest();
            request = Annotation.request(head);
            if (!head.isOpening()) {
                printRequest();
            }
        }

        private void printRequest() {
            if (request != null) {
                print("-->", request);
                request = null;
            }
        }

        @Override
        public void response(Head head, Accept accept) {
            printRequest();
            print("<--", Annotation.response(head, accept));
        }

        @Override
        public void content(long bytes) {
            print("<--", Annotation.content(bytes));
        }

        @Override
        public void frame(WireFrame frame) {
            print(frame.sender() == Sender.CLIENT ? "-->" : "<--", Annotation.frame(frame));
        }

        private void print(String arrow, Annotation entry) {
            if (inScope) {
                out.print(TIME.format(LocalTime.now()) + " " + name + " " + arrow + " " + entry + "\n");
                out.flush();
            }
        }
    }
}
