package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The command line: what goes in, what comes out, and with which status. */
@Timeout(60)
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    }

    private void assertUsage(String sentence, String... args) {
        err.reset();
        assertEquals(2, run(args));
        assertEquals(1, err.toString(UTF_8).lines().count());
        assertTrue(err.toString(UTF_8).contains(sentence), err.toString(UTF_8));
    }

    @Test
    void usageIsStatus2AndOneLine() {
        assertUsage("which server?");
        assertUsage("no option --nonsense", "--nonsense");
        assertUsage("--jobs lacks its N", "ws://localhost/", "--jobs");
        assertUsage("from 1 to 1000", "ws://localhost/", "--jobs", "0");
        assertUsage("--fast takes no value", "ws://localhost/", "--fast=1");
        assertUsage("ws:// or wss://", "http://localhost/");
        assertUsage("fragment", "ws://localhost/#x");
        assertUsage("no case 99", "ws://localhost/", "99");
        assertUsage("one URL", "ws://localhost/", "ws://localhost/b");
        assertUsage("JSON results", "--compare");
        assertUsage("can't read", "--compare", "no such file.json", "--html", "x.html");
    }

    @Test
    void noServerIsStatus2AndOneLine() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertUsage("no WebSocket server at ws://127.0.0.1:" + port, "ws://127.0.0.1:" + port + "/");
    }

    @Test
    void anUntrustedCertificateIsToldWithTheOptionThatTakesIt() throws Exception {
        try (ReferenceServer server = new ReferenceServer(TestKey.context())) {
            assertUsage("(--insecure takes any certificate)", server.url());
            assertEquals(0, run(server.url(), "--insecure", "--only", "5.5.2"));
        }
    }

    @Test
    void helpListAndCoverageNeedNoServer() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString(UTF_8).contains("--only PREFIX"));
        out.reset();
        assertEquals(0, run("--list"));
        assertEquals(Sections.all().cases().size(), out.toString(UTF_8).lines().count());
        out.reset();
        assertEquals(0, run("--list", "--only", "5.5.2", "5.5.3/1"));
        assertTrue(out.toString(UTF_8).lines().allMatch(line -> line.startsWith("5.5.2/") || line.startsWith("5.5.3/1 ")));
        out.reset();
        assertEquals(0, run("--coverage"));
        assertTrue(out.toString(UTF_8).contains("are not tested, because"));
    }

    @Test
    void aGoodServerIsStatus0() {
        try (ReferenceServer server = new ReferenceServer()) {
            assertEquals(0, run(server.url(), "--strict", "--only", "5.5.2"));
            assertFalse(out.toString(UTF_8).contains("\u001b"), "no colours, as it is no terminal");
        }
    }

    @Test
    void whatIsLeftOutIsCounted() {
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_LONG_PONG)) {
            assertEquals(1, run(server.url(), "--only", "5.5"));
            out.reset();
            assertEquals(0, run(server.url(), "--only", "5.5", "--skip", "5.5/2", "--skip=5.5.3"), out.toString(UTF_8));
            assertTrue(out.toString(UTF_8).contains("8 skipped: left out by --skip"), out.toString(UTF_8));
        }
    }

    @Test
    void aMuteServerIsAFailureInStrictModeOnly() {
        try (ReferenceServer server = new ReferenceServer(Fault.FAILS_MUTELY)) {
            assertEquals(0, run(server.url(), "5.5/1"));
            assertTrue(out.toString(UTF_8).contains("1 mute"));
            assertEquals(1, run(server.url(), "5.5/1", "--strict"));
        }
    }

    @Test
    void aServerWithoutEchoIsTold() {
        try (ReferenceServer server = new ReferenceServer(Fault.ECHOES_NOTHING)) {
            assertUsage("use --no-echo", server.url(), "--timeout", "0.5");
            assertEquals(0, run(server.url(), "--no-echo", "--only", "5.5"));
        }
    }

    @Test
    void resultsAreWrittenAndCompared(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("good.json");
        Path bad = folder.resolve("bad.json");
        Path xml = folder.resolve("junit.xml");
        Path html = folder.resolve("page.html");
        try (ReferenceServer server = new ReferenceServer()) {
            assertEquals(0, run(server.url(), "--only", "5.5", "--json", json.toString()));
        }
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_LONG_PONG)) {
            assertEquals(1, run(server.url(), "--only", "5.5", "--json", bad.toString(), "--junit", xml.toString(), "--html", html.toString()));
        }
        Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile()).getDocumentElement();
        assertEquals("1", suites.getAttribute("failures"));
        assertEquals(1, suites.getElementsByTagName("failure").getLength());
        assertTrue(Files.readString(html).contains("Close 1002, then the end of TCP"));

        assertEquals(0, run("--compare", json.toString(), bad.toString(), "--html", html.toString()));
        String page = Files.readString(html);
        assertTrue(page.contains("<b>good</b> ws://") && page.contains("<span>bad</span>"), page);
        assertTrue(page.contains("class=\"fail\">✘"));
    }
}
