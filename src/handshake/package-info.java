/**
 * Chapter 2: the opening handshake (RFC 6455 §4.2): a {@link http.Request} becomes an {@link handshake.Opening}, and
 * that becomes the 101; or there is a {@link http.Refusal}.
 *
 * <p>This is what the article shows as request and response headers side by side: {@code Upgrade: websocket},
 * {@code Connection: Upgrade}, the key and the value computed from it, the subprotocol {@code chat}. Everything here is
 * a function of its arguments.
 *
 * <p>Read in this order: {@link handshake.Opening}, {@link handshake.ExtensionOffer},
 * {@link handshake.PerMessageDeflate}, {@link handshake.Accept}, {@link handshake.Agreement},
 * {@link handshake.OriginPolicy}. Imports {@code http}.
 */
package handshake;
