package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static support.ClientFrames.frame;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.PING;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Proc;
import support.Requests;
import support.ServerProcess;
import support.TestClient;

/** Connections that break at every moment of their life, again and again: nothing may be left of them. */
@Timeout(60)
class ResetTest {
    private static final int TIMES = 30;

    private interface Stage {
        TestClient reach() throws IOException;
    }

    @Test
    void nothingIsLeftOfConnectionsThatAreResetAtAnyMoment() throws Exception {
        try (var server = ServerProcess.serving("--echo", "--max-lag", "128K")) {
            server.connect().get("/", "Connection: close"); // what is opened once for good is open now
            server.member().leave();
            try (var client = server.connect()) {
                client.get("/healthz");
            }
            long before = Proc.descriptors(server.pid());
            assumeTrue(before >= 0, "only Linux shows them like this");
            byte[] message = frame(TEXT, "x".repeat(1000));
            Map<String, Stage> stages = new LinkedHashMap<>();
            stages.put("before a byte", server::connect);
            stages.put("within the head", () -> server.connect().send("GET / HTTP/1.1\r\nHost: loc"));
            stages.put("behind a request", () -> server.connect().send(Requests.request("GET", "/")));
            stages.put("behind many requests", () -> server.connect().send(Requests.request("GET", "/").repeat(200)));
            stages.put("behind an answer", () -> {
                TestClient client = server.connect();
                client.get("/");
                return client;
            });
            stages.put("behind the handshake", () -> server.connect().send(Requests.opening("/")));
            stages.put("behind the 101", server::member);
            stages.put("within a header", () -> server.member().send(Arrays.copyOf(message, 3)));
            stages.put("within a payload", () -> server.member().send(Arrays.copyOf(message, 500)));
            stages.put("between fragments", () -> server.member().send(frame(FIRST_OF_TEXT, "a")));
            stages.put("within a Ping", () -> server.member().send(Arrays.copyOf(frame(PING, "abc"), 7)));
            stages.put("behind a message", () -> server.member().send(message));
            stages.put("behind a broken frame", () -> server.member().send(new byte[1000]));
            stages.put("behind a Close", () -> server.member().send(ClientFrames.close(1000)));
            stages.put("behind the Close in return", () -> {
                TestClient client = server.member().send(ClientFrames.close(1000));
                client.expectCloseAndEnd(1000);
                return client;
            });
            byte[] large = frame(TEXT, "x".repeat(200_000));
            stages.put("while it is owed an echo", () -> TestClient.openNarrow(server.address(), "/echo").send(large));
            for (Stage stage : stages.values()) {
                for (int i = 0; i < TIMES; i++) {
                    stage.reach().reset();
                }
            }
            whileLagging(server);
            TestServer.await(server.address(), () -> Proc.descriptors(server.pid()) <= before,
                    "the descriptors are given back");
            try (var fresh = server.member()) {
                fresh.say("all is well");
                assertEquals("all is well\n", fresh.hear().split(":")[1]);
                fresh.leave();
            }
            assertEquals(0, server.errors().lines().filter(line -> line.contains("Exception")
                    && !line.contains("IOException")
                    && !line.contains("SocketException")).count(), server.errors());
        }
    }

    private static void whileLagging(ServerProcess server) throws IOException {
        try (var speaker = server.member()) {
            TestClient[] stuck = new TestClient[TIMES];
            for (int i = 0; i < TIMES; i++) {
                stuck[i] = TestClient.openNarrow(server.address(), "/");
            }
            for (int i = 0; i < 90; i++) {
                speaker.say("x".repeat(60_000));
                speaker.hear();
                if (i % 3 == 0) {
                    stuck[i / 3].reset(); // some that lag a little, some a lot, some that were dropped
                }
            }
        }
    }
}
