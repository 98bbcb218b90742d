package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.HeadLimits;
import http.Refusal;
import http.Request;
import http.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import log.Logs;
import log.Retention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;
import support.Certificate;
import support.ClientFrames;
import support.Deflate;
import support.Frame;
import support.Requests;
import support.Response;
import support.TestClient;

/** What is counted, in which form it is given out, and to whom. */
@Timeout(60)
class MetricsTest {
    private static final Pattern META = Pattern.compile(
            "# (HELP|TYPE) ([a-z][a-z_]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z][a-z_]*)(\\{[a-z]+=\"[^\"\\\\]*\"(?:,[a-z]+=\"[^\"\\\\]*\")*})? (\\d+(?:\\.\\d+)?)");

    /** All samples by name and labels. The format is checked on the way. */
    private static Map<String, Double> samples(String text) {
        assertTrue(text.endsWith("\n"));
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.split("\n")) {
            Matcher meta = META.matcher(line);
            if (meta.matches() && meta.group(1).equals("HELP")) {
                family = meta.group(2);
                type = "";
                assertTrue(families.add(family), "twice: " + line);
            } else if (meta.matches()) {
                assertEquals(family, meta.group(2), "TYPE comes behind its HELP");
                type = meta.group(3);
                assertTrue(Set.of("counter", "gauge", "histogram").contains(type), line);
                assertEquals(type.equals("counter"), family.endsWith("_total"), line);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), line);
                String suffix = type.equals("histogram") ? "_(bucket|sum|count)" : "";
                assertTrue(!type.isEmpty() && sample.group(1).matches(family + suffix), line);
                String name = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
                assertEquals(null, samples.put(name, Double.valueOf(sample.group(3))), "twice: " + line);
            }
        }
        return samples;
    }

    private static Map<String, Double> scrape(TestServer server) throws IOException {
        try (var client = server.connect()) {
            Response response = client.get("/metrics");
            assertEquals(200, response.status());
            assertEquals("text/plain; version=0.0.4; charset=utf-8", response.field("Content-Type"));
            return samples(response.text());
        }
    }

    /** What has changed; what belongs to the scrapes and the turns themselves is left out. */
    private static Map<String, Long> changes(Map<String, Double> before, Map<String, Double> after) {
        assertEquals(before.keySet(), after.keySet(), "the same series at each scrape");
        Map<String, Long> changes = new LinkedHashMap<>();
        after.forEach((name, value) -> {
            long change = Math.round(value - before.get(name));
            if (change != 0 && !name.matches("(process|chat_(turn_seconds|heap|logs|buffered|read_|written_)).*"
                    + "|chat_connections(_accepted_total)?|chat_responses_total\\{status=\"200\"}")) {
                changes.put(name.replaceFirst("^chat_", "").replaceFirst("_total", ""), change);
            }
        });
        return changes;
    }

    @FunctionalInterface
    private interface Doings {
        void happen(TestServer server) throws IOException;
    }

    /** @param flags with blanks between them */
    private static Map<String, Long> changes(String flags, Doings doings) throws IOException {
        try (var server = new TestServer(flags.split(" "))) {
            Map<String, Double> before = scrape(server);
            doings.happen(server);
            return changes(before, scrape(server));
        }
    }

    @Test
    void aTextIsReceivedOnceAndDeliveredToEachMember() throws IOException {
        assertEquals(Map.of("messages_received", 3L, "messages_received_bytes", 9L, "deliveries", 5L,
                "members", 1L, "rooms", 1L, "responses{status=\"101\"}", 2L,
                "closes_received{code=\"1000\"}", 1L, "closes_sent{code=\"1000\"}", 1L),
                changes("--loops 2", server -> {
                    var a = server.member();
                    var b = server.member();
                    for (String text : List.of("one", "two")) {
                        a.say(text);
                        assertEquals("from1:" + text + "\n", a.hear());
                        assertEquals("from1:" + text + "\n", b.hear());
                    }
                    a.leave();
                    b.say("end");
                    assertEquals("from2:end\n", b.hear());
                }));
    }

    @Test
    void whoResumesIsDeliveredWhatItMissed() throws IOException {
        Pattern position = Pattern.compile("\"position\":\"([^\"]+)-0\"");
        Map<String, Long> changes = changes("--loops 2", server -> {
            String epoch;
            try (var client = server.connect()) {
                Matcher matcher = position.matcher(client.get("/messages").text());
                assertTrue(matcher.find());
                epoch = matcher.group(1);
            }
            var a = server.member();
            for (int i = 1; i <= 5; i++) {
                a.say("text");
                a.hear();
            }
            try (var resumed = server.open("/?since=" + epoch + "-2")) {
                for (int i = 3; i <= 5; i++) {
                    assertEquals("from1:text\n", resumed.hear());
                }
                a.say("end");
                assertEquals("from1:end\n", a.hear());
                assertEquals("from1:end\n", resumed.hear());
                resumed.leave();
            }
        });
        assertEquals(5 + 3 + 2, changes.get("deliveries"));
    }

    @Test
    void theEchoSendsToOneAlone() throws IOException {
        assertEquals(Map.of("messages_received", 2L, "messages_received_bytes", 12L, "messages_sent", 2L,
                "messages_sent_bytes", 12L, "responses{status=\"101\"}", 1L),
                changes("--loops 1 --echo", server -> {
                    var client = server.open("/echo");
                    client.send(ClientFrames.frame(0x02, "1234"), ClientFrames.frame(0x80, "5678"));
                    client.expect(Frame.BINARY, "12345678");
                    client.say("text");
                    assertEquals("text", client.hear());
                }));
    }

    @Test
    void bytesAreWhatCameAndWent() throws IOException {
        try (var server = new TestServer("--loops", "1"); var client = server.member()) {
            Map<String, Double> before = scrape(server);
            client.say("12345");
            client.hear();
            Map<String, Double> after = scrape(server);
            int request = Requests.get("/metrics").length();
            int response = 2 + "from1:12345\n".length();
            assertEquals(2 + 4 + 5 + request,
                    after.get("chat_read_bytes_total") - before.get("chat_read_bytes_total"));
            double written = after.get("chat_written_bytes_total") - before.get("chat_written_bytes_total");
            try (var other = server.connect()) { // the first scrape's own response was written in between
                int least = other.get("/metrics").content().length / 2;
                assertTrue(written > response + least, "written " + written);
            }
        }
    }

    @Test
    void refusalsAreCountedByStatusAndAsIncidents() throws IOException {
        assertEquals(Map.of("responses{status=\"404\"}", 2L, "responses{status=\"421\"}", 1L,
                "responses{status=\"403\"}", 1L, "responses{status=\"400\"}", 1L, "incidents{kind=\"refused\"}", 5L),
                changes("--loops 1", server -> {
                    try (var client = server.connect()) {
                        assertEquals(404, client.get("/nothing").status());
                        assertEquals(404, client.get("/rooms/").status());
                        client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
                        assertEquals(421, client.response(false).status());
                        client.send(Requests.opening("/", "Origin: http://evil.example"));
                        assertEquals(403, client.response(false).status());
                        client.send("nonsense\r\n\r\n");
                        assertEquals(400, client.response(false).status());
                    }
                }));
    }

    @Test
    void closeCodesOfApplicationsAreCountedTogether() throws IOException {
        Map<String, Long> expected = new LinkedHashMap<>();
        for (String code : List.of("1000", "1005", "1014", "3xxx", "4xxx")) {
            long times = code.endsWith("xxx") ? 2 : 1;
            expected.put("closes_received{code=\"" + code + "\"}", times);
            expected.put("closes_sent{code=\"" + code + "\"}", times);
        }
        expected.put("closes_sent{code=\"1002\"}", 1L);
        expected.put("incidents{kind=\"failed\"}", 1L);
        expected.put("responses{status=\"101\"}", 8L);
        assertEquals(expected, changes("--loops 1", server -> {
            for (int code : new int[] {1000, 1014, 3000, 3999, 4000, 4999}) {
                try (var client = server.member()) {
                    client.send(ClientFrames.close(code));
                    client.expectCloseAndEnd(code);
                }
            }
            try (var client = server.member()) {
                client.send(ClientFrames.frame(Frame.CLOSE, ""));
                client.expect(Frame.CLOSE, "");
                client.expectEnd();
            }
            try (var client = server.member()) {
                client.send(ClientFrames.close(999)); // which no Close may have
                client.expectCloseAndEnd(1002);
            }
        }));
    }

    @Test
    void compressionIsCountedOnceForAllMembers() throws IOException {
        String text = "A text that is long enough to become shorter. ".repeat(10);
        byte[] compressed = Deflate.deflate(text.getBytes(UTF_8));
        Map<String, Long> changes = changes("--loops 1", server -> {
            List<TestClient> members = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                members.add(server.connect().upgrade("/", "Sec-WebSocket-Extensions: permessage-deflate"));
            }
            members.get(0).send(ClientFrames.frame(Frame.COMPRESSED_TEXT, compressed));
            for (TestClient member : members) {
                assertEquals("from1:" + text + "\n", member.hear());
            }
        });
        assertEquals(text.length(), changes.get("inflate_bytes{form=\"plain\"}"));
        assertEquals(compressed.length, changes.get("inflate_bytes{form=\"compressed\"}"));
        assertEquals(text.length() + "from1:\n".length(), changes.get("deflate_bytes{form=\"plain\"}"));
        assertTrue(changes.get("deflate_bytes{form=\"compressed\"}") < text.length() / 2, changes.toString());
        assertEquals(3, changes.get("deliveries"));
    }

    @Test
    void aLaggardIsSeenAndThenCountedAsDropped() throws IOException {
        String padding = "x".repeat(60_000);
        try (var server = new TestServer("--loops", "1", "--max-lag", "4M"); var speaker = server.member();
                var stuck = TestClient.openNarrow(server.address(), "/")) {
            Map<String, Double> before = scrape(server);
            boolean lagged = false;
            for (int i = 0; !server.log().contains("dropped"); i++) {
                assertTrue(i < 1000, "not dropped");
                speaker.say(padding);
                speaker.hear();
                Map<String, Double> now = scrape(server);
                lagged |= now.get("chat_laggards") == 1 && now.get("chat_lag_bytes") > 100_000;
                assertTrue(now.get("chat_lag_bytes") < 5_000_000, now.toString());
                assertTrue(now.get("chat_lag_bytes") <= now.get("chat_logs_bytes"), now.toString());
            }
            assertTrue(lagged, "the laggard is seen before it is dropped");
            stuck.reset();
            server.await(() -> !server.log().contains("lost"), "TCP is gone");
            Map<String, Double> after = scrape(server);
            Map<String, Long> changes = changes(before, after);
            assertEquals(1, changes.get("dropped{cause=\"lag\"}"));
            assertFalse(changes.containsKey("dropped{cause=\"logs\"}"), changes.toString());
            assertEquals(1, changes.get("incidents{kind=\"dropped\"}"));
            assertEquals(-1, changes.get("members"));
            assertEquals(0, after.get("chat_laggards"));
            assertEquals(0, after.get("chat_lag_bytes"));
        }
    }

    @Test
    void tlsHandshakesAreCounted(@TempDir Path folder) throws Exception {
        Certificate own = Certificate.selfSigned("own");
        Path chain = Files.writeString(folder.resolve("chain.pem"), own.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), own.keyPem());
        try (var server = new TestServer("--tls-cert", chain.toString(), "--tls-key", key.toString(), "--loops", "1")) {
            try (var client = server.connect()) {
                client.send(Bytes.hex("16 0301 0004 01020304")); // a record, but no ClientHello
                client.socket.getInputStream().readAllBytes(); // the alert, then the end
            }
            try (Socket socket = own.trustedOnly().getSocketFactory().createSocket(server.address().getAddress(),
                    server.address().getPort())) {
                socket.getOutputStream().write(Requests.get("/metrics").getBytes(ISO_8859_1));
                Map<String, Double> samples = samples(Response.read(socket.getInputStream(), false).text());
                assertEquals(1, samples.get("chat_tls_handshakes_total{result=\"established\"}"));
                assertEquals(1, samples.get("chat_tls_handshakes_total{result=\"failed\"}"));
                assertEquals(1, samples.get("chat_incidents_total{kind=\"refused\"}"));
            }
        }
    }

    @Test
    void turnsAreInBucketsThatIncludeTheShorterOnes() throws IOException {
        try (var server = new TestServer("--loops", "2"); var client = server.member()) {
            client.say("x");
            client.hear();
            Map<String, Double> samples = scrape(server);
            for (String loop : List.of("0", "1")) {
                double last = 0;
                for (String bound : List.of("0.0001", "0.001", "0.01", "0.1", "1", "+Inf")) {
                    double turns = samples.get(
                            "chat_turn_seconds_bucket{loop=\"" + loop + "\",le=\"" + bound + "\"}");
                    assertTrue(turns >= last, samples.toString());
                    last = turns;
                }
                assertEquals(last, samples.get("chat_turn_seconds_count{loop=\"" + loop + "\"}"));
                assertTrue(samples.containsKey("chat_turn_seconds_sum{loop=\"" + loop + "\"}"));
            }
            assertTrue(samples.get("chat_turn_seconds_count{loop=\"0\"}") > 0);
            assertTrue(samples.get("chat_turn_seconds_sum{loop=\"0\"}") > 0);
        }
    }

    @Test
    void countersNeverGoBackAndNothingIsForgottenOnSeveralLoops() throws IOException {
        int members = 8;
        int texts = 50;
        try (var server = new TestServer("--loops", "3")) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                clients.add(server.member());
            }
            Map<String, Double> first = scrape(server);
            Map<String, Double> last = first;
            for (int i = 0; i < texts; i++) {
                clients.get(i % members).say("text " + i);
                for (TestClient client : clients) {
                    client.hear();
                }
                Map<String, Double> now = scrape(server);
                for (String name : now.keySet()) {
                    assertTrue(!name.contains("_total") || now.get(name) >= last.get(name), name);
                }
                last = now;
            }
            assertEquals(members * texts, last.get("chat_deliveries_total") - first.get("chat_deliveries_total"));
            assertEquals(members, last.get("chat_members"));
            assertEquals(1, last.get("chat_rooms"));
            awaitConnections(server, members);
            for (TestClient client : clients) {
                client.leave();
            }
            last = scrape(server);
            assertEquals(0, last.get("chat_members"));
            assertEquals(0, last.get("chat_rooms"));
            awaitConnections(server, 0);
        }
    }

    /** The connection of the scrape itself is one more. */
    private static void awaitConnections(TestServer server, int connections) throws IOException {
        server.await(() -> {
            try {
                return scrape(server).get("chat_connections") == connections + 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, connections + " connections");
    }

    // To whom they are given

    private static final Logs LOGS = new Logs(0, 1, Retention.DEFAULT);

    private static Metrics metrics(boolean open) {
        IncidentLog log = new IncidentLog(new PrintStream(new ByteArrayOutputStream()));
        return new Metrics(open, "1.0", List.of(new LoopTally()), () -> 0, () -> 0, LOGS, log);
    }

    private static Request request(String... lines) throws Refusal {
        String head = "GET /metrics HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
        return new RequestReader(HeadLimits.DEFAULT).read(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    }

    private static InetSocketAddress address(String address) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), 4321);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, localhost", "127.0.0.1, 127.0.0.1:9502", "::1, [::1]:9502", "127.0.0.2, LOCALHOST:80"})
    void thisMachineMayReadThem(String peer, String host) throws Exception {
        assertEquals(200, metrics(false).respond(request("Host: " + host), address(peer)).status().code());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, localhost", "10.0.0.1, 127.0.0.1", "2001:db8::1, [::1]", "127.0.0.1, chat.example.org",
        "127.0.0.1, 192.0.2.1", "127.0.0.1, 127.evil.example"})
    void othersMayNotUnlessAFlagSaysSo(String peer, String host) throws Exception {
        Request request = request("Host: " + host);
        Refusal refusal = assertThrows(Refusal.class, () -> metrics(false).respond(request, address(peer)));
        assertEquals(403, refusal.response().status().code());
        assertTrue(refusal.getMessage().contains("--metrics-open"), refusal.getMessage());
        assertEquals(200, metrics(true).respond(request, address(peer)).status().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 127.0.0.1", "x-forwarded-for:", "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy", "X-Real-IP: 127.0.0.1"})
    void behindAProxyOnThisMachineEveryoneWouldBeThisMachine(String line) throws Exception {
        for (String[] flags : new String[][] {{}, {"--trust-proxy"}}) {
            try (var server = new TestServer(flags); var client = server.connect()) {
                assertEquals(403, client.get("/metrics", line).status());
            }
        }
        try (var server = new TestServer("--metrics-open"); var client = server.connect()) {
            assertEquals(200, client.get("/metrics", line).status());
        }
    }

    @Test
    void aPageOfAnotherSiteCannotReadThem() throws IOException {
        try (var server = new TestServer("--metrics-open"); var client = server.connect()) {
            Response response = client.get("/metrics", "Origin: http://evil.example");
            assertTrue(response.fields().keySet().stream()
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control")));
        }
    }
}
