package mirror;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import support.Bytes;
import support.ClientFrames;
import support.Deflate;
import support.Frame;

class FrameDecoderTest {
    private static List<WireFrame> decode(Sender sender, List<byte[]> pieces) {
        FrameDecoder decoder = new FrameDecoder(sender);
        List<WireFrame> frames = new ArrayList<>();
        for (byte[] piece : pieces) {
            ByteBuffer in = ByteBuffer.wrap(piece);
            while (in.hasRemaining()) {
                WireFrame frame = decoder.next(in);
                if (frame != null) {
                    frames.add(frame);
                }
            }
        }
        WireFrame last = decoder.cutOff(ByteBuffer.allocate(0));
        if (last != null) {
            frames.add(last);
        }
        return frames;
    }

    private static List<String> shown(Sender sender, List<byte[]> pieces) {
        return decode(sender, pieces).stream().map(frame -> Report.frame(frame, 0).toString()).toList();
    }

    private static void sameAtEveryCut(Sender sender, byte[] bytes) {
        List<String> whole = shown(sender, List.of(bytes));
        for (List<byte[]> way : Bytes.someCuts(bytes)) {
            assertEquals(whole, shown(sender, way), () -> Bytes.hex(bytes));
        }
    }

    @Test
    void _5_7_theExamplesOfTheRfcAtEveryCut() {
        byte[] fromServer = Bytes.hex("""
                81 05 48656c6c6f // a text
                01 03 48656c     // a fragment
                80 02 6c6f       // the last one
                89 05 48656c6c6f // a Ping
                """);
        sameAtEveryCut(Sender.SERVER, fromServer);
        List<WireFrame> frames = decode(Sender.SERVER, List.of(fromServer));
        assertEquals(List.of("text", "text", "continuation", "ping"), frames.stream().map(WireFrame::name).toList());
        assertArrayEquals(Bytes.ascii("Hello"), frames.get(2).message().payload());
        byte[] fromClient = Bytes.hex("81 85 37fa213d 7f9f4d5158  8a 85 37fa213d 7f9f4d5158");
        sameAtEveryCut(Sender.CLIENT, fromClient);
        for (WireFrame frame : decode(Sender.CLIENT, List.of(fromClient))) {
            assertArrayEquals(Bytes.ascii("Hello"), frame.payload());
        }
        for (int length : new int[] {256, 65_536}) { // §5.7 has both, as binary frames
            byte[] large = new Frame(Frame.BINARY, new byte[length]).unmasked();
            sameAtEveryCut(Sender.SERVER, large);
            assertEquals(length, decode(Sender.SERVER, List.of(large)).get(0).length());
        }
    }

    @Test
    void whateverTheBytesAreTheyComeTogetherAgainAtEveryCut() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(120)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(4) == 0) {
                    bytes[i] = (byte) (random.nextBoolean() ? 0x81 : random.nextInt(4)); // short frames, too
                }
            }
            sameAtEveryCut(Sender.CLIENT, bytes);
            byte[] together = new byte[0];
            for (WireFrame frame : decode(Sender.CLIENT, List.of(bytes))) {
                together = Bytes.concat(together, frame.header(), frame.wire());
            }
            assertArrayEquals(bytes, together, "seed " + seed);
        }
    }

    @Test
    void rfc7692_7_2_1_compressedMessagesInAnyFormOfDeflate() {
        String[] forms = {
            "f2 48 cd c9 c9 07 00",                // RFC 7692 §7.2.3.1: one block
            "00 05 00 fa ff 48 65 6c 6c 6f 00",    // RFC 7692 §7.2.3.3: a block without compression
            "f3 48 cd c9 c9 07 00 00",             // RFC 7692 §7.2.3.4: BFINAL is set
            "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", // RFC 7692 §7.2.3.5: two blocks
        };
        for (String form : forms) {
            byte[] payload = Bytes.hex(form);
            byte[] frame = ClientFrames.frame(Frame.COMPRESSED_TEXT, payload);
            sameAtEveryCut(Sender.CLIENT, frame);
            WireFrame.Message message = decode(Sender.CLIENT, List.of(frame)).get(0).message();
            assertArrayEquals(Bytes.ascii("Hello"), message.payload(), form);
            assertEquals(false, message.cut());
        }
        byte[] long1 = ClientFrames.frame(Frame.COMPRESSED_TEXT, Deflate.deflate(new byte[1_000_000]));
        WireFrame.Message zeros = decode(Sender.CLIENT, List.of(long1)).get(0).message();
        assertArrayEquals(new byte[FrameDecoder.SHOWN], zeros.payload());
        assertEquals(true, zeros.cut());
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        byte[] long2 = ClientFrames.frame(Frame.COMPRESSED_TEXT, Deflate.deflate(noise));
        WireFrame.Message beginning = decode(Sender.CLIENT, List.of(long2)).get(0).message();
        assertEquals(true, beginning.cut());
        assertArrayEquals(java.util.Arrays.copyOf(noise, beginning.payload().length), beginning.payload());
        byte[] wrong = ClientFrames.frame(Frame.COMPRESSED_TEXT, Bytes.hex("ffffff"));
        assertEquals(null, decode(Sender.CLIENT, List.of(wrong)).get(0).message().payload());
    }
}
