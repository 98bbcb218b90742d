package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Bytes;
import support.Certificate;
import support.Frame;
import support.Requests;
import support.ServerProcess;
import support.TestClient;

/** {@code --trace} prints what the connections send and get. */
@Timeout(60)
class TraceTest {
    /** The trace without its times. */
    private static String log(TestServer server) {
        return server.log().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", "");
    }

    /** What is sent is printed after that: the peer may have read it before. */
    private static void await(TestServer server, String part) throws IOException {
        server.await(() -> log(server).contains(part), part);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void theHandshakeThenEachFrameOfBothSides() throws IOException {
        try (var server = new TestServer("--trace"); var a = server.connect()) {
            a.send(Requests.opening("/rooms/tea", "cookie: Geheim")).expectUpgrade();
            try (var b = server.open("/rooms/tea?name=Ann")) {
                a.say("你好\u001b[31m");
                a.hear();
                b.hear();
                b.send(close(1000, "再见"));
                b.expectCloseAndEnd(1000);
            }
            await(server, "#1 in tea --> request, ");
            for (String part : List.of("\n    cookie: [6 bytes, not shown]\n",
                    "\n#1 in tea <-- response, 129 bytes\n    HTTP/1.1 101 Switching Protocols\n",
                    "\n      that in Base64              " + Requests.ACCEPT + "\n",
                    "\n#1 in tea --> text, 11 bytes: \"你好\\u{1B}[31m\"\n    81           FIN 1, ",
                    "\n#1 in tea <-- text, 18 bytes: \"from1:你好\\u{1B}[31m\\n\"\n",
                    "\n#2 Ann in tea <-- text, 18 bytes: \"from1:你好\\u{1B}[31m\\n\"\n",
                    "\n#2 Ann in tea --> close, 8 bytes: 1000 \"再见\"\n",
                    "\n#2 Ann in tea <-- close, 8 bytes: 1000 \"再见\"\n")) {
                await(server, part);
            }
            assertFalse(server.log().contains("Geheim"), server.log());
            assertFalse(server.log().contains("\u001b"), server.log());
        }
    }

    @Test
    void requestsThatOpenNothingAndFaultsAreShownToo() throws IOException {
        try (var server = new TestServer("--trace"); var http = server.connect(); var faulty = server.member()) {
            assertEquals(404, http.get("/nothing", "Authorization: Basic Geheim").status());
            assertEquals(200, http.get("/").status());
            http.send("GET / HTTP/1.1\r\nCookie: Geheim\r\n Geheim\r\n"); // a fold is refused
            assertEquals(400, http.response(false).status());
            faulty.send(frame(0x83, new byte[0]));
            faulty.expectCloseAndEnd(1002);
            String peer = "127.0.0.1:" + http.socket.getLocalPort();
            for (String part : List.of(peer + " --> request, ", "\n    GET /nothing HTTP/1.1\n",
                    "\n    Authorization: [12 bytes, not shown]\n", peer + " <-- response, ",
                    peer + " <-- content of the response, " + TestServer.PAGE.length() + " bytes\n",
                    "\n    Cookie: [", "#1 --> reserved, 0 bytes\n",
                    "#1 --> this breaks the protocol: 1002 §5.2 reserved opcode 3\n", "#1 <-- close, ")) {
                await(server, part);
            }
            assertFalse(server.log().contains("Geheim"), server.log());
        }
    }

    @Test
    void ofARoomOrANumberOnlyThatIsShown() throws IOException {
        for (String scope : new String[] {"--trace=tea", "--trace=2"}) {
            try (var server = new TestServer(scope, "--echo"); var a = server.member();
                    var b = server.open("/rooms/tea"); var c = server.open("/echo"); var d = server.open("/wire")) {
                d.say("in the echo");
                c.say("in the echo");
                c.hear();
                a.say("in another room");
                a.hear();
                b.say("in scope");
                b.hear();
                await(server, "\"from2:in scope\\n\"");
                String log = server.log();
                assertEquals(1, count(log, " --> request, "), log);
                assertEquals(1, count(log, " <-- response, "), log);
                assertTrue(log.contains("#2 in tea --> text, 8 bytes: \"in scope\"\n"), log);
                for (String other : List.of("in another room", "in the echo", "#1 ", "{\"kind\"", "healthz")) {
                    assertFalse(log.contains(other), log);
                }
            }
        }
    }

    @Test
    void theMirrorOfATracedConnectionShowsTheSameAsOfAnyOther() throws IOException {
        try (var server = new TestServer("--trace")) {
            byte[][] frames = {frame(Frame.FIRST_OF_TEXT, "He"), frame(Frame.PING, "?"), frame(Frame.LAST, "llo"),
                close(1000)};
            MirrorTalk talk = MirrorTalk.with(server, Requests.opening("/wire"), frames);
            assertEquals(4, talk.frames("client").size());
            assertEquals(3, talk.frames("server").size());
            await(server, "<-- close, ");
        }
    }

    /** Both are inside of TLS. */
    @Test
    void overTlsTheMirrorAndTheTraceShowWhatIsEncrypted(@TempDir Path folder) throws Exception {
        Certificate key = Certificate.selfSigned("test");
        Path chain = Files.writeString(folder.resolve("chain.pem"), key.certificatePem());
        Path secret = Files.writeString(folder.resolve("key.pem"), key.keyPem());
        try (var server = new TestServer("--trace", "--tls-cert", "" + chain, "--tls-key", "" + secret);
                var socket = key.trustedOnly().getSocketFactory()
                        .createSocket("127.0.0.1", server.address().getPort())) {
            String request = Requests.opening("/wire", "Cookie: Geheim");
            byte[] frames = Bytes.concat(frame(Frame.FIRST_OF_TEXT, "He"), frame(Frame.LAST, "llo"), close(1000));
            socket.getOutputStream().write(Bytes.concat(Bytes.ascii(request), frames));
            MirrorTalk talk = MirrorTalk.of(request, socket.getInputStream().readAllBytes());
            assertArrayEquals(frames, talk.bytesOf("client"));
            assertArrayEquals(talk.answered(), talk.bytesOf("server"));
            assertTrue(server.log().contains(" continuation, 3 bytes, text in 2 frames: \"Hello\"\n"), server.log());
            assertFalse((talk.everything() + server.log()).contains("Geheim"), server.log());
        }
    }

    /** Its reader stops after a while: the pipe is full, then the queue, and the trace says what it left out. */
    @Test
    void aTraceThatNobodyReadsStopsNobody() throws Exception {
        Process process = new ProcessBuilder(ServerProcess.java(List.of("-XX:TieredStopAtLevel=1"),
                System.getProperty("java.class.path"), List.of("chat.Main", "--port", "0", "--trace"))).start();
        try {
            URI url = URI.create(process.inputReader().readLine().split(" ")[3]);
            var address = new InetSocketAddress(url.getHost(), url.getPort());
            try (var a = TestClient.open(address, "/"); var b = TestClient.open(address, "/")) {
                for (int i = 0; i < 1000; i++) { // an entry has 600 bytes: together 1.8 MB
                    a.say("message " + i + " ".repeat(200));
                    assertTrue(a.hear().startsWith("from1:message " + i));
                    assertTrue(b.hear().startsWith("from1:message " + i));
                }
                var reader = process.errorReader(UTF_8);
                String line = reader.readLine();
                while (!line.matches("and \\d+ lines that were left out, as nobody read these")) {
                    a.say("still here");
                    line = reader.readLine();
                }
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whenItBeginsItWarnsOnceThatItShowsWhatPeopleWrite() throws IOException {
        try (var server = ServerProcess.serving("--trace=tea");
                var member = TestClient.open(server.address(), "/rooms/tea")) {
            member.say("hello");
            member.hear();
            TestServer.await(server.address(), () -> server.errors().contains("#1 in tea <-- text"), "the trace");
            assertTrue(server.errors().startsWith("the trace of the room /rooms/tea begins here: "), server.errors());
            assertEquals(1, count(server.errors(), "people write"), server.errors());
        }
    }
}
