package conformance;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes connections on a free port of the loopback interface, until it is closed with all that is open of them. */
final class Acceptor implements Closeable {
    /** What is done with each connection, in the thread that accepts. If it fails, the next is accepted. */
    @FunctionalInterface
    interface Use {
        void of(Socket connection) throws IOException;
    }

    private final String name;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param name of its threads; @param backlog how many connections may wait to be accepted */
    Acceptor(String name, int backlog) {
        this.name = name;
        try {
            listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    boolean isClosed() {
        return listener.isClosed();
    }

    /** From now on connections are accepted. */
    void accept(Use use) {
        run(() -> {
            while (!isClosed()) {
                try {
                    Socket connection = listener.accept();
                    closeAtTheEnd(connection);
                    use.of(connection);
                } catch (IOException e) {
                    // closed, or a connection that was gone before it was taken
                }
            }
        });
    }

    /** One more socket that is closed with this, unless it is forgotten before. */
    void closeAtTheEnd(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.add(socket);
        if (isClosed()) { // it came while this was being closed
            socket.close();
        }
    }

    void forget(Socket socket) {
        open.remove(socket);
    }

    /** In a thread of its own. */
    void run(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
