package loop;

import connection.Connection;
import connection.Site;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import wire.Wire;
import wire.Wires;

/**
 * Serves connections, all on the thread that calls {@link #run}. A turn:
 *
 * <ol>
 * <li>select: which sockets have something to read, which can be written again
 * <li>read from each a bounded number of bytes and pass them to its connection
 * <li>do what other threads handed over: begin with a connection that the {@link Acceptor} accepted, or go on with one
 *     that waited for a computation
 * <li>expire deadlines
 * <li>end the turn: rooms that have grown say which connections to write, then connections that broke meanwhile are
 *     closed
 * </ol>
 */
public final class Loop implements Runnable {
    /**
     * One connection can't read more than this in a turn. All connections share the buffer: no bytes stay in it between
     * them.
     */
    private static final int READ_BUFFER = Wire.MOST;
    /**
     * After reading this many bytes, rooms are written before more is read. Otherwise members could be dropped for
     * being behind by what came in one turn.
     */
    private static final int MAX_READ_PER_TURN = 256 << 10;

    private final Site site;
    private final TurnListener turnListener;
    private final Wires wires;
    private final Deadlines deadlines;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Served served = new Served();
    /** Served or handed over. */
    private final AtomicInteger connections = new AtomicInteger();
    /** Connections that broke, or can read on, while rooms were written. */
    private final ArrayDeque<TcpConnection> unsettled = new ArrayDeque<>();
    /** Connections that had to stop reading because enough was said in this turn. */
    private final ArrayDeque<TcpConnection> heldUp = new ArrayDeque<>();
    private final Writer writer = this::write;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    private Acceptor acceptor;
    private Addresses addresses;
    private long now = startMillis;
    private int readThisTurn;
    /** When this turn's wait ended, as {@link System#nanoTime}. */
    private long workingSince;
    private boolean isWorking;
    private boolean ending;
    private long endBy;
    /** When the turn listener wants the next turn. */
    private long nextTurn = Long.MAX_VALUE;
    /** Null until {@link #drain}. */
    private Departures departures;
    private volatile boolean shutdown;
    private volatile boolean hurries;

    /** @param wires of this loop alone */
    public Loop(Site site, TurnListener turnListener, Wires wires) throws IOException {
        this.site = site;
        this.turnListener = turnListener;
        this.wires = wires;
        deadlines = new Deadlines(site.patience());
        selector = Selector.open();
    }

    /** From any thread: ends the wait for something to happen. */
    public void wakeup() {
        selector.wakeup();
    }

    /** From any thread: closes the connections that there are with 1001, evenly over this time. */
    public void drain(long millis) {
        execute(() -> departures = new Departures(served, now, millis));
    }

    /**
     * From any thread: closes all connections with 1001 and lets {@link #run} return. A loop that has the acceptor
     * accepts no more connections, and shuts down the acceptor's other loops.
     */
    public void shutdown() {
        shutdown = true;
        selector.wakeup();
    }

    /** From any thread: {@link #shutdown} waits for nobody any more. */
    public void hurry() {
        hurries = true;
        selector.wakeup();
    }

    /** From any thread: how many connections this loop has. */
    public int connections() {
        return connections.get();
    }

    /** From any thread: a connection to serve until it ends. */
    void serve(SocketChannel channel, SocketAddress peer) {
        connections.incrementAndGet();
        execute(() -> begin(channel, peer));
    }

    /** From any thread: something to do in the next turn. */
    void execute(Runnable action) {
        handedOver.add(action);
        selector.wakeup();
    }

