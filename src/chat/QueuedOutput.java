package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a stream on a thread of its own, so that nobody waits for its reader: standard error may be a pipe that
 * nobody reads, and a loop must not stop for that. What waits is bounded. Lines that don't fit are left out, and the
 * stream says how many as soon as it is read again. Safe from any thread.
 */
final class QueuedOutput extends OutputStream {
    /** Bytes: more than half a minute of all that the log writes in a flood. */
    private static final int MOST = 256 << 10;
    private static final int DRAIN_MILLIS = 1000;

    private final PrintStream to;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private int leftOut;
    private boolean writing;

    QueuedOutput(PrintStream to) {
        this.to = to;
        Thread thread = new Thread(this::run, "log");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on {@link System#err} is queued. */
    static QueuedOutput replaceStandardError() {
        var queued = new QueuedOutput(System.err);
        System.setErr(queued.lines(
                charset(System.getProperty("stderr.encoding", Charset.defaultCharset().name()))));
        return queued;
    }

    /** Without a locale it is ASCII, though terminals show UTF-8: a trace has texts of all languages. */
    static Charset charset(String encoding) {
        Charset charset = Charset.forName(encoding);
        return charset.equals(US_ASCII) ? UTF_8 : charset;
    }

    /** A stream for lines: each is queued as a whole, or left out as a whole. */
    PrintStream lines(Charset charset) {
        return new PrintStream(new BufferedOutputStream(this), true, charset);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (waiting.size() + length > MOST) {
            leftOut += lines(bytes, offset, length);
        } else {
            waiting.write(bytes, offset, length);
            notifyAll();
        }
    }

    private static int lines(byte[] bytes, int offset, int length) {
        int lines = 0;
        for (int i = offset; i < offset + length; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void run() {
        try {
            while (true) {
                byte[] next = next();
                to.write(next, 0, next.length);
                to.flush();
            }
        } catch (InterruptedException e) {
            // nobody does that
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        writing = false;
        notifyAll();
        while (waiting.size() == 0) {
            wait();
        }
        writing = true;
        if (leftOut > 0) {
            waiting.writeBytes(("and " + leftOut + " lines that were left out, as nobody read these"
                    + System.lineSeparator()).getBytes());
            leftOut = 0;
        }
        byte[] next = waiting.toByteArray();
        waiting = new ByteArrayOutputStream(); // a flood leaves no large one behind
        return next;
    }

    /** Before the end of the process: waits until all is written, or until a second has passed. */
    synchronized void drain() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        try {
            while (waiting.size() > 0 || writing) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0) {
                    return;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
