package message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;

class ControlPayloadTest {
    private final ControlPayload payload = new ControlPayload();

    private static ByteBuffer bytes(String ascii) {
        return ByteBuffer.wrap(Bytes.ascii(ascii));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 124, 125})
    void _5_5_aPayloadOfAnySizeIsReturnedWholeAtEveryCut(int size) {
        byte[] expected = new byte[size];
        new Random(size).nextBytes(expected);
        for (List<byte[]> way : Bytes.cuts(expected)) {
            ByteBuffer whole = null;
            for (int i = 0; i < way.size(); i++) {
                assertNull(whole);
                byte[] piece = way.get(i).clone();
                whole = payload.add(ByteBuffer.wrap(piece), i == way.size() - 1);
                if (way.size() > 1) {
                    Arrays.fill(piece, (byte) '!'); // the input buffer is used again
                }
            }
            if (!way.isEmpty()) {
                assertEquals(ByteBuffer.wrap(expected), whole);
            }
        }
    }

    @Test
    void aPayloadInOnePieceIsNotCopied() {
        ByteBuffer piece = bytes("ping");
        assertSame(piece, payload.add(piece, true));
    }

    @Test
    void emptyPiecesChangeNothing() {
        assertNull(payload.add(bytes(""), false));
        assertNull(payload.add(bytes("a"), false));
        assertNull(payload.add(bytes(""), false));
        assertEquals(bytes("ab"), payload.add(bytes("b"), true));
    }

    @Test
    void aPayloadBeginsAnewAfterTheLast() {
        assertNull(payload.add(bytes("12"), false));
        ByteBuffer first = payload.add(bytes("34"), true);
        assertNull(payload.add(bytes("5"), false));
        assertEquals(bytes("56"), payload.add(bytes("6"), true));
        assertEquals(bytes("1234"), first, "what was returned is not written again");
        ByteBuffer piece = bytes("7");
        assertSame(piece, payload.add(piece, true));
    }
}
