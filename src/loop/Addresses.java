package loop;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections each address has, so that none has so many that nobody else gets in. Of an IPv6 address the
 * first 64 bits count: whoever has one of such a network can have all. Safe from any thread.
 */
public final class Addresses {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int most;
    private final Map<InetAddress, Integer> connections = new HashMap<>();

    /** @param most connections of one address; 0 for as many as it likes */
    public Addresses(int most) {
        this.most = most;
    }

    /** Counts a connection, and returns true; or, if the address has as many as it may have, returns false. */
    synchronized boolean enters(SocketAddress peer) {
        InetAddress network = network(peer);
        if (network == null) {
            return true;
        }
        int others = connections.getOrDefault(network, 0);
        if (others == most) {
            return false;
        }
        connections.put(network, others + 1);
        return true;
    }

    /** A connection that entered has ended. */
    synchronized void leaves(SocketAddress peer) {
        InetAddress network = network(peer);
        if (network != null) {
            connections.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Null without a limit. */
    private InetAddress network(SocketAddress peer) {
        InetAddress address = ((InetSocketAddress) peer).getAddress();
        if (most == 0) {
            return null;
        }
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes are an address
        }
    }

    int most() {
        return most;
    }

    /** How many addresses have connections. */
    synchronized int size() {
        return connections.size();
    }
}
