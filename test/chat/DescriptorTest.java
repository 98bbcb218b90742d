package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.ServerProcess;
import support.TestClient;

/** More peers than there is room for: they wait until others leave. */
@Timeout(60)
class DescriptorTest {

    @Test
    void atTheMostConnectionsTheNextOneWaitsAndIsServedWhenOneLeaves() throws IOException {
        try (var server = new TestServer("--max-connections", "3", "--close-timeout", "1");
                var a = server.member(); var b = server.member();
                var c = server.member(); var waiting = server.connect()) {
            waiting.send(Requests.opening("/"));
            a.say("full");
            a.hear();
            b.hear();
            c.hear();
            waiting.socket.setSoTimeout(50);
            try {
                waiting.expectUpgrade();
                throw new AssertionError("a fourth one was let in");
            } catch (SocketTimeoutException e) {
                waiting.socket.setSoTimeout(TestClient.DEADLINE);
            }
            b.leave();
            waiting.expectUpgrade();
            waiting.say("in");
            assertEquals("from4:in\n", waiting.hear());
            assertEquals("from4:in\n", a.hear());
            assertEquals(1, server.log().lines().filter(line -> line.contains("accepting no more")).count(),
                    server.log());
        }
    }

    @Test
    void outOfDescriptorsItSaysSoOnceGoesOnAndServesAgainWhenOthersLeave() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "a limit that is known to work on Linux");
        List<String> limited = List.of("sh", "-c", "ulimit -n 80; exec \"$0\" \"$@\"");
        try (var server = ServerProcess.serving(limited, "--max-connections", "1000", "--loops", "1")) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                clients.add(server.connect().send(Requests.opening("/")));
            }
            int inside = 0;
            for (TestClient client : clients) {
                client.socket.setSoTimeout(inside == 0 ? TestClient.DEADLINE : 500);
                try {
                    client.expectUpgrade();
                    inside++;
                } catch (SocketTimeoutException e) {
                    break;
                }
            }
            assertTrue(inside > 10 && inside < 80, inside + " are inside");
            Duration before = server.processorTime();
            TestClient first = clients.get(0);
            first.socket.setSoTimeout(700);
            try {
                first.read();
            } catch (SocketTimeoutException e) {
                // nothing happens, for some time
            }
            Duration used = server.processorTime().minus(before);
            assertTrue(used.toMillis() < 300, "used " + used.toMillis() + " ms of the processor");
            first.socket.setSoTimeout(TestClient.DEADLINE);
            first.say("those inside go on");
            assertEquals("from1:those inside go on\n", first.hear());
            // the first Close, Ping and fault of this process's life: what has to be loaded for them must be there
            // already
            clients.get(1).send(ClientFrames.frame(Frame.PING, "x"), new byte[2]);
            assertEquals("from1:those inside go on\n", clients.get(1).hear());
            clients.get(1).expect(Frame.PONG, "x");
            clients.get(1).expectCloseAndEnd(1002);
            clients.get(1).close();
            first.leave();
            assertEquals(1, server.errors().lines().filter(line -> line.contains("accepting no more")).count(),
                    server.errors());
            for (int i = 2; i < inside; i++) {
                clients.get(i).reset();
            }
            for (int i = inside; i < Math.min(90, inside + 10); i++) {
                clients.get(i).socket.setSoTimeout(TestClient.DEADLINE);
                clients.get(i).expectUpgrade();
            }
            String errors = server.errors();
            assertTrue(!errors.contains("Error") && !errors.contains("\tat "), errors);
            for (TestClient client : clients) {
                client.close();
            }
        }
    }
}
