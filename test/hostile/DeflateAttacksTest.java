package hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.COMPRESSED_TEXT;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Bytes;
import support.Deflate;
import support.Frame;
import support.TestClient;

/** Compressed messages that become far larger than they are, or never end. */
@EnumSource(Way.class)
class DeflateAttacksTest extends Attacks {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    /** FIN is missing: more is to come. */
    private static final int FIRST_OF_COMPRESSED_TEXT = 0x41;
    private static final int MAX_MESSAGE = 64 << 10;
    private static final int MAX_ECHO = 256 << 10;

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way, "--max-echo-message", Integer.toString(MAX_ECHO));
    }

    /** Deflated: a thousandth of that. */
    private static byte[] bomb(int size) {
        return Deflate.deflate(new byte[size]);
    }

    @Test
    void bombsInOneFrameAreInflatedToTheLimitAndNoFurther() throws Exception {
        byte[] forRoom = frame(COMPRESSED_TEXT, bomb(60 << 20));
        byte[] forEcho = frame(COMPRESSED_TEXT, bomb(200 << 20));
        assertTrue(forRoom.length > 60_000 && forRoom.length < MAX_MESSAGE, "" + forRoom.length);
        arena.endure(() -> {
            for (int i = 0; i < way.many(200); i++) {
                arena.open("/rooms/bombs", OFFER).send(forRoom).expectCloseAndEnd(1009);
                arena.open("/echo", OFFER).send(forEcho).expectCloseAndEnd(1009);
            }
        });
    }

    @Test
    void bombsOverFragmentsAreMessagesLikeAnyOther() throws Exception {
        List<byte[]> pieces = Bytes.pieces(bomb(60 << 20), 100);
        byte[][] frames = new byte[pieces.size()][];
        for (int i = 0; i < frames.length; i++) {
            int first = i == 0 ? FIRST_OF_COMPRESSED_TEXT : i == frames.length - 1 ? LAST : MIDDLE;
            frames[i] = frame(first, pieces.get(i));
        }
        arena.endure(() -> {
            for (int i = 0; i < way.many(100); i++) {
                arena.open("/rooms/bombs", OFFER).send(frames).expectCloseAndEnd(1009);
            }
        });
    }

    @Test
    void millionsOfEmptyBlocksAreAnEmptyText() throws Exception {
        byte[] blocks = new byte[5 * 13_000]; // stored blocks of no bytes
        for (int i = 0; i < blocks.length; i += 5) {
            blocks[i + 3] = (byte) 0xFF;
            blocks[i + 4] = (byte) 0xFF;
        }
        byte[] message = frame(COMPRESSED_TEXT, Bytes.concat(blocks, new byte[1]));
        arena.endure(() -> {
            TestClient client = arena.open("/rooms/blocks", OFFER);
            for (int i = 0; i < way.many(100); i++) {
                assertTrue(client.send(message).hear().endsWith(":\n"));
            }
        });
    }

    @Test
    void randomBytesAreNeverTakenForAMessageThatIsLonger() throws Exception {
        Random random = new Random(7);
        arena.endure(() -> {
            for (int i = 0; i < way.many(500); i++) {
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                TestClient client = arena.open("/rooms/noise", OFFER).send(frame(COMPRESSED_TEXT, noise));
                client.send(frame(Frame.CLOSE, ""));
                int code = codeOf(client);
                assertTrue(code == 1007 || code == 1009 || code == 0, "code " + code); // 0: it was a text by chance
            }
        });
    }

    private static int codeOf(TestClient client) throws IOException {
        Frame frame = client.read();
        while (frame.first() != Frame.CLOSE) {
            frame = client.read();
        }
        return frame.payload().length == 0 ? 0 : frame.code();
    }

    /** A few bytes are a text of 64 KB: what one read brings is 50 MB for the room, which keeps it for nobody. */
    @Test
    void manySmallBombsAreSentOnBeforeMoreAreRead() throws Exception {
        byte[] text = frame(COMPRESSED_TEXT, Deflate.deflate(Bytes.ascii("x".repeat(MAX_MESSAGE))));
        assertTrue(text.length < 100, text.length + " bytes");
        int count = way.many(2_000);
        byte[][] all = new byte[count][];
        Arrays.fill(all, text);
        arena.endure(() -> {
            TestClient listener = arena.open("/rooms/amplified"); // who wants them plain
            TestClient client = arena.open("/rooms/amplified", OFFER).send(all);
            Frame frame = listener.read();
            for (int i = 0; i < count - 1 && frame.first() == TEXT; i++) {
                String heard = frame.text();
                assertEquals(MAX_MESSAGE, heard.indexOf('\n') - heard.indexOf(':') - 1);
                frame = listener.read();
            }
            if (frame.first() != TEXT) { // it was too slow
                assertEquals(1008, frame.code());
            }
            for (int i = 0; i < count; i++) {
                client.hear();
            }
        });
    }
}
