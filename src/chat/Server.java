package chat;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import loop.Descriptors;
import loop.Loop;

/** The whole room: put together, started, and ended. */
final class Server implements AutoCloseable {
    private final Log log;
    private final Loop loop;
    private final Thread thread;
    private volatile boolean ending;

    /**
     * Binds the address; {@link #start} begins to serve.
     *
     * @param page what is at /
     * @param err  where the log goes
     * @throws IOException if the address can't be bound
     */
    Server(Options options, Page page, PrintStream err) throws IOException {
        log = new Log(err);
        var limits = options.limits();
        var rooms = new Rooms(limits);
        var echo = options.echo() ? new Echo(limits.maxEchoMessage()) : null;
        var site = new ChatSite(limits, options.admission(), rooms, echo, page, log);
        var address = new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        int connections = limits.maxConnections() > 0 ? limits.maxConnections() : Descriptors.connections();
        loop = new Loop(address, site, connections, rooms::flush, log::line);
        thread = new Thread(loop, "loop");
    }

    Server start() {
        thread.start();
        return this;
    }

    InetSocketAddress address() throws IOException {
        return loop.address();
    }

    /** Returns when the loop has ended. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** What went wrong so far, counted. */
    String summary() {
        return log.summary();
    }

    /** Whether it was asked to end. */
    boolean isEnding() {
        return ending;
    }

    /** Sends everyone a Close with 1001 and waits until they are gone, or the time for that has passed. */
    @Override
    public void close() {
        ending = true;
        loop.shutdown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
