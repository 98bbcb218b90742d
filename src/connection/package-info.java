/**
 * Chapter 5: the state machine of one connection, from its first byte of HTTP to its end (§4, §5.5, §7).
 *
 * <pre>
 *   bytes of the peer ──▶ receive ──▶ HttpExchange ──101──▶ FrameExchange ──▶ Session: text, close    (the room)
 *                                          │                    │
 *                                          ▼                    ▼
 *   bytes to the peer ◀── toSend  ◀──────────────── Output ◀──────────────── Feed: what the room said
 * </pre>
 *
 * No channel, no thread, no clock: bytes come in as a buffer, bytes go out as a buffer, the time is an argument. So
 * each rule is tested with byte arrays alone. A {@link connection.Connection} and all its parts are used by one thread.
 *
 * <p>Read in this order: {@link connection.Patience}, {@link connection.Wait}, {@link connection.Site},
 * {@link connection.Incident}, {@link connection.Tally}, {@link connection.RateLimit}, {@link connection.Endpoint},
 * {@link connection.Session}, {@link connection.Parked}, {@link connection.Feed}, {@link connection.Tap},
 * {@link connection.TwoTaps}, {@link connection.Outbox}, {@link connection.Output}, {@link connection.HttpExchange},
 * {@link connection.FrameExchange}, {@link connection.Buffered}, {@link connection.Connection}. Imports {@code http},
 * {@code handshake}, {@code frame}, {@code message}.
 */
package connection;
