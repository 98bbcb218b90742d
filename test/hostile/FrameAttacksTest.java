package hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.KEY;
import static support.ClientFrames.frame;
import static support.ClientFrames.header;
import static support.Frame.BINARY;
import static support.Frame.FIRST_OF_BINARY;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;
import static support.Frame.PING;
import static support.Frame.PONG;
import static support.Frame.TEXT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Bytes;
import support.Frame;
import support.TestClient;

/** Frames that are sent to cost the server memory or time. */
@EnumSource(Way.class)
class FrameAttacksTest extends Attacks {
    private static final int MAX_MESSAGE = 64 << 10;
    private static final int MAX_ECHO = 1 << 20;

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way, "--max-echo-message", Integer.toString(MAX_ECHO));
    }

    /** A header with a length of 64 bits, whichever it is. */
    private static byte[] longHeader(int first, long length) {
        return ByteBuffer.allocate(14).put((byte) first).put((byte) 0xFF).putLong(length).putInt(KEY).array();
    }

    @Test
    void lengthsWithTheTopBitsSetAreRefusedBeforeAnythingIsAllocated() throws Exception {
        arena.endure(() -> {
            for (String path : List.of("/rooms/lengths", "/echo")) {
                for (int i = 0; i < way.many(50); i++) {
                    arena.open(path).send(longHeader(TEXT, Long.MIN_VALUE | i)).expectCloseAndEnd(1002);
                    arena.open(path).send(longHeader(TEXT, -1L - i)).expectCloseAndEnd(1002);
                    arena.open(path).send(header(TEXT, KEY, Long.MAX_VALUE - i)).expectCloseAndEnd(1009);
                    arena.open(path).send(header(FIRST_OF_TEXT, KEY, 1L << 31 + i % 32)).expectCloseAndEnd(1009);
                    // added to what is there already they would be negative
                    arena.open(path).send(frame(FIRST_OF_TEXT, "abc"), header(LAST, KEY, Long.MAX_VALUE - 1))
                            .expectCloseAndEnd(1009);
                    arena.open(path).send(frame(FIRST_OF_TEXT, "abc"), header(LAST, KEY, Integer.MAX_VALUE - 1))
                            .expectCloseAndEnd(1009);
                }
            }
        });
    }

    @Test
    void whatIsAnnouncedAndNotSentTakesNoMemory() throws Exception {
        arena.endure(() -> {
            for (TestClient client : arena.open(way.many(150), "/rooms/announced")) {
                client.send(header(TEXT, KEY, MAX_MESSAGE));
            }
            for (TestClient client : arena.open(way.many(150), "/echo")) {
                client.send(header(BINARY, KEY, MAX_ECHO));
            }
            arena.awaitTurns();
            long held = arena.heapHeld();
            assertTrue(held < 3 << 20, held + " bytes, where " + way.many(150) + " MiB were announced");
        });
    }

    @Test
    void aMillionTinyAndEmptyFragmentsAreOneMessage() throws Exception {
        arena.endure(() -> {
            TestClient client = arena.open("/echo").send(frame(FIRST_OF_BINARY, ""));
            flood(client, frame(MIDDLE, ""), 400_000);
            flood(client, frame(MIDDLE, "x"), 600_000);
            Frame message = client.send(frame(LAST, "y")).read();
            assertEquals(BINARY, message.first());
            assertArrayEquals(Bytes.ascii("x".repeat(600_000) + "y"), message.payload());
        });
    }

    @Test
    void anEndlessMessageEndsAtTheLimit() throws Exception {
        arena.endure(() -> {
            for (String path : List.of("/rooms/endless", "/echo")) {
                for (int size : new int[] {0, 1, 50_000}) {
                    TestClient client = arena.open(path).send(frame(FIRST_OF_TEXT, "x"));
                    long begin = System.nanoTime();
                    try {
                        int most = size == 0 ? 100_000 : 2 * MAX_ECHO / size;
                        flood(client, frame(MIDDLE, "x".repeat(size)), most);
                    } catch (IOException e) {
                        // some time after its Close the server ends TCP, whatever is still coming
                        assertTrue(System.nanoTime() - begin > 500_000_000L, e.toString());
                    }
                    if (size == 0) {
                        client.send(frame(LAST, ""));
                        assertTrue(client.hear().contains("x"));
                    } else {
                        client.expectClose(1009);
                    }
                }
            }
        });
    }

    @Test
    void floodsOfPingsWhosePongsNobodyReadsHoldNobodyUp() throws Exception {
        arena.endure(() -> {
            TestClient listener = arena.open("/rooms/pings");
            TestClient client = arena.openNarrow("/rooms/pings");
            flood(client, frame(PING, "p".repeat(125)), way.many(300_000));
            client.say("at the end");
            assertTrue(listener.hear().endsWith(":at the end\n"));
            long held = arena.heapHeld();
            assertTrue(held < 1 << 20, held + " bytes");
        });
    }

    @Test
    void floodsOfUnaskedPongsAreIgnored() throws Exception {
        arena.endure(() -> {
            TestClient client = arena.open("/rooms/pongs");
            flood(client, frame(PONG, ""), way.many(500_000));
            flood(client, frame(PONG, "p".repeat(125)), way.many(100_000));
            assertTrue(client.say("at the end").hear().endsWith(":at the end\n"));
        });
    }
}
