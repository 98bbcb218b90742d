package mirror;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * What a text to the mirror asks for, besides being sent back. A page can't see these things otherwise: a browser lets
 * it send no Ping and no fragments, and once it has begun to close, passes no message on to it.
 */
enum Wish {
    /** A Ping follows the answer. */
    PING("/ping"),
    /** The answer comes in three frames. */
    FRAGMENTS("/fragments"),
    /** A Close follows the answer. */
    CLOSE("/close");

    private final ByteBuffer text;

    Wish(String text) {
        this.text = ByteBuffer.wrap(text.getBytes(US_ASCII)).asReadOnlyBuffer();
    }

    /** The wish that this text begins with; null if there is none. The buffer stays as it is. */
    static Wish of(ByteBuffer payload) {
        for (Wish wish : values()) {
            int length = wish.text.remaining();
            if (payload.remaining() >= length && payload.slice(payload.position(), length).equals(wish.text)) {
                return wish;
            }
        }
        return null;
    }
}
