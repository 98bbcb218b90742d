package loop;

import connection.Site;
import frame.CloseCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves connections, all on the thread that calls {@link #run}. A turn:
 *
 * <ol>
 * <li>select: who has sent something, who can be sent more
 * <li>read from each that is ready, a bounded amount, and let its connection make of it what it will
 * <li>take the connections that the {@link Acceptor} gave
 * <li>let time pass for those whose deadline has come
 * <li>end the turn: rooms that have grown send to their members
 * </ol>
 */
public final class Loop implements Runnable {
    /** One connection can't have more of a turn than this. The buffer is shared: what is left of it is kept by no one. */
    private static final int READ_BUFFER = 64 << 10;
    /** After reading this much, rooms send before more is read: else a turn could bring more than a member may lag. */
    private static final int MAX_READ_PER_TURN = 256 << 10;

    private final Site site;
    private final TurnEnd turnEnd;
    private final Deadlines deadlines;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final Queue<SocketChannel> given = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    private Acceptor acceptor;
    private long now = startMillis;
    private int readThisTurn;
    private boolean ending;
    private long endBy;
    private volatile boolean shutdown;

    public Loop(Site site, TurnEnd turnEnd) throws IOException {
        this.site = site;
        this.turnEnd = turnEnd;
        deadlines = new Deadlines(site.limits());
        selector = Selector.open();
    }

    /** From any thread: ends the wait for something to happen. */
    public void wakeup() {
        selector.wakeup();
    }

    /**
     * From any thread: ends all connections with 1001 and lets {@link #run} return. If this loop has the acceptor, it takes no more
     * connections, and then all its loops do the same.
     */
    public void shutdown() {
        shutdown = true;
        selector.wakeup();
    }

    /** From any thread: how many connections this loop has. */
    int connections() {
        return connections.get();
    }

    /** From any thread: a connection to serve, for life. */
    void serve(SocketChannel channel) {
        connections.incrementAndGet();
        given.add(channel);
        selector.wakeup();
    }

    /** Before {@link #run}: this loop's thread is the acceptor's too. */
    void takes(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws ClosedChannelException {
        return channel.register(selector, interest, ready);
    }

    /** Serves until {@link #shutdown}. */
    @Override
    public void run() {
        try {
            while (!ending || connections() > 0 && now < endBy) {
                turn();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        }
    }

    private void turn() throws IOException {
        selector.select(this::ready, Math.max(1, nextDeadline() - now));
        tellTime();
        boolean ends = shutdown && !ending; // looked at first: all that was given before is then told
        for (SocketChannel channel = given.poll(); channel != null; channel = given.poll()) {
            begin(channel);
        }
        if (ends) {
            end();
        }
        if (acceptor != null) {
            acceptor.tick(now);
        }
        deadlines.expire(now);
        endTurn();
    }

    private long nextDeadline() {
        long next = deadlines.next();
        if (acceptor != null) {
            next = Math.min(next, acceptor.againAt());
        }
        return ending ? Math.min(next, endBy) : next;
    }

    private void tellTime() {
        now = startMillis + (System.nanoTime() - startNanos) / 1_000_000;
    }

    private void ready(SelectionKey key) {
        tellTime();
        readThisTurn += ((Ready) key.attachment()).ready(buffer);
        if (readThisTurn >= MAX_READ_PER_TURN || turnEnd.isDue()) {
            endTurn();
        }
    }

    private void endTurn() {
        readThisTurn = 0;
        turnEnd.endTurn(now);
    }

    private void begin(SocketChannel channel) {
        try {
            new Socket(this, channel);
        } catch (IOException | RuntimeException | Error e) {
            if (!(e instanceof IOException)) { // which would be a reset before it was looked at
                e.printStackTrace();
            }
            connections.decrementAndGet();
            closeQuietly(channel);
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it was broken before
        }
    }

    private void end() throws IOException {
        ending = true;
        endBy = now + site.limits().closeMillis();
        if (acceptor != null) {
            acceptor.close();
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Socket socket) {
                socket.end(CloseCode.GOING_AWAY, "the server is going away");
            }
        }
    }

    // For the sockets of this loop, and the acceptor

    Site site() {
        return site;
    }

    long now() {
        return now;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** A connection has ended. */
    void ended() {
        connections.decrementAndGet();
    }
}
