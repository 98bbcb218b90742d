package conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Bytes in reports. */
class BytesTest {
    @Test
    void aTerminalIsShownWhatItWouldObey() {
        assertEquals("a\\x0d\\x1b[2J\\x00\\x9b\\u{202e}b", Bytes.visible("a\r\u001b[2J\0\u009b\u202eb"));
        assertEquals("\u043a\u00e9 \ud83d\ude00", Bytes.visible("\u043a\u00e9 \ud83d\ude00"));
    }

    @Test
    void textIsQuotedAndTheRestIsHex() {
        assertEquals("\"Hello\"", Bytes.quoted(Bytes.utf8("Hello")));
        assertEquals("0xc39bff", Bytes.quoted(Bytes.hex("c39bff")));
        assertEquals("0x611b5b", Bytes.quoted(Bytes.utf8("a\u001b[")));
        assertEquals('"' + "x".repeat(60) + "\"…+40", Bytes.quoted(Bytes.utf8("x".repeat(100))));
    }
}
