package mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handshake.Accept;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.ClientFrames;
import support.Frame;
import support.Requests;

class AnnotationTest {
    private static String ofFrame(Sender sender, byte[] bytes) {
        FrameDecoder decoder = new FrameDecoder(sender);
        WireFrame frame = decoder.next(ByteBuffer.wrap(bytes));
        return Annotation.frame(frame != null ? frame : decoder.cutOff(ByteBuffer.allocate(0))).toString();
    }

    private static String ofClient(String hex) {
        return ofFrame(Sender.CLIENT, Bytes.hex(hex));
    }

    @Test
    void _5_7_theExampleOfTheRfc() {
        assertEquals("""
                text, 5 bytes: "Hello"
                    81           FIN 1, RSV 000, opcode 1 text (§5.2)
                    85           MASK 1, length 5
                    37 fa 21 3d  masking key (§5.3)
                    payload                               without the mask
                    7f 9f 4d 51 58                        48 65 6c 6c 6f
                """, ofClient("81 85 37fa213d 7f9f4d5158"));
        assertEquals("""
                text, 5 bytes: "Hello"
                    81           FIN 1, RSV 000, opcode 1 text (§5.2)
                    05           MASK 0, length 5
                    payload
                    48 65 6c 6c 6f
                """, ofFrame(Sender.SERVER, Bytes.hex("81 05 48656c6c6f")));
    }

    @Test
    void longPayloadsAreCut() {
        assertEquals("""
                binary, 65536 bytes
                    82                       FIN 1, RSV 000, opcode 2 binary (§5.2)
                    7f                       MASK 0, length 127: it is in the next 64 bits
                    00 00 00 00 00 01 00 00  length 65536
                    payload
                    00 00 00 00 00 00 00 00 00 00 00 00
                    00 00 00 00 00 00 00 00 00 00 00 00
                    00 00 00 00 00 00 00 00 00 00 00 00
                    00 00 00 00 00 00 00 00 00 00 00 00
                    and 65488 bytes more
                """, ofFrame(Sender.SERVER, new Frame(Frame.BINARY, new byte[65_536]).unmasked()));
        String text = ofFrame(Sender.SERVER, new Frame(Frame.TEXT, "说".repeat(20_000).getBytes(UTF_8)).unmasked());
        assertTrue(text.startsWith("text, 60000 bytes: \"" + "说".repeat(200) + "\" ...\n"), text);
        assertTrue(text.contains("\n    7e           MASK 0, length 126: it is in the next 16 bits\n"), text);
    }

    @Test
    void fragmentsClosesAndWhatIsWrong() {
        assertTrue(ofClient("01 80 00000000").startsWith("text, 0 bytes, a fragment: \"\"\n"));
        assertTrue(ofClient("88 85 00000000 03e8 627965").startsWith("close, 5 bytes: 1000 \"bye\"\n"));
        assertTrue(ofClient("88 82 00000000 03e8").startsWith("close, 2 bytes: 1000\n"));
        assertTrue(ofClient("88 80 00000000").startsWith("close, 0 bytes\n"));
        assertTrue(ofClient("82 81 00000000 07").startsWith("binary, 1 byte\n"));
        assertTrue(ofClient("81 82 00000000 c328").startsWith("text, 2 bytes\n")); // no UTF-8
        assertEquals("""
                text, 18446744073709551615 bytes, not complete
                    81                       FIN 1, RSV 000, opcode 1 text (§5.2)
                    7f                       MASK 0, length 127: it is in the next 64 bits
                    ff ff ff ff ff ff ff ff  length 18446744073709551615
                    payload
                    61
                """, ofClient("81 7f ffffffffffffffff 61").replace(": \"a\"", ""));
        assertEquals("""
                reserved, not complete
                    f3           FIN 1, RSV 111, opcode 3 reserved (§5.2)
                    fe           MASK 1, length 126: it is in the next 16 bits
                    01
                """, ofClient("f3 fe 01"));
        assertEquals("reserved, not complete\n    bb           FIN 1, RSV 011, opcode b reserved (§5.2)\n",
                ofClient("bb"));
    }

    @Test
    void _4_2_2_howTheAcceptValueIsComputed() {
        Head head = Head.of(Bytes.wire("HTTP/1.1 101 Switching Protocols¶Upgrade: websocket¶¶"), true);
        assertEquals("""
                response, 56 bytes
                    HTTP/1.1 101 Switching Protocols
                    Upgrade: websocket

                    Sec-WebSocket-Accept, as §4.2.2 says:
                      the key, then a fixed text  dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
                      the SHA-1 of these          b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea
                      that in Base64              s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                """, Annotation.response(head, new Accept(Requests.KEY)).toString());
    }

    @Test
    void nothingOfAPeerControlsTheTerminalAndLettersOfAllLanguagesAreShown() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        byte[] bytes = all.toString().getBytes(UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 120);
            while (to < bytes.length && (bytes[to] & 0xC0) == 0x80) {
                to--;
            }
            byte[] piece = Arrays.copyOfRange(bytes, from, to);
            assertHarmless(ofFrame(Sender.CLIENT, ClientFrames.frame(Frame.TEXT, piece)));
            assertHarmless(Annotation.request(Head.of(piece, false)).toString());
            from = to;
        }
        String shown = ofFrame(Sender.CLIENT, ClientFrames.text("有没有新信息\u001b[2J\u202e\u2066\u009b\r\n\t\"\\😀é"));
        assertTrue(shown.startsWith("text, 41 bytes: "
                + "\"有没有新信息\\u{1B}[2J\\u{202E}\\u{2066}\\u{9B}\\r\\n\\t\\\"\\\\😀é\"\n"), shown);
    }

    private static void assertHarmless(String entry) {
        entry.codePoints().forEach(c -> {
            int type = Character.getType(c);
            assertFalse(c != '\n' && (type == Character.CONTROL || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR), () -> entry);
        });
        assertTrue(entry.lines().skip(1).allMatch(line -> line.isEmpty() || line.startsWith("    ")), entry);
    }
}
