package browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import support.Forwarder;
import support.ServerProcess;
import support.TestClient;

/** Nothing is missed: history on arrival, reconnecting without a gap, and a network that dies in silence. */
class ReconnectTest extends InBrowser {
    private static final String FATE = "#unsent .said";
    private static final String UNSENT = "return document.querySelectorAll('#unsent .message').length";
    private static final String NOTES = "return document.querySelectorAll('#rows .note').length";
    /** Leaves the connection; the next attempt is at least 15 s away. */
    private static final String BREAK = "failures = 9; openedAt = Date.now(); giveUp(null)";

    private static URI through(Forwarder proxy, String room) {
        return URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/rooms/" + room);
    }

    private static boolean isWebSocket(Forwarder.Line line) {
        return new String(line.sent(), ISO_8859_1).contains("Upgrade: websocket");
    }

    private static URI room(String name) {
        return room.url().resolve("/rooms/" + name);
    }

    // ── History ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void whoComesLaterSeesWhatWasSaidBefore() {
        Tab first = openTab(room("history"));
        for (int number = 1; number <= 5; number++) {
            first.say("number " + number);
        }
        first.await("number 5");
        Tab second = openTab(room("history"));
        second.await("number 5");
        assertEquals(first.messages(), second.messages());
        second.say("and more");
        first.await("and more");
        second.await("and more");
        assertEquals(first.messages(), second.messages());
        assertEquals(0.0, second.run(NOTES));
    }

    @Test
    void aHistoryOfSeveralPagesIsReadToItsEnd() throws IOException {
        try (TestClient speaker = TestClient.open(room.address(), "/rooms/pages")) {
            for (int number = 0; number < 12; number++) {
                speaker.say(number + "x".repeat(50_000));     // a page of the answer has 256 KiB
                speaker.hear();
            }
        }
        Tab tab = openTab(room("pages"));
        tab.await("11" + "x".repeat(50_000));
        assertEquals(12, tab.texts().size());
    }

    @Test
    void aReloadShowsTheSameAgainAndOnesOwnMessagesAreStillMarked() {
        Tab tab = openTab(room("reload"));
        Tab other = openTab(room("reload"));
        tab.say("mine");
        tab.await("mine");
        other.say("theirs");
        tab.await("theirs");
        browser.reload();
        tab.await("theirs");
        assertEquals(List.of("mine", "theirs"), tab.texts());
        assertEquals(List.of(true, false), tab.run("return [...document.querySelectorAll('#rows .message')]"
                + ".map(row => row.classList.contains('mine'))"));
    }

    @Test
    void aConnectionThatBreaksLosesNothing() {
        Tab tab = openTab(room("gap"));
        Tab other = openTab(room("gap"));
        other.say("before");
        tab.await("before");
        tab.run(BREAK);
        other.say("meanwhile");
        other.await("meanwhile");
        tab.run("connectNow()");
        tab.await("meanwhile");
        tab.await("#ready-state", "1");
        other.say("after");
        tab.await("after");
        assertEquals(List.of("before", "meanwhile", "after"), tab.texts());
        assertEquals(0.0, tab.run(NOTES));
    }

    @Test
    void onlyWhatIsReallyGoneIsMarkedAsMissing() throws IOException {
        try (ServerProcess short3 = ServerProcess.serving("--history", "3")) {
            Tab tab = openTab(short3.url());
            Tab other = openTab(short3.url());
            other.say("one");
            tab.await("one");
            tab.run(BREAK);
            try (TestClient speaker = short3.member()) {
                for (int i = 0; i < 40; i++) {                // more than the room's log holds, of 3 messages
                    speaker.say("x".repeat(60_000));
                }
                speaker.say("last");
                other.await("last");
            }
            tab.run("connectNow()");
            tab.await("last");
            tab.await("#rows .note", "Messages are missing here");
            assertEquals("one", tab.texts().get(0));
            assertEquals(List.of("message", "note", "message"), tab.run("return [...document.querySelectorAll("
                    + "'#rows > :not(.day)')].slice(0, 3).map(row => row.classList[0])"));
        }
    }

    @Test
    void whoWasDroppedForLagComesBackAndIsToldOnlyWhatIsGone() throws IOException {
        try (ServerProcess strict = ServerProcess.serving("--max-lag", "100000");
                Forwarder proxy = new Forwarder(strict.address());
                TestClient speaker = TestClient.open(strict.address(), "/rooms/lag")) {
            Tab tab = openTab(through(proxy, "lag"));
            speaker.say("first");
            speaker.hear();
            tab.await("first");
            proxy.cut(ReconnectTest::isWebSocket);
            String noise = new Random(1).ints(60_000, 'A', 'z').collect(StringBuilder::new,
                    StringBuilder::appendCodePoint, StringBuilder::append).toString(); // compression does little
            int said = 2;                                    // with the first and the last
            for (; !strict.errors().contains("dropped"); said++) {
                speaker.say(noise);
                speaker.hear();
            }
            speaker.say("last");
            speaker.hear();
            proxy.revive();
            tab.await("last");
            tab.await("#state", "Open");
            double shown = (Double) tab.run("return removed + entries.filter(entry => entry.text).length");
            boolean marked = !tab.run(NOTES).equals(0.0);
            assertEquals(marked, shown < said, shown + " of " + said + " messages, marked: " + marked);
            assertTrue(shown <= said, "one came twice");
        }
    }

    // ── Pending, confirmed, failed ──────────────────────────────────────────────────────────────────────────────────

    @Test
    void aMessageStandsInTheLogAtOnceAndIsConfirmedWhenItComesBack() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            Tab tab = openTab(through(proxy, "pending"));
            proxy.die();
            tab.say("on its way");
            tab.await(FATE, "On its way");
            assertEquals(List.of(), tab.texts());
            proxy.revive();
            tab.await("on its way");
            assertEquals(0.0, tab.run(UNSENT));
        }
    }

    @Test
    void overADeadNetworkThePageDoesNotStayGreen() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            Tab tab = openTab(through(proxy, "dead"));
            Tab other = openTab(room("dead"));
            tab.say("before");
            tab.await("before");
            proxy.cut(line -> true);
            tab.say("into the void");
            tab.await(FATE, "On its way");
            tab.until("document.documentElement.dataset.state !== '1'");
            tab.await("#why", "The network is silent");
            other.say("meanwhile");

            // New connections work. What was sent isn't among the messages: so it has failed, and can be sent again.
            tab.await("meanwhile");
            tab.await(FATE, "It seems to be lost");
            tab.await("#ready-state", "1");
            browser.click("#unsent .fate button");
            tab.await("into the void");
            assertEquals(List.of("before", "meanwhile", "into the void"), tab.texts());
            assertEquals(0.0, tab.run(UNSENT));

            // What was thought lost arrives all the same. It stands in the log once.
            proxy.revive();
            tab.await("#rows .mine:last-child .twice", "arrived twice");
            assertEquals(List.of("before", "meanwhile", "into the void"), tab.texts());
            assertEquals(List.of("before", "meanwhile", "into the void", "into the void"), other.texts());
        }
    }

    @Test
    void whatArrivesLateIsNotSentAgain() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            Tab tab = openTab(through(proxy, "late"));
            proxy.cut(line -> true);
            tab.say("slow but sure");
            tab.await(FATE, "It seems to be lost");
            proxy.revive();
            tab.await("slow but sure");
            assertEquals(0.0, tab.run(UNSENT));
            assertEquals(List.of(true), tab.run("return [...document.querySelectorAll('#rows .message')]"
                    + ".map(row => row.classList.contains('mine'))"));
        }
    }

    @Test
    void aSmallRequestThatFailsMakesThePageGiveUpTheConnection() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            Tab tab = openTab(through(proxy, "probe"));
            proxy.die();
            tab.run("probe()");                              // what it does by itself every 25 s
            tab.until("document.documentElement.dataset.state !== '1'");
            tab.await("#why", "The network is silent");
            proxy.revive();
            tab.await("#state", "Open");
        }
    }

    @Test
    void whenTheBrowserGoesOfflineThePageDoesNotStayGreen() {
        Tab tab = openTab(room("offline"));
        browser.devTools("Network.enable", Map.of());
        setOffline(true);
        tab.until("document.documentElement.dataset.state !== '1'");
        setOffline(false);
        tab.await("#ready-state", "1");
    }

    private static void setOffline(boolean offline) {
        browser.devTools("Network.emulateNetworkConditions", Map.of(
                "offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    @Test
    void whatHasNotComeBackSurvivesAReload() throws IOException {
        try (Forwarder proxy = new Forwarder(room.address())) {
            Tab tab = openTab(through(proxy, "unsent"));
            proxy.cut(ReconnectTest::isWebSocket);
            tab.say("written before the reload");
            tab.await(FATE, "On its way");
            browser.reload();
            tab.await("#unsent .text", "written before the reload");
            tab.await(FATE, "It seems to be lost");
        }
    }
}
