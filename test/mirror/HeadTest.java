package mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;

class HeadTest {
    private static Head head(String lines) {
        byte[] bytes = Bytes.wire("GET / HTTP/1.1¶" + lines);
        HeadDecoder decoder = new HeadDecoder(1 << 10);
        Head head = decoder.next(ByteBuffer.wrap(bytes));
        return head != null ? head : decoder.cutOff();
    }

    @Test
    void whatIsNoSecretStaysAsItWas() {
        String lines = "hOsT :  a \t¶X:¶Cookies: 1¶Cookie2: 2¶Set-Cookie: 3¶Authorization-Info: 4¶ folded¶¶";
        Head head = head(lines);
        assertEquals("GET / HTTP/1.1\r\n" + lines.replace("¶", "\r\n"), head.text());
        assertEquals(List.of(), head.hidden());
        assertTrue(head.complete());
    }

    /** S is a secret. All of these are refused with a 400, or not; a trace shows what came of them in any case. */
    @ParameterizedTest
    @ValueSource(strings = {
        "Cookie: SSS¶¶", "cookie:SSS¶¶", "COOKIE:\t SSS \t¶¶", "Cookie : SSS¶¶", " Cookie: SSS¶¶", "\tCookie: SSS¶¶",
        "Cookie: a¶ SSS¶\tSSS¶¶", "Cookie:¶ SSS¶¶", "Cookie SSS¶¶", "Cookie=SSS", "Cookie: SSS", "Cookie: SSS¶ SSS",
        "Cookie: SSS\nX: 1¶¶", "Cookie: SSS\rX: 1¶¶", "X: 1¶Cookie: SSS¶Y: 2¶Cookie: SSS¶¶", "\u00a0Cookie: SSS¶¶",
        "Authorization: Basic SSS¶¶", "AUTHORIZATION:SSS¶¶", "Proxy-Authorization: SSS¶¶", "proxy-authorization:SSS¶¶",
        ":Cookie: SSS¶¶", "\"Cookie\": SSS¶¶", "Cookie\u00e4: SSS¶¶", "Cookie:: SSS¶¶", "Cookie\0: SSS¶¶",
    })
    void aSecretIsShownByItsLengthOnly(String lines) {
        Head head = head(lines);
        assertFalse(head.text().contains("S"), head.text());
        assertTrue(head.text().contains(", not shown]"), head.text());
        assertFalse(head.hidden().isEmpty());
    }

    @Test
    void theLengthIsThatOfTheValue() {
        assertEquals("GET / HTTP/1.1\r\nCookie: [6 bytes, not shown]\r\nAuthorization: [1 byte, not shown]\r\n\r\n",
                head("Cookie:  a=b; c \t¶Authorization: x¶¶").text());
    }

    @Test
    void headsAreFoundAtEveryCutAndKeptUpToTheirBound() {
        byte[] two = Bytes.wire("¶¶GET / HTTP/1.1¶Host: a¶¶HEAD / HTTP/1.1¶¶");
        for (List<byte[]> way : Bytes.cuts(two)) {
            HeadDecoder decoder = new HeadDecoder(100);
            StringBuilder found = new StringBuilder();
            for (byte[] piece : way) {
                ByteBuffer in = ByteBuffer.wrap(piece);
                while (in.hasRemaining()) {
                    Head head = decoder.next(in);
                    found.append(head == null ? "" : head.text() + "|");
                }
            }
            assertEquals("¶¶GET / HTTP/1.1¶Host: a¶¶|HEAD / HTTP/1.1¶¶|", found.toString().replace("\r\n", "¶"));
            assertEquals(null, decoder.cutOff());
        }
        HeadDecoder decoder = new HeadDecoder(10);
        assertEquals("GET / HTTP", decoder.next(ByteBuffer.wrap(Bytes.wire("GET / HTTP/1.1¶¶"))).text());
    }
}
