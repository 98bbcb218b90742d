package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** What the reference server takes for UTF-8: RFC 3629's, and with a fault a little more or less. */
final class ReferenceUtf8 {
    private final ReferenceServer server;

    ReferenceUtf8(ReferenceServer server) {
        this.server = server;
    }

    boolean accepts(byte[] bytes) {
        if (bytes.length > 1 << 16 && server.has(Fault.TEXT_CHECKED_TO_64_KIB)) {
            return true;
        }
        if (isUtf8(bytes)) {
            return !refuses(new String(bytes, UTF_8));
        }
        if (server.has(Fault.ACCEPTS_ANY_TEXT)) {
            return true;
        }
        return isLenient() && isNearlyUtf8(bytes);
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Where the last character begins, if it isn't complete. */
    static int halfCharacterAt(byte[] text) {
        for (int at = text.length - 1; at >= Math.max(0, text.length - 3); at--) {
            int b = text[at] & 0xFF;
            if (b >= 0xC0) {
                return at + (b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4) > text.length ? at : text.length;
            }
        }
        return text.length;
    }

    private boolean refuses(String text) {
        return text.codePoints().anyMatch(c -> (c == 0 && server.has(Fault.REFUSES_NUL))
                || ((c & 0xFFFE) == 0xFFFE && server.has(Fault.REFUSES_NON_CHARACTERS))
                || (c > 0xFFFF && server.has(Fault.REFUSES_FOUR_BYTES))
                || ((c == 0xD7FF || c == 0xE000) && server.has(Fault.REFUSES_BESIDE_SURROGATES))
                || (c >= 0x100000 && server.has(Fault.REFUSES_LAST_PLANE)));
    }

    private boolean isLenient() {
        return server.has(Fault.ACCEPTS_OVERLONG) || server.has(Fault.ACCEPTS_SURROGATES)
                || server.has(Fault.ACCEPTS_ABOVE_10FFFF)
                || server.has(Fault.ACCEPTS_FIVE_BYTES) || server.has(Fault.ACCEPTS_LONE_TAIL)
                        || server.has(Fault.ACCEPTS_CUT_END)
                || server.has(Fault.ACCEPTS_OVERLONG_OF_3) || server.has(Fault.ACCEPTS_FF)
                        || server.has(Fault.ACCEPTS_CUT_WITHIN);
    }

    private boolean isNearlyUtf8(byte[] bytes) {
        for (int at = 0; at < bytes.length;) {
            int first = bytes[at] & 0xFF;
            if (first < 0x80 || (first >= 0xFE && server.has(Fault.ACCEPTS_FF))) {
                at++;
                continue;
            }
            int length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : first < 0xFC ? 5
                    : 6;
            if ((length == 1 && !server.has(Fault.ACCEPTS_LONE_TAIL))
                    || (length > 4 && !server.has(Fault.ACCEPTS_FIVE_BYTES)) || first >= 0xFE) {
                return false;
            }
            int value = length == 1 ? 0x80 : first & 0x7F >> length;
            int i = 1;
            while (i < length && at + i < bytes.length && (bytes[at + i] & 0xC0) == 0x80) {
                value = value << 6 | bytes[at + i] & 0x3F;
                i++;
            }
            if (i < length) {
                return at + i == bytes.length ? server.has(Fault.ACCEPTS_CUT_END)
                        : server.has(Fault.ACCEPTS_CUT_WITHIN);
            }
            if (!isGood(value, length)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private boolean isGood(int value, int length) {
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : length == 4 ? 0x10000 : 0;
        boolean overlong = value < least && !server.has(Fault.ACCEPTS_OVERLONG)
                && !(length == 3 && server.has(Fault.ACCEPTS_OVERLONG_OF_3));
        boolean surrogate = value >= 0xD800 && value < 0xE000 && !server.has(Fault.ACCEPTS_SURROGATES);
        boolean tooHigh = length == 4 && value > 0x10FFFF && !server.has(Fault.ACCEPTS_ABOVE_10FFFF);
        return !overlong && !surrogate && !tooHigh;
    }
}
