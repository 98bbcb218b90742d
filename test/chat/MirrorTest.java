package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;
import static support.ClientFrames.ping;
import static support.ClientFrames.pong;
import static support.ClientFrames.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import support.Bytes;
import support.ClientFrames;
import support.Deflate;
import support.Frame;
import support.Requests;

/** {@code /wire} shows a connection its own bytes: what a raw client sent and got is what the reports say. */
@Timeout(60)
class MirrorTest {
    private static final String OPENING = Requests.opening("/wire");
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

    private final TestServer server = new TestServer("--close-timeout", "1");

    @AfterEach
    void stop() {
        server.close();
    }

    private MirrorTalk talk(String request, byte[]... frames) throws IOException {
        return MirrorTalk.with(server, request, frames);
    }

    /** The frames were sent whole and were valid: the reports have exactly the bytes that went and came. */
    private MirrorTalk exact(String request, byte[]... frames) throws IOException {
        MirrorTalk talk = talk(request, frames);
        assertEquals(request, talk.only("request").get("text"));
        assertEquals(talk.response(), talk.only("response").get("text"));
        assertArrayEquals(Bytes.concat(frames), talk.bytesOf("client"));
        assertArrayEquals(talk.answered(), talk.bytesOf("server"));
        return talk;
    }

    @Test
    void _5_7_theExampleOfTheRfcIsShownByteByByte() throws IOException {
        MirrorTalk talk = exact(OPENING, Bytes.hex("81 85 37fa213d 7f9f4d5158"), close(1000, "bye"));
        Map<String, Object> hello = talk.frames("client").get(0);
        assertEquals("8185" + "37fa213d", hello.get("header"));
        assertEquals(List.of(true, false, false, false, true), List.of(
                hello.get("fin"), hello.get("rsv1"), hello.get("rsv2"), hello.get("rsv3"), hello.get("masked")));
        assertEquals("text", hello.get("name"));
        assertEquals(List.of(1.0, 7.0, 5.0), List.of(
                hello.get("opcode"), hello.get("lengthBits"), hello.get("length")));
        assertEquals("37fa213d", hello.get("key"));
        assertEquals("7f9f4d5158", hello.get("wire"));
        assertEquals("48656c6c6f", hello.get("payload"));
        assertEquals("Hello", hello.get("text"));
        Map<String, Object> answer = talk.frames("server").get(0);
        assertEquals("8105", answer.get("header"));
        assertEquals(false, answer.get("masked"));
        assertNull(answer.get("key"));
        assertEquals("48656c6c6f", answer.get("wire"));
        Map<String, Object> bye = talk.frames("server").get(1);
        assertEquals(List.of(1000.0, "bye"), List.of(bye.get("code"), bye.get("reason")));
    }

    @Test
    void _4_2_2_theAcceptValueIsShownStepByStep() throws IOException {
        Map<?, ?> accept = (Map<?, ?>) exact(OPENING, close(1000)).only("response").get("accept");
        assertEquals(Requests.KEY, accept.get("key"));
        assertEquals("258EAFA5-E914-47DA-95CA-C5AB0DC85B11", accept.get("guid"));
        assertEquals("b37a4f2cc0624f1690f64606cf385945b2bec4ea", accept.get("sha1")); // §1.3 has these bytes
        assertEquals(Requests.ACCEPT, accept.get("value"));
    }

    @Test
    void _5_5_1_eachReportStandsBesideItsFrameAndThatOfTheCloseBeforeIt() throws IOException {
        try (var client = server.connect()) {
            client.send(OPENING);
            List<String> got = new ArrayList<>();
            client.expectUpgrade();
            for (int i = 0; i < 2; i++) {
                got.add(shown(client.read()));
            }
            client.say("one");
            for (int i = 0; i < 3; i++) {
                got.add(shown(client.read()));
            }
            client.send(ping("two"));
            for (int i = 0; i < 3; i++) {
                got.add(shown(client.read()));
            }
            client.send(close(1000));
            for (int i = 0; i < 3; i++) {
                got.add(shown(client.read()));
            }
            client.expectEnd();
            assertEquals(List.of("request", "response", "client 1", "81", "server 1", "client 2", "8a", "server 2",
                    "client 3", "server 3", "88"), got);
        }
    }

