package conformance.suite;

import conformance.wire.AnswerReader;
import conformance.wire.Frame;
import conformance.wire.FrameReader;
import conformance.wire.Inbox;
import conformance.wire.Opcode;
import conformance.wire.Request;
import conformance.wire.ServerFrame;
import conformance.wire.Transcript;
import conformance.wire.Transport;
import conformance.wire.Violation;
import java.io.Closeable;
import java.io.IOException;
import java.util.Random;

/**
 * Keeps two writes apart. Two segments that follow each other are often read at once, and a server that can't bear a
 * cut would go unseen. What a server has read nobody can see; but if it answers a Ping on another connection, sent
 * after the first write, it has most likely read that write too. So no time has to pass. A server that answers no Ping
 * just isn't waited for. Where a round trip takes long, a case of a hundred writes would take as many: there the link
 * itself keeps writes apart, as they were when they left.
 */
final class Beat implements Closeable {
    /** Round trips of more than this are not waited for with each write. */
    private static final long SLOW_MILLIS = 50;
    /** After this many of them in a row: a single one may only have met a busy machine. */
    private static final int SLOW_ONES = 4;
    private static final long PAUSE_MILLIS = 2;

    private final Attempt attempt;
    private final Random random = new Random();
    private volatile Transport transport;
    private Inbox inbox;
    private FrameReader frames;
    private boolean broken;
    private int slow;

    Beat(Attempt attempt) {
        this.attempt = attempt;
    }

    void next() {
        if (slow == SLOW_ONES) {
            pause();
        } else {
            if (transport == null) {
                roundTrip(); // opening takes longer than what is measured
            }
            long start = System.nanoTime();
            roundTrip();
            slow = System.nanoTime() - start > SLOW_MILLIS * 1_000_000 ? slow + 1 : 0;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void roundTrip() {
        if (broken) {
            return;
        }
        try {
            if (transport == null) {
                open();
            }
            write(Frame.ping("beat").encode(random).bytes());
            ServerFrame frame;
            do {
                frame = frames.next();
                broken = frame == null && !inbox.fill(attempt.patience());
            } while (!broken && (frame == null || frame.opcode() != Opcode.PONG));
        } catch (IOException | Violation e) {
            broken = true; // cases of its own find that
        }
    }

    private void open() throws IOException {
        transport = Transport.connect(attempt.target(), attempt.settings().insecure(), (int) attempt.patience());
        inbox = new Inbox(transport);
        Transcript unseen = new Transcript();
        write(Request.handshake(attempt.target(), random).bytes());
        AnswerReader answers = new AnswerReader(inbox, unseen);
        while (answers.next() == null) {
            if (!inbox.fill(attempt.patience())) {
                throw new IOException("no answer");
            }
        }
        frames = new FrameReader(inbox, unseen, false);
    }

    private void write(byte[] bytes) throws IOException {
        transport.write(bytes, 0, bytes.length);
    }

    /** From another thread too. */
    @Override
    public void close() {
        if (transport != null) {
            transport.close();
        }
    }
}
