package connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mirror.Mirror;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.Frame;
import support.Json;
import support.Requests;

/** The mirror without sockets: at every cut, with peers that don't read, and with bytes that may be anything. */
class MirrorConnectionTest {
    private static final int MAX_MESSAGE = 2_000;
    private static final int PIECE = 30_000;
    /** Outbox, one buffer of it that isn't full, one message's report and answer, one piece unread. */
    private static final int MOST_KEPT = (64 << 10) + (16 << 10) + 16_000 + 2 * PIECE;

    private static Conversation open() {
        Conversation talk = new Conversation();
        talk.site.endpoints = path -> new Mirror(MAX_MESSAGE, "chat", false, 1_000);
        return talk.receive(Bytes.ascii(Requests.opening("/wire")));
    }

    /** The frames that the peer has got; reports and others. */
    private static List<Frame> frames(byte[] sent) {
        int begin = new String(sent, ISO_8859_1).startsWith("HTTP/")
                ? new String(sent, ISO_8859_1).indexOf("\r\n\r\n") + 4 : 0;
        var in = new ByteArrayInputStream(sent, begin, sent.length - begin);
        List<Frame> frames = new ArrayList<>();
        try {
            while (in.available() > 0) {
                frames.add(Frame.read(in, false));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    private static boolean isReport(Frame frame) {
        return frame.first() == Frame.TEXT && frame.text().startsWith("{\"kind\":\"");
    }

    private static byte[] bytesOf(String from, List<Frame> frames) {
        return frames.stream().filter(MirrorConnectionTest::isReport)
                .map(report -> (Map<?, ?>) Json.read(report.text()))
                .filter(report -> from.equals(report.get("from")))
                .map(report -> Bytes.hex(report.get("header") + "" + report.get("wire")))
                .reduce(new byte[0], (all, more) -> Bytes.concat(all, more));
    }

    private static byte[] answers(List<Frame> frames) {
        return frames.stream().filter(frame -> !isReport(frame)).map(Frame::unmasked)
                .reduce(new byte[0], (all, more) -> Bytes.concat(all, more));
    }

    @Test
    void theReportsAreTheSameAtEveryCut() {
        byte[] input = Bytes.concat(frame(Frame.TEXT, "你好"), frame(Frame.FIRST_OF_TEXT, 1, new byte[] {'a'}),
                frame(Frame.PING, "between"), frame(Frame.LAST, 2, new byte[] {'b'}),
                frame(Frame.BINARY, new byte[300]), close(1000, "bye"));
        for (List<byte[]> way : Bytes.someCuts(input)) {
            Conversation talk = open().receive(way);
            List<Frame> frames = frames(talk.receivedBytes());
            assertArrayEquals(input, bytesOf("client", frames));
            assertArrayEquals(answers(frames), bytesOf("server", frames));
            assertEquals(Frame.CLOSE, frames.get(frames.size() - 1).first());
        }
    }

    @Test
    void whoReadsNothingMakesTheServerKeepNoMoreThanAnOutboxAndOneMessage() {
        for (int size : new int[] {0, 1, 125, 1000, MAX_MESSAGE}) {
            for (int opcode : new int[] {Frame.TEXT, Frame.PING, Frame.PONG}) {
                Conversation talk = open();
                talk.receivedBytes();
                talk.peerReads(0);
                byte[] frame = frame(opcode, "x".repeat(opcode == Frame.TEXT ? size : Math.min(size, 125)));
                byte[] flood = new byte[0];
                while (flood.length < PIECE) {
                    flood = Bytes.concat(flood, frame);
                }
                for (int i = 0; i < 20; i++) {
                    talk.receive(flood);
                }
                talk.passMillis(1);
                assertTrue(!talk.connection.wantsInput());
                long kept = Retained.bytes(talk.connection);
                assertTrue(kept <= MOST_KEPT, size + ": " + kept);
                talk.peerReads(Long.MAX_VALUE);
                List<Frame> frames = frames(talk.receivedBytes());
                assertEquals(20L * flood.length / frame.length,
                        frames.stream().filter(MirrorConnectionTest::isReport)
                                .filter(report -> report.text().contains("\"from\":\"client\"")).count());
            }
        }
    }

    @Test
    void whateverTheFramesAreItEndsInACloseOrGoesOn() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Conversation talk = open();
            byte[] all = new byte[0];
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(random.nextBoolean() ? 130 : 3_000)];
                if (random.nextBoolean()) {
                    random.nextBytes(payload);
                }
                byte[] frame = frame(random.nextInt(4) == 0 ? random.nextInt(256) : 0x80 | 1 + random.nextInt(2),
                        random.nextInt(), payload);
                if (random.nextInt(6) == 0) {
                    frame[random.nextInt(Math.min(14, frame.length))] = (byte) random.nextInt();
                }
                all = Bytes.concat(all, frame);
            }
            if (random.nextInt(3) == 0) {
                talk.peerReads(random.nextInt(3_000));
            }
            for (byte[] piece : Bytes.pieces(all, 1 + random.nextInt(random.nextBoolean() ? 20 : 5_000))) {
                talk.receive(piece);
            }
            talk.peerReads(Long.MAX_VALUE);
            List<Frame> frames = frames(talk.receivedBytes());
            for (int i = 0; i < frames.size() - 1; i++) {
                assertTrue(frames.get(i).first() != Frame.CLOSE, "seed " + seed);
            }
            byte[] shown = bytesOf("client", frames);
            boolean cut = frames.stream().anyMatch(frame -> isReport(frame) && frame.text().contains("\"cut\":true"));
            if (!cut) {
                assertArrayEquals(Arrays.copyOf(all, shown.length), shown, "seed " + seed);
                assertArrayEquals(answers(frames), bytesOf("server", frames), "seed " + seed);
            }
            talk.allEvents();
        }
    }

    @Test
    void everyReportIsTextThatJsonTakes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(100); i >= 0; i--) {
                int c = random.nextInt(random.nextBoolean() ? 128 : 0x3000);
                text.appendCodePoint(c);
            }
            Conversation talk = open();
            talk.receivedBytes();
            talk.receive(frame(Frame.TEXT, text.toString().getBytes(UTF_8)));
            List<Frame> frames = frames(talk.receivedBytes());
            assertEquals(text.toString(), ((Map<?, ?>) Json.read(frames.get(0).text())).get("text"), "seed " + seed);
            assertEquals(text.toString(), frames.get(1).text(), "seed " + seed);
        }
    }
}
