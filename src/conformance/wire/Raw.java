package conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;

/** A connection of which nothing is understood: bytes out, bytes in. For what is no WebSocket, and for many at once. */
public final class Raw implements Closeable {
    private static final int STATUS_LINE = "HTTP/1.1 101".length();

    private final Transport transport;
    private final Inbox inbox;

    private Raw(Transport transport) {
        this.transport = transport;
        inbox = new Inbox(transport);
    }

    public static Raw connect(Target target, boolean insecure, int timeoutMillis) throws IOException {
        return new Raw(Transport.connect(target, insecure, timeoutMillis));
    }

    /** @return false if the server takes no more */
    public boolean send(byte[] bytes) {
        try {
            transport.write(bytes, 0, bytes.length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Past TLS, right into TCP. */
    public boolean sendBelowTls(byte[] bytes) {
        try {
            transport.writeBelowTls(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Our side of TCP ends. */
    public void endOutput() {
        try {
            transport.endOutput();
        } catch (IOException e) {
            // it has ended already
        }
    }

    public void reset() {
        transport.reset();
    }

    /** Waits until so many bytes are here; what is here then, more or fewer, stays here. */
    public byte[] await(int bytes, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (inbox.size() < bytes && inbox.fill(Math.max(1, (end - System.nanoTime()) / 1_000_000))
                && System.nanoTime() < end) {
            continue;
        }
        return inbox.copy(0, inbox.size());
    }

    /** The status of the response; 0 if none comes in time. */
    public int status(long millis) {
        String line = new String(await(STATUS_LINE, millis), ISO_8859_1);
        return line.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    /** The response's head is taken away: what follows a 101 is frames. */
    public void takeHead(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        int length;
        do {
            length = new String(await(0, 1), ISO_8859_1).indexOf("\r\n\r\n");
        } while (length < 0 && System.nanoTime() < end && await(inbox.size() + 1, millis) != null);
        inbox.take(length < 0 ? inbox.size() : length + 4);
    }

    /** Reads, and forgets, until the server ends the connection. Null if it doesn't in time. */
    public Transport.End awaitEnd(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        do {
            inbox.take(inbox.size());
        } while (System.nanoTime() < end && inbox.fill(Math.max(1, (end - System.nanoTime()) / 1_000_000)));
        return inbox.end();
    }

    @Override
    public void close() {
        transport.close();
    }
}
