/**
 * Chapter 1: just enough HTTP/1.1 for a WebSocket to begin as an HTTP request.
 *
 * <p>Bytes in, {@link http.Request} out; {@link http.Response} in, bytes out (RFC 9112, RFC 9110). No socket and no
 * clock: bytes may arrive cut anywhere, and the time of day is an argument. The reader is strict: what it can't
 * read without guessing it refuses with a {@link http.Refusal}, whose status and sentence become the answer.
 *
 * <p>Read in this order: {@link http.Fields}, {@link http.Authority}, {@link http.Request},
 * {@link http.RequestReader}, {@link http.Status}, {@link http.Response}, {@link http.Refusal}.
 * Imports nothing of the other chapters.
 */
package http;
