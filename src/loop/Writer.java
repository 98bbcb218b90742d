package loop;

import connection.Connection;

/** Writes to connections of one loop, on its thread. */
@FunctionalInterface
public interface Writer {
    /**
     * Writes what this connection has to send, as far as its socket accepts it. Never throws and never calls a session:
     * a connection whose TCP is broken is closed after {@link TurnListener#endTurn}.
     */
    void write(Connection connection);
}
