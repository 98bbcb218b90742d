/**
 * Chapter 3: one frame (RFC 6455 §5.2 its header, §5.3 masking, §5.5 control frames, §7.4 close codes).
 *
 * <p>The two pipes in the article carry frames: two header bytes, a length, four bytes of masking key, the payload. A
 * {@link frame.FrameReader} takes bytes that may be cut anywhere, on either side of the connection. A frame that breaks
 * a rule is a {@link frame.ProtocolException}, which carries the close code and the section from here to the Close
 * frame. RSV1 is read and written for RFC 7692, if that was agreed on.
 *
 * <p>Read in this order: {@link frame.Opcode}, {@link frame.CloseCode}, {@link frame.ProtocolException},
 * {@link frame.FrameHeader}, {@link frame.Role}, {@link frame.FrameReader}, {@link frame.Mask},
 * {@link frame.FrameWriter}. Imports nothing of the other chapters.
 */
package frame;
