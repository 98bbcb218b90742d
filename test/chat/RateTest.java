package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.Bytes;
import support.ClientFrames;
import support.Frame;

/** A member that sends more messages than it may leaves the room, and the others hear what it said before. */
@Timeout(60)
class RateTest {
    private static final int BURST = 1000;

    @Test
    void _7_4_1_whoSendsTooManyMessagesIsClosedWith1008AndTheOthersGoOn() throws Exception {
        try (var server = new TestServer("--max-rate", "100"); var flood = server.member();
                var bystander = server.member()) {
            byte[][] many = new byte[20 * BURST][]; // within less than a second, or few more than the burst are taken
            Arrays.fill(many, ClientFrames.text("x"));
            flood.send(Bytes.concat(many));
            int heard = 0;
            Frame frame = flood.read();
            for (; frame.first() == Frame.TEXT; frame = flood.read()) {
                assertEquals("from1:x\n", frame.text());
                heard++;
            }
            assertEquals(1008, frame.code(), frame.toString());
            assertEquals("§7.4.1 more than 100 messages a second", frame.reason());
            assertTrue(heard >= BURST && heard < 20 * BURST, heard + " messages were taken");
            for (int i = 0; i < heard; i++) {
                assertEquals("from1:x\n", bystander.hear());
            }
            bystander.say("goes on");
            assertEquals("from2:goes on\n", bystander.hear());
            assertTrue(server.log().contains(": 1008 §7.4.1 more than 100 messages a second"), server.log());
        }
    }

    @Test
    void pingsAndTheEchoAreNotCounted() throws Exception {
        try (var server = new TestServer("--max-rate", "1", "--echo"); var member = server.member();
                var echo = server.open("/echo")) {
            for (int i = 0; i < 50; i++) {
                member.send(ClientFrames.ping("p"));
                member.expect(Frame.PONG, "p");
                echo.say("e");
                assertEquals("e", echo.hear());
            }
        }
    }

    @Test
    void onLoopbackThereIsNoLimitUnlessItIsGiven() throws Exception {
        try (var server = new TestServer(); var flood = server.member()) {
            byte[][] many = new byte[2 * BURST][];
            Arrays.fill(many, ClientFrames.text("x"));
            flood.send(Bytes.concat(many));
            for (int i = 0; i < many.length; i++) {
                assertEquals("from1:x\n", flood.hear());
            }
        }
    }
}
