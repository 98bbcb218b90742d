package conformance.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** RFC 1951, read and written by hand, beside the JDK's own. */
class DeflateReaderTest {
    private static final int MOST = 1 << 22;
    private static final byte[] TAIL = Bytes.hex("0000ffff");
    private static final long SEED = 1951;

    private static byte[] deflate(byte[] data, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(data);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** From noise to a single letter: so that blocks of all kinds and matches of all lengths come. */
    private static byte[] data(Random random, int length) {
        byte[] data = new byte[length];
        int letters = 1 + random.nextInt(1 << random.nextInt(9));
        for (int i = 0; i < length; i++) {
            data[i] = (byte) random.nextInt(letters);
            int distance = 1 + random.nextInt(40_000);
            if (random.nextInt(50) == 0 && distance <= i) {
                int end = Math.min(length, i + random.nextInt(400));
                for (; i < end; i++) {
                    data[i] = data[i - distance];
                }
                i--;
            }
        }
        return data;
    }

    @Test
    void whatTheJdkDeflatesIsReadAtEveryLevelAndStrategy() throws Exception {
        Random random = new Random(SEED);
        Set<Integer> types = new HashSet<>();
        for (int level = 0; level <= 9; level++) {
            for (int strategy = 0; strategy <= 2; strategy++) {
                for (int length : new int[] {0, 1, 2, 3, 100, 1_000, 32_768, 70_000, 200_000}) {
                    byte[] data = data(random, length);
                    DeflateReader reader = new DeflateReader(MOST);
                    assertArrayEquals(data, reader.read(deflate(data, level, strategy)), "level " + level
                            + ", strategy " + strategy + ", seed " + SEED);
                    types.add(reader.lastType());
                    assertTrue(reader.largestDistance() <= 32_768);
                }
            }
        }
        assertEquals(Set.of(DeflateReader.STORED, DeflateReader.FIXED, DeflateReader.DYNAMIC), types);
    }

    @Test
    void theWindowGoesOnFromMessageToMessageUntilItIsForgotten() throws Exception {
        DeflateReader reader = new DeflateReader(MOST);
        assertArrayEquals(Bytes.utf8("Hello"), reader.read(Bytes.hex("f248cdc9c90700 0000ffff")));
        assertTrue(reader.endsEmpty());
        assertEquals(0, reader.largestDistance());
        assertArrayEquals(Bytes.utf8("Hello"), reader.read(Bytes.hex("f200110000 0000ffff")));
        assertEquals(5, reader.largestDistance());
        reader.forget();
        assertThrows(DeflateReader.BrokenException.class, () -> reader.read(Bytes.hex("f200110000 0000ffff")));
    }

    @Test
    void theSamplesOfRfc7692AreRead() throws Exception {
        for (String sample : new String[] {"f248cdc9c90700", "000500faff48656c6c6f00", "f348cdc9c9070000",
                "f248050000 00ffffcac9c90700"}) {
            assertArrayEquals(Bytes.utf8("Hello"), new DeflateReader(MOST).read(Bytes.concat(Bytes.hex(sample), TAIL)),
                    sample);
        }
        for (String sample : new String[] {"00", "0200"}) {
            assertArrayEquals(new byte[0], new DeflateReader(MOST).read(Bytes.concat(Bytes.hex(sample), TAIL)), sample);
        }
    }

    @Test
    void whatIsWrittenByHandIsReadByTheJdkAndByUs() throws Exception {
        Random random = new Random(SEED);
        byte[] noise = new byte[32_768];
        random.nextBytes(noise);
        for (int length = 3; length <= 258; length += length < 20 || length > 250 ? 1 : 7) {
            for (int distance : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 192, 193, 256, 257, 1_024, 1_025, 16_384,
                    16_385, 24_577, 32_767, 32_768}) {
                byte[] data = new DeflateWriter().stored(noise).fixed().literals(Bytes.hex("00ff8f90"))
                        .match(length, distance + 4 > 32_768 ? 32_768 : distance).end().last().flush().bytes();
                byte[] ours = new DeflateReader(MOST).read(data);
                Inflater inflater = new Inflater(true);
                inflater.setInput(data);
                byte[] theirs = new byte[ours.length];
                assertEquals(ours.length, inflater.inflate(theirs));
                assertEquals(32_768 + 4 + length, ours.length);
                inflater.end();
                assertArrayEquals(theirs, ours);
            }
        }
    }

    @Test
    void theLargestDistanceIsThatOfTheLongestWayBack() throws Exception {
        DeflateReader reader = new DeflateReader(MOST);
        reader.read(new DeflateWriter().stored(new byte[40_000]).fixed().match(3, 1).match(3, 32_768).match(3, 77).end()
                .flush().bytes());
        assertEquals(32_768, reader.largestDistance());
        reader.read(new DeflateWriter().fixed().literals("a").end().flush().bytes());
        assertEquals(0, reader.largestDistance());
    }

