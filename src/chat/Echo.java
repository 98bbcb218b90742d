package chat;

import connection.Connection;
import connection.Endpoint;
import connection.Session;
import frame.Opcode;
import handshake.Agreement;
import handshake.Opening;
import java.nio.ByteBuffer;

/**
 * Sends every message back unchanged, to its sender only: conformance tools need it. While the peer doesn't read, the
 * connection stops reading, so it keeps no more than one message and one buffer.
 *
 * @param maxMessage bytes of a message
 * @param deflate    whether messages may be compressed
 */
record Echo(int maxMessage, boolean deflate) implements Endpoint {
    /** 64 MiB, or a quarter of what the JVM may use if that is less: conformance tools send up to 16 MiB. */
    static final int DEFAULT_MAX_MESSAGE = (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 4);

    @Override
    public Agreement agree(Opening opening) {
        return Agreement.on(opening, Paths.SUBPROTOCOL, deflate);
    }

    @Override
    public Session open(Connection connection, Opening opening, Agreement agreement) {
        return new Session() {
            @Override
            public void text(ByteBuffer payload) {
                connection.send(Opcode.TEXT, payload);
            }

            @Override
            public void binary(ByteBuffer payload) {
                connection.send(Opcode.BINARY, payload);
            }

            @Override
            public void close() { }
        };
    }

    @Override
    public boolean takesBinary() {
        return true;
    }
}
