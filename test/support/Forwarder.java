package support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A proxy for TCP that keeps what it forwards, and that can stop forwarding without closing anything. A network that
 * has died looks like that. Safe from any thread.
 */
public final class Forwarder implements AutoCloseable {
    /** Bytes that it takes of what one side has sent and the other hasn't got yet, besides what the system takes. */
    private static final int BUFFER = 64 << 10;

    /** One connection through it, and the bytes that it has forwarded in each direction. */
    public static final class Line {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean dead;

        /** What the client has sent. */
        public byte[] sent() {
            synchronized (sent) {
                return sent.toByteArray();
            }
        }

        /** What the server has sent. */
        public byte[] received() {
            synchronized (received) {
                return received.toByteArray();
            }
        }
    }

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final List<Line> lines = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private boolean dead;

    public Forwarder(InetSocketAddress server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** All connections so far, in the order in which they came. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** These of the connections forward nothing more, in no direction, and aren't closed. New ones work. */
    public synchronized void cut(Predicate<Line> which) {
        lines.stream().filter(which).forEach(line -> line.dead = true);
    }

    /** None forwards anything more, and new ones don't either. */
    public synchronized void die() {
        cut(line -> true);
        dead = true;
    }

    /** All work again. What came meanwhile is forwarded now. */
    public synchronized void revive() {
        dead = false;
        lines.forEach(line -> line.dead = false);
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket onward = new Socket();
                onward.setReceiveBufferSize(BUFFER); // before connecting: it limits the window
                onward.connect(server);
                Line line = new Line();
                synchronized (this) {
                    line.dead = dead;
                    lines.add(line);
                    sockets.addAll(List.of(client, onward));
                }
                client.setTcpNoDelay(true);
                onward.setTcpNoDelay(true);
                start(() -> forward(line, client, onward, line.sent));
                start(() -> forward(line, onward, client, line.received));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(Line line, Socket from, Socket to, ByteArrayOutputStream kept) {
        byte[] bytes = new byte[BUFFER];
        try {
            for (int n; (n = from.getInputStream().read(bytes)) >= 0;) {
                awaitLife(line);
                synchronized (kept) {
                    kept.write(bytes, 0, n);
                }
                to.getOutputStream().write(bytes, 0, n);
            }
            awaitLife(line);
            to.shutdownOutput();
        } catch (IOException e) {
            // one side is gone, or this has been closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitLife(Line line) throws InterruptedException {
        while (line.dead) {
            wait();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            synchronized (this) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        revive();
    }
}
