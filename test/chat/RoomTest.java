package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.Frame.CLOSE;
import static support.Frame.FIRST_OF_TEXT;
import static support.Frame.LAST;
import static support.Frame.MIDDLE;
import static support.Frame.PING;
import static support.Frame.PONG;
import static support.Frame.TEXT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Bytes;
import support.ClientFrames;
import support.Frame;
import support.Requests;
import support.TestClient;

/** What is said in a room, and which members hear it. */
@Timeout(30)
class RoomTest {
    private final TestServer server = new TestServer("--close-timeout", "1");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyoneHearsWhatIsSaidTheSenderToo() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.say("Hello");
            assertEquals("from1:Hello\n", a.hear());
            assertEquals("from1:Hello\n", b.hear());
            b.say("你好 🙂");
            assertEquals("from2:你好 🙂\n", a.hear());
            assertEquals("from2:你好 🙂\n", b.hear());
        }
    }

    @Test
    void anEmptyTextIsAMessage() throws IOException {
        try (var a = server.member()) {
            a.say("");
            assertEquals("from1:\n", a.hear());
        }
    }

    @Test
    void aNewMemberHearsWhatIsSaidFromThenOn() throws IOException {
        try (var a = server.member()) {
            a.say("before");
            a.hear();
            try (var b = server.member()) {
                a.say("behind");
                assertEquals("from1:behind\n", b.hear());
            }
        }
    }

    @Test
    void numbersGrowAndAreNeverUsedTwice() throws IOException {
        try (var watching = server.member()) {
            for (int number = 2; number < 12; number += 2) {
                TestClient politely = server.member();
                politely.say("a");
                assertEquals("from" + number + ":a\n", politely.hear());
                assertEquals("from" + number + ":a\n", watching.hear());
                politely.leave();
                TestClient abruptly = server.open("/rooms/other");
                abruptly.say("b");
                assertEquals("from" + (number + 1) + ":b\n", abruptly.hear());
                abruptly.reset();
            }
        }
    }

    @Test
    void aMemberThatHasLeftInAnyWayIsMissedByNone() throws IOException {
        try (var staying = server.member()) {
            server.member().leave();
            server.member().reset();
            server.member().hangUp();
            staying.say("still here");
            assertEquals("from1:still here\n", staying.hear());
        }
    }

    @Test
    void allHearTheSameInTheSameOrder() throws Exception {
        int senders = 4;
        int messages = 500;
        List<TestClient> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            members.add(server.member());
        }
        try (var elsewhere = server.open("/rooms/elsewhere")) {
            List<List<String>> heard = inParallel(members, senders, messages);
            for (List<String> each : heard) {
                assertEquals(heard.get(0), each);
            }
            for (int i = 1; i <= senders; i++) { // and what one of them says keeps its order
                String from = "from" + i + ":";
                List<String> own = heard.get(0).stream().filter(text -> text.startsWith(from)).toList();
                List<String> said = new ArrayList<>();
                for (int j = 0; j < messages; j++) {
                    said.add(from + j + "\n");
                }
                assertEquals(said, own);
            }
            elsewhere.say("only this");
            assertEquals("from7:only this\n", elsewhere.hear());
        }
        for (TestClient member : members) {
            member.leave();
        }
    }

    private static List<List<String>> inParallel(List<TestClient> members, int senders, int messages)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<String>>> listening = new ArrayList<>();
            List<Future<?>> speaking = new ArrayList<>();
            for (TestClient member : members) {
                listening.add(threads.submit(() -> {
                    List<String> heard = new ArrayList<>();
                    for (int i = 0; i < senders * messages; i++) {
                        heard.add(member.hear());
                    }
                    return heard;
                }));
            }
            for (TestClient member : members.subList(0, senders)) {
                speaking.add(threads.submit(() -> {
                    for (int i = 0; i < messages; i++) {
                        member.say(Integer.toString(i));
                    }
                    return null;
                }));
            }
            for (Future<?> each : speaking) {
                each.get();
            }
            List<List<String>> heard = new ArrayList<>();
            for (Future<List<String>> each : listening) {
                heard.add(each.get());
            }
            return heard;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void _5_4_fragmentsBecomeOneMessageAndAPingMayComeBetween() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            byte[] text = "größer 中".getBytes(UTF_8);
            a.send(frame(FIRST_OF_TEXT, new byte[0]));
            for (byte one : text) { // cut within characters too
                a.send(frame(MIDDLE, new byte[] {one}));
            }
            a.send(frame(PING, "there?"));
            a.expect(PONG, "there?");
            a.send(frame(MIDDLE, new byte[0]), frame(LAST, "."));
            assertEquals("from1:größer 中.\n", a.hear());
            assertEquals("from1:größer 中.\n", b.hear());
        }
    }

    @Test
    void bytesMayComeOneByOne() throws IOException {
        try (var a = server.connect()) {
            byte[] all = Bytes.concat(Bytes.ascii(Requests.opening("/")), frame(TEXT, "a"), frame(PING, "b"),
                    frame(FIRST_OF_TEXT, "c"), frame(LAST, "d"), frame(TEXT, "e".repeat(200)),
                    ClientFrames.close(1000));
            for (byte one : all) {
                a.send(new byte[] {one});
            }
            a.expectUpgrade();
            expectTheFour(a);
        }
    }

    @Test
    void framesMayStandInTheSameSegmentAsTheHandshake() throws IOException {
        try (var a = server.connect()) {
            a.send(Bytes.ascii(Requests.opening("/")), frame(TEXT, "a"), frame(PING, "b"),
                    frame(FIRST_OF_TEXT, "c"), frame(LAST, "d"), frame(TEXT, "e".repeat(200)),
                    ClientFrames.close(1000));
            a.expectUpgrade();
            expectTheFour(a);
        }
    }

    /** A Pong may overtake the room, which speaks at the end of a turn; the Close may not. */
    private static void expectTheFour(TestClient a) throws IOException {
        List<String> heard = new ArrayList<>();
        Frame frame = a.read();
        int pongs = 0;
        while (frame.first() != CLOSE) {
            if (frame.first() == PONG) {
                pongs++;
            } else {
                heard.add(new String(frame.payload(), US_ASCII));
            }
            frame = a.read();
        }
        assertEquals(1, pongs);
        assertEquals(List.of("from1:a\n", "from1:cd\n", "from1:" + "e".repeat(200) + "\n"), heard);
        assertEquals(1000, frame.code());
        a.expectEnd();
    }

    @Test
    void whatAMemberSaysBeforeItLeavesIsHeardByAll() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.send(frame(TEXT, "bye"), ClientFrames.close(1000));
            assertEquals("from1:bye\n", b.hear());
            assertEquals("from1:bye\n", a.hear());
            a.expectCloseAndEnd(1000);
        }
    }

    @Test
    void _7_4_1_aBinaryMessageIsRefusedWith1003() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            a.send(frame(Frame.BINARY, "x"));
            a.expectCloseAndEnd(1003);
            b.say("the others go on");
            assertEquals("from2:the others go on\n", b.hear());
        }
    }

    @Test
    void _7_4_1_aMessageOfMoreThan64KiBIsRefusedWith1009() throws IOException {
        try (var a = server.member(); var b = server.member()) {
            String longest = "m".repeat(64 << 10);
            a.say(longest);
            assertEquals("from1:" + longest + "\n", a.hear());
            assertEquals("from1:" + longest + "\n", b.hear());
            a.say(longest + "m");
            a.expectCloseAndEnd(1009);
            b.send(frame(FIRST_OF_TEXT, longest), frame(LAST, "m")); // fragments count together
            b.expectCloseAndEnd(1009);
        }
    }

    @Test
    void _8_1_textThatIsNotUtf8IsRefusedWith1007() throws IOException {
        try (var a = server.member()) {
            a.send(frame(TEXT, Bytes.hex("c0 80")));
            assertTrue(a.expectClose(1007).startsWith("§8.1"));
            a.expectEnd();
        }
    }

    @Test
    void _4_2_2_theSubprotocolChatIsChosenIfItIsOffered() throws IOException {
        try (var a = server.connect()) {
            a.send(Requests.opening("/", "Sec-WebSocket-Protocol: superchat, chat"));
            assertEquals("chat", a.expectUpgrade().fields().get("sec-websocket-protocol"));
        }
        try (var b = server.connect()) {
            b.send(Requests.opening("/", "Sec-WebSocket-Protocol: superchat"));
            assertEquals(null, b.expectUpgrade().fields().get("sec-websocket-protocol"));
        }
    }
}