    private static String shown(Frame frame) {
        if (frame.first() != Frame.TEXT || !frame.text().startsWith("{\"kind\":")) {
            return Integer.toHexString(frame.first());
        }
        Map<?, ?> report = (Map<?, ?>) support.Json.read(frame.text());
        return report.get("kind").equals("frame")
                ? report.get("from") + " " + Math.round((Double) report.get("number")) : (String) report.get("kind");
    }

    @Test
    void _5_4_fragmentsWithControlFramesBetweenAndAnyKey() throws IOException {
        byte[] text = "你好，世界".getBytes(UTF_8);
        MirrorTalk talk = exact(OPENING,
                frame(Frame.FIRST_OF_TEXT, 0, Arrays.copyOf(text, 4)), ping("between"),
                frame(Frame.MIDDLE, 0xFFFFFFFF, Arrays.copyOfRange(text, 4, 10)), pong("unasked"),
                frame(Frame.MIDDLE, 0x01020304, new byte[0]),
                frame(Frame.LAST, 0x80000001, Arrays.copyOfRange(text, 10, text.length)),
                frame(Frame.BINARY, new byte[] {1, 2, 3}), close(1000));
        List<Map<String, Object>> frames = talk.frames("client");
        assertNull(frames.get(0).get("text")); // it ends within a character
        assertNull(frames.get(4).get("message"));
        Map<?, ?> message = (Map<?, ?>) frames.get(5).get("message");
        assertEquals(List.of(4.0, "text", false, "你好，世界"), List.of(
                message.get("frames"), message.get("name"), message.get("compressed"), message.get("text")));
        assertEquals("between", frames.get(1).get("text"));
        assertEquals(List.of("8a07", "810f", "8203", "8802"),
                talk.frames("server").stream().map(frame -> frame.get("header")).toList());
    }

    @Test
    void rfc7692_compressedMessagesAreShownAsTheyWereAndDecompressed() throws IOException {
        String said = "有没有新信息？没有啊。".repeat(20);
        byte[] compressed = Deflate.deflate(said.getBytes(UTF_8));
        MirrorTalk talk = exact(Requests.opening("/wire", DEFLATE),
                frame(0x41, Arrays.copyOf(compressed, 7)), ping(""),
                frame(Frame.LAST, Arrays.copyOfRange(compressed, 7, compressed.length)), close(1000));
        List<Map<String, Object>> frames = talk.frames("client");
        assertEquals(true, frames.get(0).get("rsv1"));
        assertNull(frames.get(0).get("text"));
        Map<?, ?> message = (Map<?, ?>) frames.get(2).get("message");
        assertEquals(List.of(true, 2.0, said), List.of(
                message.get("compressed"), message.get("frames"), message.get("text")));
        Map<String, Object> answer = talk.frames("server").get(1);
        assertEquals(true, answer.get("rsv1"));
        assertEquals(said, ((Map<?, ?>) answer.get("message")).get("text"));
    }

