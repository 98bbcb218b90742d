package connection;

import static connection.Conversation.REQUEST;
import static connection.Conversation.atEveryCut;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static support.Bytes.concat;
import static support.Bytes.hex;
import static support.ClientFrames.close;
import static support.ClientFrames.frame;
import static support.ClientFrames.ping;
import static support.ClientFrames.text;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.Requests;

/** What a connection counts, however its bytes are cut. */
class ConnectionTallyTest {
    private static final Consumer<Conversation> ECHO = talk -> talk.endpoint.echoes = true;

    private static void assertCounts(Map<String, Long> expected, Consumer<Conversation> setUp, byte[]... input) {
        atEveryCut(setUp, concat(input), talk -> {
            assertEquals(expected, talk.site.tally.counts());
            talk.allEvents();
            talk.receivedBytes();
        });
    }

    @Test
    void aMessageIsCountedWhenItIsWholeAndAPingIsNone() {
        assertCounts(Map.of("responded 101", 1L, "received", 2L, "received bytes", 8L, "sent", 2L, "sent bytes", 8L),
                ECHO, frame(0x01, "He"), ping("x"), frame(0x80, "llo"), text("abc"), frame(0x01, "not whole"));
    }

    @Test
    void eachSidesCloseIsCountedOnce() {
        assertCounts(Map.of("responded 101", 1L, "closeReceived 1000", 1L, "closeSent 1000", 1L),
                ECHO, close(1000), close(1001));
        assertCounts(Map.of("responded 101", 1L, "closeReceived 1005", 1L, "closeSent 1005", 1L),
                ECHO, frame(0x88, ""));
        assertCounts(Map.of("responded 101", 1L, "closeSent 1002", 1L), ECHO, hex("83 80 00000000"));
    }

    @Test
    void aResponseIsCountedByItsStatus() {
        Conversation talk = new Conversation();
        talk.receive(Bytes.ascii(Requests.get("/") + Requests.get("/", "Host: b") + Requests.request("POST", "/")));
        assertEquals(Map.of("responded 200", 1L, "responded 400", 1L), talk.site.tally.counts());
    }

    @Test
    void whatIsSentAfterTheCloseIsNotCounted() {
        Conversation talk = new Conversation();
        talk.receive(REQUEST, close(1000));
        talk.send(frame.Opcode.TEXT, "too late");
        assertEquals(Map.of("responded 101", 1L, "closeReceived 1000", 1L, "closeSent 1000", 1L),
                talk.site.tally.counts());
    }
}
