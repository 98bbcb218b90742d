package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import http.HeadLimits;
import http.Request;
import http.RequestReader;
import http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served as the page, and under which policy. What browsers make of it is tested with one. */
class PageTest {
    @TempDir
    private Path folder;

    private Page page(String html, int maxMessage) throws IOException {
        return Page.read(Files.writeString(folder.resolve("page.html"), html), maxMessage);
    }

    private static Response get(Page page) throws Exception {
        Request request = new RequestReader(HeadLimits.DEFAULT)
                .read(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1)));
        return page.respond(request);
    }

    private static String field(Page page, String name) throws Exception {
        String head = UTF_8.decode(get(page).head(0, false)).toString();
        String line = head.lines().filter(each -> each.startsWith(name + ": ")).findFirst().orElseThrow();
        return line.substring(name.length() + 2);
    }

    /** The sources of a directive of the policy. */
    private static List<String> sources(Page page, String directive) throws Exception {
        for (String each : field(page, "Content-Security-Policy").split("; ")) {
            if (each.startsWith(directive + " ")) {
                return List.of(each.substring(directive.length() + 1).split(" "));
            }
        }
        throw new AssertionError("no " + directive);
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    @Test
    void thePageLearnsTheLongestMessageFromTheServer() throws Exception {
        String asks = "<html data-max-message=\"\"><p>data-max-message=7</p>";
        Page one = page(asks, 70_000);
        assertEquals("<html data-max-message=\"70000\"><p>data-max-message=7</p>", new String(get(one).body(), UTF_8));
        assertNotEquals(field(one, "ETag"), field(page(asks, 70_001), "ETag"));
        Page none = page("<p>聊天室", 70_000);
        assertEquals("<p>聊天室", new String(get(none).body(), UTF_8));
        assertEquals(field(none, "ETag"), field(page("<p>聊天室", 70_001), "ETag"));
    }

    @Test
    void ourOwnPageComesWithTheClassesAndAsksForTheLongestMessage() throws Exception {
        Page ours = Page.ours(65_432);
        String html = new String(get(ours).body(), UTF_8);
        assertTrue(html.contains(" data-max-message=\"65432\""), "the page doesn't ask");
        assertEquals(List.of(), ours.blocked());
        assertEquals(List.of("'self'"), sources(ours, "connect-src"));
        List<String> hashes = new ArrayList<>();
        for (Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(html); script.find();) {
            hashes.add(hash(script.group(1)));
        }
        assertEquals(hashes, sources(ours, "script-src"));
    }

    @Test
    void scriptsAndStylesAreNamedByTheHashOfTheirText() throws Exception {
        Page page = page("<style>p { color: red }</style><script>let 甲 = 1;</script>"
                + "<SCRIPT type='text/javascript'>two()</Script >", 1);
        assertEquals(List.of(hash("let 甲 = 1;"), hash("two()")), sources(page, "script-src"));
        assertEquals(List.of(hash("p { color: red }")), sources(page, "style-src"));
        assertEquals(List.of(), page.blocked());
    }

    @Test
    void handlersAndStylesInAttributesAreNamedToo() throws Exception {
        Page page = page("<input type=\"submit\" value=\"a>b\" onclick=\"song()\">"
                + "<p style='color: red' ONMOUSEOVER='one(\n)'>"
                + "<b onclick=\"say(&quot;a &amp;&amp; b&quot;, '&#x804A;&#22825;')\">", 1);
        assertEquals(List.of("'unsafe-hashes'", hash("song()"), hash("one(\n)"), hash("say(\"a && b\", '聊天')")),
                sources(page, "script-src"));
        assertEquals(List.of("'unsafe-hashes'", hash("color: red")), sources(page, "style-src"));
    }

    /** A browser reads CR LF and CR as LF before it hashes. */
    @Test
    void theLineEndsOfWindowsMakeNoDifference() throws Exception {
        Page page = page("<script>\r\none();\r\ntwo();\rthree();</script>", 1);
        assertEquals(List.of(hash("\none();\ntwo();\nthree();")), sources(page, "script-src"));
        assertEquals("<script>\r\none();\r\ntwo();\rthree();</script>", new String(get(page).body(), UTF_8));
    }

    @Test
    void whatIsNoMarkupIsNotNamed() throws Exception {
        Page page = page("<!-- <script>no()</script> --><title><b onclick=no()></title>"
                + "<script>s = '<b onclick=\"no()\">'</script>", 1);
        assertEquals(List.of(hash("s = '<b onclick=\"no()\">'")), sources(page, "script-src"));
        assertEquals(List.of("'none'"), sources(page("<p>a", 1), "script-src"));
    }

    @Test
    void whatABrowserWillNotLoadIsReported() throws Exception {
        Page page = page("<script src=\"jquery.js\"></script><link rel=icon href=data:image/png;base64,AA>"
                + "<img src='http://example.org/a.png'><img src=data:image/png;base64,AA>"
                + "<a href='javascript:send()'>x</a><a href=other.html>y</a>", 1);
        assertEquals(List.of("<script src=\"jquery.js\">", "<img src=\"http://example.org/a.png\">",
                "<a href=\"javascript:send()\">"), page.blocked());
    }

    @Test
    void aPageThatNamesTheServersAddressMayConnectToIt() throws Exception {
        Page page = page("<script>new WebSocket('ws://192.0.2.1:9502')</script>", 1);
        assertEquals(List.of("'self'", "ws:", "wss:"), sources(page, "connect-src"));
    }

    @Test
    void aPageThatIsNotUtf8IsNotServed() throws Exception {
        Path file = Files.write(folder.resolve("gbk.html"), "<p>聊天室".getBytes("GBK"));
        assertThrows(CharacterCodingException.class, () -> Page.read(file, 1));
    }

    @Test
    void aLongPageIsReadWithoutRecursion() throws Exception {
        String script = "a();\n".repeat(100_000);
        Page page = page("<p title=\"" + "x".repeat(300_000) + "\"" + " a=\"\"".repeat(50_000) + ">"
                + "<script>" + script + "</script>", 1);
        assertEquals(List.of(hash(script)), sources(page, "script-src"));
    }
}
