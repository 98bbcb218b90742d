package loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.TestClient;

/** Connections are spread over the loops, and stay where they are. */
@Timeout(30)
class AcceptorTest {
    @Test
    void eachLoopHasItsShareAlsoAfterOthersHaveLeft() throws Exception {
        List<Loop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Loop loop = LoopTest.loop(() -> { });
            loops.add(loop);
            threads.add(new Thread(loop));
        }
        Acceptor acceptor = LoopTest.acceptor(loops);
        threads.forEach(Thread::start);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(served(acceptor));
        }
        assertEquals(List.of(4, 4, 4), loops.stream().map(Loop::connections).toList());
        for (int i : IntStream.of(0, 3, 6, 9).toArray()) { // all of one loop
            clients.get(i).get("/", "Connection: close");
            clients.get(i).expectEnd();
            clients.get(i).close();
        }
        while (loops.stream().mapToInt(Loop::connections).sum() > 8) { // the loop hears of our end in a turn of its own
            Thread.onSpinWait();
        }
        assertEquals(List.of(0, 4, 4), loops.stream().map(Loop::connections).toList());
        for (int i = 0; i < 4; i++) {
            clients.add(served(acceptor));
        }
        assertEquals(List.of(4, 4, 4), loops.stream().map(Loop::connections).toList());
        for (TestClient client : clients) {
            client.close();
        }
        loops.get(0).shutdown(); // the one with the acceptor ends all
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A connection that has got a response. */
    private static TestClient served(Acceptor acceptor) throws IOException {
        TestClient client = TestClient.connect(acceptor.address());
        assertEquals(200, client.get("/").status());
        return client;
    }
}
