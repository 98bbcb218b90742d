package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.CLOSE;
import static support.Frame.PING;
import static support.Frame.TEXT;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Bytes;
import support.ClientFrames;
import support.Frame;
import support.TestClient;

/** How connections end: the Close can always be read, then TCP ends without a reset, the server's side first. */
@Timeout(30)
class ClosingTest {
    private final TestServer server = new TestServer("--echo", "--close-timeout", "2");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void _7_1_1_theServerEndsTcpFirst() throws IOException {
        try (var a = server.member()) {
            a.send(ClientFrames.close(1000));
            a.expectCloseAndEnd(1000); // our side is still open
        }
    }

    @Test
    void _5_5_1_theCodeOfTheCloseComesBack() throws IOException {
        for (int code : new int[] {1000, 1001, 1011, 3000, 4999}) {
            try (var a = server.member()) {
                a.send(ClientFrames.close(code));
                a.expectCloseAndEnd(code);
            }
        }
        try (var a = server.member()) {
            a.send(frame(CLOSE, new byte[0]));
            Frame close = a.read();
            assertEquals(CLOSE, close.first());
            assertEquals(0, close.payload().length);
            a.expectEnd();
        }
    }

    @Test
    void _5_5_1_whatComesBehindACloseIsReadAndMeansNothing() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.send(ClientFrames.close(1000), frame(TEXT, "too late"), frame(PING, "too late"), new byte[500_000]);
            a.expectCloseAndEnd(1000);
            b.say("x");
            assertEquals("from2:x\n", b.hear());
        }
    }

    @Test
    void muchBehindACloseThatComesOnlyAfterTheEndIsReadToo() throws IOException {
        try (var a = server.member()) {
            a.send(ClientFrames.close(1000));
            a.expectCloseAndEnd(1000);
            for (int i = 0; i < 50; i++) {
                a.send(new byte[100_000]); // a reset would make this throw
            }
        }
    }

    @Test
    void _7_1_7_theReasonForFailingCanBeReadThoughMuchIsUnreadBehindIt() throws IOException {
        byte[][] faults = {
            Bytes.hex("81 01 61"),                          // §5.1 not masked
            Bytes.hex("c1 81 00000000 61"),                 // §5.2 RSV1
            Bytes.hex("83 80 00000000"),                    // §5.2 reserved opcode
            Bytes.hex("80 80 00000000"),                    // §5.4 nothing to continue
            Bytes.hex("09 80 00000000"),                    // §5.5 fragmented Ping
            Bytes.hex("88 81 00000000 03"),                 // §5.5.1 half a code
            Bytes.hex("88 82 00000000 03ed"),               // §7.4 code 1005
            Bytes.hex("81 fe 0001 00000000 61"),            // §5.2 length in too many bytes
        };
        for (byte[] fault : faults) {
            try (var a = server.member()) {
                a.send(frame(TEXT, "before"), fault, new byte[1_000_000]);
                assertTrue(a.hear().endsWith(":before\n"));
                assertTrue(a.expectClose(1002).startsWith("§"));
                a.expectEnd();
            }
        }
    }

    @Test
    void _5_5_1_noneBehindTheCloseThatTheServerSends() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.send(frame(Frame.BINARY, "x"));
            a.expectClose(1003);
            b.say("not for a any more");
            b.hear();
            a.expectEnd();
        }
    }

    @Test
    void everythingThatWasSaidBeforeComesBeforeTheClose() throws IOException {
        int messages = 2000;
        try (var a = TestClient.openNarrow(server.address(), "/")) {
            byte[][] all = new byte[messages + 1][];
            for (int i = 0; i < messages; i++) {
                all[i] = frame(TEXT, i + "x".repeat(300));
            }
            all[messages] = ClientFrames.close(4000);
            a.send(all); // 600 KB: less than a member may lag
            for (int i = 0; i < messages; i++) {
                assertEquals("from1:" + i + "x".repeat(300) + "\n", a.hear());
            }
            a.expectCloseAndEnd(4000);
        }
    }

    @Test
    void aPeerThatEndsTcpWithoutACloseIsSimplyGone() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.socket.shutdownOutput();
            a.expectEnd();
            b.say("x");
            assertEquals("from2:x\n", b.hear());
        }
        assertTrue(server.log().contains("lost"), server.log());
    }
}
