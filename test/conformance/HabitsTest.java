package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import conformance.sections.Sections;
import conformance.suite.FirstContact;
import conformance.suite.Grade;
import conformance.suite.Need;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.suite.Verdict;
import conformance.wire.DeflateWriter;
import conformance.wire.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the RFCs allow is never held against a server. */
@Timeout(60)
class HabitsTest {
    private static final Suite ALL = Sections.all();
    /** Of a section that a habit has nothing to do with, this many cases are run. */
    private static final int FIRST = 1;

    /** A habit may break a SHOULD, as to answer before TCP ends: no MUST and nothing of CORE may be held against it. */
    @ParameterizedTest
    @EnumSource(Habit.class)
    void isBlamedForNothing(Habit habit) throws FirstContact.NoServerException {
        Map<String, Integer> seen = new HashMap<>();
        Suite suite = new Suite(ALL.cases().stream()
                .filter(each -> seen.merge(each.section(), 1, Integer::sum) <= FIRST
                || (habit.showsIn(each.section()) && !each.needs().contains(Need.VOLUME))).toList());
        try (ReferenceServer server = new ReferenceServer(habit)) {
            Settings settings = Settings.of(Target.parse(server.url())).withSubprotocols(List.of("chat"));
            if (habit == Habit.GREETS) {
                settings = settings.withGreetings(FirstContact.make(settings).greetings());
            }
            Run run = new Runner(settings, suite, (verdict, done, all) -> { }).run();
            assertNull(run.gone());
            boolean strict = habit == Habit.LEAVES_BEHIND_FIRST_MESSAGE
                    || habit == Habit.GOES_AWAY_BEHIND_THIRD_MESSAGE;
            assertEquals("", run.verdicts().stream().filter(verdict -> verdict.isFailure(strict) || verdict.isMistake())
                    .map(Verdict::toString).collect(Collectors.joining("\n")));
        }
    }

