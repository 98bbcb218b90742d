package connection;

import connection.Site.Incident;
import frame.CloseCode;
import frame.FrameHeader;
import frame.FrameReader;
import frame.Opcode;
import frame.ProtocolException;
import handshake.Handshake;
import http.Refusal;
import http.Request;
import http.RequestReader;
import http.Response;
import http.Status;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import message.Assembler;
import message.Close;

/**
 * One connection as a state machine (RFC 6455 §4, §7): {@link #receive} takes what the peer sent, {@link #toSend} gives what
 * the peer is to be sent, {@link #tick} lets time pass. All of it on one thread; {@code now} is in milliseconds since the epoch
 * and never goes back.
 *
 * <p>The state is the RFC's, with two facts beside it: that the Close was sent, and that input is discarded, because the Close was
 * received or the connection failed.
 */
public final class Connection {
    /** RFC 6455 §4.1, §7.1. */
    public enum State { CONNECTING, OPEN, CLOSING, CLOSED }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Site site;
    private final SocketAddress peer;
    private final Transport transport;
    private final Outbox outbox = new Outbox();

    private State state = State.CONNECTING;
    private boolean closeSent;
    private Close closeToSend;
    private boolean discardsInput;
    private boolean eof;

    private Wait waitsFor;
    private long since;

    private RequestReader requests;
    private FrameReader frames;
    private FrameHeader header;
    private byte[] controlPayload;
    private int controlSize;
    private Assembler assembler;
    private Session session;
    private ByteBuffer unread;

    private Feed feed;
    private boolean feedWaits;
    private ByteBuffer offered;
    private boolean offeredByFeed;
    private int offeredFrom;
    private boolean peerReads = true;

    /**
     * @param peer for the log
     * @param now  when the connection came
     */
    public Connection(Site site, SocketAddress peer, Transport transport, long now) {
        this.site = site;
        this.peer = peer;
        this.transport = transport;
        Limits limits = site.limits();
        requests = new RequestReader(limits.maxHead(), limits.maxTarget(), limits.maxFields());
        await(Wait.REQUEST, now);
    }

    public State state() {
        return state;
    }

    // What comes in

