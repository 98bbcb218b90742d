package connection;

import frame.CloseCode;
import frame.FrameHeader;
import frame.FrameReader;
import frame.Opcode;
import frame.ProtocolException;
import frame.Role;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import message.Close;
import message.ControlPayload;
import message.Inflation;
import message.MessageReader;

/** A connection after its 101: frames come in, messages go to the {@link Session}, and each Ping gets a Pong. */
final class FrameExchange {
    private final Output output;
    private final Tally tally;
    private final FrameReader frames;
    private final ControlPayload controlPayload = new ControlPayload();
    private final MessageReader messages;
    private final LongPredicate hasRoomFor;
    /** Null for no limit. */
    private final RateLimit rate;
    /** Of {@link RateLimit#take}. */
    private long bucketFullAt;
    private FrameHeader header;
    /** Null after the state OPEN. */
    private Session session;

    /**
     * @param inflation  null if compression wasn't agreed on
     * @param hasRoomFor whether there is memory for this many bytes of an unfinished message
     */
    FrameExchange(Endpoint endpoint, Inflation inflation, Output output, Tally tally, LongPredicate hasRoomFor) {
        this.output = output;
        this.tally = tally;
        this.hasRoomFor = hasRoomFor;
        frames = new FrameReader(Role.SERVER, inflation != null);
        rate = endpoint.rate();
        messages = new MessageReader(endpoint.maxMessage(), endpoint.takesBinary(), inflation);
    }

    /** From now on messages are passed to this session. */
    void deliverTo(Session session) {
        this.session = session;
    }

    /**
     * The state OPEN has ended: a Close was sent, or TCP is broken. Only the peer's Close is looked for from now on.
     */
    void leave() {
        if (session != null) {
            Session left = session;
            session = null;
            messages.abandon();
            left.close();
        }
    }

    /** Bytes of memory that an unfinished message takes. */
    int kept() {
        return messages.kept();
    }

    /**
     * Reads one frame, or as much of it as there is.
     *
     * @param tap null for none
     * @return the peer's Close, if this was it; else null
     */
    Close read(ByteBuffer in, Tap tap, long now) throws ProtocolException {
        if (header == null) {
            header = header(in, tap);
            if (header == null) {
                return null;
            }
            if (!header.opcode().isControl() && session != null) {
                messages.begin(header);
            }
        }
        Opcode opcode = header.opcode();
        if (tap != null) {
            tap.received(in.slice(in.position(), frames.payloadIn(in)));
        }
        int end = in.limit();
        int size = frames.payload(in);
        int after = in.position();
        boolean complete = !frames.isWithinFrame();
        if (complete) {
            header = null;
        }
        in.position(after - size).limit(after); // the payload is used in place: a flood of frames makes no garbage
        try {
            return payload(opcode, in, complete, now);
        } finally {
            in.limit(end).position(after);
        }
    }

    private FrameHeader header(ByteBuffer in, Tap tap) throws ProtocolException {
        int from = in.position();
        try {
            return frames.header(in);
        } finally {
            if (tap != null) {
                tap.received(in.slice(from, in.position() - from));
            }
        }
    }

    private Close payload(Opcode opcode, ByteBuffer payload, boolean complete, long now)
            throws ProtocolException {
        if (!opcode.isControl()) {
            data(payload, now);
            return null;
        }
        ByteBuffer whole = controlPayload.add(payload, complete);
        return whole == null ? null : control(opcode, whole);
    }

    private Close control(Opcode opcode, ByteBuffer payload) throws ProtocolException {
        if (opcode == Opcode.CLOSE) {
            return Close.parse(payload);
        }
        if (opcode == Opcode.PING && session != null) { // after our Close no frame is sent
            output.pong(payload); // §5.5.2 "MUST send a Pong frame in response"
        }
        return null; // §5.5.3 "A response to an unsolicited Pong frame is not expected."
    }

    private void data(ByteBuffer payload, long now) throws ProtocolException {
        if (session == null) {
            return; // §5.5.1 "there is no guarantee" that data is processed after our Close
        }
        int needed = messages.needs(payload.remaining());
        if (needed > 0 && !hasRoomFor.test(needed)) {
            throw new ProtocolException(CloseCode.TOO_BIG, "§7.4.1",
                    "the server has no memory for " + needed + " bytes of a message");
        }
        ByteBuffer message = messages.add(payload);
        if (message == null) {
            return;
        }
        tally.received(message.remaining());
        if (rate != null) {
            takeToken(now);
        }
        if (messages.type() == Opcode.TEXT) {
            session.text(message);
        } else {
            session.binary(message);
        }
    }

    /**
     * Only messages are counted, as each is sent to a whole room. A fragment, a Ping or a Pong gives the server no more
     * work than the peer, and Pings aren't read while their Pongs aren't.
     */
    private void takeToken(long now) throws ProtocolException {
        bucketFullAt = rate.take(bucketFullAt, now);
        if (bucketFullAt == RateLimit.EXCEEDED) {
            throw new ProtocolException(CloseCode.POLICY_VIOLATION, "§7.4.1", // "violates its policy"
                    "more than " + rate.perSecond() + " messages a second");
        }
    }
}
