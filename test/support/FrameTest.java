package support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests' own frames against the RFC's examples. */
class FrameTest {
    private static Frame read(byte[] bytes, boolean masked) throws IOException {
        return Frame.read(new ByteArrayInputStream(bytes), masked);
    }

    @Test
    void _5_7_theExamples() {
        byte[] hello = "Hello".getBytes(UTF_8);
        assertEquals("810548656c6c6f", Bytes.hex(new Frame(Frame.TEXT, hello).unmasked()));
        assertEquals("818537fa213d7f9f4d5158", Bytes.hex(ClientFrames.text("Hello")));
        assertEquals("890548656c6c6f", Bytes.hex(new Frame(Frame.PING, hello).unmasked()));
        assertEquals("8a8537fa213d7f9f4d5158", Bytes.hex(ClientFrames.pong("Hello")));
        assertEquals("827e0100", Bytes.hex(Frame.header(Frame.BINARY, 0, 256)));
        assertEquals("827f0000000000010000", Bytes.hex(Frame.header(Frame.BINARY, 0, 65_536)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536})
    void _5_2_whatWasWrittenIsRead(int length) throws IOException {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        for (boolean masked : new boolean[] {false, true}) {
            Frame frame = new Frame(Frame.BINARY, payload);
            byte[] bytes = masked ? frame.masked(ClientFrames.KEY) : frame.unmasked();
            Frame same = read(bytes, masked);
            assertEquals(Frame.BINARY, same.first());
            assertArrayEquals(payload, same.payload());
            assertThrows(EOFException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 1), masked));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c1 00,                   §5.2",   // RSV1
        "83 00,                   §5.2",   // reserved opcode
        "8b 00,                   §5.2",
        "81 80 00000000,          §5.1",   // a server that masks
        "09 00,                   §5.5",   // a fragmented Ping
        "89 7e 007e,              §5.5",   // a long one
        "81 7e 007d,              §5.2",   // a length in more bytes than it needs
        "81 7f 000000000000ffff,  §5.2",
        "88 01 03,                §5.5.1", // half a close code
        "88 02 03ed,              §7.4",   // 1005
        "88 02 03f7,              §7.4",   // 1015
        "88 02 1388,              §7.4",   // 5000
        "88 03 03e8 ff,           §5.6",   // a reason that is not UTF-8
    })
    void whatAServerMayNotSendIsSeen(String bytes, String section) {
        AssertionError seen = assertThrows(AssertionError.class, () -> read(Bytes.hex(bytes), false));
        assertTrue(seen.getMessage().startsWith(section + " "), seen.getMessage());
    }

    @Test
    void _5_1_aClientThatDoesNotMaskIsSeen() {
        assertThrows(AssertionError.class, () -> read(Bytes.hex("81 00"), true));
    }
}
