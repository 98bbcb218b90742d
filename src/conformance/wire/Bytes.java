package conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as cases write them down and as reports show them. */
public final class Bytes {
    private static final int SHOWN_BYTES = 48;
    private static final int SHOWN_CHARACTERS = 60;
    /** Enough bytes for as many characters, whatever they are. */
    private static final int LOOKED_AT = 256;

    private Bytes() {}

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** One byte a character: for HTTP, and for bytes that are no UTF-8. */
    public static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** {@code "ce ba e1bd"}: blanks don't count. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Bytes in which each place differs from its neighbours and each 256 from the next: swapped or lost ones show. */
    public static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + (i >> 8) * 7 + (i >> 16) * 3);
        }
        return bytes;
    }

    /** The same as {@link #pattern}, but text. */
    public static String patternText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + (i + i / 94 * 5) % 94));
        }
        return text.toString();
    }

    /** The text that these bytes are in UTF-8, or null if they are none. */
    public static String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Hex digits for a report: all of a short one, the beginning of a long one and how much is missing. */
    public static String shortHex(byte[] bytes) {
        return shortHex(bytes, bytes.length);
    }

    /** @param length of which {@code bytes} may be only the beginning */
    static String shortHex(byte[] bytes, long length) {
        int shown = Math.min(bytes.length, SHOWN_BYTES);
        String digits = HexFormat.of().formatHex(bytes, 0, shown);
        return shown == length ? digits : digits + "…+" + (length - shown);
    }

    /** Quoted text if it is printable, else hex; in either case not too long. */
    public static String quoted(byte[] bytes) {
        byte[] beginning = bytes.length <= LOOKED_AT ? bytes : wholeCharacters(Arrays.copyOf(bytes, LOOKED_AT));
        String text = text(beginning);
        if (text == null || !text.codePoints().allMatch(Bytes::isVisible)) {
            return "0x" + shortHex(bytes);
        }
        return bytes.length <= LOOKED_AT ? quoted(text) : '"'
                + text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "\"…";
    }

    /** Without the bytes of a character that is cut off at the end. */
    private static byte[] wholeCharacters(byte[] utf8) {
        int end = utf8.length;
        while (end > utf8.length - 4 && (utf8[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end > 0 && (utf8[end - 1] & 0x80) != 0 ? end - 1 : utf8.length);
    }

    public static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= SHOWN_CHARACTERS
                ? '"' + text + '"'
                : '"' + text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "\"…+"
                        + (length - SHOWN_CHARACTERS);
    }

    /** Without what a terminal would obey instead of showing it, whoever sent it: CR alone as {@code \x0d}. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(String.format(c < 0x100 ? "\\x%02x" : "\\u{%x}", c));
            }
        });
        return visible.toString();
    }

    /** Control characters aren't, nor what turns the direction of a line or begins another. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
