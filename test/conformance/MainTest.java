package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.report.Report;
import conformance.sections.Sections;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertUsage("no case 5.99", "ws://localhost/", "--only", "5.5", "--only", "5.99");
        assertUsage("no case 5.99", "ws://localhost/", "--skip", "5.99");
        assertUsage("one URL", "ws://localhost/", "ws://localhost/b");
        assertUsage("not both", "ws://localhost/", "--echo", "--no-echo");
        assertUsage("JSON results", "--compare");
        assertUsage("JSON results", "--compare", "a.json");
        assertUsage("goes with --compare", "ws://localhost/", "--markdown", "x.md");
    }

    @Test
    void aComparisonNeedsResultsOfThisSuite(@TempDir Path folder) throws IOException {
        String page = folder.resolve("x.html").toString();
        assertUsage("can't read", "--compare", "no such file.json", "--html", page);
        Path other = Files.writeString(folder.resolve("other.json"), "{\"cases\": [{}]}");
        assertUsage("no result of this version", "--compare", other.toString(), "--html", page);
        assertUsage("no JSON", "--compare", Files.writeString(other, "{").toString(), "--html", page);
        assertFalse(Files.exists(folder.resolve("x.html")));
    }

    @Test
    void anOptionThatLacksItsValueDoesNotTakeTheNextWord() {
        assertUsage("--junit lacks its FILE", "--junit", "--strict", "ws://localhost/");
        assertUsage("--json lacks its FILE", "--json", "ws://localhost/");
        assertUsage("--json lacks its FILE", "--json=", "ws://localhost/");
        assertUsage("--only lacks its PREFIX", "ws://localhost/", "--only", "-h");
        assertUsage("--header lacks its LINE", "--header", "ws://localhost/");
        assertUsage("--html lacks its FILE", "--compare", "a.json", "--html");
        assertUsage("--subprotocol lacks its NAME", "--subprotocol", "ws://localhost/");
        assertUsage("--subprotocol wants one name, a token as chat.v2, not a, b", "--subprotocol", "a, b", "localhost");
        assertUsage("--jobs takes a number from 1 to 1000, not 5.5", "ws://localhost/", "--jobs", "5.5");
    }

    @Test
    void aValueMayBeginWithAMinus() {
        try (ReferenceServer server = new ReferenceServer()) {
            assertEquals(0, run(server.url(), "--seed", "-5", "--only", "5.5.2"), out.toString(UTF_8));
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeTheRun(@TempDir Path folder) throws IOException {
        String nowhere = folder.resolve("no/such/folder.json").toString();
        // no server is there: whatever comes first is reported
        assertUsage("can't write " + nowhere + ": there is no such folder", "ws://127.0.0.1:1/", "--json", nowhere);
        assertUsage("can't write " + folder, "ws://127.0.0.1:1/", "--html", folder.toString());
        Path file = folder.resolve("both");
        assertUsage("two reports can't both be", "ws://127.0.0.1:1/", "--json", file.toString(), "--html",
                file.toString());
        assertUsage("no WebSocket server", "ws://127.0.0.1:1/", "--json", file.toString());
        assertFalse(Files.exists(file), "nothing was found, and nothing is written");
        Files.writeString(file, "of yesterday");
        assertUsage("no WebSocket server", "ws://127.0.0.1:1/", "--json", file.toString());
        assertEquals("of yesterday", Files.readString(file));
    }

    @Test
    void anAddressWithoutASchemeIsWs() {
        try (ReferenceServer server = new ReferenceServer()) {
            String address = server.url().substring("ws://".length());
            assertEquals(0, run(address, "5.5.2"), err.toString(UTF_8));
            assertTrue(out.toString(UTF_8).contains(server.url()));
        }
        assertUsage("no WebSocket server at ws://127.0.0.1/: ", "127.0.0.1", "--timeout", "0.5");
        assertUsage("no WebSocket server at ws://[::1]:1/: ", "[::1]:1");
        assertUsage("no WebSocket server at ws://localhost:1/5.5: ", "localhost:1/5.5");
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
        String help = out.toString(UTF_8);
        assertTrue(help.contains("--only PREFIX"));
        out.reset();
        assertEquals(0, run("-h"));
        assertEquals(help, out.toString(UTF_8));
        out.reset();
        assertEquals(0, run("--version"));
        assertTrue(out.toString(UTF_8).matches("conformance " + Report.VERSION + ", \\d+ cases, Java .*\\R"),
                out.toString(UTF_8));
        out.reset();
        assertEquals(0, run("--list"));
        assertEquals(Sections.all().cases().size(), out.toString(UTF_8).lines().count());
        out.reset();
        assertEquals(0, run("--list", "--only", "5.5.2", "5.5.3/no-utf8"));
        assertTrue(out.toString(UTF_8).lines()
                .allMatch(line -> line.startsWith("5.5.2/") || line.startsWith("5.5.3/no-utf8 ")));
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
            assertEquals(1, run(server.url(), "--only", "5.5", "--strict"));
            out.reset();
            assertEquals(0, run(server.url(), "--only", "5.5", "--skip", "5.5/pong-126-bytes", "--skip=5.5.3",
                    "--strict"),
                    out.toString(UTF_8));
            assertTrue(out.toString(UTF_8).contains("8 skipped: left out by --skip"), out.toString(UTF_8));
        }
    }

    @Test
    void subprotocolsAreOfferedIfTheirNamesAreKnown() {
        try (ReferenceServer server = new ReferenceServer(Habit.KNOWS_ONE_SUBPROTOCOL)) {
            assertEquals(0, run(server.url(), "4.2.2/known"));
            assertTrue(out.toString(UTF_8).contains("13 skipped: it takes the name of a subprotocol that the server "
                    + "speaks (--subprotocol NAME)"), out.toString(UTF_8));
            assertEquals(0, run(server.url(), "4.2.2/known", "--subprotocol", "chat", "--subprotocol", "chat.v2"));
            assertTrue(out.toString(UTF_8).contains("offered x-unknown-1 / chat: chose chat"), out.toString(UTF_8));
            assertTrue(out.toString(UTF_8).contains("offered chat.v2, chat: chose chat"), out.toString(UTF_8));
        }
    }

    @Test
    void aMuteServerIsAFailureInStrictModeOnly() {
        try (ReferenceServer server = new ReferenceServer(Fault.FAILS_MUTELY)) {
            assertEquals(0, run(server.url(), "5.5/ping-126-bytes"));
            assertTrue(out.toString(UTF_8).contains("1 mute"));
            assertEquals(1, run(server.url(), "5.5/ping-126-bytes", "--strict"));
        }
    }

    @Test
    void aServerWithoutEchoIsNoticedAndTestedAsFarAsThatGoes() {
        try (ReferenceServer server = new ReferenceServer(Fault.ECHOES_NOTHING)) {
            assertEquals(0, run(server.url(), "--timeout", "0.5", "--only", "5.5"), out.toString(UTF_8));
            String first = out.toString(UTF_8).lines().findFirst().orElseThrow();
            assertTrue(first.startsWith("the server doesn't echo: after Text \"Hello\" came nothing until the"),
                    first);
            out.reset();
            assertEquals(0, run(server.url(), "--no-echo", "--only", "5.5"));
            assertFalse(out.toString(UTF_8).contains("doesn't echo: "), "it wasn't asked");
            out.reset();
            assertEquals(1, run(server.url(), "--echo", "--timeout", "0.5", "--only", "5.6"),
                    "whoever says that it echoes is told that it doesn't");
        }
    }

    @Test
    void aFailureIsRepeatedAtTheEndWithItsSectionLevelAndCases() {
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_RSV2)) {
            assertEquals(1, run(server.url(), "5.2"));
        }
        String text = out.toString(UTF_8);
        String recap = text.substring(text.indexOf("What failed, and in how many cases"));
        assertTrue(recap.lines().anyMatch(line -> line.matches("  ✘ +\\d+  §5\\.2 MUST  .*RSV.*")), recap);
        assertTrue(recap.contains("  Expected  Close 1002, then the end of TCP"), recap);
    }

    /** As by Ctrl-C, which sends another signal with the same effect. */
    @Test
    void anInterruptedRunSaysWhatItKnows(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("so-far.json");
        try (ReferenceServer server = new ReferenceServer(Fault.ECHOES_NOTHING)) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), "conformance.Main", "--timeout", "0.5", "--json",
                            json.toString(), server.url())
                    .redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader(UTF_8)) {
                assertTrue(lines.readLine().startsWith("the server doesn't echo"), "the run has begun");
                process.toHandle().destroy(); // without closing its streams
                List<String> rest = lines.lines().toList();
                assertTrue(rest.stream()
                        .anyMatch(line -> line.matches("✘ interrupted: \\d+ of \\d+ cases were not run; .*")),
                        String.join("\n", rest));
                assertTrue(rest.get(rest.size() - 1).matches("✘ \\d+ cases?:.*"), rest.get(rest.size() - 1));
                assertEquals(128 + 15, process.waitFor());
            }
        }
        assertTrue(Files.readString(json).contains("\"interrupted\": \"interrupted: "));
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
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_LONG_PING)) {
            assertEquals(1, run(server.url(), "--only", "5.5", "--json", bad.toString(), "--junit", xml.toString(),
                    "--html", html.toString(), "--skip", "5.5/ping-65536-bytes"));
        }
        Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile())
                .getDocumentElement();
        assertEquals("1", suites.getAttribute("failures"));
        assertEquals(1, suites.getElementsByTagName("failure").getLength());
        assertTrue(Files.readString(html).contains("control frames have at most 125 bytes"));

        assertEquals(0, run("--compare", json.toString(), bad.toString(), "--html", html.toString()));
        String page = Files.readString(html);
        assertTrue(page.contains("<span>good</span>") && page.contains("<span>bad</span>"), page);
        assertTrue(page.contains("<td class=\"failed\"><button>✘</button>"));
    }
}
