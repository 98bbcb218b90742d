package connection;

import frame.CloseCode;
import frame.Opcode;
import frame.ProtocolException;
import handshake.Agreement;
import handshake.PerMessageDeflate;
import http.Response;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import message.Close;

/**
 * One connection as a state machine (§4, §7). {@link #receive} takes what the peer sent, {@link #toSend} returns what
 * is to be sent to the peer, {@link #tick} lets time pass. All are called on one thread; {@code now} is in milliseconds
 * since the epoch and never goes back.
 *
 * <p>The state is the RFC's. Two facts go with it: whether input is discarded (the peer's Close was received, or the
 * connection failed), and whether the peer has ended its side of TCP. {@link Output} knows how far our own
 * Close has come.
 */
public final class Connection {
    /** §4.1, §7.1. */
    public enum State { CONNECTING, OPEN, CLOSING, CLOSED }

    private final Site site;
    private final int id;
    /** Who speaks: the other side of TCP, or the client behind it if that is a proxy. */
    private SocketAddress peer;
    private final Output output = new Output();

    private State state = State.CONNECTING;
    private boolean discardsInput;
    private boolean peerEnded;
    /** Whether what it keeps in memory is counted in {@link Buffered}. */
    private boolean counted;
    /** Bytes of memory. */
    private int keptByWire;
    /** Bytes that have to wait until the peer has read what is in the outbox. */
    private ByteBuffer unread;

    private Wait waitsFor;
    private long since;

    /** Before the 101; null after it. */
    private HttpExchange http;
    /** After the 101; null before it. */
    private FrameExchange frames;
    /** The parameters of compression; null if it wasn't agreed on. */
    private PerMessageDeflate deflate;
    /** Null unless somebody wants to see the bytes. */
    private Tap tap;

    /**
     * @param id   the loop's number for this connection: rooms use it to say which connections are to be written
     * @param peer the address of the other side, for the log
     * @param now  when the connection was accepted
     */
    public Connection(Site site, int id, SocketAddress peer, long now) {
        this.site = site;
        this.id = id;
        this.peer = peer;
        tap = site.tap(peer);
        http = new HttpExchange(this, site, peer, output);
        await(Wait.REQUEST, now);
    }

    public int id() {
        return id;
    }

    public State state() {
        return state;
    }

    // What comes in

