package hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;
import static support.ClientFrames.ping;
import static support.ClientFrames.text;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.LAST;
import static support.Frame.PING;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Bytes;
import support.Deflate;
import support.Frame;
import support.Requests;
import support.TestClient;

/** Connections that break, or don't end, at every moment of their life. */
@EnumSource(Way.class)
class ConnectionAttacksTest extends Attacks {
    private static final byte[] LARGE = frame(TEXT, "x".repeat(60_000));
    /** A whole conversation, which is cut anywhere. */
    private static final byte[] CONVERSATION = Bytes.concat(
            Bytes.ascii(Requests.get("/healthz") + Requests.opening("/rooms/cut",
                    "Sec-WebSocket-Extensions: permessage-deflate")),
            text("hello"), frame(FIRST_OF_TEXT, "a"), ping("x"), frame(LAST, "b"), frame(TEXT, "y".repeat(200)),
            frame(Frame.COMPRESSED_TEXT, Deflate.deflate(Bytes.ascii("z".repeat(300)))), close(1000, "bye"));

    private interface Stage {
        TestClient reach() throws IOException;
    }

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way, "--max-lag", "256K");
    }

    private static Stage behind(byte[]... bytes) {
        return () -> arena.open("/rooms/stages").send(bytes);
    }

    /** Each is a moment in the life of a connection. */
    private static List<Stage> stages() {
        byte[] message = frame(TEXT, "x".repeat(1000));
        return List.of(
                () -> arena.connect(),
                () -> arena.connectTcp().send("GET / HT"), // over TLS not even that
                () -> arena.connect().send("GET / HTTP/1.1\r\nHost: loc"),
                () -> arena.connect().send(Requests.get("/")),
                () -> arena.connect().send(Requests.get("/").repeat(200)),
                () -> {
                    TestClient client = arena.connect();
                    client.get("/");
                    return client;
                },
                () -> arena.connect().send(Requests.opening("/rooms/stages")),
                behind(),
                behind(Arrays.copyOf(message, 3)),
                behind(Arrays.copyOf(message, 500)),
                behind(frame(FIRST_OF_TEXT, "a")),
                behind(Arrays.copyOf(frame(PING, "abc"), 7)),
                behind(message),
                behind(new byte[1000]),
                behind(close(1000)),
                behind(message, close(1000), message),
                () -> {
                    TestClient client = arena.open("/rooms/alone-" + arena.address().getPort()).send(close(1000));
                    client.expectCloseAndEnd(1000);
                    return client;
                },
                () -> arena.openNarrow("/echo").send(LARGE, LARGE, LARGE));
    }

    @Test
    void aThousandResets() throws Exception {
        arena.endure(() -> {
            List<Stage> stages = stages();
            for (int i = 0; i < way.many(1_008); i++) {
                stages.get(i % stages.size()).reach().reset();
            }
        });
    }

    @Test
    void whoeverEndsItsSideOfTcpIsGoneSoon() throws Exception {
        arena.endure(() -> {
            List<Stage> stages = stages();
            for (int i = 0; i < way.many(200); i++) {
                stages.get(i % stages.size()).reach().endOutput();
            }
            arena.awaitDescriptors(); // though the clients are still there
        });
    }

    @Test
    void whoeverSendsACloseAndNeverEndsTcpIsGoneSoon() throws Exception {
        arena.endure(() -> {
            for (TestClient client : arena.open(way.many(200), "/rooms/closed")) {
                client.send(close(1000));
                client.expectCloseAndEnd(1000);
            }
            for (TestClient client : arena.open(way.many(200), "/rooms/closed")) {
                client.send(close(1000)); // and not even reads
            }
            arena.awaitDescriptors();
        });
    }

    @Test
    void cutAnywhere() throws Exception {
        arena.endure(() -> {
            int step = CONVERSATION.length / way.many(1000) + 1;
            for (int cut = 0; cut < CONVERSATION.length; cut += step) {
                TestClient client = arena.connect().send(Arrays.copyOf(CONVERSATION, cut));
                if (cut % 2 == 0) {
                    client.hangUp();
                } else {
                    client.reset();
                }
            }
        });
    }

    @Test
    void randomBytesInEachState() throws Exception {
        Random random = new Random(9);
        arena.endure(() -> {
            for (int i = 0; i < way.many(1_000); i++) {
                byte[] bytes = new byte[1 + random.nextInt(300)];
                random.nextBytes(bytes);
                TestClient client = switch (random.nextInt(5)) {
                    case 0 -> arena.connect();
                    case 1 -> arena.connectTcp();
                    case 2 -> arena.open("/rooms/noise", "Sec-WebSocket-Extensions: permessage-deflate");
                    case 3 -> arena.open("/echo").send(frame(FIRST_OF_TEXT, "a"));
                    default -> arena.open("/rooms/noise").send(close(1000));
                };
                try {
                    client.send(changed(bytes, random));
                    client.send(bytes);
                } catch (IOException e) {
                    // it has ended already
                }
            }
        });
    }

    /** Something that was right, but for one byte. */
    private static byte[] changed(byte[] noise, Random random) {
        byte[] bytes = random.nextBoolean() ? CONVERSATION.clone() : text("hello");
        bytes[random.nextInt(bytes.length)] = noise[0];
        return bytes;
    }

    @Test
    void membersThatNeverReadAreDroppedIfTheyDoNotBreakOffBefore() throws Exception {
        arena.endure(() -> {
            TestClient speaker = arena.open("/rooms/flood");
            List<TestClient> deaf = new ArrayList<>();
            for (int i = 0; i < way.many(50); i++) {
                deaf.add(arena.openNarrow("/rooms/flood"));
            }
            for (int i = 0; i < 150; i++) {
                speaker.send(LARGE);
                speaker.hear();
                // some that lag a little, some a lot, some that were dropped
                if (i % 10 == 0 && i / 10 < deaf.size() / 2) {
                    deaf.get(i / 10).reset();
                }
            }
            long held = arena.heapHeld();
            assertTrue(held < 4 << 20, held + " bytes");
            assertTrue(arena.dropped("lag", "logs", "buffers") > 0, "none was dropped");
        });
    }

    @Test
    void thousandsOfRoomsLeaveNothingBehind() throws Exception {
        arena.endure(() -> {
            int rooms = way == Way.PLAIN ? 10_000 : 100;
            List<TestClient> inside = new ArrayList<>();
            for (int i = 0; i < rooms; i++) {
                TestClient client = arena.connect().send(Requests.opening("/rooms/number-" + i));
                inside.add(client);
                if (inside.size() == 100 || i == rooms - 1) {
                    for (TestClient each : inside) {
                        each.expectUpgrade();
                    }
                    assertEquals("from", inside.get(0).say("x").hear().substring(0, 4));
                    for (TestClient each : inside) {
                        each.close();
                    }
                    inside.clear();
                }
            }
        });
    }
}
