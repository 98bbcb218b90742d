package wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.Bytes;

/** The wire against the JDK's own engine as the client, without a network. */
@Timeout(60)
class TlsWireTest {
    /** A handshake for each cut takes long. One test cuts at every byte at once. */
    private static final int STEP = 7;

    private static void assertTalks(WirePair pair) throws IOException {
        pair.turn(pair.peer.say("Hello"));
        assertEquals("Hello", new String(pair.read()));
        ByteBuffer answer = ByteBuffer.wrap(Bytes.ascii("World"));
        assertTrue(pair.wire.write(answer));
        pair.peer.receive(pair.channel.taken());
        assertEquals("World", new String(pair.peer.heard()));
        assertTrue(pair.isIdle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bytesGoBothWays(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        assertEquals(version, pair.peer.engine.getSession().getProtocol());
        assertTalks(pair);
    }

    // Cuts

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeInWhichEachByteComesAndGoesAlone(String version) throws IOException {
        WirePair pair = new WirePair(new TlsPeer(version));
        pair.peer.engine.beginHandshake();
        pair.channel.takes(0);
        do {
            for (byte b : pair.peer.own()) {
                pair.turn(b);
            }
            while (pair.waitsForWritable()) {
                pair.channel.takes(1);
                pair.turn();
                pair.peer.receive(pair.channel.taken());
            }
        } while (!pair.peer.isEstablished());
        for (byte b : pair.peer.own()) {
            pair.turn(b);
        }
        pair.channel.takes(Integer.MAX_VALUE);
        assertTalks(pair);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeCutOnceOnTheWayOfTheClient(String version) throws IOException {
        int cut = 0;
        for (int sent = 1; cut < sent; cut += STEP) {
            WirePair pair = new WirePair(new TlsPeer(version));
            pair.peer.engine.beginHandshake();
            sent = 0;
            do {
                byte[] own = pair.peer.own();
                int first = Math.max(0, Math.min(own.length, cut - sent));
                sent += own.length;
                pair.turn(Arrays.copyOf(own, first));
                pair.turn(Arrays.copyOfRange(own, first, own.length));
                pair.peer.receive(pair.channel.taken());
            } while (!pair.peer.isEstablished());
            pair.turn(pair.peer.own());
            assertTalks(pair);
        }
        assertTrue(cut > 200, "too short for a handshake: " + cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeCutOnceOnTheWayOfTheServer(String version) throws IOException {
        int cut = 0;
        for (int sent = 1; cut < sent; cut += STEP) {
            WirePair pair = new WirePair(new TlsPeer(version));
            pair.peer.engine.beginHandshake();
            pair.channel.takes(cut);
            sent = 0;
            do {
                pair.turn(pair.peer.own());
                byte[] taken = pair.channel.taken();
                pair.peer.receive(taken);
                if (pair.waitsForWritable()) {
                    pair.channel.takes(Integer.MAX_VALUE);
                    pair.turn();
                }
                byte[] rest = pair.channel.taken();
                pair.peer.receive(rest);
                sent += taken.length + rest.length;
            } while (!pair.peer.isEstablished());
            pair.channel.takes(Integer.MAX_VALUE);
            pair.turn(pair.peer.own());
            pair.peer.receive(pair.channel.taken());
            assertTalks(pair);
        }
        assertTrue(cut > 500, "too short for a handshake with a certificate: " + cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void megabytesBothWaysInPiecesOfAnySize(String version) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        WirePair pair = WirePair.established(version);
        byte[] up = new byte[1 << 20];
        byte[] down = new byte[1 << 20];
        random.nextBytes(up);
        random.nextBytes(down);
        ByteBuffer toWrite = ByteBuffer.wrap(down);
        var heard = new ByteArrayOutputStream();
        var read = new ByteArrayOutputStream();
        byte[] onTheWay = {};
        int said = 0;
        while (read.size() < up.length || heard.size() < down.length) {
            if (onTheWay.length < 100_000 && said < up.length) {
                int n = Math.min(up.length - said, 1 + random.nextInt(random.nextBoolean() ? 100 : 40_000));
                onTheWay = Bytes.concat(onTheWay, pair.peer.say(Arrays.copyOfRange(up, said, said + n)));
                if (random.nextInt(20) == 0 && version.equals("TLSv1.3")) {
                    onTheWay = Bytes.concat(onTheWay, pair.peer.again());
                }
                said += n;
            }
            int n = Math.min(onTheWay.length, random.nextInt(random.nextBoolean() ? 10 : 60_000));
            pair.channel.takes(random.nextInt(random.nextBoolean() ? 10 : 40_000));
            pair.turn(Arrays.copyOf(onTheWay, n));
            onTheWay = Arrays.copyOfRange(onTheWay, n, onTheWay.length);
            int most = Math.min(down.length, toWrite.position() + 1 + random.nextInt(50_000));
            if (!pair.waitsForWritable()) {
                pair.wire.write(toWrite.limit(most));
                pair.turn();
            }
            pair.peer.receive(pair.channel.taken());
            onTheWay = Bytes.concat(onTheWay, pair.peer.own());
            read.write(pair.read());
            heard.write(pair.peer.heard());
        }
        assertArrayEquals(up, read.toByteArray(), "seed " + seed);
        assertArrayEquals(down, heard.toByteArray(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void manyRecordsInOneReadAreAllGiven(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        byte[][] records = new byte[500][];
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < records.length; i++) {
            records[i] = pair.peer.say("record " + i + ";");
            all.append("record ").append(i).append(';');
        }
        pair.turn(Bytes.concat(records));
        assertEquals(all.toString(), new String(pair.read()));
        assertTrue(pair.isIdle());
    }

    @Test
    void whatIsWrittenTogetherIsOneRecord() throws IOException {
        WirePair pair = WirePair.established("TLSv1.3");
        assertTrue(pair.wire.write(ByteBuffer.allocate(16_000)));
        byte[] record = pair.channel.taken();
        assertEquals(23, record[0]);
        assertEquals(record.length - 5, (record[3] & 0xFF) << 8 | record[4] & 0xFF);
        assertTrue(record.length > 16_000);
    }

    // The end

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyOfTheClientIsTheEndBehindAllThatItSaid(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        pair.turn(Bytes.concat(pair.peer.say("last"), pair.peer.closeNotify()));
        assertEquals("last", new String(pair.read()));
        assertTrue(pair.ended, "without an end of TCP");
        pair.wire.endOutput();
        pair.peer.receive(pair.channel.taken());
        assertTrue(pair.peer.closed, "close_notify is answered");
        assertTrue(pair.channel.outputEnded);
        assertFalse(pair.wire.lingers());
    }

    @Test
    void _8446_6_1_afterCloseNotifyOfTheClientItStillHears() throws IOException {
        WirePair pair = WirePair.established("TLSv1.3");
        pair.turn(pair.peer.closeNotify());
        assertTrue(pair.ended);
        assertTrue(pair.wire.write(ByteBuffer.wrap(Bytes.ascii("answer"))));
        pair.peer.receive(pair.channel.taken());
        assertEquals("answer", new String(pair.peer.heard()));
    }

    @Test
    void _5246_7_2_1_afterCloseNotifyOfTheClientNothingCanBeWritten() throws IOException {
        WirePair pair = WirePair.established("TLSv1.2");
        pair.turn(pair.peer.closeNotify());
        assertTrue(pair.ended);
        assertThrows(IOException.class, () -> pair.wire.write(ByteBuffer.wrap(Bytes.ascii("answer"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ourEndComesBehindWhatTheSocketDidNotTakeAndTheClientIsStillHeard(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        pair.channel.takes(10);
        assertFalse(pair.wire.write(ByteBuffer.wrap(Bytes.ascii("World"))));
        pair.wire.endOutput();
        assertFalse(pair.channel.outputEnded);
        assertTrue(pair.wire.lingers());
        while (pair.waitsForWritable()) {
            pair.channel.takes(1);
            pair.turn();
        }
        assertTrue(pair.channel.outputEnded);
        assertFalse(pair.wire.lingers());
        byte[] late = pair.peer.say("late");
        pair.peer.receive(pair.channel.taken());
        assertEquals("World", new String(pair.peer.heard()));
        assertTrue(pair.peer.closed, "close_notify came");
        pair.turn(late);
        assertEquals("late", new String(pair.read()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndOfTcpWithoutCloseNotifyIsAnEnd(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        byte[] whole = pair.peer.say("whole");
        byte[] cut = pair.peer.say("cut");
        pair.channel.endOfPeer();
        pair.turn(Bytes.concat(whole, Arrays.copyOf(cut, cut.length - 1)));
        assertEquals("whole", new String(pair.read()));
        assertTrue(pair.ended);
    }

    @Test
    void anEndBeforeTheFirstByteAndWithinTheHandshake() throws IOException {
        WirePair silent = new WirePair(new TlsPeer("TLSv1.3"));
        silent.channel.endOfPeer();
        silent.turn();
        assertTrue(silent.ended);
        silent.wire.endOutput();
        assertEquals(0, silent.channel.taken().length);
        WirePair pair = new WirePair(new TlsPeer("TLSv1.3"));
        pair.peer.engine.beginHandshake();
        pair.channel.endOfPeer();
        pair.turn(pair.peer.own());
        assertTrue(pair.ended);
        pair.wire.endOutput();
        assertTrue(pair.channel.outputEnded);
        assertFalse(pair.wire.lingers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ourEndWithinTheHandshake(String version) throws IOException {
        WirePair pair = new WirePair(new TlsPeer(version));
        pair.peer.engine.beginHandshake();
        pair.turn(pair.peer.own());
        pair.peer.receive(pair.channel.taken());
        pair.wire.endOutput();
        assertTrue(pair.channel.outputEnded);
        pair.turn(pair.peer.own());
        byte[] last = pair.channel.taken();
        assertTrue(last.length > 0, "an alert");
        pair.peer.receive(last);
        pair.channel.endOfPeer();
        pair.turn(pair.peer.own());
        assertTrue(pair.ended);
        assertFalse(pair.wire.lingers());
    }

    // Faults

    private static void assertFails(WirePair pair, String sentence, String alert, byte... bytes) throws IOException {
        var failure = assertThrows(TlsException.class, () -> pair.turn(bytes));
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
        if (alert != null) {
            var fault = assertThrows(IOException.class, () -> pair.peer.receive(pair.channel.taken()));
            assertTrue(fault.getMessage().endsWith("Received fatal alert: " + alert), fault.getMessage());
        }
        assertTrue(pair.channel.outputEnded);
        assertTrue(pair.wire.lingers(), "until the alert has been read");
        pair.turn(new byte[100_000]);
        pair.channel.endOfPeer();
        pair.turn();
        assertFalse(pair.wire.lingers());
        assertEquals(0, pair.wire.interest(true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aDamagedRecordIsAnsweredWithTheAlertAndWhatCameBeforeItIsGiven(String version) throws IOException {
        WirePair pair = WirePair.established(version);
        byte[] sound = pair.peer.say("sound");
        byte[] damaged = pair.peer.say("damaged");
        damaged[damaged.length - 1] ^= 1;
        assertFails(pair, "TLS: ", "bad_record_mac", Bytes.concat(sound, damaged));
        assertEquals("sound", new String(pair.read()));
    }

    @Test
    void whatIsNoRecordFails() throws IOException {
        for (String hex : new String[] {
            "99 0303 0001 00", // no type of record
            "17 0303 0005 6865 6c6c 6f", // data before the handshake
            "16 0303 ffff", // longer than a record may be
            "80 2e 01 0002 0015 0000 0010 010080 020080 03", // as SSL 2 began
            "16 0303 0004 ff000000", // no handshake message
            "15 0303 0002 0228", // an alert
            "00", "ff ff ff",
        }) {
            WirePair pair = new WirePair(new TlsPeer("TLSv1.3"));
            assertFails(pair, "TLS handshake: ", null, Bytes.concat(Bytes.hex(hex), new byte[20]));
        }
    }

    @Test
    void httpInPlainTextIsToldFromTheFirstByte() {
        for (String start : new String[] {"G", "GET / HTTP/1.1\r\n\r\n", "POST", "options"}) {
            WirePair pair = new WirePair(new TlsPeer("TLSv1.3"));
            assertThrows(PlainHttpException.class, () -> pair.turn(Bytes.ascii(start)));
            assertEquals(0, pair.channel.taken().length);
        }
    }

    @Test
    void aHandshakeWithoutEndIsGivenUp() throws IOException {
        // a ClientHello of 16 MiB announced, in records of 100 bytes
        WirePair pair = new WirePair(new TlsPeer("TLSv1.3"));
        byte[] first = Bytes.concat(Bytes.hex("16 0303 0064 01 ffffff"), new byte[96]);
        var failure = assertThrows(TlsException.class, () -> {
            pair.turn(first);
            for (int i = 0; i < 1000; i++) {
                pair.turn(Bytes.concat(Bytes.hex("16 0303 0064"), new byte[100]));
            }
        });
        assertTrue(failure.getMessage().startsWith("TLS handshake: "), failure.getMessage());
        assertTrue(pair.channel.outputEnded);
        // a record of 32 KiB
        WirePair other = new WirePair(new TlsPeer("TLSv1.3"));
        failure = assertThrows(TlsException.class, () -> {
            other.turn(Bytes.hex("16 0303 8000 01 007ffc"));
            for (int i = 0; i < 1000; i++) {
                other.turn(new byte[100]);
            }
        });
        assertEquals("TLS handshake: too long", failure.getMessage());
    }

    /** Bytes changed, lost, doubled and cut: whatever comes of it is a failure of TLS, and an end. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noDamageIsAMistakeOfOurs(String version) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int failures = 0;
        for (int round = 0; round < 150; round++) {
            WirePair pair = new WirePair(new TlsPeer(version, "http/1.1"));
            pair.peer.engine.beginHandshake();
            try {
                int damageAt = random.nextInt(4);
                for (int flight = 0; flight < 6; flight++) {
                    byte[] own = pair.peer.isEstablished() ? pair.peer.say("data") : pair.peer.own();
                    pair.turn(flight == damageAt ? damaged(own, random) : own);
                    pair.peer.receive(pair.channel.taken());
                }
            } catch (TlsException e) {
                failures++;
                boolean isMistake = e.getMessage().contains("Exception") // the engine itself makes some
                        && !e.getMessage().contains("class sun.security.ssl.");
                assertFalse(isMistake, e.getMessage() + ", seed " + seed);
            } catch (PlainHttpException e) {
                continue;
            } catch (SSLException e) {
                // the client sees what is wrong
            }
            pair.channel.endOfPeer();
            try {
                pair.turn();
            } catch (TlsException e) {
                // it is told now
            }
            pair.wire.endOutput();
            assertFalse(pair.wire.lingers(), "seed " + seed + ", round " + round);
            assertTrue(pair.channel.outputEnded, "seed " + seed + ", round " + round);
        }
        assertTrue(failures > 30, failures + " failures, seed " + seed);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        if (damaged.length == 0) {
            return damaged;
        }
        int at = random.nextInt(damaged.length);
        switch (random.nextInt(5)) {
            case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> damaged[at] = (byte) random.nextInt(256);
            case 2 -> damaged = Arrays.copyOf(damaged, at);
            case 3 -> damaged = Bytes.concat(damaged, Arrays.copyOfRange(damaged, at, damaged.length));
            default -> {
                for (int i = at; i < damaged.length; i++) {
                    damaged[i] = (byte) random.nextInt(256);
                }
            }
        }
        return damaged;
    }

    // What may happen in between

    @Test
    void _8446_4_6_3_keyUpdatesAreAnsweredAtOnceOrWhenTheSocketTakesThem() throws IOException {
        WirePair pair = WirePair.established("TLSv1.3");
        for (int i = 0; i < 5; i++) {
            pair.turn(pair.peer.again());
            byte[] answer = pair.channel.taken();
            assertTrue(answer.length > 0, "the answer waits for nothing");
            pair.peer.receive(answer);
            assertTalks(pair);
        }
        pair.channel.takes(3);
        byte[] message = new byte[100_000];
        ByteBuffer rest = ByteBuffer.wrap(message);
        assertFalse(pair.wire.write(rest));
        pair.turn(Bytes.concat(pair.peer.say("before"), pair.peer.again(), pair.peer.say("after")));
        assertEquals("before", new String(pair.read()), "behind it nothing is read, or answers would pile up");
        pair.channel.takes(Integer.MAX_VALUE);
        pair.turn();
        assertEquals("after", new String(pair.read()));
        assertTrue(pair.wire.write(rest));
        pair.peer.receive(pair.channel.taken());
        assertArrayEquals(message, pair.peer.heard());
        assertTalks(pair);
    }

    @Test
    void aFloodOfKeyUpdatesIsEnded() throws IOException {
        WirePair pair = WirePair.established("TLSv1.3");
        var failure = assertThrows(TlsException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                pair.turn(pair.peer.again());
                pair.peer.receive(pair.channel.taken());
            }
        });
        assertEquals("TLS: 32 records in a row brought nothing", failure.getMessage());
        pair.peer.receive(pair.channel.taken());
        assertTrue(pair.peer.closed);
    }

    @Test
    void aFloodOfRecordsThatMeanNothingWithinTheHandshakeIsEnded() throws IOException {
        WirePair pair = new WirePair(new TlsPeer("TLSv1.3"));
        pair.peer.engine.beginHandshake();
        pair.turn(pair.peer.own());
        byte[] nothing = Bytes.hex("14 0303 0001 01"); // RFC 8446 §5: to be dropped
        var failure = assertThrows(TlsException.class, () -> {
            for (int i = 0; i < 10_000; i++) {
                pair.turn(nothing);
            }
        });
        assertTrue(failure.getMessage().startsWith("TLS handshake: "), failure.getMessage());
    }

    @Test
    void renegotiationIsRefused() throws IOException {
        WirePair pair = WirePair.established("TLSv1.2");
        assertFails(pair, "TLS: renegotiation is refused", null, pair.peer.again());
    }

    // What is agreed on

    @Test
    void _7301_3_2_theApplicationProtocolIsHttp11() throws IOException {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            WirePair both = new WirePair(new TlsPeer(version, "h2", "http/1.1"));
            both.handshake();
            assertEquals("http/1.1", both.peer.engine.getApplicationProtocol());
            WirePair none = new WirePair(new TlsPeer(version));
            none.handshake();
            assertEquals("", none.peer.engine.getApplicationProtocol());
            WirePair other = new WirePair(new TlsPeer(version, "h2"));
            other.peer.engine.beginHandshake();
            assertFails(other, "TLS handshake: ", "no_application_protocol", other.peer.own());
        }
    }
}
