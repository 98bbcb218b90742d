package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Frame;
import support.Json;
import support.Requests;
import support.Response;
import support.TestClient;

/** What is kept of a room, read with GET /messages and with a WebSocket that joins since a position. */
@Timeout(120)
class HistoryTest {
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String LONG = " a text that becomes shorter when it is compressed".repeat(10);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    }

    /** What a GET of /messages gives. */
    private record Page(String position, List<String> messages, boolean more) {
        static Page read(Response response) {
            assertEquals(200, response.status(), response.toString());
            Map<?, ?> json = (Map<?, ?>) Json.read(response.text());
            List<String> messages = new ArrayList<>();
            ((List<?>) json.get("messages")).forEach(message -> messages.add((String) message));
            return new Page((String) json.get("position"), messages, json.containsKey("more"));
        }

        static Page get(TestServer server, String query) throws IOException {
            try (TestClient client = server.connect()) {
                return read(client.get("/messages?" + query));
            }
        }
    }

    private static String epoch(TestServer server) throws IOException {
        return Page.get(server, "").position().replaceFirst("-.*", "-");
    }

    private static void talk(TestClient speaker, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            speaker.say(text(i));
            assertEquals("from1:" + text(i) + "\n", speaker.hear());
        }
    }

    /** Some are compressed, some not. */
    private static String text(int i) {
        return i % 3 == 0 ? i + LONG : "text " + i;
    }

    private static List<String> texts(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            texts.add("from1:" + text(i) + "\n");
        }
        return texts;
    }

    private static List<String> hear(TestClient client, int count) throws IOException {
        List<String> heard = new ArrayList<>();
        while (heard.size() < count) {
            heard.add(client.hear());
        }
        return heard;
    }

    // GET /messages

    @Test
    void whatIsKeptIsReadWithoutAndSinceEveryPosition() throws IOException {
        try (var server = new TestServer(); var client = server.connect()) {
            try (var speaker = server.open("/rooms/tea")) {
                talk(speaker, 1, 30);
                speaker.leave();
            }
            Page all = Page.get(server, "room=tea");
            assertEquals(texts(1, 30), all.messages());
            assertFalse(all.more());
            String epoch = all.position().replace("-30", "-");
            for (int i = 0; i <= 30; i++) {
                Page page = Page.read(client.get("/messages?room=tea&since=" + epoch + i));
                assertEquals(new Page(epoch + 30, texts(i + 1, 30), false), page);
            }
            assertEquals(List.of(), Page.get(server, "room=other").messages());
            assertEquals(List.of(), Page.get(server, "").messages());
        }
    }

    @Test
    void aPositionThatIsGoneGets410WithTheOldestOneLeft() throws IOException {
        try (var server = new TestServer("--history", "10"); var speaker = server.member();
                var client = server.connect()) {
            talk(speaker, 1, 200);
            String epoch = epoch(server);
            assertEquals(texts(191, 200), Page.get(server, "").messages());
            Response gone = client.get("/messages?since=" + epoch + 3);
            assertEquals(410, gone.status());
            String oldest = (String) ((Map<?, ?>) Json.read(gone.text())).get("oldest");
            int first = Integer.parseInt(oldest.substring(epoch.length()));
            for (int i = 0; i <= 200; i++) {
                Response response = client.get("/messages?since=" + epoch + i);
                assertEquals(i < first ? 410 : 200, response.status(), "since " + i + ", oldest " + oldest);
                if (i >= first) {
                    assertEquals(texts(i + 1, 200), Page.read(response).messages());
                }
            }
            for (String other : List.of(epoch + 201, "0123456789ab-3")) {
                assertEquals(410, client.get("/messages?since=" + other).status(), other);
            }
        }
    }

    @Test
    void aLongHistoryComesInPages() throws IOException {
        try (var server = new TestServer(); var speaker = server.member()) {
            String padding = "\u0001\"".repeat(5000);
            for (int i = 0; i < 30; i++) {
                speaker.say(i + padding);
                speaker.hear();
            }
            List<String> messages = new ArrayList<>();
            String position = epoch(server) + 0;
            int pages = 0;
            for (boolean more = true; more; pages++) {
                try (var client = server.connect()) {
                    Response response = client.get("/messages?since=" + position);
                    assertTrue(response.content().length <= 256 << 10);
                    Page page = Page.read(response);
                    messages.addAll(page.messages());
                    more = page.more();
                    position = page.position();
                }
            }
            assertTrue(pages > 3 && pages < 10, pages + " pages");
            for (int i = 0; i < 30; i++) {
                assertEquals("from1:" + i + padding + "\n", messages.get(i));
            }
        }
    }

    @Test
    void aMessageThatIsLongerThanAPageIsAPage() throws IOException {
        try (var server = new TestServer(); var speaker = server.member()) {
            String text = "\u0002".repeat(60_000);
            speaker.say(text).say("short");
            hear(speaker, 2);
            Page page = Page.get(server, "");
            assertEquals(List.of("from1:" + text + "\n"), page.messages());
            assertTrue(page.more());
            assertEquals(List.of("from1:short\n"), Page.get(server, "since=" + page.position()).messages());
        }
    }

    @Test
    void _8259_7_everyCharacterSurvivesJson() throws IOException {
        try (var server = new TestServer("--max-history", "8M", "--history", "10000"); var speaker = server.member()) {
            List<String> said = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                    text.appendCodePoint(c);
                }
                if (text.length() >= 10_000 || c == Character.MAX_CODE_POINT) {
                    said.add(text.toString());
                    speaker.say(text.toString());
                    speaker.hear();
                    text.setLength(0);
                }
            }
            List<String> read = new ArrayList<>();
            Page page = Page.get(server, "");
            for (read.addAll(page.messages()); page.more(); read.addAll(page.messages())) {
                page = Page.get(server, "since=" + page.position());
            }
            assertEquals(said.size(), read.size());
            for (int i = 0; i < said.size(); i++) {
                assertEquals("from1:" + said.get(i) + "\n", read.get(i));
            }
            try (var client = server.connect()) {
                speaker.say("\u2028\u2029\b\t\r\n\u001f\"\\/");
                speaker.hear();
                String json = client.get("/messages?since=" + page.position()).text();
                assertTrue(json.contains("[\"from1:\\u2028\\u2029\\u0008\\t\\r\\n\\u001f\\\"\\\\/\\n\"]"), json);
            }
        }
    }

    @Test
    void theResponseIsJsonThatIsNotStored() throws IOException {
        try (var server = new TestServer(); var client = server.connect()) {
            for (String target : List.of("/messages", "/presence")) {
                Response response = client.get(target);
                assertEquals("application/json", response.field("Content-Type"));
                assertEquals("no-store", response.field("Cache-Control"));
                assertEquals("nosniff", response.field("X-Content-Type-Options"));
                client.send(Requests.request("HEAD", target));
                assertEquals(response.field("Content-Length"), client.response(true).field("Content-Length"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages?since=x", "/messages?since=", "/messages?since=12", "/messages?wait=31",
        "/messages?wait=-1", "/messages?wait=1.5", "/messages?wait=", "/messages?room=a/b", "/messages?room=a%20b",
        "/presence?room=%C2%85", "/messages?wait=30&since=x", "/messages?wait=30&room=a.b"})
    void aWrongParameterGets400WithASentence(String target) throws IOException {
        try (var server = new TestServer(); var client = server.connect()) {
            Response response = client.get(target);
            assertEquals(400, response.status(), response.toString());
            assertTrue(response.text().contains("(RFC 9110 §15.5.1)"), response.text());
            assertEquals(200, client.get("/messages").status(), "the connection goes on");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages", "/presence", "/messages?since=x", "/messages?since=0123456789ab-7"})
    void onlyAllowedOriginsMayReadIt(String target) throws IOException {
        try (var server = new TestServer("--origin", "https://example.org"); var client = server.connect()) {
            Response none = client.get(target);
            assertEquals("Origin", none.field("Vary"));
            assertNull(none.field("Access-Control-Allow-Origin"));
            for (String origin : List.of("https://example.org", "http://localhost")) {
                Response allowed = client.get(target, "Origin: " + origin);
                assertEquals(none.status(), allowed.status());
                assertEquals(origin, allowed.field("Access-Control-Allow-Origin"));
                assertEquals("Origin", allowed.field("Vary"));
            }
            Response refused = client.get(target, "Origin: https://evil.example");
            assertEquals(403, refused.status());
            assertNull(refused.field("Access-Control-Allow-Origin"));
            client.send("GET " + target + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertEquals(421, client.response(false).status());
        }
    }

    // Long polling

    /** It waits when this returns: the request before it has been answered. */
    private static TestClient poll(TestServer server) throws IOException {
        TestClient client = server.connect();
        client.send(Requests.get("/presence") + Requests.get("/messages?wait=30"));
        assertEquals(200, client.response(false).status());
        return client;
    }

    @Test
    void aPollIsAnsweredWhenSomethingIsSaidOnAnyLoop() throws Exception {
        try (var server = new TestServer("--loops", "2"); var speaker = server.member()) {
            List<TestClient> polls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                polls.add(poll(server));
            }
            speaker.say("hello");
            for (TestClient poll : polls) {
                assertEquals(List.of("from1:hello\n"), Page.read(poll.response(false)).messages());
                poll.close();
            }
        }
    }

    /** As the article tells it: the client asks again after each answer, and misses nothing. */
    @Test
    void aChainOfPollsHearsEverythingOnceInOrder() throws Exception {
        int count = 300;
        try (var server = new TestServer("--loops", "2", "--history", "1000"); var speaker = server.member()) {
            String start = Page.get(server, "").position();
            List<Future<List<String>>> chains = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                chains.add(threads.submit(() -> {
                    List<String> heard = new ArrayList<>();
                    String position = start;
                    try (TestClient client = server.connect()) {
                        while (heard.size() < count) {
                            Page page = Page.read(client.get("/messages?wait=5&since=" + position));
                            heard.addAll(page.messages());
                            position = page.position();
                        }
                    }
                    return heard;
                }));
            }
            talk(speaker, 1, count);
            for (Future<List<String>> chain : chains) {
                assertEquals(texts(1, count), chain.get());
            }
        }
    }

    @Test
    void pollsEndWithTheServer() throws Exception {
        var server = new TestServer("--loops", "2");
        List<TestClient> polls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            polls.add(poll(server));
        }
        Future<?> end = threads.submit(server::close);
        for (TestClient poll : polls) {
            Response response = poll.response(false);
            assertEquals(List.of(), Page.read(response).messages());
            assertTrue(response.closes());
            poll.expectEnd();
            poll.close();
        }
        end.get();
    }

    // ws://…?since=

    @ParameterizedTest
    @ValueSource(strings = {"", DEFLATE})
    void aMemberResumesAtEveryMessage(String extensions) throws IOException {
        String[] lines = extensions.isEmpty() ? new String[0] : new String[] {extensions};
        try (var server = new TestServer("--loops", "2"); var speaker = server.member()) {
            talk(speaker, 1, 40);
            List<String> said = texts(1, 40);
            String epoch = epoch(server);
            for (int i = 0; i <= said.size(); i++) {
                try (TestClient resumed = server.connect().upgrade("/?since=" + epoch + i, lines)) {
                    assertEquals(said.subList(i, said.size()), hear(resumed, said.size() - i));
                    if (i % 4 > 0) {
                        continue;
                    }
                    speaker.say("now" + LONG);
                    said.add(speaker.hear());
                    Frame now = resumed.read();
                    assertEquals(extensions.isEmpty() ? Frame.TEXT : Frame.COMPRESSED_TEXT, now.first());
                }
            }
            assertEquals(said, Page.get(server, "").messages());
        }
    }

    @Test
    void aGonePositionIsRefusedBeforeThe101() throws IOException {
        try (var server = new TestServer("--history", "10"); var speaker = server.member();
                var client = server.connect()) {
            talk(speaker, 1, 200);
            String epoch = epoch(server);
            for (String gone : List.of(epoch + 3, epoch + 201, "0123456789ab-3")) {
                client.send(Requests.opening("/?since=" + gone));
                Response response = client.response(false);
                assertEquals(410, response.status());
                assertTrue(response.text().contains("the oldest position left is " + epoch), response.text());
            }
            client.send(Requests.opening("/?since=3"));
            assertEquals(400, client.response(false).status());
            client.upgrade("/?since=" + epoch + 198);
            assertEquals(texts(199, 200), hear(client, 2));
            assertEquals("{\"members\":2}\n", server.connect().get("/presence").text(), "the refused have not joined");
        }
    }

    /** Nobody is in the room between the two. */
    @Test
    void aRoomThatNobodyIsInIsResumedToo() throws IOException {
        try (var server = new TestServer()) {
            try (var speaker = server.open("/rooms/tea")) {
                talk(speaker, 1, 5);
                speaker.leave();
            }
            String end = Page.get(server, "room=tea").position();
            try (var resumed = server.open("/rooms/tea?since=" + end.replace("-5", "-2"))) {
                assertEquals(texts(3, 5), hear(resumed, 3));
                resumed.say("still here");
                assertEquals("from2:still here\n", resumed.hear());
            }
        }
    }

    /** A backlog as long as the lag that is allowed: it doesn't count, as nobody could ever resume then. */
    @Test
    void aSlowMemberIsSentAWholeBacklogAndIsDroppedOnlyForWhatIsSaidLater() throws IOException {
        String padding = "x".repeat(10_000);
        try (var server = new TestServer("--max-lag", "256K", "--max-history", "8M", "--history", "500");
                var speaker = server.member()) {
            for (int i = 0; i < 400; i++) {
                speaker.say(i + padding);
                speaker.hear();
            }
            try (var slow = TestClient.openNarrow(server.address(), "/?since=" + epoch(server) + 0)) {
                for (int i = 0; i < 400; i++) {
                    if (i % 20 == 0) { // it goes on while it catches up
                        speaker.say(400 + i / 20 + padding);
                        speaker.hear();
                    }
                    assertEquals("from1:" + i + padding + "\n", slow.hear());
                }
                for (int i = 400; i < 420; i++) {
                    assertEquals("from1:" + i + padding + "\n", slow.hear());
                }
                assertFalse(server.log().contains("dropped"), server.log());
            }
            try (var stuck = TestClient.openNarrow(server.address(), "/?since=" + epoch(server) + 20)) {
                for (int i = 0; i < 40; i++) {
                    speaker.say("y" + padding);
                    speaker.hear();
                }
                server.await(() -> server.log().contains("dropped"), "it is too far behind");
                for (Frame frame = stuck.read(); frame.first() != Frame.CLOSE; frame = stuck.read()) {
                    assertTrue(frame.text().endsWith(padding + "\n"), "whole texts");
                }
            }
        }
    }

    @Test
    void theMemoryOfAllRoomsIsBounded() throws IOException {
        String text = "x".repeat(3000);
        try (var server = new TestServer("--max-logs", "1M"); var staying = server.open("/rooms/first")) {
            staying.say("the first");
            staying.hear();
            for (int i = 0; i < 500; i++) {
                try (var visitor = server.open("/rooms/r" + i)) {
                    visitor.say(text);
                    visitor.hear();
                    visitor.leave();
                }
            }
            staying.say("and on");
            staying.hear();
            int kept = 0;
            for (int i = 0; i < 500; i++) {
                boolean isKept = !Page.get(server, "room=r" + i).messages().isEmpty();
                assertTrue(isKept || kept == 0, "a later one was given up before an earlier one");
                kept += isKept ? 1 : 0;
            }
            assertTrue(kept > 150 && kept < 256, kept + " rooms kept");
        }
    }

    // Under load

    private static final int SPEAKERS = 10;
    private static final int EACH = 60;

    @ParameterizedTest
    @ValueSource(strings = {"--history=1000", "--history=20"})
    void membersThatReconnectAtRandomHearEverythingOnceInOrder(String history) throws Exception {
        boolean mayLose = history.endsWith("20");
        try (var server = new TestServer("--loops", "2", history)) {
            String start = epoch(server) + 0;
            TestClient listener = server.member();
            List<Future<List<String>>> members = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int seed = i;
                members.add(threads.submit((Callable<List<String>>) () -> wander(server, start, seed, mayLose)));
            }
            List<TestClient> speakers = new ArrayList<>();
            for (int i = 0; i < SPEAKERS; i++) {
                speakers.add(server.open("/?name=speaker" + (char) ('a' + i)));
            }
            List<Future<?>> talks = new ArrayList<>();
            for (TestClient speaker : speakers) {
                talks.add(threads.submit((Callable<Void>) () -> {
                    for (int i = 0; i < EACH; i++) {
                        String text = text(i);
                        speaker.say(text);
                        while (!speaker.hear().endsWith(":" + text + "\n")) { }
                    }
                    return null;
                }));
            }
            for (Future<?> talk : talks) {
                talk.get();
            }
            List<String> all = hear(listener, SPEAKERS * EACH);
            for (Future<List<String>> member : members) {
                List<String> heard = member.get();
                assertEquals(all.size(), heard.size());
                for (int i = 0; i < all.size(); i++) {
                    assertTrue(heard.get(i) == null ? mayLose : all.get(i).equals(heard.get(i)), "message " + i);
                }
            }
            listener.close();
            for (TestClient speaker : speakers) {
                speaker.close();
            }
        }
    }

    /** Comes and goes, in all ways, and counts what it hears. What it is told to be gone is a null. */
    private static List<String> wander(TestServer server, String start, int seed, boolean mayLose) throws IOException {
        Random random = new Random(seed);
        List<String> heard = new ArrayList<>();
        String epoch = start.substring(0, start.length() - 1);
        while (heard.size() < SPEAKERS * EACH) {
            try (TestClient client = server.connect()) {
                String target = "/?since=" + epoch + heard.size();
                client.send(random.nextBoolean() ? Requests.opening(target) : Requests.opening(target, DEFLATE));
                Response response = client.expectUpgradeOr(410);
                if (response.status() == 410) {
                    assertTrue(mayLose, response.text());
                    String left = response.text().replaceAll("(?s).* left is [0-9a-f]+-(\\d+).*", "$1");
                    int oldest = Integer.parseInt(left);
                    assertTrue(oldest > heard.size(), "told to be gone, and is not: " + response.text());
                    while (heard.size() < oldest) {
                        heard.add(null);
                    }
                    continue;
                }
                int count = Math.min(SPEAKERS * EACH - heard.size(), 1 + random.nextInt(80));
                for (int i = 0; i < count; i++) {
                    heard.add(client.hear());
                }
                if (random.nextBoolean()) {
                    client.reset();
                }
            }
        }
        return heard;
    }
}