    @ParameterizedTest
    @CsvSource({"125, 7", "126, 16", "1024, 16", "1025, 16", "65535, 16", "65536, 64"})
    void _5_2_longPayloadsAreCutInTheReportAndTheirLengthIsTrue(int size, int bits) throws IOException {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        byte[] frame = frame(Frame.BINARY, payload);
        MirrorTalk talk = talk(OPENING, frame, close(1000));
        assertArrayEquals(payload, talk.answers().get(0).payload());
        Map<String, Object> shown = talk.frames("client").get(0);
        int header = frame.length - size;
        assertEquals(Bytes.hex(Arrays.copyOf(frame, header)), shown.get("header"));
        assertEquals(List.of((double) bits, (double) size, size > 1024), List.of(
                shown.get("lengthBits"), shown.get("length"), shown.get("cut")));
        int kept = Math.min(size, 1024);
        assertEquals(Bytes.hex(Arrays.copyOfRange(frame, header, header + kept)), shown.get("wire"));
        assertEquals(Bytes.hex(Arrays.copyOf(payload, kept)), shown.get("payload"));
        Map<String, Object> answer = talk.frames("server").get(0);
        assertEquals(List.of((double) size, size > 1024, false), List.of(
                answer.get("length"), answer.get("cut"), answer.get("masked")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c1 85 00000000 48656c6c6f 8100     | 1002 | c18500000000 | 48656c6c6f | true
            83 82 00000000 4865                | 1002 | 838200000000 | 4865       | true
            81 05 48656c6c6f 8100              | 1002 | 8105         | 48656c6c6f | true
            09 80 01020304                     | 1002 | 098001020304 | ''         | true
            89 fe 007e 01020304 00             | 1002 | 89fe007e01020304 | 00     | false
            81 fe 0001 01020304 00             | 1002 | 81fe000101020304 | 00     | true
            81 ff 8000000000000000             | 1002 | 81ff8000000000000000 | '' | false
            81 ff 0000000000010001 01020304 05 | 1009 | 81ff000000000001000101020304 | 05 | false
            80 81 00000000 61                  | 1002 | 808100000000 | 61         | true
            81 82 00000000 c328                | 1007 | 818200000000 | c328       | true
            88 81 00000000 03                  | 1002 | 888100000000 | 03         | true
            c1                                 | 1002 | c1           | ''         | false
            """)
    void aFrameThatBreaksTheProtocolIsShownThenItsFaultThenTheClose(
            String sent, double code, String header, String wire, boolean complete) throws IOException {
        MirrorTalk talk = talk(OPENING, text("before"), Bytes.hex(sent));
        List<Map<String, Object>> frames = talk.frames("client");
        assertEquals(2, frames.size(), "and none of those behind it");
        assertEquals(List.of(header, wire, complete), List.of(
                frames.get(1).get("header"), frames.get(1).get("wire"), frames.get(1).get("complete")));
        Map<String, Object> fault = talk.only("fault");
        List<Map<String, Object>> answers = talk.frames("server");
        Map<String, Object> close = answers.get(answers.size() - 1);
        assertEquals(List.of(code, code), List.of(fault.get("code"), close.get("code")));
        assertEquals(fault.get("text"), close.get("reason"));
        List<Map<String, Object>> reports = talk.reports();
        assertTrue(reports.indexOf(frames.get(1)) < reports.indexOf(fault), "" + reports);
        assertArrayEquals(talk.answered(), talk.bytesOf("server"));
    }

    @Test
    void valuesThatBrowsersHideFromScriptsAreNotShown() throws IOException {
        MirrorTalk talk = talk(Requests.opening("/wire", "Cookie: sid=Geheim; b=Geheim", "X-Cookie: seen",
                "COOKIE:Geheim", "authorization: Basic Geheim", "Proxy-Authorization:   Geheim  "), close(1000));
        assertFalse(talk.everything().contains("Geheim"), talk.everything());
        Map<String, Object> request = talk.only("request");
        String shown = (String) request.get("text");
        for (String line : List.of("Cookie: [20 bytes, not shown]", "X-Cookie: seen", "COOKIE: [6 bytes, not shown]",
                "authorization: [12 bytes, not shown]", "Proxy-Authorization: [6 bytes, not shown]")) {
            assertTrue(shown.contains("\r\n" + line + "\r\n"), shown);
        }
        assertEquals(List.of("Cookie", "COOKIE", "authorization", "Proxy-Authorization"), request.get("hidden"));
        assertEquals((double) talk.request().length, request.get("bytes"));
    }

    @Test
    void aRequestBeforeTheHandshakeIsNotPartOfIt() throws IOException {
        MirrorTalk talk = talk(OPENING, close(1000));
        try (var client = server.connect()) {
            client.get("/healthz");
            client.send("\r\n" + OPENING).send(close(1000));
            MirrorTalk second = MirrorTalk.read(OPENING, client);
            assertEquals(talk.only("response").get("text"), second.only("response").get("text"));
            assertEquals("\r\n" + OPENING, second.only("request").get("text"));
        }
    }

    @Test
    void itShowsNobodyButTheOneConnected() throws IOException {
        try (var member = server.member(); var other = server.open("/wire")) {
            other.read();
            other.read();
            MirrorTalk talk = talk(OPENING, text("mine"), close(1000));
            member.say("theirs");
            member.hear();
            other.say("last");
            assertTrue(other.hear().contains("\"text\":\"last\""));
            assertFalse(talk.everything().contains("theirs"));
        }
    }

    @Test
    void whereRoomsAreRefusedItIsToo() throws IOException {
        for (String[] lines : new String[][] {{"Origin: http://evil.example"}, {"Origin: null"}}) {
            try (var client = server.connect()) {
                client.send(Requests.opening("/wire", lines));
                assertEquals(403, client.response(false).status());
            }
        }
        try (var client = server.connect()) {
            client.send(OPENING.replace("Host: localhost", "Host: evil.example"));
            assertEquals(421, client.response(false).status());
            assertEquals(426, client.get("/wire").status());
        }
    }

    @Test
    void whoFloodsItAndReadsNothingStopsOnlyHimself() throws Exception {
        try (var flooder = support.TestClient.openNarrow(server.address(), "/wire"); var other = server.member()) {
            byte[] pings = new byte[0];
            for (int i = 0; i < 1000; i++) {
                pings = Bytes.concat(pings, frame(0x89, i, new byte[0]));
            }
            int most = 20_000; // times 1000 frames of 6 bytes, each with two reports of 300
            assertTrue(flooder.sendUntilStopped(pings, most) < most, "the server went on reading");
            other.say("hello");
            assertEquals("from1:hello\n", other.hear());
        }
    }

    @Test
    void aFloodOfEmptyFragmentsIsReportedOneByOne() throws Exception {
        byte[][] frames = new byte[5002][];
        frames[0] = frame(Frame.FIRST_OF_TEXT, "a");
        Arrays.fill(frames, 1, 5000, ClientFrames.header(Frame.MIDDLE, 7, 0));
        frames[5000] = frame(Frame.LAST, "b");
        frames[5001] = close(1000);
        try (var client = server.connect()) {
            client.send(OPENING).send(frames);
            MirrorTalk talk = MirrorTalk.read(OPENING, client);
            assertArrayEquals(Bytes.concat(frames), talk.bytesOf("client"));
            Map<?, ?> message = (Map<?, ?>) talk.frames("client").get(5000).get("message");
            assertEquals(List.of(5001.0, "ab"), List.of(message.get("frames"), message.get("text")));
        }
    }

    @Test
    void whoAsksForAPingGetsOneBehindTheAnswer() throws IOException {
        MirrorTalk talk = exact(OPENING, text("/ping"), close(1000));
        assertEquals(List.of("text", "ping", "close"), names(talk));
        assertEquals("are you there?", talk.frames("server").get(1).get("text"));
    }

    @Test
    void _5_4_whoAsksForFragmentsGetsTheAnswerInThreeFrames() throws IOException {
        String asked = "/fragments 你好";
        MirrorTalk talk = exact(OPENING, text(asked), close(1000));
        List<Map<String, Object>> frames = talk.frames("server");
        assertEquals(List.of("text", "continuation", "continuation", "close"), names(talk));
        assertEquals(List.of(false, false, true, true), frames.stream().map(frame -> frame.get("fin")).toList());
        assertEquals(asked, ((Map<?, ?>) frames.get(2).get("message")).get("text"));
    }

    @Test
    void _5_5_1_whoAsksForACloseGetsItReportedBeforeItComes() throws IOException {
        MirrorTalk talk = talk(OPENING, text("/close"), close(1000));
        assertEquals(List.of("text", "close"), names(talk));
        assertEquals(1000.0, talk.frames("server").get(1).get("code"));
        assertArrayEquals(talk.answered(), talk.bytesOf("server"));
    }

    @Test
    void nothingIsCompressedForAClientThatAsksForThat() throws IOException {
        String opening = Requests.opening("/wire?deflate=no", DEFLATE);
        assertFalse(exact(opening, text("Hello"), close(1000)).response().contains("Extensions"));
    }

    private static List<Object> names(MirrorTalk talk) {
        return talk.frames("server").stream().map(frame -> frame.get("name")).toList();
    }
}
