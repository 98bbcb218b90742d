package conformance;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** A relay before a server, through which all that the server sends comes late: its bytes, its end, its reset. */
final class SlowLink implements Closeable {
    private static final int BACKLOG = 500;

    /** @param bytes null for the end; @param reset whether it is no clean one */
    private record Piece(byte[] bytes, boolean reset, long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Piece) other).at);
        }
    }

    private final Acceptor acceptor = new Acceptor("slow link", BACKLOG);
    private final int port;
    private final long nanos;

    /** @param port of the server; @param millis that each of its bytes takes longer */
    SlowLink(int port, long millis) {
        this.port = port;
        nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        acceptor.accept(this::relay);
    }

    int port() {
        return acceptor.port();
    }

    private void relay(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        acceptor.closeAtTheEnd(server);
        DelayQueue<Piece> pieces = new DelayQueue<>();
        acceptor.run(() -> forward(client, server));
        acceptor.run(() -> read(server, pieces));
        acceptor.run(() -> write(pieces, client, server));
    }

    /** At once. */
    private static void forward(Socket client, Socket server) {
        byte[] bytes = new byte[64 << 10];
        try {
            for (int n = client.getInputStream().read(bytes); n >= 0; n = client.getInputStream().read(bytes)) {
                server.getOutputStream().write(bytes, 0, n);
            }
            server.shutdownOutput();
        } catch (IOException e) {
            reset(server);
        }
    }

    private void read(Socket server, DelayQueue<Piece> pieces) {
        byte[] bytes = new byte[64 << 10];
        boolean reset = false;
        try {
            for (int n = server.getInputStream().read(bytes); n >= 0; n = server.getInputStream().read(bytes)) {
                pieces.add(new Piece(Arrays.copyOf(bytes, n), false, System.nanoTime() + nanos));
            }
        } catch (IOException e) {
            reset = true;
        }
        pieces.add(new Piece(null, reset, System.nanoTime() + nanos));
    }

    private static void write(DelayQueue<Piece> pieces, Socket client, Socket server) {
        try {
            for (Piece piece = pieces.take(); ; piece = pieces.take()) {
                if (piece.reset) {
                    reset(client);
                    return;
                }
                if (piece.bytes == null) {
                    client.shutdownOutput();
                    return;
                }
                client.getOutputStream().write(piece.bytes);
            }
        } catch (IOException e) {
            reset(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
