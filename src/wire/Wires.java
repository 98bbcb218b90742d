package wire;

import java.nio.channels.SocketChannel;

/** Makes the wires of one loop, on its thread. */
@FunctionalInterface
public interface Wires {
    /** Without TLS. */
    Wires PLAIN = (channel, ready) -> new PlainWire(channel);

    /**
     * @param channel doesn't block
     * @param ready   called on any thread when a wire had to wait for a computation and can go on: {@link Wire#flush}
     *                and {@link Wire#read} are to be called again
     */
    Wire wire(SocketChannel channel, Runnable ready);
}