    @Test
    void whatIsBrokenIsToldAndNeverEndsOtherwise() {
        Random random = new Random(SEED);
        for (byte[] broken : new byte[][] {
            Bytes.hex("07"), // type 3
            Bytes.hex("010500faee48656c6c6f"), // LEN and NLEN
            Bytes.hex("010500faff4865"), // cut
            new DeflateWriter().fixed().literals("abc").match(3, 4).end().flush().bytes(),
            new DeflateWriter().bits(0, 1).bits(2, 2).bits(31, 5).bits(31, 5).bits(15, 4).bytes()}) {
            assertThrows(DeflateReader.BrokenException.class, () -> new DeflateReader(MOST).read(broken),
                    Bytes.shortHex(broken));
        }
        for (int i = 0; i < 4_000; i++) {
            byte[] data = deflate(data(random, random.nextInt(600)), 1 + random.nextInt(9), random.nextInt(3));
            if (random.nextBoolean()) {
                data = Arrays.copyOf(data, random.nextInt(data.length));
            } else {
                data[random.nextInt(Math.min(data.length, 40))] ^= (byte) (1 << random.nextInt(8));
            }
            assertEquals(jdkSays(data), weSay(data), "seed " + SEED + ", " + i + ": " + Bytes.shortHex(data));
        }
    }

    /** Null for broken or cut. Bytes behind the last block don't count. */
    private static String jdkSays(byte[] data) {
        Inflater inflater = new Inflater(true);
        inflater.setInput(data);
        byte[] out = new byte[1 << 18];
        try {
            int n = inflater.inflate(out);
            return inflater.finished() && inflater.getRemaining() == 0 ? Bytes.shortHex(Arrays.copyOf(out, n)) : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** As the JDK does, but a stream that is complete without BFINAL, or has two, is not what it would take. */
    private static String weSay(byte[] data) {
        String jdk = jdkSays(data);
        try {
            String ours = Bytes.shortHex(new DeflateReader(MOST).read(data));
            return jdk == null && isTakenByUsOnly(data) ? null : ours;
        } catch (DeflateReader.BrokenException e) {
            return null;
        }
    }

    /** A BFINAL that was flipped, so that there is more than one stream, or none that ends. */
    private static boolean isTakenByUsOnly(byte[] data) {
        Inflater inflater = new Inflater(true);
        inflater.setInput(data);
        try {
            inflater.inflate(new byte[1 << 18]);
            return !inflater.finished() || inflater.getRemaining() > 0;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    @Test
    void outputIsBounded() {
        byte[] bomb = deflate(new byte[1 << 20], 9, 0);
        assertThrows(DeflateReader.BrokenException.class, () -> new DeflateReader(1 << 16).read(bomb));
    }

    @Test
    void whatADeflationSendsStaysWithinItsWindow() throws Exception {
        Random random = new Random(SEED);
        for (int windowBits = 8; windowBits <= 15; windowBits++) {
            for (String takeover : new String[] {"", "; client_no_context_takeover"}) {
                Deflation deflation = new Deflation(Extension.parse("permessage-deflate; client_max_window_bits="
                        + windowBits + takeover).get(0));
                DeflateReader reader = new DeflateReader(MOST);
                for (int i = 0; i < 12; i++) {
                    byte[] data = data(random, random.nextInt(1 << i + 6));
                    if (!takeover.isEmpty()) {
                        reader.forget();
                    }
                    assertArrayEquals(data, reader.read(Bytes.concat(deflation.message(data), TAIL)));
                    assertTrue(reader.endsEmpty());
                    assertTrue(reader.largestDistance() <= 1 << windowBits);
                }
            }
        }
    }

    @Test
    void anInflationHoldsAServerToWhatWasAgreed() {
        byte[] far = new DeflateWriter().stored(new byte[2_000]).fixed().match(9, 1_025).end().message();
        Inflation free = new Inflation(Extension.parse("permessage-deflate").get(0));
        assertEquals(2_009, free.message(far).length);
        Inflation bound = new Inflation(Extension.parse("permessage-deflate; server_max_window_bits=10").get(0));
        assertThrows(Violation.class, () -> bound.message(far));
        Inflation fresh = new Inflation(Extension.parse("permessage-deflate; server_no_context_takeover").get(0));
        fresh.message(Bytes.hex("f248cdc9c90700"));
        assertThrows(Violation.class, () -> fresh.message(Bytes.hex("f200110000")));
        for (String wrong : new String[] {"f248cdc9c907000000ffff", "f348cdc9c90700", "", "f248cd",
                "000900f6ff48656c6c6f"}) {
            assertThrows(Violation.class, () -> free.message(Bytes.hex(wrong)), wrong);
        }
        assertFalse(free.message(Bytes.hex("00")).length > 0);
    }
}
