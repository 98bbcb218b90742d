/**
 * Chapter 6: what carries the bytes of one TCP connection. To the connection it makes no difference whether they are
 * encrypted: it is given what the peer said, and gives what is to be said.
 *
 * <pre>
 *   ws:    connection ◀──▶ PlainWire ◀──▶ channel
 *   wss:   connection ◀──▶ TlsWire   ◀──▶ channel
 *                             │
 *                             ├── SSLEngine    of this connection: TLS 1.2 (RFC 5246) and 1.3 (RFC 8446)
 *                             ├── TlsWires     of the loop: the buffers, and how engines are made
 *                             └── TlsTasks     of the server: threads for what takes too long for a loop
 * </pre>
 *
 * The engine turns bytes into records and records into bytes, and knows all of cryptography. What is left to do here is
 * to listen to it: it may have to say something itself in the middle of reading (a handshake, the answer to a key
 * update, an alert), it may want something computed before it goes on, and it takes whole records only. While a
 * connection is idle no byte is kept for it but what the engine itself keeps.
 *
 * <p>Read in this order: {@link wire.Wire}, {@link wire.PlainWire}, {@link wire.Wires}; {@link wire.TlsWires},
 * {@link wire.TlsTasks}, {@link wire.TlsWire}, {@link wire.Allowance}, {@link wire.TlsException},
 * {@link wire.PlainHttpException}, {@link wire.Handshakes}; then where the keys come from: {@link wire.TlsKeys},
 * {@link wire.Identity}, {@link wire.KeyFiles}, {@link wire.PemFiles}, {@link wire.Pem}, {@link wire.KeyStoreFile},
 * {@link wire.BadKeyException}. Imports nothing of the other chapters.
 */
package wire;
