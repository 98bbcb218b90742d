package conformance;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * An echo server that does all that RFC 6455 demands, and where the suite wants one thing of several, the strictest:
 * the suite has to pass it without a single fail. Made wrong by a {@link Fault}, it has to fail. It shares no code with
 * the suite nor with the room, so that none of them can hide a mistake of another. One thread for each connection.
 */
final class ReferenceServer implements Closeable {
    private static final int BACKLOG = 200;

    private final Acceptor acceptor = new Acceptor("reference server", BACKLOG);
    private final ReferenceTls tls;
    private final Set<Fault> faults;
    private final Set<Habit> habits = EnumSet.noneOf(Habit.class);
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile boolean stalled;
    private final AtomicInteger failures = new AtomicInteger();

    ReferenceServer(Fault... faults) {
        this(null, faults);
    }

    /** As right as the other, in another way. */
    ReferenceServer(Habit habit) {
        this(null, new Fault[0]);
        habits.add(habit); // before anybody knows the port
    }

    /** @param tls null for plain TCP */
    ReferenceServer(SSLContext tls, Fault... faults) {
        this.tls = tls == null ? null : new ReferenceTls(tls, this::has);
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(Set.of(faults));
        acceptor.accept(socket -> {
            try {
                accept(socket);
            } finally {
                awaitIfHanging();
            }
        });
    }

    /**
     * {@code java -cp build/main:build/test conformance.ReferenceServer [FAULT…]}: to look at what the suite says to
     * it.
     */
    public static void main(String[] names) throws InterruptedException {
        Fault[] faults = Arrays.stream(names).map(Fault::valueOf).toArray(Fault[]::new);
        boolean tls = Arrays.stream(faults).anyMatch(Fault::isOfTls);
        ReferenceServer server = new ReferenceServer(tls ? TestKey.context() : null, faults);
        System.out.println(server.url());
        server.never.await();
    }

    String url() {
        return (tls != null ? "wss" : "ws") + "://127.0.0.1:" + acceptor.port() + "/echo";
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** The only one; null for none. */
    Habit habit() {
        return habits.stream().findAny().orElse(null);
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    private void accept(Socket socket) throws IOException {
        if (has(Fault.SHAKES_HANDS_ONE_BY_ONE)) {
            ReferenceHttp http = new ReferenceHttp(this, socket);
            boolean accepted = http.accept();
            acceptor.run(() -> serve(socket, http, accepted));
        } else if (has(Fault.SHAKES_TLS_HANDS_ONE_BY_ONE)) {
            Socket secured = secured(socket);
            acceptor.run(() -> serve(socket, () -> secured));
        } else {
            acceptor.run(() -> serve(socket, () -> secured(socket)));
        }
    }

    /** To be done in the thread of a connection, or not. */
    private interface Secured {
        Socket socket() throws IOException;
    }

    private Socket secured(Socket tcp) throws IOException {
        return tls == null ? tcp : tls.accept(tcp);
    }

    private void serve(Socket tcp, Secured secured) {
        try {
            Socket socket = secured.socket();
            ReferenceHttp http = new ReferenceHttp(this, socket);
            serve(socket, http, http.accept() || has(Fault.HANDLES_FRAMES_AFTER_REFUSAL));
        } catch (IOException e) {
            // the peer is gone: nobody to tell
        } finally {
            acceptor.forget(tcp);
            close(tcp);
        }
    }

    private void serve(Socket socket, ReferenceHttp http, boolean accepted) {
        try {
            if (accepted) {
                new ReferenceConnection(this, socket, http.in(), http.deflate()).run();
            }
            boolean unread = socket.getInputStream().available() > 0;
            if (has(Fault.RESETS) || has(Habit.LOSES_CLOSE_IN_RESET)
                    || (unread && has(Fault.CLOSES_WITHOUT_DRAINING))) {
                socket.setSoLinger(true, 0);
                return;
            }
            if (tls != null) {
                tls.end(socket, accepted);
            }
            http.end();
        } catch (IOException e) { // the peer is gone: nobody to tell
            stalled |= has(Fault.STALLS_AFTER_RESET) && e instanceof SocketException && !acceptor.isClosed();
        } finally {
            close(socket);
            acceptor.forget(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all connections, for {@link Fault#FAULT_SPOILS_OTHERS}. */
    AtomicInteger failures() {
        return failures;
    }

    /** {@link Fault#HANGS}. */
    void hang() {
        hangs = true;
        awaitIfHanging();
    }

    /** From now on no WebSocket is served any more; handshakes are. */
    void stall() {
        stalled = true;
        awaitIfStalled();
    }

    void awaitIfStalled() {
        try {
            if (stalled) {
                never.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitIfHanging() {
        try {
            if (hangs) {
                never.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            acceptor.close();
        } finally {
            never.countDown();
        }
    }
}
