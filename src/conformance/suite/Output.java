package conformance.suite;

import conformance.wire.Transcript;
import conformance.wire.Transport;
import java.io.IOException;

/** What goes out on one connection: in pieces if a case wants that, and beside reading if it is long. */
final class Output {
    /** More than this is written beside reading: the server may want its echo read before it reads on. */
    private static final int WRITTEN_AT_ONCE = 32 << 10;
    /** So many pieces are kept apart; more are only written one by one. */
    private static final int MOST_BEATS = 200;

    private final Attempt attempt;
    private final Transport transport;
    private final Transcript transcript;
    private Thread writer;
    /** It failed, or was stopped: nothing is written any more. */
    private volatile boolean over;

    Output(Attempt attempt, Transport transport, Transcript transcript) {
        this.attempt = attempt;
        this.transport = transport;
        this.transcript = transcript;
    }

    /** Behind what was written before. @param piece bytes to a write, at most */
    void write(byte[] bytes, int piece) {
        join();
        if (bytes.length <= WRITTEN_AT_ONCE) {
            writePieces(bytes, piece);
            return;
        }
        writer = new Thread(() -> writePieces(bytes, piece), "writer of " + attempt);
        writer.setDaemon(true);
        writer.start();
    }

    private void join() {
        try {
            if (writer != null) {
                writer.join(attempt.timeLeft());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** That a server takes no more is no fault by itself: what matters is what it says before it ends. */
    private void writePieces(byte[] bytes, int piece) {
        boolean beats = bytes.length <= (long) piece * MOST_BEATS;
        try {
            for (int from = 0; from < bytes.length && !over; from += piece) {
                if (from > 0 && beats) {
                    attempt.beat();
                }
                transport.write(bytes, from, Math.min(piece, bytes.length - from));
            }
        } catch (IOException e) {
            if (!over) {
                transcript.remark("sending failed: " + e.getMessage());
            }
            over = true;
        }
    }

    /** Our side of TCP ends behind what was written. */
    void end() {
        join();
        transcript.remark("our side of TCP ends");
        try {
            transport.endOutput();
        } catch (IOException e) {
            transcript.remark("ending failed: " + e.getMessage());
        }
    }

    /** Whether a write would go out at once. */
    boolean isFree() {
        return !over && (writer == null || !writer.isAlive());
    }

    /** From another thread too. */
    void stop() {
        over = true;
    }
}
