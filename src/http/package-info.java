/**
 * Chapter 1: just enough HTTP/1.1 for a WebSocket to begin as an HTTP request.
 *
 * <p>Bytes in, {@link http.Request} out; {@link http.Response} in, bytes out (RFC 9112, RFC 9110). No socket and no
 * clock: bytes may be cut anywhere, and the time of day is an argument. The reader is strict: a request that could be
 * read in two ways is refused with a {@link http.Refusal}, whose status and sentence become the response.
 *
 * <p>Read in this order: {@link http.Status}, {@link http.Grammar}, {@link http.Fields}, {@link http.Response},
 * {@link http.Refusal}; then the parts of a request, {@link http.Scheme}, {@link http.Authority},
 * {@link http.PercentEncoding}, {@link http.Query}, {@link http.Target}, {@link http.RequestLine},
 * {@link http.Request}; then {@link http.HeadLimits} and {@link http.RequestReader}; last {@link http.HostPolicy}
 * and {@link http.ProxyPolicy}. Imports nothing of the other chapters.
 */
package http;
