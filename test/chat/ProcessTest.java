package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Certificate;
import support.ServerProcess;
import support.TestClient;

/** How the program begins and ends: what it prints, what it returns, what it does when it is told to go. */
@Timeout(60)
class ProcessTest {
    @Test
    void onSigtermEveryoneIsSent1001AndTheStatusIs0() throws Exception {
        try (var server = ServerProcess.serving(); var a = server.member();
                var b = TestClient.open(server.address(), "/rooms/b"); var http = server.connect();
                var silent = server.connect()) {
            http.get("/");
            a.say("hello");
            a.hear();
            server.terminate();
            // refused, or reset if it was under way
            assertThrows(SocketException.class, () -> connectUntilRefused(server));
            a.expectCloseAndAnswer(1001);
            b.expectCloseAndAnswer(1001);
            http.expectEnd();
            silent.expectEnd();
            http.hangUp();
            silent.hangUp();
            assertEquals(0, server.exitStatus());
            assertTrue(server.line().startsWith("ended; "), "what it says at the end");
            assertNull(server.line());
            assertEquals("", server.errors());
        }
    }

    /** Once the signal has been seen, nobody new comes in while those inside take their leave. */
    private static void connectUntilRefused(ServerProcess server) throws IOException {
        while (true) {
            server.connect().reset();
        }
    }

    @Test
    void onCtrlCItEndsInTheSameWay() throws Exception {
        assumeTrue(!ignoresInterrupt(), "whoever started the tests has Ctrl-C ignored");
        try (var server = ServerProcess.serving(); var a = server.member()) {
            server.signal("INT");
            a.expectCloseAndAnswer(1001);
            assertEquals(0, server.exitStatus());
        }
    }

    /** Background jobs of a shell ignore it, and so do all that they start. */
    private static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).trim(), 16) & 0b10) != 0;
    }

    @Test
    void whoDoesNotReadOrDoesNotAnswerHoldsUpTheEndForFiveSecondsAtMost() throws Exception {
        try (var server = ServerProcess.serving(); var speaker = server.member();
                var stuck = TestClient.openNarrow(server.address(), "/"); var mute = server.member()) {
            for (int i = 0; i < 100; i++) {
                String text = i + "x".repeat(60_000);
                speaker.say(text);
                assertEquals("from1:" + text + "\n", speaker.hear());
                assertEquals("from1:" + text + "\n", mute.hear());
            }
            long begin = System.nanoTime();
            server.terminate();
            speaker.expectCloseAndAnswer(1001);
            mute.expectClose(1001);
            mute.expectEnd();
            assertTrue(stuck.socket.isConnected()); // which reads nothing
            assertEquals(0, server.exitStatus());
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertTrue(took < 7_000, "took " + took + " ms");
        }
    }

    /** All that can be wrong with flags is in OptionsTest; here is what shows only when a process starts. */
    @Test
    void whatKeepsItFromStartingIsOneLineAndStatus2(@TempDir Path folder) throws Exception {
        Path gbk = Files.write(folder.resolve("gbk.html"), "<p>聊天室".getBytes("GBK"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            expectError("there is no flag \"--prot\" (--help lists the flags)", "--prot", "80");
            expectError("--host 256.0.0.1 is not known as an address", "--host", "256.0.0.1", "--port", "0");
            expectError("can't listen on 192.0.2.1 port 0: this machine doesn't have that address",
                    "--host", "192.0.2.1", "--port", "0");
            expectError("can't read the page no/such/page.html", "--page", "no/such/page.html", "--port", "0");
            expectError("can't read the page " + folder, "--page", folder.toString(), "--port", "0");
            expectError("the page " + gbk + " isn't in UTF-8", "--page", gbk.toString(), "--port", "0");
            String port = Integer.toString(taken.getLocalPort());
            String line = expectError("can't listen on 127.0.0.1 port " + port + ": ", "--port", port);
            assertTrue(line.contains("; make run PORT=N (or --port N) takes another port"), line);
        }
    }

    @Test
    void keysThatCannotBeUsedKeepItFromStarting(@TempDir Path folder) throws Exception {
        Certificate own = Certificate.selfSigned("own");
        Path store = own.store(folder.resolve("store.p12"), "password");
        Path password = Files.writeString(folder.resolve("password"), "pass word");
        Path chain = Files.writeString(folder.resolve("chain.pem"), own.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), Certificate.selfSigned("other").keyPem());
        expectError("no TLS: there is no file no/such.p12 (--help lists the flags)",
                "--tls", "no/such.p12", "--tls-password-file", password.toString(), "--port", "0");
        expectError("no TLS: the password in " + password + " is not that of " + store,
                "--tls", store.toString(), "--tls-password-file", password.toString(), "--port", "0");
        expectError("no TLS: the key and the certificate don't belong together: " + key + " and " + chain,
                "--tls-cert", chain.toString(), "--tls-key", key.toString(), "--port", "0");
        expectError("--tls needs the password of the key store: ", "--tls", store.toString(), "--port", "0");
    }

    @Test
    void thePasswordOfTheKeyStoreMayBeInTheEnvironment(@TempDir Path folder) throws Exception {
        Path store = Certificate.selfSigned("own").store(folder.resolve("store.p12"), "password");
        try (var server = ServerProcess.serving(List.of("env", "CHAT_TLS_PASSWORD=password"),
                "--tls", store.toString(), "--echo")) {
            assertEquals("https", server.url().getScheme());
            assertEquals("echo at wss://" + server.url().getAuthority() + "/echo", server.line());
            server.terminate();
            assertEquals(0, server.exitStatus());
            assertEquals("", server.errors());
        }
    }

    private static String expectError(String begin, String... flags) throws Exception {
        try (var server = ServerProcess.run(flags)) {
            assertEquals(2, server.exitStatus(), String.join(" ", flags));
            String errors = server.errors();
            assertEquals(1, errors.lines().count(), errors);
            assertTrue(errors.startsWith(begin), errors);
            assertFalse(errors.contains("Exception"), errors);
            assertNull(server.line());
            return errors;
        }
    }

    @Test
    void helpAndVersionArePrintedAndNothingIsStarted() throws Exception {
        String help = output("--help");
        assertEquals(Options.help().lines().count(), help.lines().count(), help);
        assertEquals(help, output("--port", "0", "-h"));
        assertTrue(output("--version").matches("chat \\d+\\.\\d+\\S*\n"));
    }

    private static String output(String... flags) throws Exception {
        try (var server = ServerProcess.run(flags)) {
            StringBuilder output = new StringBuilder();
            for (String line = server.line(); line != null; line = server.line()) {
                output.append(line).append('\n');
            }
            assertEquals(0, server.exitStatus());
            assertEquals("", server.errors());
            return output.toString();
        }
    }
}