    private static String handshake(String more, String behind) {
        return "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + (more.contains("Version") ? ""
                        : "Sec-WebSocket-Version: 13\r\n")
                + more + "\r\n" + behind;
    }

    /** Masked with a key of zeros, so that it is readable. */
    private static String frame(int first, String payload) {
        String length = payload.length() < 126 ? "" + (char) (0x80 | payload.length())
                : "\u00fe" + (char) (payload.length() >> 8) + (char) (payload.length() & 0xFF);
        return (char) first + length + "\0\0\0\0" + payload;
    }

    private static final String CLOSE = frame(0x88, "\3\u00e9");
    private static final String HELLO = frame(0x81, "Hello, whoever you are");
    private static final String DEFLATED = frame(0xC1, "\u00f2\u0048\u00cd\u00c9\u00c9\7\0");

    private static String compressed(DeflateWriter data) {
        return frame(0xC1, new String(data.message(), ISO_8859_1));
    }

    /** Two messages; the second refers farther back than a window of 512 bytes. */
    private static final String FAR_BACK = compressed(new DeflateWriter().fixed().literals("Hello" + "x".repeat(600))
            .end()) + compressed(new DeflateWriter().fixed().match(5, 605).end());

    /** What a client may say from its first byte to its last; a habit shows in the answer to one of these at least. */
    private static final List<String> TALKS = List.of(
            handshake("", HELLO + CLOSE),
            handshake("", frame(0x89, "one") + frame(0x89, "two") + frame(0x8A, "three") + CLOSE),
            handshake("", frame(1, "Hel") + frame(0x80, "lo") + CLOSE),
            handshake("", frame(1, "1") + frame(0, "2").repeat(20) + frame(0x80, "3") + CLOSE),
            handshake("", CLOSE + frame(0x80, "late") + frame(0x89, "late")),
            handshake("", CLOSE + frame(0x89, "late")),
            handshake("", frame(0x88, "\3\u00f4") + CLOSE),
            handshake("", frame(0x82, "binary") + CLOSE),
            handshake("", frame(0x89, "x".repeat(126))),
            handshake("", "\u0089\u00fe\0\u007e\0\0\0\0"),
            handshake("", "\u0081\5Hello"),
            handshake("", "\u0081\u00fe\0\5\0\0\0\0Hello" + CLOSE),
            handshake("", frame(0x81, "x".repeat(5_000)) + CLOSE),
            handshake("", frame(1, "x") + HELLO + CLOSE),
            handshake("Sec-WebSocket-Version: 8\r\n", CLOSE),
            handshake("Sec-WebSocket-Version: 99\r\n", ""),
            handshake("Sec-WebSocket-Version: 99\r\n", CLOSE),
            handshake("Sec-WebSocket-Protocol: one, two\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: x-foo\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: ;;\r\n", ""),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=\"10\"\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate\r\n", DEFLATED + DEFLATED + CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10; "
                    + "client_no_context_takeover\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9\r\n", FAR_BACK + CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; foo\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate; foo, permessage-deflate\r\n", CLOSE),
            handshake("Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate; "
                    + "server_no_context_takeover\r\n", CLOSE),
            handshake(IntStream.range(0, 50).mapToObj(i -> "X-" + i + ": x\r\n").collect(Collectors.joining()), CLOSE),
            handshake("", CLOSE).replace("/echo", "/elsewhere"),
            handshake("", CLOSE).replace("/echo", "/a\"b"),
            handshake("", CLOSE).replace("/echo", "/%61"),
            handshake("", CLOSE).replace("/echo", "http://elsewhere/echo"),
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + handshake("", CLOSE),
            "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n".repeat(2),
            "GET / HTTP/1.1\nHost: localhost\n\n",
            " GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: loc",
            "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1, 1\r\n\r\n1",
            handshake("Content-Length: 1\r\n", "1"),
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            handshake("Origin: http://elsewhere.example\r\n", CLOSE),
            handshake("", HELLO.repeat(70) + CLOSE),
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n");

    /** All that comes for it, but for the time of day. */
    private static String answer(ReferenceServer server, String talk) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Target.parse(server.url()).port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(talk.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).replaceAll("(?i)(Date:[ \t]*)[^\r]*",
                    "$1");
        } catch (SocketException e) {
            return "a reset";
        }
    }

    @ParameterizedTest
    @EnumSource(Habit.class)
    void showsOnTheWire(Habit habit) throws IOException {
        if (habit == Habit.WRITES_BYTE_BY_BYTE) {
            return; // the bytes are the same: writesByteByByte
        }
        try (ReferenceServer usual = new ReferenceServer(); ReferenceServer server = new ReferenceServer(habit)) {
            for (String talk : TALKS) {
                if (!answer(usual, talk).equals(answer(server, talk))) {
                    return;
                }
            }
        }
        fail(habit + " shows nowhere");
    }

    /** What is written at once is read at once; of bytes that are written one by one, sometimes only a part is here. */
    @Test
    void writesByteByByte() throws IOException {
        try (ReferenceServer usual = new ReferenceServer()) {
            assertFalse(echoComesInParts(usual, 100));
        }
        try (ReferenceServer server = new ReferenceServer(Habit.WRITES_BYTE_BY_BYTE)) {
            assertTrue(echoComesInParts(server, 10_000));
        }
    }

    private static boolean echoComesInParts(ReferenceServer server, int most) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Target.parse(server.url()).port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(handshake("", "").getBytes(ISO_8859_1));
            for (String head = ""; !head.endsWith("\r\n\r\n"); head += (char) in.read()) {
                continue;
            }
            int echo = HELLO.length() - 4; // without a masking key
            byte[] bytes = new byte[echo];
            for (int i = 0; i < most; i++) {
                socket.getOutputStream().write(HELLO.getBytes(ISO_8859_1));
                int first = in.read(bytes);
                if (first < echo) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whatever a server's habits, most cases have to say something about it. */
    @Test
    void noCaseIsSkippedForAllHabits() {
        Suite suite = new Suite(ALL.cases().stream().filter(each -> each.section().startsWith("7692-"))
                .toList());
        Set<String> skipped = new TreeSet<>();
        suite.cases().forEach(each -> skipped.add(each.id()));
        for (Habit habit : new Habit[] {null, Habit.DECLINES_COMPRESSION, Habit.IGNORES_HINTS}) {
            try (ReferenceServer server = habit == null ? new ReferenceServer() : new ReferenceServer(habit)) {
                Run run = new Runner(Settings.of(Target.parse(server.url())).withSeed(1).withHostile(true),
                        suite, (verdict, done, all) -> { }).run();
                run.verdicts().stream().filter(verdict -> verdict.grade() != Grade.SKIPPED).map(Verdict::of)
                        .forEach(each -> skipped.remove(each.id()));
            }
        }
        assertEquals(Set.of(), skipped);
    }
}
