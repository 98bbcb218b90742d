package hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static support.ClientFrames.frame;
import static support.ClientFrames.text;
import static support.Frame.TEXT;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;
import support.Frame;
import support.Requests;
import support.TestClient;

/** Peers that are too many, or say too much, where limits are set. The bystanders are within them. */
@EnumSource(value = Way.class, names = "PLAIN")
class LimitAttacksTest extends Attacks {
    private static final int PER_ADDRESS = 50;
    private static final int RATE = 1_000;

    @BeforeParameterizedClassInvocation
    static void begin(Way way) throws IOException {
        arena = new Arena(way, "--max-per-address", Integer.toString(PER_ADDRESS), "--max-rate",
                Integer.toString(RATE));
    }

    @Test
    void thousandsOfConnectionsFromOneAddressAreNoMoreThanAllowed() throws Exception {
        arena.endure(() -> {
            int open = 0;
            for (int i = 0; i < 2_000; i++) {
                try {
                    arena.connect().send(Requests.opening("/rooms/many")).expectUpgrade();
                    open++;
                } catch (IOException e) {
                    // one too many is reset
                }
            }
            assertEquals(PER_ADDRESS - 2, open); // the bystanders come from the same address
        });
    }

    @Test
    void floodsOfTextsEndWith1008() throws Exception {
        byte[] text = text("x");
        arena.endure(() -> {
            for (int i = 0; i < 10; i++) {
                TestClient client = arena.open("/rooms/flood");
                try {
                    flood(client, text, 50 * RATE);
                } catch (IOException e) {
                    // it has ended while there was more to send
                }
                try {
                    int heard = 0;
                    Frame frame = client.read();
                    for (; frame.first() == TEXT; frame = client.read()) {
                        heard++;
                    }
                    assertEquals(1008, frame.code());
                    assertTrue(heard >= RATE && heard < 50 * RATE, heard + " texts");
                } catch (SocketException e) {
                    // what it sent behind the Close made TCP end with a reset
                }
                client.close();
            }
        });
    }

    @Test
    void floodsOfEmptyFragmentsAndPingsAreNoMessages() throws Exception {
        arena.endure(() -> {
            TestClient client = arena.open("/rooms/calm").send(frame(Frame.FIRST_OF_TEXT, "a"));
            flood(client, frame(Frame.MIDDLE, ""), 20 * RATE);
            flood(client, frame(Frame.PONG, ""), 20 * RATE);
            assertTrue(client.send(frame(Frame.LAST, "b")).hear().endsWith(":ab\n"));
        });
    }
}
