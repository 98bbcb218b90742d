package conformance.sections;

import static conformance.sections.DeflateTexts.writer;
import static conformance.wire.Bytes.hex;
import static conformance.wire.Bytes.patternText;
import static conformance.wire.Bytes.utf8;

import conformance.wire.Bytes;
import java.util.Arrays;

/** Data that can't be inflated, to its end or at all. */
final class BrokenDeflate {
    private BrokenDeflate() {}

    /** What breaks a rule of DEFLATE, wherever a decoder stands. */
    static Variants<byte[]> broken() {
        Variants<byte[]> broken = new Variants<>();
        broken.put("ffffffff", "ff ff ff ff", hex("ffffffff"));
        broken.put("reserved-type", "a block of the reserved type 3", writer().bits(6, 3).bytes());
        broken.put("block-then-reserved-type", "a good block, then one of the reserved type 3", writer().fixed()
                .literals("Hello").end().bits(6, 3).bits(0, 13).bytes());
        broken.put("wrong-complement", "a stored block whose complement is wrong", writer().stored(utf8("Hello"), 5, 5)
                .message());
        broken.put("complement-off-by-a-bit", "a stored block whose complement is off by one bit", writer()
                .stored(utf8("Hello"), 5, ~5 ^ 0x100).message());
        broken.put("length-code-286", "a fixed block with the length code 286", writer().fixed()
                .bits(Integer.reverse(0xC6) >>> 24, 8).bits(0, 5).end().message());
        broken.put("distance-code-30", "a fixed block with the distance code 30", writer().fixed().literals("Hello")
                .bits(Integer.reverse(1) >>> 25, 7).bits(0b01111, 5).end().message());
        broken.put("31-distance-codes", "a dynamic block with 31 distance codes", writer().bits(4, 3).bits(0, 5)
                .bits(30, 5).bits(15, 4).bits(0, 24).bits(0, 24).bytes());
        // some decoders check these codes only after they have read all 258 lengths
        broken.put("all-lengths-0", "a dynamic block whose code lengths are all 0, and 40 bytes of 0",
                Bytes.concat(writer().bits(4, 3).bits(0, 5).bits(0, 5).bits(15, 4).bits(0, 24).bits(0, 24).bits(0, 24)
                        .bytes(), new byte[40]));
        broken.put("over-subscribed", "a dynamic block with more symbols than codes", writer().bits(4, 3).bits(0, 5)
                .bits(0, 5).bits(15, 4).bits(-1, 30).bits(-1, 27).bytes());
        return broken;
    }

    /** What ends within a block. */
    static Variants<byte[]> cut() {
        Variants<byte[]> cut = new Variants<>();
        cut.put("cut-stored-block", "a stored block that announces 100 bytes and has 5", writer()
                .stored(utf8("Hello"), 100, ~100).bytes());
        cut.put("cut-fixed-block", "a fixed block that is cut", Arrays.copyOf(writer().fixed().literals(patternText(40))
                .end().message(), 20));
        cut.put("cut-length", "a stored block without its length", hex("00 00 05"));
        return cut;
    }

    /** What is no DEFLATE data, for behind a last block. */
    static Variants<byte[]> trailing() {
        Variants<byte[]> trailing = new Variants<>();
        trailing.put("reserved-type", "a block of the reserved type", hex("07ffffff"));
        trailing.put("plain-text", "plain text", utf8("gotcha, this is no DEFLATE data"));
        trailing.put("bytes-ff", "bytes of 255", hex("ffffffffffffffffffff"));
        return trailing;
    }
}
