package wire;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** The TLS wires of one loop, and what they share. For the loop's thread only. */
public final class TlsWires implements Wires {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    /** RFC 7301 §6. A client that offers others only is refused with the alert no_application_protocol. */
    private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};

    private final Supplier<SSLContext> contexts;
    private final TlsTasks tasks;
    private final Handshakes handshakes;
    private final SSLParameters parameters = new SSLParameters();

    /**
     * What was received, not decrypted yet: enough for the longest record that an engine accepts, 33,093 bytes. Less
     * than {@link Wire#MOST} by the 16 KiB that an engine wants to have room for in any case, so that all of it fits.
     */
    final ByteBuffer received = ByteBuffer.allocateDirect(Wire.MOST - (16 << 10));
    /**
     * What was encrypted, not sent yet: room for more than one record, as a handshake has several. Not a direct buffer:
     * the JDK's AES-GCM encrypts in arrays, and would copy to one and back.
     */
    final ByteBuffer encrypted = ByteBuffer.allocate(64 << 10);

    /**
     * @param contexts asked for each connection, on the loop's thread; it gives another one when the key was renewed
     * @param tasks    shared by all loops
     */
    public TlsWires(Supplier<SSLContext> contexts, TlsTasks tasks, Handshakes handshakes) {
        this.contexts = contexts;
        this.tasks = tasks;
        this.handshakes = handshakes;
        parameters.setProtocols(VERSIONS);
        parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
    }

    @Override
    public Wire wire(SocketChannel channel, Runnable ready) {
        return new TlsWire(this, channel, ready);
    }

    SSLEngine engine() {
        SSLEngine engine = contexts.get().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    TlsTasks tasks() {
        return tasks;
    }
}
