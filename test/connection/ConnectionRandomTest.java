package connection;

import static connection.Connection.State.CLOSED;
import static connection.Connection.State.CLOSING;
import static connection.Connection.State.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long streams from a seed: valid ones, whose outcome is known, and others, whose only outcomes are a Close or an HTTP
 * error.
 */
class ConnectionRandomTest {
    private static final int MAX_MESSAGE = 2_000;
    /** Outbox, one segment unread, one message gathered and one on its way. */
    private static final int MOST_KEPT = (64 << 10) + 2 * (16 << 10) + (8 << 10) + 4 * MAX_MESSAGE;

    /** A stream of frames, and what must come of it. */
    private record Script(byte[] bytes, List<String> events, List<String> sent) {
        static Script random(Random random) {
            List<byte[]> frames = new ArrayList<>();
            List<String> events = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int messages = 1 + random.nextInt(8); messages > 0; messages--) {
                boolean isText = random.nextBoolean();
                byte[] payload = isText ? text(random) : bytes(random, random.nextInt(300));
                int fragments = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
                int from = 0;
                for (int i = 0; i < fragments; i++) {
                    controls(random, frames, sent);
                    int to = i == fragments - 1 ? payload.length : from + random.nextInt(payload.length - from + 1);
                    int opcode = i > 0 ? 0 : isText ? 1 : 2;
                    int fin = i == fragments - 1 ? 0x80 : 0;
                    frames.add(frame(fin | opcode, random.nextInt(), Arrays.copyOfRange(payload, from, to)));
                    from = to;
                }
                String shown = isText ? Notation.text(payload) : Notation.hex(payload);
                events.add(((isText ? "text " : "binary ") + shown).trim());
                sent.add(((isText ? "TEXT " : "BINARY ") + shown).trim());
            }
            controls(random, frames, sent);
            if (random.nextBoolean()) {
                frames.add(close(1000, "bye"));
                frames.add(bytes(random, random.nextInt(20)));
                events.addAll(List.of("left", "output ends"));
                sent.add("CLOSE 1000 bye");
            }
            return new Script(concat(frames.toArray(byte[][]::new)), events, sent);
        }

        private static void controls(Random random, List<byte[]> frames, List<String> sent) {
            while (random.nextInt(3) == 0) {
                byte[] payload = bytes(random, random.nextInt(126));
                boolean ping = random.nextBoolean();
                frames.add(frame(ping ? 0x89 : 0x8A, random.nextInt(), payload));
                if (ping) {
                    sent.add(("PONG " + Notation.hex(payload)).trim());
                }
            }
        }

        private static byte[] bytes(Random random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private static byte[] text(Random random) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(100); length > 0; length--) {
                int point = 'a' + random.nextInt(random.nextInt(4) == 0 ? 0x10FF00 : 26);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '?' : point);
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Conversation open() {
        Conversation talk = new Conversation();
        talk.endpoint.echoes = true;
        talk.endpoint.maxMessage = MAX_MESSAGE;
        return talk.open();
    }

