package message;

import frame.CloseCode;
import frame.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Checks that bytes are UTF-8 (RFC 3629 §4), piece by piece: a piece may end within a character.
 *
 * <p>A character is a lead byte and up to three continuation bytes. The lead byte, C2 to F4, says how many follow. They
 * are 80 to BF, but after E0, ED, F0 and F4 the bounds of the first are narrower. This excludes overlong forms (C0, C1,
 * E0 80.., F0 80..), surrogates (ED A0..) and everything above U+10FFFF (F4 90.., F5..FF).
 */
public final class Utf8 {
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    /** Continuation bytes of the unfinished character that have not come. */
    private int due;
    /** The bounds of the next continuation byte. */
    private int low = 0x80;
    private int high = 0xBF;

    /** Checks the bytes between position and limit, and changes neither. */
    public void check(ByteBuffer piece) throws ProtocolException {
        int i = piece.position();
        int end = piece.limit();
        while (i < end) {
            if (due == 0) {
                i = skipCommon(piece, i, end);
                if (i == end) {
                    return;
                }
            }
            next(piece.get(i++) & 0xFF);
        }
    }

    /** The fast path: skips eight bytes of ASCII, or a character of three bytes, at a time. */
    private static int skipCommon(ByteBuffer piece, int from, int end) {
        int i = from;
        while (i + 8 <= end) {
            if ((piece.getLong(i) & TOP_BITS) == 0) {
                i += 8;
            } else if (isThreeByteCharacter(piece.getInt(i))) {
                i += 3;
            } else {
                break;
            }
        }
        return i;
    }

    /** Whether the upper three of these four bytes are 1110xxxx 10xxxxxx 10xxxxxx, neither overlong nor a surrogate. */
    private static boolean isThreeByteCharacter(int bytes) {
        int distinctive = bytes & 0x0F20_0000;
        return (bytes & 0xF0C0_C000) == 0xE080_8000 && distinctive != 0 && distinctive != 0x0D20_0000;
    }

    private void next(int b) throws ProtocolException {
        if (due > 0) {
            if (b < low || b > high) {
                throw invalid("byte 0x" + Integer.toHexString(b) + " does not continue a character");
            }
            due--;
            low = 0x80;
            high = 0xBF;
        } else if (b >= 0x80) {
            lead(b);
        }
    }

    private void lead(int b) throws ProtocolException {
        if (b < 0xC2 || b > 0xF4) {
            throw invalid("byte 0x" + Integer.toHexString(b) + " does not begin a character");
        }
        due = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        switch (b) {
            case 0xE0 -> low = 0xA0;
            case 0xED -> high = 0x9F;
            case 0xF0 -> low = 0x90;
            case 0xF4 -> high = 0x8F;
            default -> { }
        }
    }

    /** The text has ended: it must not end within a character. Then the next text may begin. */
    public void end() throws ProtocolException {
        if (due > 0) {
            throw invalid("the text ends within a character");
        }
    }

    private static ProtocolException invalid(String sentence) {
        return new ProtocolException(CloseCode.INVALID_PAYLOAD, "§8.1", sentence);
    }
}
