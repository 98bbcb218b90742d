package connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.Bytes.ascii;
import static support.Bytes.concat;
import static support.Bytes.hex;

import frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Frame;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    /** The next n bytes, or fewer if there are no more. */
    private byte[] read(int n) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < n) {
            ByteBuffer given = outbox.next();
            if (given == null) {
                break;
            }
            byte[] bytes = new byte[Math.min(given.remaining(), n - read.size())];
            given.get(bytes);
            read.writeBytes(bytes);
            outbox.advance(given, bytes.length);
        }
        return read.toByteArray();
    }

    private void assertEmpty() {
        assertTrue(outbox.isEmpty());
        assertNull(outbox.next());
    }

    /** However the peer reads, it reads the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 1_000_000})
    void _6_1_theOrderIsTheOrderOfAdding(int step) {
        outbox.add(ByteBuffer.wrap(ascii("HTTP")));
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        outbox.pong(ByteBuffer.wrap(ascii("p")), true);
        outbox.add(ByteBuffer.wrap(ascii("body")));
        outbox.frame(Opcode.BINARY, ByteBuffer.wrap(new byte[600])); // more than what small frames share
        outbox.frame(Opcode.PING, ByteBuffer.allocate(0));
        outbox.addFirst(ByteBuffer.wrap(ascii("rest")));
        outbox.close(hex("03e8"));

        byte[] all = {};
        while (!outbox.isEmpty()) {
            all = concat(all, read(step));
        }
        byte[] expected = concat(ascii("restHTTP"), hex("8103 6f6e65 8a01 70"), ascii("body"),
                hex("827e0258"), new byte[600], hex("8900 8802 03e8"));
        assertArrayEquals(expected, all);
        assertEmpty();
    }

    /** The buffer that small frames share is read from its front while its back is written. */
    @Test
    void _6_1_addingAndReadingTakeTurns() {
        long seed = 61;
        Random random = new Random(seed);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream actual = new ByteArrayOutputStream();
        for (int n = 0; n < 20_000; n++) {
            byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 20_000 : 100)];
            random.nextBytes(payload);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> actual.writeBytes(read(random.nextInt(3_000)));
                case 3 -> {
                    outbox.add(ByteBuffer.wrap(payload));
                    expected.writeBytes(payload);
                }
                default -> {
                    outbox.frame(Opcode.BINARY, ByteBuffer.wrap(payload));
                    expected.writeBytes(new Frame(Frame.BINARY, payload).unmasked());
                }
            }
        }
        actual.writeBytes(read(Integer.MAX_VALUE));
        assertArrayEquals(expected.toByteArray(), actual.toByteArray(), "seed " + seed);
        assertEmpty();
    }

    @Test
    void _6_1_thePayloadIsCopied() {
        byte[] payload = ascii("one");
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(payload));
        payload[0] = 'X';
        assertArrayEquals(hex("8103 6f6e65"), read(100));
    }

    /** A buffer that was added is not the outbox's: nothing is written behind its end, though there is room. */
    @Test
    void _6_1_noFrameIsWrittenIntoABufferThatWasAdded() {
        byte[] page = ascii("page and what follows");
        outbox.add(ByteBuffer.wrap(page, 0, 4));
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        assertArrayEquals(concat(ascii("page"), hex("8103 6f6e65")), read(100));
        assertArrayEquals(ascii("page and what follows"), page);
    }

    @Test
    void aWriteIsASliceAtMost() {
        outbox.frame(Opcode.BINARY, ByteBuffer.allocate(300_000));
        int writes = 0;
        int size = 0;
        while (!outbox.isEmpty()) {
            ByteBuffer given = outbox.next();
            assertTrue(given.remaining() <= 128 << 10);
            int n = given.remaining();
            size += n;
            given.position(given.limit());
            outbox.advance(given, n);
            writes++;
        }
        assertEquals(300_010, size);
        assertEquals(3, writes);
        assertEmpty();
    }

    @Test
    void aHundredSmallFramesAreAFewWrites() {
        for (int i = 0; i < 100; i++) {
            outbox.pong(ByteBuffer.wrap(ascii("p")), true);
        }
        int writes = 0;
        while (!outbox.isEmpty()) {
            ByteBuffer given = outbox.next();
            int n = given.remaining();
            given.position(given.limit());
            outbox.advance(given, n);
            writes++;
        }
        assertEquals(1, writes);
    }

    @Test
    void itIsFullFrom64KiBOn() {
        outbox.frame(Opcode.BINARY, ByteBuffer.allocate(65_535 - 4));
        assertFalse(outbox.isFull());
        outbox.pong(ByteBuffer.allocate(0), true);
        assertTrue(outbox.isFull());
        read(1);
        assertTrue(outbox.isFull());
        read(1);
        assertFalse(outbox.isFull());
        read(Integer.MAX_VALUE);
        assertEmpty();
    }

    // Pongs

    @Test
    void _5_5_3_whileThePeerDoesNotReadOnlyTheNewestPingIsRemembered() {
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        for (String ping : new String[] {"a", "b", "c"}) {
            outbox.pong(ByteBuffer.wrap(ascii(ping)), false);
        }
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("two")));
        assertArrayEquals(hex("8103 6f6e65 8103 74776f 8a01 63"), read(100));
        assertEmpty();
    }

    @Test
    void _5_5_3_itIsAnsweredBeforeTheClose() {
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        outbox.pong(ByteBuffer.wrap(ascii("a")), false);
        outbox.pong(ByteBuffer.wrap(ascii("b")), false);
        outbox.close(new byte[0]);
        assertArrayEquals(hex("8103 6f6e65 8a01 62 8800"), read(100));
        assertEmpty();
    }

    /** Nothing is waiting: the Ping is answered at once, whatever the peer did before. */
    @Test
    void _5_5_2_anEmptyOutboxTakesEachPong() {
        outbox.pong(ByteBuffer.wrap(ascii("a")), false);
        assertArrayEquals(hex("8a01 61"), read(100));
        assertEmpty();
    }

    /**
     * The peer reads again, but not all yet, when a Ping comes: the older one that is remembered is not answered after
     * it.
     */
    @Test
    void _5_5_3_pongsKeepTheOrderOfTheirPings() {
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        outbox.pong(ByteBuffer.wrap(ascii("a")), false);
        read(2);
        outbox.pong(ByteBuffer.wrap(ascii("b")), true);
        String sent = hex(read(100));
        assertTrue(sent.endsWith("8a0162"), "the newest Ping must be answered last: " + sent);
        assertEmpty();
    }

    // Memory

    @Test
    void emptyItOwnsNothing() {
        outbox.frame(Opcode.TEXT, ByteBuffer.wrap(ascii("one")));
        outbox.pong(ByteBuffer.wrap(ascii("a")), false);
        read(100);
        assertEmpty();
        for (var field : Outbox.class.getDeclaredFields()) {
            field.setAccessible(true);
            if (!java.lang.reflect.Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                try {
                    assertNull(field.get(outbox), field.getName());
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
