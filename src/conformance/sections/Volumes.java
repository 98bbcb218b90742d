package conformance.sections;

import static conformance.wire.Bytes.utf8;

/** Long content in which a lost, doubled or swapped piece shows. */
final class Volumes {
    private Volumes() {}

    /** UTF-8 of this length, with numbers that go up, and characters of each length from one byte to four. */
    static byte[] text(int length) {
        byte[] text = new byte[length];
        int at = 0;
        for (int i = 0; at < length; i++) {
            byte[] next = utf8(i + " é€😀 ");
            if (at + next.length > length) {
                next = utf8("x".repeat(length - at));
            }
            System.arraycopy(next, 0, text, at, next.length);
            at += next.length;
        }
        return text;
    }
}
