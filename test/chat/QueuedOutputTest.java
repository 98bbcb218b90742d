package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ClientFrames;
import support.ServerProcess;
import support.TestClient;

/** Nobody waits for a reader of the log. */
@Timeout(60)
class QueuedOutputTest {
    /** Takes nothing until it is opened, as a pipe that is full. */
    private static final class Gate extends OutputStream {
        private final CountDownLatch open = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            taken.write(bytes, offset, length);
        }
    }

    private final Gate gate = new Gate();
    private final QueuedOutput queue = new QueuedOutput(new PrintStream(gate));
    private final PrintStream out = queue.lines(UTF_8);

    private List<String> lines() {
        return new ArrayList<>(gate.taken.toString(UTF_8).lines().toList());
    }

    /** Now it is read, until nothing waits: then this line isn't left out. */
    private void openAndDrain() {
        gate.open.countDown();
        while (!lines().contains("after it")) {
            queue.drain();
            out.println("after it");
            queue.drain();
        }
    }

    /** How many lines were left out, as one or more lines say; these are taken away. */
    private static int takeLeftOut(List<String> lines) {
        String told = "and (\\d+) lines that were left out, as nobody read these";
        int sum = lines.stream().filter(line -> line.matches(told))
                .mapToInt(line -> Integer.parseInt(line.replaceFirst(told, "$1"))).sum();
        lines.removeIf(line -> line.matches(told) || line.equals("after it"));
        return sum;
    }

    @Test
    void whatIsWrittenComesInOrder() {
        gate.open.countDown();
        out.println("一");
        new IllegalStateException("two").printStackTrace(out);
        out.println("three");
        queue.drain();
        assertEquals("一", lines().get(0));
        assertEquals("java.lang.IllegalStateException: two", lines().get(1));
        assertEquals("three", lines().get(lines().size() - 1));
    }

    @Test
    void aLineThatDoesNotFitIsLeftOutAsAWholeAndTheNumberOfThemIsTold() {
        int all = 10_000;
        for (int i = 0; i < all; i++) {
            out.println(i + " " + "x".repeat(100)); // a megabyte, and nobody waits
        }
        openAndDrain();
        List<String> kept = lines();
        int leftOut = takeLeftOut(kept);
        assertEquals(all, kept.size() + leftOut);
        assertTrue(kept.size() > 2000 && leftOut > 4000, kept.size() + " kept, " + leftOut + " left out");
        for (int i = 0; i < kept.size(); i++) {
            assertTrue(kept.get(i).matches("\\d+ x{100}"), kept.get(i));
        }
    }

    @Test
    void ofAnEntryThatIsLeftOutEachLineIsCounted() {
        int all = 200;
        for (int i = 0; i < all; i++) { // a megabyte
            out.print("a summary\n    and three\n    lines of\n    details" + ".".repeat(5000) + "\n");
        }
        openAndDrain();
        List<String> kept = lines();
        int leftOut = takeLeftOut(kept);
        assertEquals(4 * all, kept.size() + leftOut);
        assertTrue(leftOut > 0 && leftOut % 4 == 0, leftOut + " left out");
    }

    @Test
    void aTerminalWithoutALocaleIsTakenForOneThatShowsUtf8() {
        assertEquals(UTF_8, QueuedOutput.charset("ANSI_X3.4-1968"));
        assertEquals("GBK", QueuedOutput.charset("GBK").name());
    }

    @Test
    void theEndWaitsASecondForAReaderAndNoMore() {
        out.println("nobody reads this");
        queue.drain();
        assertEquals(List.of(), lines());
    }

    /** Standard error is a pipe that is full from the beginning and that nobody reads. */
    @Test
    void aServerWhoseStandardErrorNobodyReadsGoesOn() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "the size of a pipe is Linux's");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "head -c 65536 /dev/zero >&2; exec \"$0\" \"$@\""));
        command.addAll(ServerProcess.java(List.of("-XX:TieredStopAtLevel=1"), System.getProperty("java.class.path"),
                List.of("chat.Main", "--port", "0")));
        Process process = new ProcessBuilder(command).start();
        try {
            URI url = URI.create(process.inputReader().readLine().split(" ")[3]);
            var address = new InetSocketAddress(url.getHost(), url.getPort());
            try (var a = TestClient.open(address, "/"); var b = TestClient.open(address, "/")) {
                for (int i = 0; i < 200; i++) {
                    try (var faulty = TestClient.open(address, "/rooms/faulty");
                            var lost = TestClient.connect(address)) {
                        faulty.send(ClientFrames.frame(0x83, new byte[0]));
                        faulty.expectClose(1002);
                        assertEquals(404, lost.get("/" + "x".repeat(500)).status());
                    }
                    a.say("hello");
                    assertEquals("from1:hello\n", a.hear());
                    assertEquals("from1:hello\n", b.hear());
                }
                assertTrue(process.getErrorStream().available() >= 65536, "the pipe is full");
                process.destroy(); // SIGTERM
                a.expectCloseAndAnswer(1001);
                b.expectCloseAndAnswer(1001);
                assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends, though nobody reads what it said");
                assertEquals(0, process.exitValue());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
