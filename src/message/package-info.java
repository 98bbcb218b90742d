/**
 * Chapter 4: frames become messages (RFC 6455 §5.4 fragments, §5.6 text and binary, §8.1 UTF-8), and the payloads of
 * control frames are read (§5.5, §5.5.1 the body of a Close).
 *
 * <p>What the article's page sends with one {@code send()} may arrive in any number of frames; here it becomes one
 * message again. Text is checked as it comes: the first byte that can't be part of UTF-8 fails the connection, even if
 * the message isn't complete. Memory is allocated for bytes that arrived, never for bytes that were announced.
 *
 * <p>Read in this order: {@link message.Utf8}, {@link message.Volume}, {@link message.Inflation},
 * {@link message.MessageReader}, {@link message.Deflation}, {@link message.ControlPayload}, {@link message.Close}.
 * Imports {@code frame}.
 */
package message;
