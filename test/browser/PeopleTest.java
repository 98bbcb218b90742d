package browser;

import static browser.Tab.ENTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import support.ServerProcess;

/** What people expect of a chat: names, marks, links, other rooms, what is unread. */
class PeopleTest extends InBrowser {

    private static URI room(String name) {
        return room.url().resolve("/rooms/" + name);
    }

    // ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theNameIsAskedForOnceAndKept() throws IOException {
        try (ServerProcess own = ServerProcess.serving()) {        // what a page stores belongs to its server's address
            Tab tab = openTab(own.url());
            assertTrue(tab.shows("#who"));
            browser.type("#name", "  Ann  " + ENTER);
            tab.until("!document.querySelector('#who').checkVisibility()");
            tab.await("#ready-state", "1");
            tab.say("hello");
            tab.await("hello");
            assertEquals(List.of("Ann:hello"), tab.messages());

            browser.reload();
            tab.await("#ready-state", "1");
            assertFalse(tab.shows("#who"));
            tab.say("again");
            tab.await("again");
            assertEquals("Ann:again", tab.messages().get(tab.messages().size() - 1));
        }
    }

    @Test
    void aNameThatIsTakenGetsANumberBehindItAndOnesOwnMessagesAreStillKnown() throws IOException {
        try (ServerProcess own = ServerProcess.serving()) {
            Tab first = openTab(own.url());
            browser.type("#name", "Ann" + ENTER);
            first.await("#ready-state", "1");
            first.say("I am Ann");
            first.await("I am Ann");
            Tab second = openTab(own.url());
            assertFalse(second.shows("#who"), "the name is kept for all tabs");
            second.say("so am I");
            second.until("document.querySelector('#rows .message:last-child.mine')");
            String third = second.messages().get(second.messages().size() - 1);
            assertTrue(third.matches("Ann \\d+:so am I"), third);
            second.await("#me", third.substring(0, third.indexOf(':')));
            first.await("so am I");
            assertEquals(false, first.run("return document.querySelector('#rows .message:last-child')"
                    + ".classList.contains('mine')"));
        }
    }

    @Test
    void aNameThatTheRoomWouldRefuseIsExplained() throws IOException {
        try (ServerProcess own = ServerProcess.serving()) {
            Tab tab = openTab(own.url());
            Map<String, String> refused = Map.of("12", "can’t be a number", "a:b", "colon", "x".repeat(33), "32");
            for (Map.Entry<String, String> each : refused.entrySet()) {
                tab.run("document.querySelector('#name').value = ''");
                browser.type("#name", each.getKey() + ENTER);
                tab.await("#name-refused", each.getValue());
                assertTrue(tab.shows("#who"));
            }
            tab.run("document.querySelector('#name').value = 'a\\u202eb'");
            browser.type("#name", ENTER);
            tab.await("#name-refused", "invisible");
            browser.click("#no-name");
            tab.until("!document.querySelector('#who').checkVisibility()");
        }
    }

    // ── Messages ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void onesOwnMessagesAreMarkedAndThoseOfOneSenderStandTogether() {
        Tab tab = openTab(room("own"));
        Tab other = openTab(room("own"));
        other.say("theirs, one");
        other.say("theirs, two");
        tab.await("theirs, two");
        tab.say("mine");
        tab.await("mine");
        assertEquals(List.of("", "same", "mine"), tab.run("return [...document.querySelectorAll('#rows .message')]"
                + ".map(row => ['mine', 'same'].filter(name => row.classList.contains(name)).join(' '))"));
        String label = (String) tab.run("return document.querySelector('#rows .mine').ariaLabel");
        assertTrue(label.matches("from\\d+, you, \\d\\d:\\d\\d"), label);
        assertEquals("article", tab.run("return document.querySelector('#rows .message').role"));
        assertEquals(1.0, tab.run("return document.querySelectorAll('#rows .day').length"));
    }

    @Test
    void twoWhoBeginWithTheSameWordsAreToldApartAsSoonAsOneSaysSomethingElse() {
        Tab tab = openTab(room("same"));
        // A sender whose first message is the one that this page is about to send, and comes first.
        tab.run("received('from1000000:hi\\n')");
        tab.run("field.value = 'hi'; sentHere.push(newSaying('hi')); received('from1000001:hi\\n')");
        tab.run("received('from1000002:hi\\n'); received('from1000001:other\\n')");
        tab.await("other");
        assertEquals(List.of("from1000002:hi"), tab.run("return [...document.querySelectorAll('#rows .mine')]"
                + ".map(row => row.querySelector('.sender').textContent + ':'"
                + " + row.querySelector('.text').textContent)"));
        assertEquals(0.0, tab.run("return document.querySelectorAll('#unsent .message').length"));
    }

    @Test
    void whatWasSentTwiceStandsOnceWhicheverComesFirst() {
        Tab tab = openTab(room("twice"));
        // Sent on a connection that ended, and again on this one. The first one comes late, but before the second.
        tab.run("globalThis.one = newSaying('one'); lost.push({ saying: one, name: '', sender: null });"
                + " sentHere.push(one); received('from1000001:one\\n'); received('from1000002:one\\n')");
        tab.run("sentHere.push(newSaying('two')); received('from1000002:two\\n')");
        tab.await("two");
        assertEquals(List.of("from1000001:one", "from1000002:two"), tab.messages());
        assertEquals(2.0, tab.run("return document.querySelectorAll('#rows .mine').length"));
        assertEquals(0.0, tab.run("return document.querySelectorAll('#unsent .message').length"));
        tab.await("#rows .twice", "arrived twice");
        assertEquals("1000002", tab.run("return me"));
    }

    @Test
    void addressesOfWebPagesBecomeLinksAndNothingElseDoes() {
        Tab tab = openTab(room("links"));
        String text = "见 https://example.org/a_(b)?c=d&e#f。 (http://example.net/x), javascript:alert(1)"
                + " data:text/html,x ftp://example.org https:// HTTP://EXAMPLE.COM/Y!";
        tab.write(text);
        browser.click("#send");
        tab.await(text);
        assertEquals(List.of("https://example.org/a_(b)?c=d&e#f", "http://example.net/x", "http://example.com/Y"),
                tab.run("return [...document.querySelectorAll('#rows a')].map(link => link.href)"));
        assertEquals(true, tab.run("return [...document.querySelectorAll('#rows a')]"
                + ".every(link => link.relList.contains('noopener'))"));
    }

    @Test
    void aLongMessageIsFoldedAndCanBeUnfolded() {
        Tab tab = openTab(room("fold"));
        String lines = "line\n".repeat(100) + "end";
        tab.write(lines);
        browser.click("#send");
        tab.await(lines);
        double folded = (Double) tab.run("return document.querySelector('#rows .text').offsetHeight");
        tab.await("#rows .message button", "Show all");
        browser.click("#rows .message button");
        assertTrue((Double) tab.run("return document.querySelector('#rows .text').offsetHeight") > 2 * folded);
        tab.await("#rows .message button", "Show less");
    }

    @Test
    void aMessageCanBeCopiedWithTheKeyboardAlone() {
        Tab tab = openTab(room("copy"));
        browser.devTools("Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        tab.say("to be copied");
        tab.await("to be copied");
        tab.run("log.focus()");
        browser.type("#log", "\uE013");                      // arrow up: the last message
        tab.until("document.activeElement.matches('#rows .message')");
        tab.until("document.activeElement.contains(element.copy)");
        browser.type("#copy", ENTER);
        tab.await("#copy", "Copied");
    }

    @Test
    void blanksAloneAreNotSentAndTheDraftSurvivesAReload() {
        Tab tab = openTab(room("draft"));
        tab.write(" \n\t ");
        browser.click("#send");
        assertEquals(0.0, tab.run("return document.querySelectorAll('.message').length"));
        tab.run("document.querySelector('#text').value = ''");
        tab.write("half a sent");
        browser.reload();
        tab.await("#ready-state", "1");
        assertEquals("half a sent", tab.run("return field.value"));
    }

    @Test
    void onATouchScreenEnterStartsANewLine() {
        Tab tab = openTab(URI.create("about:blank"));
        browser.devTools("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
        browser.phone(390, 844);
        browser.open(room("touch"));
        tab.await("#ready-state", "1");
        tab.until("matchMedia('(pointer: coarse)').matches");
        browser.type("#text", "one" + ENTER + "two");
        assertEquals("one\ntwo", tab.run("return field.value"));
        browser.click("#send");
        tab.await("one\ntwo");
    }

    // ── The room ────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void theTitleCountsWhatIsUnread() {
        Tab tab = openTab(room("unread"));
        Tab other = openTab(room("unread"));
        String hide = "Object.defineProperty(document, 'hidden', { value: arguments[0], configurable: true });"
                + " document.dispatchEvent(new Event('visibilitychange'))";
        tab.run(hide, true);
        other.say("one");
        other.say("two");
        tab.await("two");
        assertEquals("(2) Room unread", tab.run("return document.title"));
        tab.run(hide, false);
        assertEquals("Room unread", tab.run("return document.title"));
    }

    @Test
    void whoIsHereIsShown() {
        Tab tab = openTab(room("presence"));
        tab.await("#people", "1 here");
        Tab other = openTab(room("presence"));
        other.await("#people", "2 here");
        other.say("hello");
        tab.await("#people", "2 here");
    }

    @Test
    void anotherRoomIsOneFieldAwayAndTheLastOnesAreRemembered() throws IOException {
        try (ServerProcess own = ServerProcess.serving()) {
            Tab tab = openTab(own.url());
            browser.click("#rooms");
            browser.type("#other-room", "no blanks" + ENTER);
            tab.await("#room-refused", "A room’s name has");
            tab.run("document.querySelector('#other-room').value = ''");
            browser.type("#other-room", "茶馆" + ENTER);
            tab.await("#room", "茶馆");
            assertEquals("/rooms/%E8%8C%B6%E9%A6%86", tab.run("return location.pathname"));
            tab.await("#ready-state", "1");
            browser.click("#rooms");
            assertEquals(List.of("Room 茶馆", "Chat room"),
                    tab.run("return [...document.querySelectorAll('#visited a')].map(link => link.textContent)"));
        }
    }
}
