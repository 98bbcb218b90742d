package log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import support.Bytes;

class SegmentTest {
    private final Segment segment = new Segment(20, 2).startAt(1000, 1);

    private void append(String hex) {
        byte[] bytes = Bytes.hex(hex);
        segment.append(bytes.length).put(bytes);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Bytes.hex(copy);
    }

    @Test
    void hasRoomForItsCapacityAndNoMore() {
        assertTrue(segment.hasRoomFor(20));
        append("81024142");
        assertTrue(segment.hasRoomFor(16));
        assertFalse(segment.hasRoomFor(17));
        assertEquals(1004, segment.end());
    }

    @Test
    void aViewIsWhatIsBetweenTwoPlaces() {
        append("8102414281024344");
        assertEquals("42810243", hex(segment.view(0, 1003, 1007)));
        assertEquals("8102414281024344", hex(segment.view(1, 1000, 1008)));
    }

    @Test
    void eachLoopHasAViewOfItsOwn() {
        append("8102414281024344");
        ByteBuffer first = segment.view(0, 1000, 1002);
        segment.view(1, 1004, 1008);
        assertEquals("8102", hex(first));
    }

    @Test
    void appendingLeavesViewsAsTheyAre() {
        append("81024142");
        ByteBuffer view = segment.view(0, 1001, 1004);
        append("81024344");
        assertEquals("024142", hex(view));
    }

    @Test
    void theRestOfAFrameEndsAtItsBorder() {
        append("81024142" + "8100" + "8103434445");
        for (int place = 0; place <= 11; place++) {
            int border = place == 0 ? 0 : place <= 4 ? 4 : place <= 6 ? 6 : 11;
            String rest = "8102414281008103434445".substring(2 * place, 2 * border);
            assertEquals(rest, hex(segment.restOfFrame(0, 1000 + place)), "at " + place);
        }
    }

    @Test
    void aPlaceIsFoundInThisSegmentOrALaterOne() {
        append("81024142");
        segment.next = new Segment(20, 2).startAt(1004, 1);
        segment.next.append(4).putInt(0x81024344);
        assertSame(segment, segment.at(1003));
        assertSame(segment.next, segment.at(1004));
    }

    @Test
    void startingAgainEmptiesIt() {
        append("81024142");
        segment.startAt(5000, 1);
        assertEquals(5000, segment.end());
        assertTrue(segment.hasRoomFor(20));
    }
}
