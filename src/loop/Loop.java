package loop;

import connection.Limits;
import connection.Site;
import frame.CloseCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Accepts connections and serves them, all on the thread that calls {@link #run}. A turn:
 *
 * <ol>
 * <li>select: who has sent something, who can be sent more, who wants to connect
 * <li>read from each that is ready, a bounded amount, and let its connection make of it what it will
 * <li>let time pass for those whose deadline has come
 * <li>end the turn: rooms that have grown send to their members
 * </ol>
 */
public final class Loop implements Runnable {
    /** One connection can't have more of a turn than this. The buffer is shared: what is left of it is kept by no one. */
    private static final int READ_BUFFER = 64 << 10;
    /** After reading this much, rooms send before more is read: else a turn could bring more than a member may lag. */
    private static final int READ_BEFORE_FLUSH = 256 << 10;
    private static final int ACCEPTS_PER_TURN = 64;
    private static final int BACKLOG = 1024;
    private static final long ACCEPT_AGAIN_MILLIS = 1000;

    private final Site site;
    private final LongConsumer turnEnds;
    private final Consumer<String> log;
    private final int maxConnections;
    private final Deadlines deadlines;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final SelectionKey accepting;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    private long now = startMillis;
    private int connections;
    private int readThisTurn;
    private long acceptAgainAt = Long.MAX_VALUE;
    private int saidFullAt = Integer.MAX_VALUE;
    private boolean ending;
    private long endBy;
    private volatile boolean shutdown;

    /**
     * Binds the address and takes connections into its backlog; serving them begins with {@link #run}.
     *
     * @param turnEnds       called at the end of each turn with the time, before the loop waits again
     * @param log            told of what concerns no single connection
     * @param maxConnections open at once; further ones wait in the backlog
     */
    public Loop(InetSocketAddress address, Site site, int maxConnections, LongConsumer turnEnds, Consumer<String> log)
            throws IOException {
        this.site = site;
        this.turnEnds = turnEnds;
        this.log = log;
        this.maxConnections = maxConnections;
        Limits limits = site.limits();
        deadlines = new Deadlines(limits);
        selector = Selector.open();
        server = ServerSocketChannel.open();
        try {
            server.bind(address, BACKLOG);
            server.configureBlocking(false);
            accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            server.close();
            selector.close();
            throw e;
        }
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    /** From any thread: takes no more connections, ends all that there are with 1001, and lets {@link #run} return. */
    public void shutdown() {
        shutdown = true;
        selector.wakeup();
    }

    /** Serves until {@link #shutdown}. */
    @Override
    public void run() {
        try {
            while (!ending || connections > 0 && now < endBy) {
                turn();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            server.close();
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        }
    }

    private void turn() throws IOException {
        long wait = Math.min(deadlines.next(now), Math.min(acceptAgainAt, ending ? endBy : Long.MAX_VALUE) - now);
        selector.select(this::ready, Math.max(1, wait));
        tellTime();
        if (shutdown && !ending) {
            beginEnd();
        }
        if (now >= acceptAgainAt) {
            acceptAgain();
        }
        deadlines.expire(now);
        endTurn();
    }

    private void tellTime() {
        now = startMillis + (System.nanoTime() - startNanos) / 1_000_000;
    }

    private void endTurn() {
        readThisTurn = 0;
        turnEnds.accept(now);
    }

    private void ready(SelectionKey key) {
        tellTime();
        if (key == accepting) {
            accept();
        } else {
            readThisTurn += ((Socket) key.attachment()).ready(buffer);
            if (readThisTurn >= READ_BEFORE_FLUSH) {
                endTurn();
            }
        }
    }

    // Connections come and go

    private void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (connections >= maxConnections) {
                pauseAccepting("as many connections as are allowed: " + maxConnections);
                return;
            }
            SocketChannel channel;
            try {
                channel = server.accept();
            } catch (IOException e) { // out of descriptors: the one who waits would make us ready again and again
                pauseAccepting(e.getMessage() + ", with " + connections + " connections");
                return;
            }
            if (channel == null) {
                return;
            }
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections++;
                new Socket(this, channel, channel.register(selector, 0));
            } catch (IOException | RuntimeException e) { // reset before it was looked at
                connections--;
                closeQuietly(channel);
            }
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it was broken before
        }
    }

    private void pauseAccepting(String why) {
        accepting.interestOps(0);
        acceptAgainAt = now + ACCEPT_AGAIN_MILLIS;
        if (saidFullAt == Integer.MAX_VALUE) {
            saidFullAt = connections;
            log.accept("accepting no more for now: " + why);
        }
    }

    private void acceptAgain() {
        acceptAgainAt = Long.MAX_VALUE;
        if (accepting.isValid()) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** A connection has ended, and its descriptor is free again. */
    void closed() {
        connections--;
        if (acceptAgainAt != Long.MAX_VALUE) {
            acceptAgain();
        }
        if (saidFullAt != Integer.MAX_VALUE && connections < saidFullAt * 9L / 10) {
            saidFullAt = Integer.MAX_VALUE; // if it happens again, it is worth saying again
        }
    }

    private void beginEnd() throws IOException {
        ending = true;
        endBy = now + site.limits().closeMillis();
        acceptAgainAt = Long.MAX_VALUE;
        accepting.cancel();
        server.close();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Socket socket) {
                socket.end(CloseCode.GOING_AWAY, "the server is going away");
            }
        }
    }

    // For the sockets of this loop

    Site site() {
        return site;
    }

    long now() {
        return now;
    }

    Deadlines deadlines() {
        return deadlines;
    }
}
