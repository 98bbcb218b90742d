package http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Text in a URI: UTF-8, in which any byte may be written as "%" and two hexadecimal digits (RFC 3986 §2.1). */
final class PercentEncoding {
    private PercentEncoding() {}

    /** @param text ASCII; each "%" in it has its two digits */
    static String decode(String text) throws Refusal {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(ISO_8859_1);
        int size = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                bytes[size++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[size++] = bytes[i];
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 3986 §2.5", "the request target is not UTF-8");
        }
    }
}
