/**
 * The suite's own WebSocket client, down to the bytes. It can send everything, right or wrong, glued or cut, and takes
 * nothing from the server that the RFCs don't allow: what breaks a rule is a {@link conformance.wire.Violation}, with
 * the section of the rule.
 *
 * <pre>
 *   Request, Frame ──▶ bytes ──▶ ┌───────────┐ ──▶ ┌───────┐ ──▶ AnswerReader, Acceptance   (HTTP)
 *                                │ Transport │     │ Inbox │
 *   Transcript ◀── each of them  └───────────┘     └───────┘ ──▶ FrameReader                (frames)
 * </pre>
 *
 * Nothing here knows what a case is. Blocking; a connection belongs to one thread.
 *
 * <p>Read in this order: {@link conformance.wire.Bytes}, {@link conformance.wire.Opcode},
 * {@link conformance.wire.CloseCode}, {@link conformance.wire.Frame}, {@link conformance.wire.Request},
 * {@link conformance.wire.Transcript}, {@link conformance.wire.Target}, {@link conformance.wire.Tls},
 * {@link conformance.wire.Transport}, {@link conformance.wire.Inbox}, {@link conformance.wire.Raw},
 * {@link conformance.wire.Violation}, {@link conformance.wire.Answer}, {@link conformance.wire.ContentReader},
 * {@link conformance.wire.AnswerReader}, {@link conformance.wire.Extension}, {@link conformance.wire.DeflateRules},
 * {@link conformance.wire.Acceptance}, {@link conformance.wire.ServerFrame}, {@link conformance.wire.FrameReader}; for
 * compression {@link conformance.wire.BitReader}, {@link conformance.wire.HuffmanCodes},
 * {@link conformance.wire.DeflateReader}, {@link conformance.wire.Inflation}, {@link conformance.wire.DeflateWriter},
 * {@link conformance.wire.Deflation}. Imports the JDK only.
 */
package conformance.wire;