    private static byte[][] cut(Random random, byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(random.nextInt(3) == 0 ? 10 : 1_000);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces.toArray(byte[][]::new);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void _6_2_aValidStreamMeansTheSameHoweverItIsCut(long seed) {
        for (int n = 0; n < 50; n++) {
            Random random = new Random(seed * 1_000 + n);
            String where = "seed " + seed + ", stream " + n;
            Script script = Script.random(random);
            for (int way = 0; way < 5; way++) {
                Conversation talk = open();
                talk.receive(way == 0 ? new byte[][] {script.bytes} : cut(random, script.bytes));
                assertEquals(script.events, talk.allEvents(), where);
                assertEquals(script.sent, talk.received(), where);
                talk.end();
            }
        }
    }

    /** Now the peer reads by fits and starts: everything comes, in order, but of the Pongs only those that must. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void _5_5_3_howThePeerReadsDoesNotMatterButForPongs(long seed) {
        for (int n = 0; n < 100; n++) {
            Random random = new Random(seed * 1_000 + n);
            String where = "seed " + seed + ", stream " + n;
            Script script = Script.random(random);
            Conversation talk = open();
            for (byte[] piece : cut(random, script.bytes)) {
                talk.peerReads(random.nextInt(random.nextBoolean() ? 10 : 500));
                talk.receive(piece);
                assertTrue(Retained.bytes(talk.connection) <= MOST_KEPT, where);
            }
            talk.peerReads(Long.MAX_VALUE);
            List<String> sent = talk.received();
            assertEquals(withoutPongs(script.sent), withoutPongs(sent), where);
            assertTrue(isSubsequence(pongs(sent), pongs(script.sent)), where);
            if (!pongs(script.sent).isEmpty()) {
                assertEquals(last(pongs(script.sent)), last(pongs(sent)), where);
            }
            List<String> events = talk.allEvents();
            assertEquals(script.events, events, where);
            talk.end();
        }
    }

    private static List<String> withoutPongs(List<String> sent) {
        return sent.stream().filter(frame -> !frame.startsWith("PONG")).toList();
    }

    private static List<String> pongs(List<String> sent) {
        return sent.stream().filter(frame -> frame.startsWith("PONG")).toList();
    }

    private static boolean isSubsequence(List<String> part, List<String> whole) {
        int found = 0;
        for (String element : whole) {
            if (found < part.size() && part.get(found).equals(element)) {
                found++;
            }
        }
        return found == part.size();
    }

    private static String last(List<String> list) {
        return list.get(list.size() - 1);
    }

    // Streams that may be anything

    @Test
    void _10_7_randomBytesForFramesEndInACloseOrWaitForMore() {
        for (int n = 0; n < 20_000; n++) {
            Random random = new Random(n);
            assertHarmless(random, Script.bytes(random, 1 + random.nextInt(200)), "seed " + n);
        }
    }

    @Test
    void _10_7_aStreamWithWrongBytesEndsInACloseOrGoesOn() {
        for (int n = 0; n < 5_000; n++) {
            Random random = new Random(1_000_000 + n);
            byte[] bytes = Script.random(random).bytes;
            for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
                bytes = mutated(random, bytes);
            }
            assertHarmless(random, bytes, "seed " + (1_000_000 + n));
        }
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(20, bytes.length - at) + 1);
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] after = Arrays.copyOfRange(bytes, at + length, bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> concat(before, after); // bytes are missing
            case 1 -> concat(before, Script.bytes(random, length), after); // others stand in their place
            case 2 -> concat(before, Arrays.copyOfRange(bytes, at, bytes.length), after); // a part comes twice
            default -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    /** No exception, no memory, one Close at most and nothing behind it; and the end comes in any case. */
    private static void assertHarmless(Random random, byte[] bytes, String where) {
        try {
            Conversation talk = open();
            boolean reads = random.nextBoolean();
            if (!reads) {
                talk.peerReads(random.nextInt(2_000));
            }
            int pieces = 0;
            for (byte[] piece : cut(random, bytes)) {
                talk.receive(piece);
                assertTrue(pieces++ % 16 > 0 || Retained.bytes(talk.connection) <= MOST_KEPT, where);
            }
            talk.peerReads(Long.MAX_VALUE);
            List<String> events = talk.allEvents();
            List<String> sent = talk.received();
            long failures = events.stream().filter(event -> event.startsWith("FAILED")).count();
            boolean closed = !sent.isEmpty() && last(sent).startsWith("CLOSE");
            assertEquals(closed ? 1 : 0, sent.stream().filter(frame -> frame.startsWith("CLOSE")).count(), where);
            assertTrue(sent.stream().noneMatch(frame -> frame.startsWith("...")), where);
            assertTrue(talk.connection.state() == (closed ? CLOSING : OPEN), where);
            if (failures > 0) {
                assertTrue(failures == 1 && closed, where);
            }
            assertEquals(closed, talk.connection.outputEnded(), where);
            talk.passMillis(30_000);
            talk.passMillis(10_000);
            talk.passMillis(5_000);
            talk.is(CLOSED);
            assertEquals("closed", last(talk.allEvents()), where);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where + ", " + hex(bytes) + ": " + e, e);
        }
    }

    @Test
    void _10_7_randomBytesForARequestEndInAnHttpErrorOrWaitForMore() {
        for (int n = 0; n < 5_000; n++) {
            Random random = new Random(n);
            byte[] bytes = Conversation.REQUEST;
            for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
                bytes = mutated(random, bytes);
            }
            String where = "seed " + n + ": " + new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                Conversation talk = new Conversation();
                talk.receive(cut(random, bytes));
                assertTrue(Retained.bytes(talk.connection) <= 64 << 10, where);
                List<String> events = talk.allEvents();
                List<String> sent = talk.received();
                if (events.stream().anyMatch(event -> event.startsWith("REFUSED"))) {
                    assertTrue(sent.stream().anyMatch(head -> head.matches("[45]\\d\\d")), where);
                }
                talk.receiveEof();
                talk.is(CLOSED);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(where + ": " + e, e);
            }
        }
    }
}
