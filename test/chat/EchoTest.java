package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.BINARY;
import static support.Frame.FIRST_OF_BINARY;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;
import static support.Frame.PING;
import static support.Frame.PONG;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.TestClient;

/** {@code --echo}: what comes to /echo goes back as it came. */
@Timeout(60)
class EchoTest {
    private static final int LARGE = 16 << 20;

    private final TestServer server = new TestServer("--echo", "--close-timeout", "1");

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends in another thread, as both sides' buffers are smaller than the message. */
    private static CompletableFuture<Void> sending(TestClient client, byte[]... parts) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (byte[] part : parts) {
                    client.send(part);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(20).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aMessageOfEverySizeComesBackAsItWent() throws IOException {
        try (var client = server.open("/echo")) {
            int[] sizes = {0, 1, 124, 125, 126, 127, 128, 65_533, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072,
                131_073};
            for (int size : sizes) {
                byte[] payload = random(size);
                client.send(frame(BINARY, payload));
                Frame echo = client.read();
                assertEquals(BINARY, echo.first());
                assertArrayEquals(payload, echo.payload());
                client.say("ж".repeat(size / 2));
                client.expect(TEXT, "ж".repeat(size / 2));
            }
            client.leave();
        }
    }

    @Test
    void _16MiBOfBinaryComeBackWhole() throws Exception {
        byte[] payload = random(LARGE);
        try (var client = server.open("/echo")) {
            CompletableFuture<Void> sent = sending(client, frame(BINARY, payload));
            Frame echo = client.read();
            assertEquals(BINARY, echo.first());
            assertArrayEquals(payload, echo.payload());
            sent.get();
            client.leave();
        }
    }

    @Test
    void _16MiBOfTextComeBackWhole() throws Exception {
        byte[] text = "Straße 中文 🙂 ".repeat(LARGE / 24).getBytes(UTF_8);
        try (var client = server.open("/echo")) {
            CompletableFuture<Void> sent = sending(client, frame(TEXT, text));
            Frame echo = client.read();
            assertEquals(TEXT, echo.first());
            assertArrayEquals(text, echo.payload());
            sent.get();
            client.leave();
        }
    }

    @Test
    void _5_4_16MiBInFragmentsComeBackAsOneMessageWithPongsBetween() throws Exception {
        byte[] payload = random(LARGE);
        int fragment = 100_001;
        int fragments = (LARGE + fragment - 1) / fragment;
        byte[][] parts = new byte[2 * fragments][];
        for (int i = 0; i < fragments; i++) {
            int first = i == 0 ? FIRST_OF_BINARY : i == fragments - 1 ? LAST : MIDDLE;
            parts[2 * i] = frame(first, Arrays.copyOfRange(payload, i * fragment, Math.min(LARGE, (i + 1) * fragment)));
            parts[2 * i + 1] = frame(PING, Integer.toString(i));
        }
        try (var client = server.open("/echo")) {
            CompletableFuture<Void> sent = sending(client, parts);
            for (int i = 0; i < fragments - 1; i++) {
                client.expect(PONG, Integer.toString(i));
            }
            assertArrayEquals(payload, client.read().payload());
            client.expect(PONG, Integer.toString(fragments - 1));
            sent.get();
            client.leave();
        }
    }

    @Test
    void _7_4_1_moreThanTheLongestMessageIsRefusedAtItsHeader() throws IOException {
        try (var client = server.open("/echo")) {
            client.send(ClientFrames.header(BINARY, 0, (64L << 20) + 1));
            client.expectCloseAndEnd(1009);
        }
    }

    @Test
    void whileThePeerReadsNothingNothingIsReadAndThenEverythingComesInOrder() throws Exception {
        byte[] payload = new byte[100_000];
        try (var client = TestClient.openNarrow(server.address(), "/echo"); var other = server.open("/echo")) {
            // 300 MB: no system's buffers hold that
            int messages = client.sendUntilStopped(frame(BINARY, payload), 3000);
            assertTrue(messages < 3000, "the server went on reading");
            other.say("meanwhile");
            other.expect(TEXT, "meanwhile");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    client.sendRest();
                    client.say("the last");
                    client.send(ClientFrames.close(1000));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < messages; i++) {
                assertArrayEquals(payload, client.read().payload());
            }
            client.expect(TEXT, "the last");
            client.expectCloseAndEnd(1000);
            sent.get();
        }
    }

    @Test
    void manySmallMessagesComeBackInOrderThoughNoneIsReadAtFirst() throws Exception {
        int messages = 100_000;
        try (var client = TestClient.openNarrow(server.address(), "/echo")) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < messages; i += 1000) {
                        byte[][] thousand = new byte[1000][];
                        for (int j = 0; j < 1000; j++) {
                            thousand[j] = frame(TEXT, Integer.toString(i + j));
                        }
                        client.send(thousand);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < messages; i++) {
                assertEquals(Integer.toString(i), client.hear());
            }
            sent.get();
        }
    }

    @Test
    void withoutTheFlagThereIsNoEcho() throws IOException {
        try (var room = new TestServer(); var client = room.connect()) {
            client.send(Requests.opening("/echo"));
            assertEquals(404, client.response(false).status());
            assertEquals(404, client.get("/echo").status());
        }
        try (var client = server.connect()) {
            assertEquals(426, client.get("/echo").status());
        }
    }
}