    /** Takes all of the bytes that the peer sent next. Changes them: payloads are unmasked where they stand. */
    public void receive(ByteBuffer in, long now) {
        if (state == State.OPEN) {
            await(Wait.SILENCE, now); // any byte is a sign of life
        }
        try {
            while (in.hasRemaining() && !discardsInput && !outbox.isFull()) {
                if (state == State.CONNECTING) {
                    readRequest(in, now);
                } else {
                    readFrame(in, now);
                }
            }
        } catch (Refusal refusal) {
            refuse(refusal, requests.isHead(), true, now);
            discardInput(now);
        } catch (ProtocolException fault) {
            fail(fault, now);
        }
        if (discardsInput) {
            unread = null;
        } else if (in.hasRemaining()) { // the peer must read before we do
            unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
        in.position(in.limit());
    }

    /** The peer ended its side of TCP. */
    public void receiveEof(long now) {
        if (state == State.OPEN) {
            lose("TCP ended without a Close");
            return;
        }
        eof = true;
        discardInput(now); // what the peer is still owed, it gets
        closeIfDone();
    }

    /** TCP is broken. */
    public void lose(String why) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.OPEN) {
            report(Incident.LOST, why);
        }
        leave();
        abandon();
    }

    /** Whether the peer's bytes are to be read now. They aren't while the peer leaves too much of ours unread. */
    public boolean wantsInput() {
        return state != State.CLOSED && !eof && unread == null;
    }

    // State CONNECTING: HTTP

    private void readRequest(ByteBuffer in, long now) throws Refusal {
        Request request = requests.read(in);
        if (request == null) {
            return;
        }
        try {
            site.admission().checkHost(request);
            if (Handshake.isMeant(request)) {
                open(request, now);
            } else {
                answer(site.respond(request), request.isHead(), !request.keepsAlive(), now);
            }
        } catch (Refusal refusal) {
            refuse(refusal, request.isHead(), !request.keepsAlive(), now); // it was read as a whole: another may follow
        }
        if (state == State.CONNECTING && !request.keepsAlive()) {
            discardInput(now);
        }
    }

    private void open(Request request, long now) throws Refusal {
        Handshake.check(request);
        site.admission().checkOrigin(request);
        Endpoint endpoint = site.endpoint(request.path());
        if (endpoint == null) {
            throw new Refusal(Status.NOT_FOUND, "RFC 6455 §4.2.2", "no WebSocket is served at " + request.path());
        }
        outbox.add(Handshake.accept(request, endpoint.subprotocol()).head(now, false));
        state = State.OPEN;
        await(Wait.SILENCE, now);
        requests = null;
        frames = new FrameReader();
        assembler = new Assembler(endpoint.maxMessage(), endpoint.takesBinary());
        session = endpoint.open(this);
    }

    private void refuse(Refusal refusal, boolean headOnly, boolean close, long now) {
        report(Incident.REFUSED, refusal.getMessage());
        answer(refusal.response(), headOnly, close, now);
    }

    private void answer(Response response, boolean headOnly, boolean close, long now) {
        outbox.add(response.head(now, close));
        if (!headOnly && response.body().length > 0) {
            outbox.add(ByteBuffer.wrap(response.body()));
        }
        await(Wait.REQUEST, now);
    }

    // State OPEN: frames

    private void readFrame(ByteBuffer in, long now) throws ProtocolException {
        if (header == null) {
            header = frames.header(in);
            if (header == null) {
                return;
            }
            if (!header.opcode().isControl() && !closeSent) {
                assembler.begin(header);
            }
        }
        ByteBuffer payload = frames.payload(in);
        boolean complete = !frames.isWithinFrame();
        Opcode opcode = header.opcode();
        if (opcode.isControl()) {
            payload = wholeControlPayload(payload, complete);
        }
        if (complete) {
            header = null;
        }
        switch (opcode) {
            case CONTINUATION, TEXT, BINARY -> data(payload);
            case PING -> {
                if (complete && !closeSent) { // the Close is the last frame that we send
                    holdFeed();
                    outbox.pong(payload, peerReads); // §5.5.2 "MUST send a Pong frame in response"
                }
            }
            case PONG -> { } // §5.5.3: none is waited for by name, and an unsolicited one wants no answer
            case CLOSE -> {
                if (complete) {
                    receiveClose(Close.parse(payload), now);
                }
            }
        }
    }

    private void data(ByteBuffer payload) throws ProtocolException {
        if (closeSent) {
            return; // §1.4: what was under way when we sent the Close is discarded
        }
        ByteBuffer message = assembler.add(payload);
        if (message == null) {
            return;
        }
        if (assembler.type() == Opcode.TEXT) {
            session.text(message);
        } else {
            session.binary(message);
        }
    }

    /** The payload of a control frame is at most 125 bytes and is wanted in one piece. */
    private ByteBuffer wholeControlPayload(ByteBuffer piece, boolean complete) {
        if (complete && controlPayload == null) {
            return piece;
        }
        if (controlPayload == null) {
            controlPayload = new byte[FrameHeader.MAX_CONTROL_PAYLOAD];
        }
        int length = piece.remaining();
        piece.get(controlPayload, controlSize, length);
        controlSize += length;
        if (!complete) {
            return NOTHING;
        }
        ByteBuffer whole = ByteBuffer.wrap(controlPayload, 0, controlSize).slice();
        controlPayload = null;
        controlSize = 0;
        return whole;
    }

    // State CLOSING

    /** Starts the closing handshake (RFC 6455 §7.1.2), or ends a connection that is still speaking HTTP. */
    public void close(int code, String reason, long now) {
        if (state == State.CONNECTING) {
            discardInput(now);
            closeIfDone();
        } else if (state == State.OPEN) {
            sendClose(new Close(code, reason), now);
        }
    }

    private void receiveClose(Close close, long now) {
        if (!closeSent) {
            sendClose(close, now); // §5.5.1 "the endpoint MUST send a Close frame in response", with the code it got
        }
        discardInput(now);
    }

    /** <em>Fail the connection</em> (RFC 6455 §7.1.7): the one road from a fault to its close code. */
    private void fail(ProtocolException fault, long now) {
        report(Incident.FAILED, fault.closeCode() + " " + fault.getMessage());
        if (!closeSent) {
            sendClose(new Close(fault.closeCode(), fault.getMessage()), now);
        }
        discardInput(now); // §7.1.7 "MUST NOT continue to attempt to process data"
    }

    private void sendClose(Close close, long now) {
        if (feed != null) {
            feed.stop(); // §5.5.1: no data after the Close, but what was said before it is sent before it
        }
        leave();
        if (feed == null || outbox.isEmpty()) {
            outbox.close(close.encode());
        } else {
            closeToSend = close; // behind the frames that wait already, and what the feed has got since
        }
        closeSent = true;
        state = State.CLOSING;
        await(Wait.CLOSE, now);
    }

    /** Nothing more that comes in is looked at. What is to be sent is sent, then TCP ends, our side first (§7.1.1). */
    private void discardInput(long now) {
        discardsInput = true;
        if (state == State.CONNECTING) {
            state = State.CLOSING;
            await(Wait.CLOSE, now);
        }
    }

    /**
     * The peer is too far behind. It gets the rest of the frame that it was in, then a Close, if it reads again in time; the feed
     * is let go at once. For connections that follow one.
     */
    public void drop(String why, long now) {
        report(Incident.DROPPED, why);
        ByteBuffer rest = letGoOfFeed();
        if (rest.hasRemaining()) {
            outbox.addFirst(rest);
        }
        if (closeToSend != null) {
            queueClose();
        } else if (!closeSent) {
            sendClose(new Close(CloseCode.POLICY_VIOLATION, why), now);
        }
        discardInput(now);
        flush();
    }

    private void queueClose() {
        outbox.close(closeToSend.encode());
        closeToSend = null;
    }

    private ByteBuffer letGoOfFeed() {
        ByteBuffer rest = feed.release();
        feed = null;
        return rest;
    }

    private void leave() {
        if (session != null) {
            Session left = session;
            session = null;
            left.close();
        }
    }

    /** Forgets what could not be sent. */
    private void abandon() {
        state = State.CLOSED;
        discardsInput = true;
        unread = null;
        if (feed != null) {
            letGoOfFeed();
        }
    }

    private void closeIfDone() {
        if (eof && outputEnded()) {
            abandon();
        }
    }

    /** Whether all is sent that will ever be: TCP's output may end. The peer's input is then read on, until it ends too. */
    public boolean outputEnded() {
        return discardsInput && outbox.isEmpty();
    }

    // What goes out

    /** Sends a whole message to this peer alone. The payload is copied. */
    public void send(Opcode type, ByteBuffer payload) {
        if (state == State.OPEN) {
            holdFeed();
            outbox.frame(type, payload);
        }
    }

    /** From now on the peer is also sent what the feed gives. */
    public void follow(Feed feed) {
        this.feed = feed;
        feedWaits = !outbox.isEmpty(); // §6.1: nothing comes before the end of the 101
    }

    /** Frames of our own take their place behind what the feed has already, and before what it gets later. */
    private void holdFeed() {
        if (feed != null && outbox.isEmpty()) {
            feed.hold();
        }
    }

    /** Sends what there is to send. */
    public void flush() {
        transport.flush();
    }

    /** Whether there is something to send beside what the feed gives. */
    public boolean hasOwnOutput() {
        return !outbox.isEmpty();
    }

    /** The next bytes to send; null if there are none. Read some of them, then call {@link #sent}. */
    public ByteBuffer toSend() {
        if (state == State.CLOSED) {
            return null;
        }
        offered = feed == null || feedWaits ? null : feed.next();
        offeredByFeed = offered != null;
        if (offered == null) {
            offered = outbox.next();
        }
        if (offered != null) {
            offeredFrom = offered.position();
        }
        return offered;
    }

    /** The buffer that {@link #toSend} gave was read up to its position; the rest has to wait until the peer reads. */
    public void sent(long now) {
        int n = offered.position() - offeredFrom;
        if (n > 0 && !peerReads && state == State.OPEN) {
            await(Wait.SILENCE, now); // it was stuck and moves again: a sign of life too
        }
        peerReads = !offered.hasRemaining();
        if (offeredByFeed) {
            feed.advance(n);
        } else {
            outbox.advance(offered, n);
        }
        if (!outbox.isEmpty()) {
            return;
        }
        feedWaits = false;
        if (feed != null && !offeredByFeed) {
            if (closeToSend != null) {
                feed.resume();
                queueClose();
            } else if (closeSent) {
                letGoOfFeed();
            } else {
                feed.resume();
            }
        }
        closeIfDone();
        if (unread != null) {
            ByteBuffer in = unread;
            unread = null;
            receive(in, now);
        }
    }

    // Time

    private void await(Wait wait, long now) {
        waitsFor = wait;
        since = now;
    }

    public Wait waitsFor() {
        return waitsFor;
    }

    /** When this waiting began. */
    public long since() {
        return since;
    }

    /** Time has passed. */
    public void tick(long now) {
        if (state == State.CLOSED || now - since < waitsFor.millis(site.limits())) {
            return;
        }
        switch (waitsFor) {
            case REQUEST -> {
                if (requests.isWithinRequest() && outbox.isEmpty()) {
                    refuse(new Refusal(Status.REQUEST_TIMEOUT, "RFC 9110 §15.5.9", "the request took too long"),
                            requests.isHead(), true, now);
                    discardInput(now);
                } else {
                    abandon();
                }
            }
            case SILENCE -> {
                holdFeed();
                outbox.frame(Opcode.PING, NOTHING.duplicate());
                await(Wait.PONG, now);
            }
            case PONG -> {
                report(Incident.TIMED_OUT, "no Pong");
                sendClose(new Close(CloseCode.POLICY_VIOLATION, "§5.5.2 no Pong came back"), now);
                discardInput(now);
            }
            case CLOSE -> abandon();
        }
    }

    private void report(Incident incident, String sentence) {
        site.report(incident, peer, sentence);
    }
}
