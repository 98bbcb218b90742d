package connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import frame.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import message.Close;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.ClientFrames;

/** Frames of an open WebSocket, one at a time. */
class FrameExchangeTest {
    private final List<String> events = new ArrayList<>();
    private final Output output = new Output();
    private final FrameExchange frames =
            new FrameExchange(new TestEndpoint(), null, output, new TestTally(), bytes -> true);

    @BeforeEach
    void deliver() {
        frames.deliverTo(new Session() {
            @Override
            public void text(ByteBuffer payload) {
                events.add("text " + UTF_8.decode(payload));
            }

            @Override
            public void binary(ByteBuffer payload) {
                events.add("binary of " + payload.remaining());
            }

            @Override
            public void close() {
                events.add("close");
            }
        });
    }

    /** All frames in these bytes; the Close if the last one is it. */
    private Close read(byte[]... parts) throws ProtocolException {
        Close close = null;
        for (byte[] part : parts) {
            ByteBuffer in = ByteBuffer.wrap(part.clone());
            while (in.hasRemaining()) {
                assertNull(close, "a frame behind the Close");
                close = frames.read(in, null, 0);
            }
        }
        return close;
    }

    private String sent() {
        return Bytes.hex(Conversation.takeAll(output));
    }

    @Test
    void messagesGoToTheSession() throws ProtocolException {
        assertNull(read(ClientFrames.text("Hello"), ClientFrames.frame(0x82, new byte[3])));
        assertEquals(List.of("text Hello", "binary of 3"), events);
    }

    @Test
    void _5_5_2_aPingBetweenFragmentsIsAnswered() throws ProtocolException {
        read(ClientFrames.frame(0x01, "Hel"), ClientFrames.ping("p"), ClientFrames.frame(0x80, "lo"));
        assertEquals(List.of("text Hello"), events);
        assertEquals("8a0170", sent());
    }

    @Test
    void _5_5_3_aPongWantsNoAnswer() throws ProtocolException {
        assertNull(read(ClientFrames.pong("p")));
        assertEquals("", sent());
    }

    @Test
    void _5_5_1_aCloseIsReturnedInWhicheverPiecesItComes() throws ProtocolException {
        for (List<byte[]> pieces : Bytes.cuts(ClientFrames.close(1001, "bye"))) {
            assertEquals(new Close(1001, "bye"), read(pieces.toArray(byte[][]::new)));
        }
        assertEquals(List.of(), events, "the connection decides what follows");
    }

    @Test
    void whenTheConnectionHasLeftTheStateOpenOnlyACloseCounts() throws ProtocolException {
        read(ClientFrames.frame(0x01, "Hel"));
        frames.leave();
        frames.leave();
        assertEquals(List.of("close"), events);
        read(ClientFrames.frame(0x80, "lo"), ClientFrames.text("more"), ClientFrames.ping("p"));
        assertEquals("", sent());
        assertEquals(new Close(1000, ""), read(ClientFrames.close(1000)));
        assertEquals(List.of("close"), events);
    }

    @Test
    void faultsAreThrownWithTheirCloseCode() {
        ProtocolException fault =
                assertThrows(ProtocolException.class, () -> read(ClientFrames.frame(0x80, "nothing to continue")));
        assertEquals(1002, fault.closeCode());
    }
}
