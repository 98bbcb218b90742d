/**
 * Chapter 5: the state machine of one connection, from its first byte of HTTP to its end (RFC 6455 §4, §5.5, §7).
 *
 * <pre>
 *   bytes of the socket ──▶ receive ──▶ ┌────────────┐ ──▶ Session: text, close     (your code)
 *                                       │ Connection │
 *   bytes for the socket ◀── toSend ◀── └────────────┘ ◀── Feed: what the room said
 * </pre>
 *
 * No channel, no thread, no clock: bytes come in as a buffer, bytes go out as a buffer, the time is an argument. So each
 * rule can be tested with byte arrays alone. A {@link connection.Connection} and all that hangs on it belong to one thread.
 *
 * <p>Read in this order: {@link connection.Limits}, {@link connection.Site}, {@link connection.Endpoint},
 * {@link connection.Session}, {@link connection.Feed}, {@link connection.Wait}, {@link connection.Outbox},
 * {@link connection.Connection}. Imports {@code http}, {@code handshake}, {@code frame}, {@code message}.
 */
package connection;
