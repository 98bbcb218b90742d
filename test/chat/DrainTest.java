package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.Response;
import support.ServerProcess;
import support.TestClient;

/** A rolling stop: newcomers are sent away, and those who are there leave one after the other. */
@Timeout(60)
class DrainTest {
    private static final int MEMBERS = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** What a member heard, and how long after the signal its Close came. */
    private record Departure(List<Integer> heard, long millis) {}

    private static Departure listen(TestClient client, long since) throws IOException {
        List<Integer> heard = new ArrayList<>();
        Frame frame = client.read();
        for (; frame.first() == Frame.TEXT; frame = client.read()) {
            heard.add(Integer.parseInt(frame.text().replaceFirst("^from\\d+:", "").strip()));
        }
        assertEquals(Frame.CLOSE, frame.first());
        assertEquals(1001, frame.code());
        long millis = millisSince(since);
        client.send(ClientFrames.close(1001));
        client.expectEnd();
        client.hangUp();
        return new Departure(heard, millis);
    }

    /** Says one number after the other, until the Close comes. Returns how many it heard. */
    private static int talk(TestClient speaker) throws IOException {
        for (int i = 0; ; i++) {
            speaker.say(Integer.toString(i));
            Frame frame = speaker.read();
            if (frame.first() == Frame.CLOSE) {
                assertEquals(1001, frame.code());
                speaker.send(ClientFrames.close(1001));
                speaker.expectEnd();
                speaker.hangUp();
                return i;
            }
            assertEquals("from1:" + i + "\n", frame.text());
        }
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** Waits until the signal has been seen. */
    private static void awaitStopping(ServerProcess server) throws IOException {
        while (healthz(server) == 200) { }
        assertEquals(503, healthz(server));
    }

    private static int healthz(ServerProcess server) throws IOException {
        try (var client = server.connect()) {
            return client.get("/healthz", "Connection: close").status();
        }
    }

    @Test
    void membersLeaveOneAfterTheOtherAndMissNothingUntilThen() throws Exception {
        int seconds = 4;
        try (var server = ServerProcess.serving("--drain", Integer.toString(seconds), "--loops", "2");
                var speaker = server.member()) {
            List<TestClient> members = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                members.add(server.member());
            }
            long begin = System.nanoTime();
            server.terminate();
            awaitStopping(server);
            List<Future<Departure>> departures = new ArrayList<>();
            for (TestClient member : members) {
                departures.add(threads.submit(() -> listen(member, begin)));
            }
            int said = talk(speaker);
            List<Long> times = new ArrayList<>();
            times.add(millisSince(begin));
            for (Future<Departure> departure : departures) {
                List<Integer> heard = departure.get().heard;
                assertEquals(IntStream.range(0, heard.size()).boxed().toList(), heard, "nothing is missing");
                times.add(departure.get().millis);
            }
            times.sort(null);
            for (int i = 0; i < times.size(); i++) {
                // each of the two loops has about half of them; how late they are depends on the machine
                long earliest = seconds * 1000L * (i / 2) / (MEMBERS / 2 + 2) - 50;
                assertTrue(times.get(i) >= earliest, i + " left too early: " + times);
            }
            assertTrue(said > 0, "they went on talking");
            assertEquals(0, server.exitStatus());
            assertTrue(server.errors().contains("stopping: "), server.errors());
        }
    }

    @Test
    void meanwhileNewcomersAreSentAwayAndOthersGoOn() throws Exception {
        try (var server = ServerProcess.serving("--drain", "600"); var a = server.member(); var b = server.member();
                var http = server.connect()) {
            assertEquals(200, http.get("/").status());
            server.terminate();
            awaitStopping(server);
            http.send(Requests.opening("/"));
            expectSentAway(http.response(false));
            expectSentAway(http.get("/"));
            try (var late = server.connect()) {
                late.send(Requests.opening("/rooms/other"));
                expectSentAway(late.response(false));
                assertTrue(late.get("/metrics").text().contains("chat_members 2\n"));
            }
            a.say("still here");
            assertEquals("from1:still here\n", a.hear());
            assertEquals("from1:still here\n", b.hear());
            // and whoever leaves doesn't have to be waited for
            a.leave();
            b.leave();
            http.hangUp();
            assertEquals(0, server.exitStatus());
        }
    }

    private static void expectSentAway(Response response) {
        assertEquals(503, response.status());
        assertEquals("600", response.field("Retry-After"));
    }

    @Test
    void aSecondSignalEndsTheWaitAtOnce() throws Exception {
        try (var server = ServerProcess.serving("--drain", "600", "--close-timeout", "600");
                var mute = server.member()) {
            server.terminate();
            awaitStopping(server);
            server.terminate();
            mute.expectCloseAndEnd(1001); // it doesn't answer, and isn't waited for
            assertEquals(0, server.exitStatus());
            assertTrue(server.line().startsWith("ended; "));
        }
    }

    @Test
    void aSecondSignalEndsTheWaitForAnswersToo() throws Exception {
        try (var server = ServerProcess.serving("--close-timeout", "600"); var mute = server.member()) {
            server.terminate();
            mute.expectClose(1001);
            server.terminate();
            mute.expectEnd();
            assertEquals(0, server.exitStatus());
        }
    }

    @Test
    void whereNobodyIsThereIsNothingToWaitFor() throws Exception {
        try (var server = ServerProcess.serving("--drain", "600")) {
            server.terminate();
            assertEquals(0, server.exitStatus());
        }
    }
}
