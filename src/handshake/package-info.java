/**
 * Chapter 2: the opening handshake (RFC 6455 §4.2): a {@link http.Request} becomes the 101, or a refusal that says why.
 *
 * <p>This is what the article shows as request and response headers side by side: {@code Upgrade: websocket},
 * {@code Connection: Upgrade}, the key and the answer computed from it, the subprotocol {@code chat}. Everything here is a
 * function of its arguments.
 *
 * <p>Read in this order: {@link handshake.Handshake}, {@link handshake.ExtensionOffer}, {@link handshake.Admission}.
 * Imports {@code http}.
 */
package handshake;
