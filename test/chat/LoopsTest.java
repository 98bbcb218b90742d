package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.PONG;
import static support.Frame.TEXT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Bytes;
import support.Frame;
import support.TestClient;

/** Several loops: one order for all, no member forgotten, and none that can have all of a loop. */
@Timeout(60)
class LoopsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    @Test
    void membersOfDifferentLoopsHearAllInOneOrder() throws Exception {
        int members = 12;
        int each = 400;
        try (var server = new TestServer("--loops", "4")) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                clients.add(server.member());
            }
            List<Future<List<String>>> heard = new ArrayList<>();
            for (TestClient client : clients) {
                heard.add(threads.submit(() -> listen(client, members * each)));
            }
            for (TestClient client : clients) {
                threads.submit(() -> speak(client, each));
            }
            List<String> first = heard.get(0).get();
            for (Future<List<String>> other : heard) {
                assertEquals(first, other.get());
            }
            for (int i = 1; i <= members; i++) { // and what one says stays in its order
                String prefix = "from" + i + ":";
                List<String> own = first.stream().filter(text -> text.startsWith(prefix)).toList();
                for (int j = 0; j < each; j++) {
                    assertEquals(prefix + j + "\n", own.get(j));
                }
            }
            for (TestClient client : clients) {
                client.leave();
            }
        }
    }

    private static List<String> listen(TestClient client, int count) throws IOException {
        List<String> heard = new ArrayList<>();
        while (heard.size() < count) {
            heard.add(client.hear());
        }
        return heard;
    }

    /** Some in a segment, some alone. */
    private static Void speak(TestClient client, int count) throws IOException {
        Random random = new Random(count);
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            segment.writeBytes(frame(TEXT, Integer.toString(i)));
            if (random.nextInt(4) == 0 || i == count - 1) {
                client.send(segment.toByteArray());
                segment.reset();
            }
        }
        return null;
    }

    @Test
    void roomsComeAndGoOnAllLoopsAtOnce() throws Exception {
        try (var server = new TestServer("--loops", "4")) {
            List<Future<Integer>> visitors = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int visitor = i;
                visitors.add(threads.submit((Callable<Integer>) () -> visit(server, visitor)));
            }
            for (Future<Integer> visitor : visitors) {
                assertEquals(150, visitor.get());
            }
            try (var late = server.open("/rooms/r0")) { // all have left: the room is new, and works
                late.say("hello");
                assertEquals("from1201:hello\n", late.hear());
            }
        }
    }

    /** Enters three rooms in turn, says something and hears it, and leaves in different ways. */
    private static int visit(TestServer server, int visitor) throws IOException {
        int visits = 0;
        for (; visits < 150; visits++) {
            try (var client = server.open("/rooms/r" + visits % 3)) {
                String word = visitor + " was here " + visits;
                client.say(word);
                while (!client.hear().contains(":" + word + "\n")) { }
                if (visits % 3 == 0) {
                    client.leave();
                } else if (visits % 3 == 1) {
                    client.reset();
                }
            }
        }
        return visits;
    }

    @Test
    void othersAreServedWhileSomeFloodTheLoop() throws Exception {
        try (var server = new TestServer("--loops", "1", "--echo"); var patient = server.open("/rooms/quiet")) {
            for (String path : List.of("/", "/echo")) {
                threads.submit(() -> flood(server.open(path)));
            }
            patient.socket.setSoTimeout(2000); // each round trip, during two floods, but never behind all of one
            for (int i = 0; i < 100; i++) {
                patient.send(frame(Frame.PING, Integer.toString(i)));
                patient.expect(PONG, Integer.toString(i));
                patient.say("round " + i);
                assertEquals("from1:round " + i + "\n", patient.hear());
            }
            threads.shutdownNow();
        }
    }

    /** Sends without end, and reads what comes back. */
    private Void flood(TestClient client) throws IOException {
        try (client) {
            byte[] texts = new byte[0];
            for (int i = 0; i < 1000; i++) {
                texts = Bytes.concat(texts, frame(TEXT, "flood"));
            }
            threads.submit(() -> client.socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
            while (!threads.isShutdown()) {
                client.send(texts);
            }
        }
        return null;
    }
}
