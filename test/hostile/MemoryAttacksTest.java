package hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.BINARY;
import static support.Frame.FIRST_OF_BINARY;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.TestClient;

/**
 * Peers that together want more memory than there is. The server ends those that have kept some for longest, and goes
 * on for all others.
 */
@EnumSource(Way.class)
class MemoryAttacksTest extends Attacks {
    /** FIN is missing: more is to come. */
    private static final int FIRST_OF_COMPRESSED_TEXT = 0x41;
    /** What is sent of each message or request: close to what is allowed. */
    private static final int MOST = 60_000;
    private static final int MOST_OF_A_HEAD = 30_000;
    /** Half of them want more than the server has. */
    private static int most;

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        most = way.many(1_500);
        arena = new Arena(way, "--max-echo-message", "64M", "--max-buffered", way.many(30) + "M");
    }

    @Test
    void thousandsOfUnfinishedMessages() throws Exception {
        byte[] some = frame(FIRST_OF_TEXT, "x".repeat(MOST));
        arena.endure(() -> {
            List<TestClient> all = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                all.add(arena.open("/rooms/unfinished").send(some));
            }
            expectEndOfTheFirst(all);
            TestClient last = all.get(most - 1).send(frame(LAST, "y"));
            assertTrue(last.hear().endsWith("xy\n"));
        });
    }

    @Test
    void thousandsOfUnfinishedCompressedMessages() throws Exception {
        byte[] some = frame(FIRST_OF_COMPRESSED_TEXT, "x".repeat(MOST));
        arena.endure(() -> {
            List<TestClient> all = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                all.add(arena.open("/rooms/unfinished", "Sec-WebSocket-Extensions: permessage-deflate").send(some));
            }
            expectEndOfTheFirst(all);
            all.get(most - 1).send(frame(LAST, "y")).expectCloseAndEnd(1007);
        });
    }

    private static void expectEndOfTheFirst(List<TestClient> all) throws IOException {
        for (TestClient client : all.subList(0, most / 2)) {
            client.expectCloseAndEnd(1011);
        }
    }

    @Test
    void thousandsOfUnfinishedRequests() throws Exception {
        String some = "GET / HTTP/1.1\r\nHost: localhost\r\n" + "a: \r\n".repeat(90)
                + "X: " + "x".repeat(MOST_OF_A_HEAD);
        arena.endure(() -> {
            List<TestClient> all = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                all.add(arena.connect().send(some));
            }
            for (TestClient client : all.subList(0, most / 2)) {
                int status = client.response(false).status();
                assertTrue(status == 503 || status == 408, "status " + status); // 408 if this takes long
                client.expectEnd();
            }
            assertEquals(200, all.get(most - 1).send("\r\n\r\n").response(false).status());
        });
    }

    @Test
    void echoesThatNobodyReads() throws Exception {
        byte[] message = frame(BINARY, new byte[way.many(8 << 20)]); // over plain TCP far more than a socket takes
        arena.endure(() -> {
            int before = arena.dropped("buffers");
            for (int i = 0; i < 12; i++) {
                arena.sendUntilStopped(arena.openNarrow("/echo"), message, 1);
            }
            arena.awaitTurns();
            assertTrue(way == Way.TLS || arena.dropped("buffers") > before, "none was dropped");
        });
    }

    @Test
    void messagesOf64MibAtTheSameTime() throws Exception {
        byte[] mebibyte = new byte[1 << 20];
        arena.endure(() -> {
            List<TestClient> all = arena.open(40, "/echo");
            for (TestClient client : all) {
                client.send(frame(FIRST_OF_BINARY, ""));
            }
            byte[] more = frame(MIDDLE, mebibyte);
            for (int i = 0; i < 63 && !all.isEmpty(); i++) {
                all.removeIf(client -> !takes(client, more));
            }
            assertEquals(List.of(), all);
            TestClient client = arena.open("/echo").send(frame(BINARY, mebibyte));
            assertArrayEquals(mebibyte, client.read().payload());
        });
    }

    private static boolean takes(TestClient client, byte[] bytes) {
        try {
            if (client.socket.getInputStream().available() > 0) {
                int code = client.read().code();
                assertTrue(code == 1009 || code == 1011, "code " + code);
                return false;
            }
            client.send(bytes);
            return true;
        } catch (IOException e) {
            return false; // some time after its Close the server ends TCP
        }
    }
}