    /** Processes the next bytes from the peer, all of them. Changes them: payloads are unmasked in place. */
    public void receive(ByteBuffer in, long now) {
        if (state == State.OPEN) {
            await(Wait.SILENCE, now); // any byte is a sign of life
        }
        try {
            while (in.hasRemaining() && !discardsInput && !output.isFull() && !isParked() && !site.isDue()) {
                if (state == State.CONNECTING) {
                    readRequest(in, now);
                } else {
                    readFrame(in, now);
                }
            }
        } catch (ProtocolException fault) {
            if (tap != null) {
                tap.failed(fault, in.slice());
            }
            fail(fault, now);
        }
        if (in.hasRemaining() && !discardsInput) {
            unread = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
        in.position(in.limit());
        countAndMakeRoom(now);
    }

    /** Whether the peer's bytes are to be read now. They aren't while too much waits to be sent to the peer. */
    public boolean wantsInput() {
        return state != State.CLOSED && !peerEnded && unread == null;
    }

    /** Whether bytes that were received had to wait, and can now be read by {@link #resume}. */
    public boolean canResume() {
        return isHeldUp() && !site.isDue();
    }

    /** Whether bytes that were received wait for nothing but the end of the turn. */
    public boolean isHeldUp() {
        return unread != null && output.isEmpty() && !isParked();
    }

    /** Whether a request waits for its response. Those behind it have to wait too. */
    private boolean isParked() {
        return http != null && http.isParked();
    }

    public void resume(long now) {
        ByteBuffer in = unread;
        unread = null;
        receive(in, now);
    }

    /** The peer ended its side of TCP. */
    public void receiveEof(long now) {
        if (state == State.OPEN) {
            lose("TCP ended without a Close");
            return;
        }
        peerEnded = true;
        discardInput(now); // the peer is still sent what was queued for it
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

    /** TLS with the peer failed. */
    public void breakOff(String why) {
        if (state == State.CLOSED) {
            return;
        }
        report(state == State.CONNECTING ? Incident.REFUSED : Incident.FAILED, why);
        leave();
        abandon();
    }

    /** A request came in plain text where TLS is needed. It is answered, in plain text too, and nothing is read. */
    public void refusePlainText(long now) {
        http.refusePlainText(now);
        discardInput(now);
    }

    // State CONNECTING: HTTP

    private void readRequest(ByteBuffer in, long now) {
        goOn(http.read(in, tap, now), now);
    }

    private void goOn(HttpExchange.Progress progress, long now) {
        switch (progress) {
            case INCOMPLETE -> { }
            case PARKED -> await(Wait.PARKED, now);
            case RESPONDED -> await(Wait.REQUEST, now);
            case ENDED -> discardInput(now);
            case UPGRADED -> open(http.endpoint(), http.agreement(), now);
        }
    }

    /** The response to the parked request ({@link Parked}) of this connection. */
    public void answer(Response response, long now) {
        goOn(http.answer(response, now), now);
        count();
    }

    private void open(Endpoint endpoint, Agreement agreement, long now) {
        state = State.OPEN;
        await(Wait.SILENCE, now);
        peer = http.client();
        deflate = agreement.deflate();
        frames = new FrameExchange(endpoint, deflate == null ? null : site.inflation(), output, site.tally(),
                this::hasRoomFor);
        Session session = endpoint.open(this, http.opening(), agreement);
        frames.deliverTo(session);
        if (tap != null && !tap.opened(session)) {
            tap = null;
        }
        http = null;
    }

    // State OPEN: frames

    private void readFrame(ByteBuffer in, long now) throws ProtocolException {
        Close close = frames.read(in, tap, now);
        if (close == null) {
            return;
        }
        site.tally().closeReceived(close.code());
        if (state == State.OPEN) {
            sendClose(close, now); // §5.5.1 "MUST send a Close frame in response", with the code that was received
        }
        discardInput(now);
    }

    // State CLOSING

    /** The server shuts down (§7.4.1). */
    public void goAway(long now) {
        close(CloseCode.GOING_AWAY, "the server is going away", now);
    }

    /** Starts the closing handshake (§7.1.2), or ends a connection that is still speaking HTTP. */
    public void close(int code, String reason, long now) {
        if (state == State.CONNECTING) {
            discardInput(now);
            closeIfDone();
        } else if (state == State.OPEN) {
            sendClose(new Close(code, reason), now);
        }
    }

    /** <em>Fail the connection</em> (§7.1.7): the only way from a fault to its close code. */
    private void fail(ProtocolException fault, long now) {
        report(Incident.FAILED, fault.closeCode() + " " + fault.getMessage());
        if (state == State.OPEN) {
            sendClose(new Close(fault.closeCode(), fault.getMessage()), now);
        }
        discardInput(now); // §7.1.7 "MUST NOT continue to attempt to process data"
    }

    /**
     * The peer is too far behind the feed, which is released at once. If the peer reads again in time, it is sent the
     * rest of the frame that was sent in part, and then a Close. Only for connections that follow a feed.
     */
    public void drop(String why, long now) {
        report(Incident.DROPPED, why);
        output.dropFeed();
        if (state == State.OPEN) {
            sendClose(new Close(CloseCode.POLICY_VIOLATION, why), now);
        }
        discardInput(now);
    }

    private void sendClose(Close close, long now) {
        if (tap != null) {
            tap.closing(close, output.copyOfUnsent());
        }
        output.close(close);
        site.tally().closeSent(close.code());
        leave();
        state = State.CLOSING;
        await(Wait.CLOSE, now);
    }

    /** Input is ignored from now on. What is queued is sent, then TCP ends, our side first (§7.1.1). */
    private void discardInput(long now) {
        discardsInput = true;
        unread = null;
        if (isParked()) {
            http.endWaitAndAll(now);
        }
        http = null;
        if (state == State.CONNECTING) {
            state = State.CLOSING;
            await(Wait.CLOSE, now);
        }
    }

    private void leave() {
        if (frames != null) {
            frames.leave();
        } else if (http != null) {
            http.leave();
        }
    }

    /** State CLOSED. What could not be sent is discarded. */
    private void abandon() {
        state = State.CLOSED;
        discardsInput = true;
        unread = null;
        http = null;
        output.abandon();
        count();
    }

    private void closeIfDone() {
        if (peerEnded && outputEnded()) {
            abandon();
        }
    }

    /**
     * Whether everything has been sent and nothing will follow: our side of TCP may end. The peer's side is then read
     * until it ends too.
     */
    public boolean outputEnded() {
        return discardsInput && output.isEmpty();
    }

    // What goes out

    /** Sends a whole message to this peer alone, compressed if that was agreed on. The payload is copied. */
    public void send(Opcode type, ByteBuffer payload) {
        if (state != State.OPEN) {
            return;
        }
        site.tally().sent(payload.remaining());
        ByteBuffer compressed = null;
        if (deflate != null && payload.remaining() <= deflate.serverWindow()) { // then no reference can be longer
            compressed = site.deflation().deflate(payload);
        }
        ByteBuffer message = compressed != null ? compressed : payload;
        if (!hasRoomFor(message.remaining())) {
            fail(new ProtocolException(CloseCode.TOO_BIG, "§7.4.1",
                    "the server has no memory for a message of " + message.remaining() + " bytes"), since);
            return;
        }
        output.message(type, compressed != null, message);
    }

    /** Sends whole frames that the caller has made, to this peer alone. They stay as they are until they are sent. */
    public void sendFrames(ByteBuffer frames) {
        if (state == State.OPEN) {
            output.frames(frames);
        }
    }

    /** From now on the feed's frames are sent to the peer too. */
    public void follow(Feed feed) {
        output.follow(feed);
    }

    /** From now on this tap sees the bytes too, beginning with what is in the outbox. */
    public void tap(Tap more) {
        tap = Tap.both(tap, more);
    }

    /** Whether there is something to send that isn't the feed's: it should not wait for the end of the loop's turn. */
    public boolean hasOwnOutput() {
        return !output.isEmpty();
    }

    /** The next bytes to send; null if there are none. Take some of them, then call {@link #sent}. */
    public ByteBuffer toSend() {
        return state == State.CLOSED ? null : output.next();
    }

    /**
     * The buffer that {@link #toSend} returned was sent up to its position. Calls no {@link Session}.
     *
     * @param all whether more can be sent now; if not, the peer has to read first
     */
    public void sent(boolean all, long now) {
        ByteBuffer bytes = tap == null ? null : output.copyOfTaken();
        boolean readsAgain = output.taken(all);
        if (readsAgain && state == State.OPEN) {
            await(Wait.SILENCE, now); // a sign of life too
        }
        if (bytes != null) {
            tap.sent(bytes);
        }
        if (counted) {
            count();
        }
        closeIfDone();
    }

    // Memory

    /** In the state OPEN: messages are received and sent at the time when the wait for a sign of life began. */
    private boolean hasRoomFor(long bytes) {
        return bytes < Buffered.LEAST || site.buffered().hasRoomFor(bytes, this, since);
    }

    /** Has what is kept in memory counted. */
    private void count() {
        long kept = state == State.CLOSED ? 0 : keptByWire + output.size() + (unread == null ? 0 : unread.capacity())
                + (http != null ? http.kept() : frames != null ? frames.kept() : 0);
        if (counted || kept >= Buffered.LEAST) {
            counted = site.buffered().update(this, kept);
        }
    }

    private void countAndMakeRoom(long now) {
        count();
        if (counted && !site.buffered().hasRoomFor(0, this, now)) {
            endForMemory(now);
        }
    }

    /** What carries its bytes keeps this much memory for it. Not while rooms are being written. */
    public void wireKeeps(int bytes, long now) {
        if (bytes != keptByWire) {
            keptByWire = bytes;
            countAndMakeRoom(now);
        }
    }

    /** The server needs the memory that this connection takes. A Close can't be sent within another frame. */
    void endForMemory(long now) {
        if (state == State.CONNECTING && output.isEmpty() && keptByWire == 0) {
            if (!isParked()) {
                http.endForMemory(now);
            }
            discardInput(now);
        } else if (state == State.OPEN && output.isEmpty() && keptByWire == 0) {
            String why = "§7.4.1 the server is short of memory, and the message is not complete";
            report(Incident.DROPPED, CloseCode.UNEXPECTED_CONDITION + " " + why);
            site.tally().droppedForBuffers();
            sendClose(new Close(CloseCode.UNEXPECTED_CONDITION, why), now);
            discardInput(now);
        } else {
            report(Incident.DROPPED, "the server is short of memory, and the peer does not read");
            site.tally().droppedForBuffers();
            leave();
            abandon();
        }
        count();
    }

    // Time

    private void await(Wait wait, long now) {
        waitsFor = wait;
        since = now;
    }

    public Wait waitsFor() {
        return waitsFor;
    }

    /** When this wait began. */
    public long since() {
        return since;
    }

    /** Time has passed. */
    public void tick(long now) {
        if (state == State.CLOSED || now - since < waitsFor.millis(site.patience())) {
            return;
        }
        switch (waitsFor) {
            case REQUEST -> {
                if (http.isWithinRequest() && output.isEmpty()) {
                    http.timeOut(now);
                    discardInput(now);
                } else {
                    abandon();
                }
            }
            case PARKED -> {
                if (http.isParkedLongEnough(now)) {
                    goOn(http.endWait(now), now);
                } else {
                    await(Wait.PARKED, now);
                }
            }
            case SILENCE -> {
                output.frame(Opcode.PING, ByteBuffer.allocate(0));
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
