package connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import connection.Output.CloseStage;
import frame.Opcode;
import java.nio.ByteBuffer;
import message.Close;
import org.junit.jupiter.api.Test;
import support.Bytes;

/** What goes before what: bytes of a peer's own, frames of a feed, and the Close. */
class OutputTest {
    private static final String A = "810141";
    private static final String B = "810142";
    private static final String PONG = "8a0170";
    private static final String CLOSE_1001 = "880203e9";

    private final Output output = new Output();
    private final FakeFeed feed = new FakeFeed();

    private void say(String frame) {
        feed.append(Bytes.hex(frame));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** Sends all that there is. */
    private String sendAll() {
        return Bytes.hex(Conversation.takeAll(output));
    }

    /** Sends n bytes of the next buffer, and then the socket is full. */
    private boolean send(int n) {
        ByteBuffer bytes = output.next();
        bytes.position(bytes.position() + n);
        return output.taken(false);
    }

    @Test
    void nothingIsToBeSentAtFirst() {
        assertNull(output.next());
        assertTrue(output.isEmpty());
        assertEquals(CloseStage.NONE, output.closeStage());
    }

    @Test
    void nothingOfTheFeedGoesBeforeWhatWasThereWhenItWasFollowed() {
        output.add(utf8("101"));
        output.follow(feed);
        say(A);
        assertEquals(Bytes.hex(Bytes.ascii("101")) + A, sendAll());
    }

    @Test
    void aFrameGoesBehindWhatTheFeedHasAndBeforeWhatItGetsLater() {
        output.follow(feed);
        say(A);
        output.pong(utf8("p"));
        say(B);
        assertEquals(A + PONG + B, sendAll());
    }

    @Test
    void aFrameThatJoinsAnotherDoesNotMoveTheHold() {
        output.follow(feed);
        output.frame(Opcode.PING, utf8("1"));
        say(A);
        output.frame(Opcode.PING, utf8("2"));
        assertEquals("890131" + "890132" + A, sendAll());
    }

    @Test
    void theCloseGoesBehindAllThatWasSaidAndNothingGoesBehindTheClose() {
        output.follow(feed);
        say(A);
        output.close(new Close(1001, ""));
        say(B);
        assertEquals(CloseStage.QUEUED, output.closeStage());
        assertEquals(A + CLOSE_1001, sendAll());
        assertEquals(CloseStage.SENT, output.closeStage());
        assertTrue(feed.released);
    }

    /** The Pong holds the feed. What was said between the Pong and the Close has to go between them. */
    @Test
    void aCloseBehindAHeldFeedWaitsForWhatTheFeedStillHas() {
        output.follow(feed);
        output.pong(utf8("p"));
        say(A);
        output.close(new Close(1001, ""));
        say(B);
        assertEquals(CloseStage.DECIDED, output.closeStage());
        assertEquals(PONG + A + CLOSE_1001, sendAll());
        assertEquals(CloseStage.SENT, output.closeStage());
    }

    @Test
    void withoutAFeedTheCloseIsQueuedAtOnceAndSentWithItsLastByte() {
        output.frame(Opcode.TEXT, utf8("A"));
        output.close(new Close(1001, ""));
        assertEquals(CloseStage.QUEUED, output.closeStage());
        send(6);
        assertEquals(CloseStage.QUEUED, output.closeStage());
        assertEquals("e9", sendAll());
        assertEquals(CloseStage.SENT, output.closeStage());
    }

    @Test
    void aSecondCloseIsAMistakeOfOurs() {
        output.close(new Close(1001, ""));
        assertThrows(IllegalStateException.class, () -> output.close(new Close(1000, "")));
    }

    @Test
    void aFeedThatIsDroppedWithinAFrameLeavesTheRestOfThatFrame() {
        output.follow(feed);
        say(A);
        say(B);
        send(4);
        output.dropFeed();
        output.close(new Close(1001, ""));
        assertEquals("0142" + CLOSE_1001, sendAll());
    }

    @Test
    void aFeedThatIsDroppedWithACloseDecidedLeavesOnlyTheClose() {
        output.follow(feed);
        output.pong(utf8("p"));
        say(A);
        output.close(new Close(1001, ""));
        output.dropFeed();
        assertEquals(PONG + CLOSE_1001, sendAll());
    }

    @Test
    void thePeerReadsAgainWhenItTakesSomethingAfterItWasFull() {
        output.frame(Opcode.TEXT, utf8("Hello"));
        assertFalse(send(3), "it was not full before");
        assertFalse(send(0), "it is still full");
        assertTrue(send(1));
    }

    /** §5.5.3 "MAY elect to send a Pong frame for only the most recently processed Ping frame". */
    @Test
    void whileThePeerDoesNotReadOnlyTheNewestPingIsAnswered() {
        output.pong(utf8("1"));
        send(0);
        output.pong(utf8("2"));
        output.pong(utf8("3"));
        assertEquals("8a0131" + "8a0133", sendAll());
    }

    @Test
    void anAbandonedOutputLetsGoOfTheFeed() {
        output.follow(feed);
        output.abandon();
        assertTrue(feed.released);
        assertNull(output.next());
    }
}
