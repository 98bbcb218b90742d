package chat;

import connection.Connection;
import connection.Endpoint;
import connection.Session;
import frame.Opcode;
import java.nio.ByteBuffer;

/**
 * Sends every message back as it came, to its sender alone: what conformance tools ask of a server. While its peer doesn't read,
 * the connection stops reading, so it keeps no more than one message and one buffer.
 */
record Echo(int maxMessage) implements Endpoint {

    @Override
    public Session open(Connection connection) {
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
    public String subprotocol() {
        return "chat";
    }

    @Override
    public boolean takesBinary() {
        return true;
    }
}
