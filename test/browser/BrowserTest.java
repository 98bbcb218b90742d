package browser;

import static browser.Tab.DEADLINE;
import static browser.Tab.ENTER;
import static browser.Tab.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;
import support.ServerProcess;

/** {@code client.html}, and a page such as the article's, in a real browser against the real server. */
class BrowserTest extends InBrowser {

    // ── Chatting ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void twoTabsSeeTheSameMessagesInTheSameOrder() {
        Tab first = openTab(room.url());
        Tab second = openTab(room.url());
        first.say("one");
        second.await("one");
        second.say("two");
        first.await("two");
        first.say("three");
        first.await("three");
        second.await("three");

        assertEquals(List.of("one", "two", "three"), first.texts());
        assertEquals(first.messages(), second.messages());
        List<String> senders = first.messages().stream().map(message -> message.split(":")[0]).toList();
        assertTrue(senders.get(0).matches("from\\d+"), senders.toString());
        assertNotEquals(senders.get(0), senders.get(1), "each connection has its own number");
        assertEquals(senders.get(0), senders.get(2), "and keeps it");
        assertEquals(3.0, first.run("return document.querySelectorAll('#log time[datetime]').length"));
    }

    @Test
    void aMessageIsTextAndNeverBecomesPartOfThePage() {
        String markup = "<img src=x onerror=\"window.harmed = true\"><b>bold</b>&amp;";
        Tab tab = openTab(room.url().resolve("/rooms/markup"));
        tab.say(markup);
        tab.await(markup);
        assertEquals(0.0, tab.run("return document.querySelectorAll('img, #log .text *').length"));
        assertEquals(null, tab.run("return window.harmed"));
    }

    @Test
    void chineseEmojiAndLinesArriveAsTheyWereWritten() {
        String text = "你好，世界 👩‍👩‍👧 🀄 é\n  second line: from7:not a sender\n\nlast";
        Tab tab = openTab(room.url().resolve("/rooms/round-trip"));
        Tab other = openTab(room.url().resolve("/rooms/round-trip"));
        tab.write(text);
        browser.click("#send");
        other.await(text);
        assertEquals(text, other.texts().get(0));
    }

    @Test
    void anEmptyFieldSendsNothing() {
        Tab tab = openTab(room.url().resolve("/rooms/empty"));
        browser.type("#text", ENTER);
        browser.click("#send");
        tab.say("after");
        tab.await("after");
        assertEquals(List.of("after"), tab.texts());
    }

    @Test
    void enterThatEndsACompositionDoesNotSend() {
        Tab tab = openTab(room.url().resolve("/rooms/composition"));
        // First with an input method's real composition, then with the event that Safari sends after it.
        browser.devTools("Input.imeSetComposition", Map.of("text", "ni", "selectionStart", 2, "selectionEnd", 2));
        browser.devTools("Input.dispatchKeyEvent",
                Map.of("type", "rawKeyDown", "key", "Enter", "windowsVirtualKeyCode", 229));
        String press = "document.querySelector('#text').dispatchEvent(new KeyboardEvent('keydown',"
                + " { key: 'Enter', bubbles: true, cancelable: true, ...arguments[0] }))";
        tab.run(press, Map.of("isComposing", true));
        tab.run(press, Map.of("keyCode", 229));
        browser.devTools("Input.insertText", Map.of("text", "你"));
        assertEquals("你", tab.run("return document.querySelector('#text').value"));
        tab.run(press);
        tab.await("你");
        assertEquals(List.of("你"), tab.texts());
    }

    @Test
    void aMessageThatIsTooLongForTheServerIsKept() {
        Tab tab = openTab(room.url().resolve("/rooms/too-long"));
        String longest = "字".repeat(65_536 / 3) + "!";       // 65,536 bytes
        tab.write(longest + "!");
        browser.click("#send");
        tab.await("#notice", "65,537");
        assertEquals(longest + "!", tab.run("return document.querySelector('#text').value"));
        tab.run("document.querySelector('#text').value = ''");
        tab.write(longest);
        browser.click("#send");
        tab.await(longest);
        assertEquals(List.of(longest), tab.texts());
        tab.await("#notice", "");
    }

    // ── The connection ends ─────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theServerGoesAndComesBackAndThePageRecoversByItself() throws Exception {
        try (ServerProcess before = ServerProcess.serving()) {
            Tab tab = openTab(before.url());
            tab.say("before");
            tab.await("before");
            before.terminate();
            assertEquals(0, before.exitStatus());

            tab.await("#state", "Closed");
            tab.await("#ready-state", "3");
            tab.await("#notice", "The server is shutting down (1001)");
            browser.type("#text", "typed while it was gone" + ENTER);
            tab.await("#notice", "Your text stays here");
            assertEquals("typed while it was gone", tab.run("return document.querySelector('#text').value"));

            try (ServerProcess after = ServerProcess.serving("--port", Integer.toString(before.url().getPort()))) {
                tab.await("#state", "Open");
                tab.await("#ready-state", "1");
                tab.await("#log", "Messages are missing here");
                assertEquals(List.of("before"), tab.texts());
                browser.click("#send");
                tab.await("typed while it was gone");
                Tab other = openTab(after.url());
                other.say("after");
                tab.switchTo();
                tab.await("after");
                assertEquals(List.of("before", "typed while it was gone", "after"), tab.texts());
            }
        }
    }

    @Test
    void reconnectNowDoesNotWait() throws Exception {
        try (ServerProcess before = ServerProcess.serving()) {
            Tab tab = openTab(before.url());
            tab.run("failures = 9");                         // from here on the pause is at least 15 s
            before.terminate();
            before.exitStatus();
            tab.await("#state", "Closed");
            tab.await("#countdown", "Next attempt in");
            double due = (Double) tab.run("return retryAt");
            try (ServerProcess after = ServerProcess.serving("--port", Integer.toString(before.url().getPort()))) {
                browser.click("#reconnect");
                tab.await("#state", "Open");
                assertTrue((Double) tab.run("return Date.now()") < due, "it came back because its time had come");
                assertFalse(tab.shows("#reconnect"));
                assertEquals(after.url().toString(), tab.run("return location.href"));
            }
        }
    }

    // ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theLanguageIsTheBrowsersUntilItIsSwitchedAndThenStays() throws IOException {
        try (ServerProcess own = ServerProcess.serving()) {        // what a page stores belongs to its server's address
            Tab tab = openTab(own.url());
            tab.await("#send", "Send");
            browser.click("#language");
            tab.await("#send", "发送数据");
            tab.await("#state", "已连接");
            assertEquals("zh-CN", tab.run("return document.documentElement.lang"));
            browser.reload();
            tab.await("#send", "发送数据");
            browser.click("#language");
            tab.await("#send", "Send");
            assertEquals("en", tab.run("return document.documentElement.lang"));

            tab.run("localStorage.clear()");
            browser.devTools("Emulation.setUserAgentOverride",
                    Map.of("userAgent", "test", "acceptLanguage", "fr,zh-TW,en"));
            browser.reload();
            tab.await("#send", "发送数据");
        }
    }

    @Test
    void aReaderWhoScrolledUpStaysThereAndSeesThatThereAreNewMessages() {
        Tab tab = openTab(room.url().resolve("/rooms/scroll"));
        Tab other = openTab(room.url().resolve("/rooms/scroll"));
        for (int number = 1; number <= 40; number++) {
            other.say("message " + number);
        }
        tab.await("message 40");
        String atTheEnd = "return log.scrollHeight - log.clientHeight - log.scrollTop < 2";
        tab.until("at the end", () -> tab.run(atTheEnd), Boolean.TRUE::equals);
        assertFalse(tab.shows("#newer"));

        tab.run("log.scrollTop = 100");
        other.say("news");
        tab.await("news");
        tab.until("#newer is there", () -> tab.shows("#newer"), shown -> shown);
        assertEquals(100.0, tab.run("return log.scrollTop"));
        browser.click("#newer");
        assertEquals(true, tab.run(atTheEnd));
        assertFalse(tab.shows("#newer"));

        tab.run("log.scrollTop = 100");
        tab.say("a message of one's own is always shown");
        tab.await("a message of one's own is always shown");
        tab.until("at the end", () -> tab.run(atTheEnd), Boolean.TRUE::equals);
    }

    @Test
    void thePageKeepsTheLastThousandMessagesAndSaysSo() {
        Tab tab = openTab(room.url().resolve("/rooms/many"));
        tab.run("for (let i = 1; i <= 1200; i++) socket.send('number ' + i)");
        tab.await("number 1200");
        List<String> kept = tab.texts();
        assertEquals(1000, kept.size());
        assertEquals("number 201", kept.get(0));
        tab.await("#older", "200");
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        Tab tab = openTab(URI.create("about:blank"));
        browser.phone(320, 640);
        browser.open(room.url().resolve("/rooms/" + "a-long-name-".repeat(5)));
        tab.await("#state", "Open");
        String wide = "without_any_space_".repeat(40);
        tab.write(wide);
        browser.click("#send");
        tab.await(wide);
        for (String language : List.of("发送数据", "Send")) {
            browser.click("#language");
            tab.await("#send", language);
            assertEquals(320.0, tab.run("return document.scrollingElement.scrollWidth"), language);
            assertEquals(tab.run("return log.clientWidth"), tab.run("return log.scrollWidth"), language);
        }
        String font = "return parseFloat(getComputedStyle(document.querySelector('#text')).fontSize)";
        assertTrue((Double) tab.run(font) >= 16,
                "a smaller font in the field makes an iPhone zoom");
    }

    @Test
    void aRoomsNameIsShownAsItIsSpoken() {
        Tab tab = openTab(room.url().resolve("/rooms/%E8%8C%B6%E9%A6%86"));
        tab.await("#room", "茶馆");
        Tab elsewhere = openTab(room.url());
        elsewhere.say("said elsewhere");
        elsewhere.await("said elsewhere");
        tab.switchTo();
        tab.say("said in here");
        tab.await("said in here");
        assertEquals(List.of("said in here"), tab.texts());
    }

    @Test
    void theConsoleStaysEmpty() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(room.url()).timeout(DEADLINE).build();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String policy = http.send(request, BodyHandlers.discarding())
                .headers().firstValue("Content-Security-Policy").orElse("none");
        assertTrue(policy.contains("default-src 'none'"), policy);

        browser.console();                                   // forget what other tests have left there
        Tab tab = openTab(room.url());
        tab.say("<script>alert(1)</script>");
        tab.await("<script>alert(1)</script>");
        browser.click("#language");
        browser.click("#language");
        browser.reload();
        tab.await("#state", "Open");
        tab.say("goodbye");
        tab.await("goodbye");
        assertEquals(List.of(), browser.console());

        // A script from elsewhere is not run, and the console would have said so.
        tab.run("document.body.append(Object.assign(document.createElement('script'), { text: 'harmed = true' }))");
        assertEquals("undefined", tab.run("return typeof harmed"));
        String console = browser.console().toString();
        assertTrue(console.replace('-', ' ').contains("Content Security Policy"), console);
    }

    // ── Opened from disk ────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void openedFromDiskThePageSaysWhichFlagLetsItIn() {
        Tab tab = openTab(fromDisk(room));
        tab.await("#notice", "make run ORIGIN=null");
        browser.click("#language");
        tab.await("#notice", "make run ORIGIN=null");
        browser.click("#language");
    }

    @Test
    void openedFromDiskThePageChatsWithAServerThatAllowsIt() throws IOException {
        try (ServerProcess open = ServerProcess.serving("--origin", "null")) {
            Tab disk = openTab(fromDisk(open));
            Tab served = openTab(open.url());
            served.say("from the server");
            disk.switchTo();
            disk.await("from the server");
            disk.say("from disk");
            disk.await("from disk");
            served.await("from disk");
            assertEquals(disk.messages(), served.messages());
        }
    }

    /** The least page that does what the article's does. Only the server's address is put in, as its readers must. */
    private static final String ARTICLE_PAGE = """
            <!DOCTYPE html>
            <title>a page of the article's kind</title>
            <div id="page"></div>
            <input id="field"><button id="push">发送数据</button>
            <script>
              const page = document.querySelector('#page'), field = document.querySelector('#field');
              const socket = new WebSocket('SERVER');
              socket.onopen = () => { page.innerHTML = socket.readyState; };
              socket.onmessage = event => { page.innerHTML += event.data; };
              document.querySelector('#push').onclick = () => { socket.send(field.value); field.value = ''; };
            </script>
            """;

    @Test
    void aPageAsTheArticleWritesItWorksUnchanged(@TempDir Path folder) throws IOException {
        try (ServerProcess open = ServerProcess.serving("--origin", "*")) {
            Path file = Files.writeString(folder.resolve("page.html"), ARTICLE_PAGE.replace("SERVER", open.socket()));
            Tab first = openTab(file.toUri());
            first.await("#page", "1");
            Tab second = openTab(file.toUri());
            second.await("#page", "1");
            browser.type("#field", "在吗");
            browser.click("#push");
            assertEquals("", second.run("return document.querySelector('#field').value"));
            second.await("#page", ":在吗");
            first.switchTo();
            browser.type("#field", "I am");
            browser.click("#push");
            String transcript = "1from(\\d+):在吗\nfrom(?!\\1:)\\d+:I am\n";
            for (Tab tab : List.of(first, second)) {
                tab.until("both messages", () -> tab.run("return document.querySelector('#page').textContent"),
                        text -> text.toString().matches(transcript));
            }
        }
    }

    @Test
    void aPageWithHandlersInItsTagsWorksWhenTheServerServesIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page.html"), """
                <!DOCTYPE html>
                <div id="ready-state"></div>
                <input id="field"><input id="push" type="submit" value="发送数据" onclick="push()">
                <script>
                  const page = document.querySelector('#ready-state'), field = document.querySelector('#field');
                  const socket = new WebSocket('ws://' + location.host);
                  socket.onopen = () => { page.innerHTML = socket.readyState; };
                  socket.onmessage = event => { page.innerHTML += event.data; };
                  function push() { socket.send(field.value); field.value = ''; }
                </script>
                """.replace("\n", "\r\n"));
        try (ServerProcess server = ServerProcess.serving("--page", file.toString())) {
            Tab tab = openTab(server.url());
            browser.type("#field", "在吗");
            browser.click("#push");
            tab.await("#ready-state", "from1:在吗");

            tab.run("document.addEventListener('securitypolicyviolation', event =>"
                    + " { window.refused = event.effectiveDirective; })");
            browser.type("#field", "<img src='data:,' onerror='harmed = true'>");
            browser.click("#push");
            tab.until("window.refused === 'script-src-attr'");
            assertEquals("undefined", tab.run("return typeof harmed"));
        }
    }

    @Test
    void thePageKnowsTheServersLimit() throws IOException {
        try (ServerProcess small = ServerProcess.serving("--max-message", "100")) {
            Tab tab = openTab(small.url());
            tab.write("x".repeat(101));
            browser.click("#send");
            tab.await("#notice", "a message can have 100");
        }
    }

    // ── Over TLS ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void overTlsThePageChatsWithCompression(@TempDir Path folder) throws IOException {
        Path store = Certificate.selfSigned("own").store(folder.resolve("store.p12"), "password");
        Path password = Files.writeString(folder.resolve("password"), "password");
        try (ServerProcess secure = ServerProcess.serving(
                "--tls", store.toString(), "--tls-password-file", password.toString())) {
            assertEquals("https", secure.url().getScheme());
            Tab first = openTab(secure.url());
            Tab second = openTab(secure.url().resolve("/rooms/tea"));
            Tab third = openTab(secure.url().resolve("/rooms/tea"));
            String text = "a text that is sent more than once ".repeat(20);
            second.say(text);
            third.await(text);
            assertEquals(second.messages(), third.messages());
            assertEquals("wss:", first.run("return new URL(socket.url).protocol"));
            String agreed = (String) first.run("return socket.extensions");
            assertTrue(agreed.startsWith("permessage-deflate"), agreed);
        }
    }

    // ── What the tests are written with ─────────────────────────────────────────────────────────────────────────────

    private static URI fromDisk(ServerProcess server) {
        return URI.create(Path.of("client.html").toUri() + "?server=" + server.socket() + "/");
    }
}
