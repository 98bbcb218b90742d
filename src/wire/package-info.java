/**
 * Chapter 6: what carries the bytes of one TCP connection. The plain wire is the channel itself.
 *
 * <p>Read in this order: {@link wire.Wire}, {@link wire.PlainWire}, {@link wire.Handshakes}; then where the keys of
 * TLS come from:
 * {@link wire.TlsKeys}, {@link wire.Identity}, {@link wire.KeyFiles}, {@link wire.PemFiles}, {@link wire.Pem},
 * {@link wire.KeyStoreFile}, {@link wire.BadKeyException}. Imports nothing of the other chapters.
 */
package wire;
