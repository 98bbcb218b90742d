package mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;

/** Bytes as text. */
final class Text {
    private Text() {}

    /**
     * The text if the bytes are UTF-8, else null.
     *
     * @param cut whether they may end within a character: then that character is left out
     */
    static String of(byte[] bytes, boolean cut) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, !cut);
        return result.isError() ? null : text.flip().toString();
    }
}
