package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;
import support.ClientFrames;
import support.Deflate;
import support.Frame;
import support.Requests;
import support.TestClient;

/** permessage-deflate (RFC 7692) in rooms and in the echo, over real sockets. */
@Timeout(60)
class CompressionTest {
    private static final String LONG = "A text that is long enough to become shorter. ".repeat(10);

    private static TestClient open(TestServer server, String path, String offer) throws IOException {
        return server.connect().upgrade(path, "Sec-WebSocket-Extensions: " + offer);
    }

    private static TestClient deflating(TestServer server) throws IOException {
        return open(server, "/", "permessage-deflate; client_max_window_bits");
    }

    private static byte[] compressed(int first, String text) {
        return ClientFrames.frame(first, Deflate.deflate(text.getBytes(UTF_8)));
    }

    @Test
    void aMixedRoomHasOneOrderAndEachMemberItsForm() throws IOException {
        try (var server = new TestServer(); var plain = server.member(); var deflating = deflating(server);
                var narrow = open(server, "/", "permessage-deflate; server_max_window_bits=9")) {
            deflating.send(compressed(Frame.COMPRESSED_TEXT, LONG));
            for (TestClient member : List.of(plain, deflating, narrow)) {
                Frame first = member.read();
                assertEquals(member == deflating ? Frame.COMPRESSED_TEXT : Frame.TEXT, first.first());
                String text = member == deflating ? Frame.text(Deflate.inflate(first.payload())) : first.text();
                assertEquals("from2:" + LONG + "\n", text);
                assertTrue(member != deflating || first.payload().length < 100, "it is compressed");
            }
            plain.say("short");
            assertEquals("from1:short\n", plain.hear());
            assertEquals("from1:short\n", narrow.hear());
            deflating.expect(Frame.TEXT, "from1:short\n"); // too short to gain by compression
        }
    }

    @Test
    void _7692_5_1_theResponseNamesBothParametersAndNotTheClientsWindow() throws IOException {
        try (var server = new TestServer(); var client = server.connect()) {
            client.send(Requests.opening("/",
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; server_max_window_bits=12"));
            assertEquals("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                    + " server_max_window_bits=12", client.expectUpgrade().field("Sec-WebSocket-Extensions"));
        }
    }

    @Test
    void withNoDeflateNothingIsAgreedAndRsv1IsAFault() throws IOException {
        try (var server = new TestServer("--no-deflate"); var client = server.connect()) {
            client.send(Requests.opening("/", "Sec-WebSocket-Extensions: permessage-deflate"));
            assertNull(client.expectUpgrade().field("Sec-WebSocket-Extensions"));
            client.send(compressed(Frame.COMPRESSED_TEXT, LONG));
            client.expectCloseAndEnd(1002);
        }
    }

    @Test
    void _7692_7_2_1_theEchoIsCompressedIfNoReferenceCanLeaveTheWindow() throws IOException {
        try (var server = new TestServer("--echo");
                var client = open(server, "/echo", "permessage-deflate; server_max_window_bits=8")) {
            for (int length : new int[] {0, 1, 127, 128, 255, 256, 257, 5000}) {
                byte[] message = new byte[length];
                client.send(ClientFrames.frame(Frame.BINARY, message));
                Frame echo = client.read();
                boolean isCompressed = (echo.first() & 0x40) != 0;
                assertEquals(length >= 128 && length <= 256, isCompressed, length + " bytes");
                assertArrayEquals(message, isCompressed ? Deflate.inflate(echo.payload()) : echo.payload());
            }
        }
    }

    @Test
    void _7692_6_2_aCompressedMessageMayComeInFragmentsWithAPingBetween() throws IOException {
        try (var server = new TestServer(); var client = deflating(server)) {
            byte[] payload = Deflate.deflate(LONG.getBytes(UTF_8));
            client.send(ClientFrames.frame(0x41, Arrays.copyOf(payload, 3)), ClientFrames.frame(0x00, new byte[0]),
                    ClientFrames.ping("between"));
            client.expect(Frame.PONG, "between");
            client.send(ClientFrames.frame(0x80, Arrays.copyOfRange(payload, 3, payload.length)));
            assertEquals("from1:" + LONG + "\n", client.hear());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1007 c1 f6         // the reserved block type",
        "1007 c1 f248cd     // a block without its end",
        "1007 c1            // no block at all",
        "1007 c1 4a01       // a distance where nothing was before",
        "1007 c1 f8ff0300   // a text whose bytes are not UTF-8",
        "1002 c9 0300       // RSV1 on a Ping",
        "1002 c0 0300       // RSV1 on a continuation",
        "1002 a1 0300       // RSV2",
        "1003 c2 0300       // a compressed binary message, to a room"})
    void aFaultEndsItsConnectionAndNoOther(String vector) throws IOException {
        String[] parts = vector.replaceAll(" *//.*", "").split(" ");
        try (var server = new TestServer(); var bystander = deflating(server); var client = deflating(server)) {
            byte[] payload = parts.length < 3 ? new byte[0] : Bytes.hex(parts[2]);
            client.send(ClientFrames.frame(Integer.parseInt(parts[1], 16), payload));
            client.expectCloseAndEnd(Integer.parseInt(parts[0]));
            bystander.say(LONG);
            assertEquals("from1:" + LONG + "\n", bystander.hear());
        }
    }

    @Test
    void _10_4_aBombGets1009InOneFrameAndInManyFragments() throws IOException {
        byte[] bomb = Deflate.deflate(new byte[32 << 20]);
        try (var server = new TestServer("--max-message", "65536"); var bystander = deflating(server)) {
            try (var client = deflating(server)) {
                client.send(ClientFrames.frame(Frame.COMPRESSED_TEXT, bomb));
                client.expectCloseAndEnd(1009);
            }
            try (var client = deflating(server)) {
                client.send(ClientFrames.frame(0x41, new byte[0]));
                for (int from = 0; from < bomb.length; from += 1000) {
                    int to = Math.min(bomb.length, from + 1000);
                    client.send(ClientFrames.frame(to == bomb.length ? 0x80 : 0, Arrays.copyOfRange(bomb, from, to)));
                }
                client.expectCloseAndEnd(1009);
            }
            bystander.say(LONG);
            assertEquals("from1:" + LONG + "\n", bystander.hear());
        }
    }

    /** Also while members of each form come and go: those that stay hear everything, in one order. */
    @Test
    void onTwoLoopsAllFormsHearTheSameInTheSameOrder() throws Exception {
        try (var server = new TestServer("--loops", "2")) {
            List<TestClient> members = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                members.add(server.member());
                members.add(deflating(server));
            }
            int each = 100;
            List<Thread> speakers = new ArrayList<>();
            for (TestClient member : members.subList(0, 4)) {
                speakers.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        say(member, i + " " + (i % 3 == 0 ? "short" : LONG));
                    }
                }));
            }
            speakers.forEach(Thread::start);
            for (int i = 0; i < 20; i++) {
                deflating(server).leave();
            }
            for (Thread speaker : speakers) {
                speaker.join();
            }
            List<String> first = hear(members.get(0), 4 * each);
            for (TestClient member : members.subList(1, members.size())) {
                assertEquals(first, hear(member, 4 * each));
            }
            for (TestClient member : members) {
                member.close();
            }
        }
    }

    private static void say(TestClient member, String text) {
        try {
            member.say(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> hear(TestClient member, int count) throws IOException {
        List<String> heard = new ArrayList<>();
        while (heard.size() < count) {
            heard.add(member.hear());
        }
        return heard;
    }
}