    /** Before {@link #run}: the acceptor runs on this loop's thread. */
    void takes(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    /** Before {@link #run}: gets to know of each connection that ends. */
    void tells(Addresses addresses) {
        this.addresses = addresses;
    }

    SelectionKey register(SelectableChannel channel, int interest, KeyHandler handler) throws ClosedChannelException {
        return channel.register(selector, interest, handler);
    }

    /** Serves until {@link #shutdown}. */
    @Override
    public void run() {
        try {
            while (!ending || (connections() > 0 && now < endBy && !hurries)) {
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
        if (heldUp.isEmpty() && nextTurn > now) {
            selector.select(this::handle, Math.max(1, nextDeadline() - now));
        } else {
            selector.selectNow(this::handle); // the others first
        }
        readClock();
        for (int i = heldUp.size(); i > 0; i--) {
            heldUp.poll().readOn();
            endTurnIfDue();
        }
        boolean ends = shutdown && !ending; // read before the queue, so that all in the queue get their Close
        for (Runnable action = handedOver.poll(); action != null; action = handedOver.poll()) {
            action.run();
        }
        if (ends) {
            end();
        }
        if (acceptor != null) {
            acceptor.tick(now);
        }
        if (departures != null) {
            departures.tick(now);
        }
        deadlines.expire(now);
        endTurn();
        isWorking = false;
        site.tally().turned(System.nanoTime() - workingSince);
    }

    private long nextDeadline() {
        long next = Math.min(deadlines.next(), nextTurn);
        if (acceptor != null) {
            next = Math.min(next, acceptor.againAt());
        }
        if (departures != null) {
            next = Math.min(next, departures.next());
        }
        return ending ? Math.min(next, endBy) : next;
    }

    private void readClock() {
        long nanos = System.nanoTime();
        now = startMillis + (nanos - startNanos) / 1_000_000;
        if (!isWorking) {
            isWorking = true;
            workingSince = nanos;
        }
    }

    private void handle(SelectionKey key) {
        readClock();
        readThisTurn += ((KeyHandler) key.attachment()).handle(buffer);
        endTurnIfDue();
    }

    private void endTurnIfDue() {
        settleEnded();
        if (readThisTurn >= MAX_READ_PER_TURN || turnListener.isDue()) {
            endTurn();
        }
    }

    private void endTurn() {
        settleEnded();
        readThisTurn = 0;
        nextTurn = turnListener.endTurn(writer, now);
        while (!unsettled.isEmpty()) {
            for (TcpConnection tcp = unsettled.poll(); tcp != null; tcp = unsettled.poll()) {
                tcp.settle();
                settleEnded();
            }
            nextTurn = turnListener.endTurn(writer, now); // for the messages of those that could read on
        }
    }

    /** Connections were ended so that another one could have their memory. */
    private void settleEnded() {
        for (Connection ended = site.buffered().nextEnded(); ended != null; ended = site.buffered().nextEnded()) {
            TcpConnection tcp = served.get(ended.id());
            if (tcp != null) { // else it is settled already
                tcp.release();
            }
        }
    }

    /** For {@link #writer}. */
    private void write(Connection connection) {
        TcpConnection tcp = served.get(connection.id());
        if (tcp.write()) {
            unsettled.add(tcp);
        }
    }

    private void begin(SocketChannel channel, SocketAddress peer) {
        int id = served.nextId();
        try {
            served.add(id, new TcpConnection(this, id, channel, peer));
            site.tally().accepted();
        } catch (IOException | RuntimeException | Error e) {
            if (!(e instanceof IOException)) { // an IOException: the peer has reset it already
                e.printStackTrace();
            }
            connections.decrementAndGet();
            addresses.leaves(peer);
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
        endBy = now + site.patience().close();
        if (acceptor != null) {
            acceptor.close();
        }
        served.forEach(TcpConnection::goAway);
    }

    // For the connections of this loop, and the acceptor

    Site site() {
        return site;
    }

    long now() {
        return now;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Wires wires() {
        return wires;
    }

    /** To read into; as in {@link KeyHandler#handle}. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** It can't read on before this turn has ended. */
    void holdUp(TcpConnection tcp) {
        heldUp.add(tcp);
    }

    /** A connection has ended. */
    void ended(int id, SocketAddress peer) {
        served.remove(id);
        connections.decrementAndGet();
        addresses.leaves(peer);
    }
}
