package loop;

import connection.Incident;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Consumer;

/**
 * Accepts connections and hands each over to the loop that has the fewest. A connection stays on its loop until it
 * ends. Runs on the thread of the first loop. When no more connections can be accepted it pauses: new ones wait in the
 * backlog.
 */
public final class Acceptor implements KeyHandler {
    private static final int PER_TURN = 64;
    private static final int BACKLOG = 4096;
    private static final long PAUSE_MILLIS = 1000;

    private final List<Loop> loops;
    private final int maxConnections;
    private final Addresses addresses;
    private final Consumer<String> log;
    private final ServerSocketChannel server;
    private final SelectionKey key;

    private long againAt = Long.MAX_VALUE;
    private int pausedAt;
    private int saidFullAt = Integer.MAX_VALUE;

    /**
     * Binds the address; connections wait in the backlog until the loops run.
     *
     * @param maxConnections open at once, on all loops together
     * @param addresses      how many each address has, and may have
     * @param log            gets a line when it pauses, and when there is room again
     */
    public Acceptor(InetSocketAddress address, List<Loop> loops, int maxConnections, Addresses addresses,
            Consumer<String> log) throws IOException {
        this.loops = loops;
        this.maxConnections = maxConnections;
        this.addresses = addresses;
        this.log = log;
        server = ServerSocketChannel.open();
        try {
            server.bind(address, BACKLOG);
            server.configureBlocking(false);
            key = loops.get(0).register(server, SelectionKey.OP_ACCEPT, this);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        loops.get(0).takes(this);
        loops.forEach(loop -> loop.tells(addresses));
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    @Override
    public int handle(ByteBuffer buffer) {
        for (int i = 0; i < PER_TURN; i++) {
            int connections = connections();
            if (connections >= maxConnections) {
                pause("as many connections as are allowed: " + maxConnections, connections);
                break;
            }
            SocketChannel channel;
            try {
                channel = server.accept();
            } catch (IOException | Error e) { // out of file descriptors: the key would stay ready
                pause(e + ", with " + connections + " connections", connections);
                break;
            }
            if (channel == null) {
                break;
            }
            admit(channel);
        }
        return 0;
    }

    private int connections() {
        int connections = 0;
        for (Loop loop : loops) {
            connections += loop.connections();
        }
        return connections;
    }

    private void admit(SocketChannel channel) {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            if (addresses.enters(peer)) {
                handOver(channel, peer);
                return;
            }
            loops.get(0).site().report(Incident.REFUSED, peer,
                    "this address has as many connections as one may have (--max-per-address "
                            + addresses.most() + ")");
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset: nothing of it is left in the system
        } catch (IOException e) {
            // the peer has reset it already
        }
        Loop.closeQuietly(channel);
    }

    private void handOver(SocketChannel channel, SocketAddress peer) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // a turn's frames are one write already
        } catch (IOException e) {
            addresses.leaves(peer);
            throw e;
        }
        Loop fewest = loops.get(0);
        for (Loop loop : loops) {
            if (loop.connections() < fewest.connections()) {
                fewest = loop;
            }
        }
        fewest.serve(channel, peer);
    }

    private void pause(String why, int connections) {
        key.interestOps(0);
        againAt = loops.get(0).now() + PAUSE_MILLIS;
        pausedAt = connections;
        if (saidFullAt == Integer.MAX_VALUE) {
            saidFullAt = connections;
            log.accept("accepting no more connections for now: " + why);
        }
    }

    /** When a pause ends at the latest; {@link Long#MAX_VALUE} without one. */
    long againAt() {
        return againAt;
    }

    /** Once a turn: accepts again if there is room. */
    void tick(long now) {
        if (againAt < Long.MAX_VALUE && (now >= againAt || connections() < pausedAt)) {
            againAt = Long.MAX_VALUE;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        if (saidFullAt < Integer.MAX_VALUE && connections() < saidFullAt * 9L / 10) {
            saidFullAt = Integer.MAX_VALUE; // if it happens again, it is logged again
            log.accept("accepting connections again");
        }
    }

    /** Stops accepting, then shuts down the loops: no connection is handed over to a loop that has ended. */
    void close() throws IOException {
        againAt = Long.MAX_VALUE;
        key.cancel();
        server.close();
        loops.forEach(Loop::shutdown);
    }
}
