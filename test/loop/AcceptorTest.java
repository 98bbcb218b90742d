package loop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections are spread over the loops, and stay where they are. */
@Timeout(30)
class AcceptorTest {
    private static final TurnEnd NOTHING = new TurnEnd() {
        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public void endTurn(long now) { }
    };

    @Test
    void eachLoopHasItsShareAlsoAfterOthersHaveLeft() throws Exception {
        List<Loop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Loop loop = new Loop(LoopTest.SITE, NOTHING);
            loops.add(loop);
            threads.add(new Thread(loop));
        }
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Acceptor acceptor = new Acceptor(new InetSocketAddress(loopback, 0), loops, 100, line -> { });
        threads.forEach(Thread::start);
        List<java.net.Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sockets.add(served(acceptor));
        }
        assertEquals(List.of(4, 4, 4), loops.stream().map(Loop::connections).toList());
        for (int i : IntStream.of(0, 3, 6, 9).toArray()) { // all of one loop
            sockets.get(i).getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            sockets.get(i).getInputStream().readAllBytes();
            sockets.get(i).close();
        }
        while (loops.stream().mapToInt(Loop::connections).sum() > 8) { // the loop hears of our end in a turn of its own
            Thread.onSpinWait();
        }
        assertEquals(List.of(0, 4, 4), loops.stream().map(Loop::connections).toList());
        for (int i = 0; i < 4; i++) {
            sockets.add(served(acceptor));
        }
        assertEquals(List.of(4, 4, 4), loops.stream().map(Loop::connections).toList());
        for (java.net.Socket socket : sockets) {
            socket.close();
        }
        loops.get(0).shutdown(); // the one with the acceptor ends all
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A connection that has got an answer. */
    private static java.net.Socket served(Acceptor acceptor) throws IOException {
        java.net.Socket socket = new java.net.Socket();
        socket.setSoTimeout(10_000);
        socket.connect(acceptor.address(), 10_000);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), ISO_8859_1));
        return socket;
    }
}
