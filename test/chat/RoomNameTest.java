package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Session;
import connection.TestSite;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import log.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Requests;

/** Which rooms there are. */
@Timeout(30)
class RoomNameTest {
    private final TestServer server = new TestServer("--close-timeout", "1");

    @AfterEach
    void stop() {
        server.close();
    }

    private static String path(String name) {
        return "/rooms/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "_", "-", "Room_1-x", "聊天室", "приёмная", "غرفة", "कमरा", "Größe", "𝒳𐐷", "４２"})
    void lettersOfAnyLanguageDigitsHyphenAndUnderscoreNameARoom(String name) throws IOException {
        try (var inside = server.open(path(name)); var outside = server.member(); var again = server.open(path(name))) {
            inside.say("here");
            assertEquals("from1:here\n", inside.hear());
            assertEquals("from1:here\n", again.hear());
            outside.say("there");
            assertEquals("from2:there\n", outside.hear());
        }
        try (var browser = server.connect()) {
            assertEquals(TestServer.PAGE, browser.get(path(name)).text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a.b", "..", "a\u0000b", "a\nb", "🙂", "a@b", "\u0301", "\u200b", "%"})
    void anythingElseIsNoRoom(String name) throws IOException {
        expectNone(path(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rooms", "/room/a", "/rooms/a/", "//rooms/a", "/Rooms/a", "/rooms/%61%2Fb", "/echo",
            "/healthz"})
    void noWebSocketIsServedAtOtherPaths(String path) throws IOException {
        expectNone(path);
    }

    private void expectNone(String path) throws IOException {
        try (var client = server.connect()) {
            client.send(Requests.opening(path));
            assertEquals(404, client.response(false).status());
            client.upgrade("/"); // the connection is as good as before
        }
    }

    @Test
    void aNameHas64LettersAtMost() throws IOException {
        server.open(path("x".repeat(64))).leave();
        server.open(path("聊".repeat(64))).leave();
        server.open(path("𝒳".repeat(64))).leave(); // letters, not UTF-16 units
        expectNone(path("x".repeat(65)));
        expectNone(path("聊".repeat(65)));
        expectNone(path("𝒳".repeat(65)));
    }

    @Test
    void aNameIsTheSameInWhicheverWayItsLettersAreComposed() throws IOException {
        try (var composed = server.open(path("Caf\u00e9")); var decomposed = server.open(path("Cafe\u0301"))) {
            composed.say("Guten Tag");
            assertEquals("from1:Guten Tag\n", decomposed.hear());
        }
    }

    @Test
    void percentEncodingAndQueryMakeNoOtherRoom() throws IOException {
        try (var a = server.open("/rooms/abc"); var b = server.open("/rooms/%61b%63?x=1");
                var c = server.open("http://localhost/rooms/abc"); var other = server.open("/rooms/ABC")) {
            a.say("one");
            assertEquals("from1:one\n", b.hear());
            assertEquals("from1:one\n", c.hear());
            other.say("case counts");
            assertEquals("from4:case counts\n", other.hear());
        }
    }

    @Test
    void aRoomIsMadeOnFirstEntryAndGoneWithItsLastMember() {
        TestRooms parts = TestRooms.with(System.err);
        Rooms rooms = parts.rooms();
        Room room = rooms.room("x");
        Session first = room.open(TestSite.connection(parts.site(), 0), null, room.join(Log.Form.PLAIN, null));
        Session second = room.open(TestSite.connection(parts.site(), 0), null, room.join(Log.Form.PLAIN, null));
        first.close();
        assertSame(room, rooms.room("x"));
        second.close();
        assertNotSame(room, rooms.room("x"));
    }

    @Test
    void whatIsInAPathCannotForgeALineOfTheLog() throws IOException {
        try (var client = server.connect()) {
            assertEquals(404, client.get("/%0A12:00:00%20all%20is%20well%0D%1B%5B2J%C2%85%E2%80%A8x").status());
            client.send(Requests.opening("/", "Origin: http://\u009b2Jevil"));
            assertEquals(403, client.response(false).status());
        }
        String log = server.log();
        assertEquals(2, log.lines().count(), log);
        assertTrue(log.replace("\n", "").codePoints().noneMatch(Character::isISOControl),
                "control characters in the log");
    }

    @Test
    void whatAPeerSendsCannotFillTheDiskWithItsLog() throws IOException {
        try (var client = server.connect()) {
            assertEquals(404, client.get("/" + "x".repeat(8000)).status());
            client.send(Requests.opening("/", "Origin: http://" + "x".repeat(30_000)));
            assertEquals(403, client.response(false).status());
        }
        assertTrue(server.log().lines().allMatch(line -> line.length() < 1000), "a line of "
                + server.log().lines().mapToInt(String::length).max().orElse(0) + " characters");
    }
}
