/**
 * Chapter 9: the bytes themselves, for people who want to see what happens underneath. {@code /wire} shows a connection
 * its own; {@code --trace} prints those of all connections.
 *
 * <pre>
 *   bytes received ──▶ Tap ──▶ Transcript ──▶ HeadDecoder  ──▶ Head      ──▶ Report (JSON), for Mirror
 *   bytes sent     ──▶              └───────▶ FrameDecoder ──▶ WireFrame ──▶ Annotation (lines), for chat.Trace
 * </pre>
 *
 * A {@link connection.Tap} gets bytes as they are on the wire; if there is none, that costs a comparison with null. The
 * decoders judge nothing and share nothing with the chapters that do, so they can also show what is wrong.
 *
 * <h2>What /wire sends</h2>
 *
 * Whatever message comes is sent back unchanged. Besides, everything is reported: each report is a text message with
 * one JSON object whose first member is {@code kind}. A message that doesn't begin with <code>{"kind":"</code> is an
 * answer; whoever sends texts that do can count: each answer stands before its own report.
 *
 * <ol>
 * <li>First come {@code request} and {@code response}, the heads of the opening handshake.
 * <li>For each frame that comes there is a {@code frame} with {@code "from":"client"}. It stands before the answer.
 * <li>For each frame that the server sends (answers, Pongs, Pings, but no reports) there is a {@code frame} with
 *     {@code "from":"server"}. It stands behind that frame; that of a Close stands before it, because nothing may
 *     follow a Close (§5.5.1).
 * <li>If a frame breaks the protocol, a {@code fault} follows that frame. Then comes the Close.
 * </ol>
 *
 * A text that begins with {@code /ping}, {@code /fragments} or {@code /close} is sent back like all others, and asks
 * for more: {@link mirror.Wish}. {@code /wire?deflate=no} agrees to no compression.
 *
 * Bytes are in hexadecimal digits. Every number of bytes is the true one; of a payload or message at most the first
 * 1024 bytes are shown, and then {@code cut} is true. The members, in this order:
 *
 * <table>
 * <caption>request, response</caption>
 * <tr><td>bytes <td>number <td>of the head
 * <tr><td>text <td>string <td>the head with its line ends. A secret value is replaced: {@code Cookie: [34 bytes, not
 *     shown]}
 * <tr><td>hidden <td>strings <td>the names of the fields whose values are replaced
 * <tr><td>accept <td>object <td>only in the 101: how Sec-WebSocket-Accept was computed (§4.2.2). {@code key} and
 *     {@code guid} are strings, {@code sha1} is the SHA-1 of the one followed by the other, {@code value} is that in
 *     base64
 * </table>
 *
 * <table>
 * <caption>frame</caption>
 * <tr><td>from <td>string <td>client, server
 * <tr><td>number <td>number <td>of this frame among those that are reported of this sender, from 1
 * <tr><td>header <td>bytes <td>2 bytes; then 2 or 8 with the length if lengthBits is 16 or 64; then 4 with the masking
 *     key if masked is true (§5.2)
 * <tr><td>fin, rsv1, rsv2, rsv3 <td>boolean <td>
 * <tr><td>opcode <td>number <td>0 to 15
 * <tr><td>name <td>string <td>of the opcode: continuation, text, binary, close, ping, pong, reserved
 * <tr><td>masked <td>boolean <td>
 * <tr><td>lengthBits <td>number <td>7, 16 or 64; 0 if the header was cut off before it
 * <tr><td>length <td>number <td>bytes of the payload; absent if the header was cut off
 * <tr><td>key <td>bytes <td>the masking key; absent if there is none
 * <tr><td>wire <td>bytes <td>the payload as it was on the wire
 * <tr><td>payload <td>bytes <td>the payload, unmasked
 * <tr><td>cut <td>boolean <td>whether only the first bytes of the payload are shown
 * <tr><td>complete <td>boolean <td>false if the frame was cut off: the bytes behind its fault had not come
 * <tr><td>text <td>string <td>the payload of a text, Ping or Pong that is valid UTF-8 and not compressed; a fragment
 *     that ends within a character has none
 * <tr><td>code, reason <td>number, string <td>of a Close that has them (§5.5.1)
 * <tr><td>message <td>object <td>the whole message, on the last frame of one that is fragmented or compressed:
 *     {@code opcode} and {@code name} of its first frame, {@code frames} (their number), {@code compressed},
 *     {@code payload} (decompressed; absent if that fails), {@code cut}, {@code text} (if it is one)
 * </table>
 *
 * <table>
 * <caption>fault</caption>
 * <tr><td>code <td>number <td>of the Close that follows (§7.4)
 * <tr><td>text <td>string <td>the section of the rule, and what is wrong
 * </table>
 *
 * <p>Read in this order: {@link mirror.Sender}, {@link mirror.Head}, {@link mirror.HeadDecoder},
 * {@link mirror.WireFrame}, {@link mirror.FrameDecoder}, {@link mirror.Transcript}, {@link mirror.Text},
 * {@link mirror.JsonObject}, {@link mirror.Report}, {@link mirror.Wish}, {@link mirror.Mirror},
 * {@link mirror.Printable}, {@link mirror.Annotation}. Imports {@code http}, {@code handshake}, {@code frame},
 * {@code message}, {@code connection}. No channel, no thread, no clock.
 */
package mirror;
