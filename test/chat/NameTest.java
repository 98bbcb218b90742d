package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.Refusal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import support.Requests;
import support.TestClient;

/** Names and presence. */
@Timeout(30)
class NameTest {
    @ParameterizedTest
    @CsvSource({
        "Ann, Ann", "' Ann ', Ann", "'\u3000安\u00a0', 安", "Ann Lee, Ann Lee", "Ann 7, Ann 7", "7a, 7a",
        "e\u0301, \u00e9", "👩\u200d💻, 👩\u200d💻", "\"<b>\", \"<b>\"", "O'Neill, O'Neill", "-, -"})
    void aNameIsTrimmedAndComposed(String wanted, String name) throws Refusal {
        assertEquals(name, Name.parse(wanted));
    }

    @Test
    void aNameHas1To32Characters() throws Refusal {
        assertNull(Name.parse(null));
        for (String valid : new String[] {"x".repeat(32), "🙂".repeat(32), " " + "x".repeat(32), "e\u0301".repeat(32)}) {
            Name.parse(valid);
        }
        for (String wrong : new String[] {"x".repeat(33), "🙂".repeat(33)}) {
            assertThrows(Refusal.class, () -> Name.parse(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3000", "7", " 42 ", "４２", "٣", "a:b", ":", "a\nb", "a\n", "\u0000", "a\u0085b",
        "a\u2028b", "\u202eevil", "a\u2066b", "a\u200e", "\u200b", "\u061cx", "\u001b[2J"})
    void anythingElseIsRefused(String wanted) {
        assertThrows(Refusal.class, () -> Name.parse(wanted));
    }

    @Test
    void aNameThatSomebodyHasGetsTheNumberBehindIt() {
        Presence presence = new Presence();
        assertEquals("Ann", presence.enter("tea", "Ann", 1));
        assertEquals("Ann 2", presence.enter("tea", "Ann", 2));
        assertEquals("Ann", presence.enter("cake", "Ann", 3), "in another room");
        assertNull(presence.enter("tea", null, 4));
        assertEquals("Ann 2 5", presence.enter("tea", "Ann 2", 5), "whoever ends in a number ends in its own");
        assertEquals("Ann 9 6", presence.enter("tea", "Ann 9", 6));
        assertEquals("ann", presence.enter("tea", "ann", 7));
        assertEquals(6, presence.count("tea"));
        presence.leave("tea", "Ann");
        presence.leave("tea", null);
        assertEquals("Ann", presence.enter("tea", "Ann", 8), "it is free again");
        assertEquals(5, presence.count("tea"));
        assertEquals(0, presence.count("coffee"));
    }

    private static TestClient enter(TestServer server, String name) throws IOException {
        return server.open("/?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    private static String members(TestServer server, String room) throws IOException {
        try (TestClient client = server.connect()) {
            return client.get("/presence?room=" + room).text();
        }
    }

    @Test
    void theRoomWritesTheNameInsteadOfTheNumberOnAllLoops() throws IOException {
        try (var server = new TestServer("--loops", "2"); var ann = enter(server, "Ann");
                var second = enter(server, " Ann"); var third = server.member(); var fourth = enter(server, "安")) {
            TestClient[] all = {ann, second, third, fourth};
            String[] names = {"Ann", "Ann 2", "3", "安"};
            for (int i = 0; i < all.length; i++) {
                all[i].say("hello");
                for (TestClient member : all) {
                    assertEquals("from" + names[i] + ":hello\n", member.hear());
                }
            }
            assertEquals("{\"members\":4}\n", members(server, ""));
            ann.leave();
            second.reset();
            server.await(() -> presence(server).equals("{\"members\":2}\n"), "two have left");
            try (var again = enter(server, "Ann"); var other = server.open("/rooms/tea?name=Ann")) {
                again.say("back");
                assertEquals("fromAnn:back\n", again.hear());
                other.say("here");
                assertEquals("fromAnn:here\n", other.hear());
                assertEquals("{\"members\":1}\n", members(server, "tea"));
            }
        }
    }

    private static String presence(TestServer server) {
        try {
            return members(server, "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWrongNameIsRefusedBeforeThe101() throws IOException {
        try (var server = new TestServer(); var client = server.connect()) {
            for (String wrong : new String[] {"", "7", "a%3Ab", "%E2%80%AEx", "%00"}) {
                client.send(Requests.opening("/?name=" + wrong));
                var response = client.response(false);
                assertEquals(400, response.status());
                assertTrue(response.text().contains("1 to 32 characters"), response.text());
            }
            client.upgrade("/?name=Ann"); // the connection goes on
            client.say("hello");
            assertEquals("fromAnn:hello\n", client.hear());
        }
    }
}
