package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.PING;
import static support.Frame.PONG;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;

/** What takes too long, in real time: short, and never less than was promised. */
@Timeout(30)
class DeadlineTest {

    private static void assertTook(long begin, long millis) {
        long took = (System.nanoTime() - begin) / 1_000_000;
        // -2: both clocks are rounded
        assertTrue(took >= millis - 2 && took < millis + 3_000, "took " + took + " ms, not " + millis);
    }

    @Test
    void aHeadThatComesTooSlowlyIsAnswered408() throws IOException {
        try (var server = new TestServer("--request-timeout", "0.2"); var client = server.connect()) {
            long begin = System.nanoTime();
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
            assertEquals(408, client.response(false).status());
            client.expectEnd();
            assertTook(begin, 200);
        }
    }

    @Test
    void bytesDoNotLengthenTheTimeForAHead() throws IOException {
        try (var server = new TestServer("--request-timeout", "0.3"); var client = server.connect()) {
            client.socket.setSoTimeout(20);
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
            int status = 0;
            for (int i = 0; status == 0; i++) {
                assertTrue(i < 200, "it goes on for ever");
                client.send("X: y\r\n");
                try {
                    status = client.response(false).status();
                } catch (SocketTimeoutException e) {
                    // not yet
                }
            }
            assertEquals(408, status);
        }
    }

    @Test
    void aConnectionThatSaysNothingEndsWithoutAWord() throws IOException {
        try (var server = new TestServer("--request-timeout", "0.2"); var client = server.connect();
                var second = server.connect()) {
            long begin = System.nanoTime();
            second.get("/");
            client.expectEnd();
            second.expectEnd(); // counted from the answer
            assertTook(begin, 200);
            assertEquals("", server.log());
        }
    }

    @Test
    void _5_5_2_aSilentPeerIsPingedAndStaysIfItAnswers() throws IOException {
        try (var server = new TestServer("--ping-after", "0.1", "--pong-timeout", "5", "--close-timeout", "1");
                var client = server.member()) {
            long begin = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                client.expect(PING, "");
                client.send(frame(PONG, ""));
            }
            assertTook(begin, 300);
            client.say("here");
            assertEquals("from1:here\n", client.hear());
        }
    }

    @Test
    void _5_5_2_aPeerThatDoesNotAnswerAPingIsClosed() throws IOException {
        try (var server = new TestServer("--ping-after", "0.1", "--pong-timeout", "0.2");
                var client = server.member()) {
            long begin = System.nanoTime();
            client.expect(PING, "");
            client.expectClose(1008);
            client.expectEnd();
            assertTook(begin, 300);
            assertTrue(server.log().contains("no Pong"), server.log());
        }
    }

    @Test
    void _7_1_1_aPeerThatDoesNotEndTcpIsNotWaitedForForEver() throws IOException {
        try (var server = new TestServer("--close-timeout", "0.2"); var client = server.member()) {
            client.send(ClientFrames.close(1000));
            client.expectCloseAndEnd(1000);
            try { // our side is open, and theirs is gone: sooner or later a byte of ours is answered with a reset
                for (int i = 0; i < 1_000_000; i++) {
                    client.send(new byte[1]);
                }
                throw new AssertionError("the server reads on");
            } catch (IOException e) {
                // it doesn't
            }
        }
    }

    @Test
    void _7_1_1_aCloseThatIsNotAnsweredEndsAllTheSame() throws IOException {
        var server = new TestServer("--close-timeout", "0.2");
        try (var client = server.member()) {
            long begin = System.nanoTime();
            server.close(); // returns when all have gone
            assertTook(begin, 200);
            client.expectCloseAndEnd(1001);
        }
    }
}
