package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.CLOSE;
import static support.Frame.PING;
import static support.Frame.PONG;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Frame;
import support.TestClient;

/** Members that don't read what is said, or slowly. */
@Timeout(30)
class LaggardTest {
    /** More than the system's buffers hold for one connection, so that the rest has to wait in the room. */
    private static final int MUCH = 160;
    private static final String PADDING = "x".repeat(60_000);

    /** A number, and enough behind it. */
    private static String message(int i) {
        return i + PADDING;
    }

    /** The speaker hears each text before it says the next one, and so does the listener: neither can lag. */
    private static void talk(TestClient speaker, TestClient listener, int number, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            speaker.say(message(i));
            String expected = "from" + number + ":" + message(i) + "\n";
            assertEquals(expected, speaker.hear());
            assertEquals(expected, listener.hear());
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Reads up to the Close and the end of TCP; everything before that must be whole texts or Pongs. */
    private static List<Integer> readToTheEnd(TestClient client, int closeCode) throws IOException {
        List<Integer> texts = new ArrayList<>();
        Frame frame = client.read();
        for (; frame.first() != CLOSE; frame = client.read()) {
            if (frame.first() == TEXT) {
                String text = new String(frame.payload(), ISO_8859_1);
                assertTrue(text.endsWith(PADDING + "\n"));
                texts.add(Integer.parseInt(text.substring(text.indexOf(':') + 1, text.indexOf('x'))));
            } else {
                assertEquals(PONG, frame.first(), frame.toString());
            }
        }
        assertEquals(closeCode, frame.code());
        client.expectEnd();
        return texts;
    }

    @Test
    void aMemberTooFarBehindIsDroppedAndTheOthersGoOn() throws IOException {
        try (var server = new TestServer("--max-lag", "256K"); var speaker = server.member();
                var listener = server.member();
                var stuck = TestClient.openNarrow(server.address(), "/")) {
            talk(speaker, listener, 1, 0, MUCH);
            assertTrue(server.log().contains("dropped"), "not dropped: " + server.log());
            // if it reads in time, it gets whole frames, and a Close that says why
            List<Integer> heard = readToTheEnd(stuck, 1008);
            assertEquals(numbers(0, heard.size()), heard);
            assertTrue(heard.size() < MUCH);
        }
    }

    @Test
    void aMemberLessFarBehindLosesNothing() throws IOException {
        try (var server = new TestServer("--max-lag", "16M"); var speaker = server.member();
                var listener = server.member();
                var slow = TestClient.openNarrow(server.address(), "/")) {
            talk(speaker, listener, 1, 0, MUCH / 2);
            for (int i = 0; i < MUCH; i++) {
                assertEquals("from1:" + message(i) + "\n", slow.hear());
                if (i >= MUCH / 4 && i < MUCH * 3 / 4) { // it goes on while it catches up
                    talk(speaker, listener, 1, i + MUCH / 4, i + MUCH / 4 + 1);
                }
            }
            slow.leave();
            assertFalse(server.log().contains("dropped"), server.log());
        }
    }

    @Test
    void whatARoomKeepsIsBoundedHoweverManyDoNotRead() throws Exception {
        try (var server = new MeasuredServer("--max-lag", "256K"); var speaker = server.member();
                var listener = server.member()) {
            List<TestClient> stuck = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                stuck.add(TestClient.openNarrow(server.address(), "/"));
            }
            talk(speaker, listener, 1, 0, MUCH);
            long most = server.mostKept();
            assertTrue(most > 0, "nobody lagged");
            assertTrue(most <= 2 * (256 << 10), "kept " + most); // maxLag and a segment
            for (TestClient each : stuck) {
                each.reset();
            }
            TestServer.await(server.address(), () -> server.kept() == 0, "the log is given back");
        }
    }

    @Test
    void allRoomsTogetherKeepNoMoreThanTheirLimit() throws Exception {
        try (var server = new MeasuredServer("--max-lag", "64M", "--max-logs", "1M"); var speaker = server.member();
                var listener = server.member(); var stuck = TestClient.openNarrow(server.address(), "/")) {
            talk(speaker, listener, 1, 0, MUCH);
            assertTrue(server.mostKept() <= 1 << 20, "kept " + server.mostKept());
            List<Integer> heard = readToTheEnd(stuck, 1008);
            assertEquals(numbers(0, heard.size()), heard);
        }
    }

    @Test
    void aMemberThatDoesNotReadItsPongsMissesNothingOfTheRoom() throws IOException {
        try (var server = new TestServer(); var other = server.member();
                var pinging = TestClient.openNarrow(server.address(), "/")) {
            pingWithoutReading(pinging);
            assertEquals("from2:0" + PADDING + "\n", other.hear());
            for (int i = 1; i < 5; i++) {
                other.say(message(i));
                other.hear();
            }
            pinging.send(ClientFrames.close(1000)); // which comes in while a Pong is half sent
            assertEquals(numbers(0, 5), readToTheEnd(pinging, 1000));
        }
    }

    @Test
    void aMemberThatNeverReadsItsPongsIsDroppedLikeAnyOther() throws IOException {
        try (var server = new TestServer("--max-lag", "256K"); var speaker = server.member();
                var listener = server.member();
                var pinging = TestClient.openNarrow(server.address(), "/")) {
            pingWithoutReading(pinging);
            speaker.hear();
            listener.hear();
            talk(speaker, listener, 1, 1, 20);
            assertTrue(server.log().contains("dropped"), "not dropped: " + server.log());
            List<Integer> heard = readToTheEnd(pinging, 1008);
            assertEquals(numbers(0, heard.size()), heard);
        }
    }

    /** More Pongs than the system holds, then a text: when that is heard, all these Pings were read. */
    private static void pingWithoutReading(TestClient client) throws IOException {
        byte[] ping = frame(PING, "p".repeat(125));
        for (int i = 0; i < 60_000; i += 500) {
            byte[] many = new byte[500 * ping.length];
            for (int j = 0; j < 500; j++) {
                System.arraycopy(ping, 0, many, j * ping.length, ping.length);
            }
            client.send(many);
        }
        client.say(message(0));
    }
}
