package hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Bytes;
import support.Requests;
import support.TestClient;

/** What can be done to TLS itself. */
@EnumSource(value = Way.class, names = "TLS")
class TlsAttacksTest extends Attacks {
    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way);
    }

    /** The first record of a client. */
    private byte[] clientHello() throws SSLException {
        SSLEngine engine = way.context().createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }

    @Test
    void handshakesThatAreSilentOrSlowAreGoneWhenTheTimeForARequestIsOver() throws Exception {
        byte[] hello = clientHello();
        arena.endure(() -> {
            List<TestClient> slow = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                arena.connectTcp(); // and nothing
                arena.connectTcp().send(hello); // and nothing more
                slow.add(arena.connectTcp());
            }
            for (int i = 0; i < 150; i++) { // a part of it, byte by byte, for as long as they are there
                for (TestClient client : slow) {
                    try {
                        client.send(new byte[] {hello[i]});
                    } catch (IOException e) {
                        // it has ended
                    }
                }
            }
            arena.awaitDescriptors();
        });
    }

    @Test
    void requestsThatAreSlowAreGoneTooHoweverManyRecordsTheyAre() throws Exception {
        byte[] request = Bytes.ascii(Requests.opening("/", "X: " + "x".repeat(20_000)));
        arena.endure(() -> {
            TestClient client = arena.connect();
            long begin = System.nanoTime();
            try {
                for (byte b : request) {
                    client.send(new byte[] {b});
                    assertTrue(System.nanoTime() - begin < 20_000_000_000L, "it is still there after 20 s");
                    if (client.socket.getInputStream().available() > 0) {
                        break;
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (IOException e) {
                // it has ended
            }
            arena.awaitDescriptors();
        });
    }

    @Test
    void renegotiationsAreRefused() throws Exception {
        arena.endure(() -> {
            for (int i = 0; i < 20; i++) {
                TestClient client = arena.connect();
                SSLSocket socket = (SSLSocket) client.socket;
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                client.upgrade("/rooms/again");
                try {
                    for (int j = 0; j < 100; j++) {
                        socket.startHandshake();
                    }
                    client.read();
                    throw new AssertionError("a hundred handshakes on one connection");
                } catch (IOException e) {
                    // refused
                }
            }
            arena.awaitDescriptors();
        });
    }

    @Test
    void keyUpdatesWithoutEndEndTheConnection() throws Exception {
        arena.endure(() -> {
            for (int i = 0; i < 5; i++) {
                TestClient client = arena.open("/rooms/keys");
                SSLSocket socket = (SSLSocket) client.socket;
                try {
                    for (int j = 0; j < 100_000; j++) {
                        socket.startHandshake(); // in TLS 1.3 a key update, which asks for one in return
                    }
                    client.say("x").hear();
                    throw new AssertionError("a hundred thousand key updates on one connection");
                } catch (IOException e) {
                    // it was enough
                }
            }
            arena.awaitDescriptors();
        });
    }

    @Test
    void randomRecordsInEachState() throws Exception {
        Random random = new Random(11);
        byte[] hello = clientHello();
        arena.endure(() -> {
            for (int i = 0; i < 300; i++) {
                byte[] record = new byte[5 + random.nextInt(500)];
                random.nextBytes(record);
                record[0] = (byte) (20 + random.nextInt(5)); // a type that there is
                record[1] = 3;
                record[2] = 3;
                record[3] = (byte) random.nextInt(2);
                if (i % 20 == 0) { // one that is not complete is waited for here as long as its sender answers Pings
                    TestClient client = arena.open("/rooms/records").send(text("hello"));
                    client.sendRaw(record);
                    client.close();
                    continue;
                }
                TestClient client = arena.connectTcp();
                if (random.nextBoolean()) {
                    client.send(hello);
                }
                client.send(record);
            }
            arena.awaitDescriptors();
        });
    }
}
