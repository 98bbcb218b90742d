package conformance.sections;

import static conformance.wire.Bytes.hex;
import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.text;

import conformance.wire.DeflateWriter;
import conformance.wire.Extension;
import conformance.wire.Frame;
import java.util.Random;

/** What cases on compressed data have in common: texts, and DEFLATE data. */
final class DeflateTexts {
    static final String OFFER = Extension.DEFLATE;
    /** RFC 7692 §7.2.3.1: Hello, and RFC 7692 §7.2.3.2: Hello again, by a reference to the first. */
    static final byte[] HELLO = hex("f248cdc9c90700");
    static final byte[] HELLO_AGAIN = hex("f200110000");

    private DeflateTexts() {}

    /** A text frame with RSV1. */
    static Frame compressedText(byte[] data) {
        return text(data).rsv(RSV1);
    }

    /** Text that hardly repeats within itself, so that all repetition is what a case put there. */
    static byte[] noise(Random random, int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('!' + random.nextInt(94));
        }
        return letters;
    }

    /** As people write: words, of which some are frequent. */
    static String words(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            int word = (int) Math.pow(2_000, random.nextDouble());
            text.append(Integer.toString(word * 7_919, 36)).append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return text.substring(0, length);
    }

    static DeflateWriter writer() {
        return new DeflateWriter();
    }
}
