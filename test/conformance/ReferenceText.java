package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Arrays;

/** What faults of the reference server change in a message that is right. */
final class ReferenceText {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;

    private ReferenceText() {}

    static byte[] changed(ReferenceServer server, boolean isText, byte[] message) {
        byte[] whole = message.length > MIB ? changedInLength(server, message) : message;
        if (!isText && server.has(Fault.CR_LF_BECOMES_LF_IN_BINARY)) {
            return new String(whole, ISO_8859_1).replace("\r\n", "\n").getBytes(ISO_8859_1);
        }
        if (!isText || whole.length > MIB) {
            return whole;
        }
        String text = new String(whole, UTF_8);
        String changed = changed(server, text);
        return changed.equals(text) ? whole : changed.getBytes(UTF_8);
    }

    private static byte[] changedInLength(ReferenceServer server, byte[] message) {
        byte[] whole = message.clone();
        if (server.has(Fault.SPOILS_BYTE_AT_1_MIB)) {
            whole[MIB] ^= 1;
        }
        if (server.has(Fault.SWAPS_BLOCKS) && whole.length >= 8 * MIB) {
            System.arraycopy(message, 100 * BLOCK, whole, 101 * BLOCK, BLOCK);
            System.arraycopy(message, 101 * BLOCK, whole, 100 * BLOCK, BLOCK);
        }
        if (server.has(Fault.REPEATS_FIRST_4_MIB) && whole.length > 4 * MIB) {
            System.arraycopy(message, 0, whole, 4 * MIB, Math.min(4 * MIB, whole.length - 4 * MIB));
        }
        if (server.has(Fault.SPOILS_LAST_OF_16_MIB) && whole.length >= 16 * MIB) {
            whole[whole.length - 1] = 0;
        }
        return server.has(Fault.CUTS_ODD_LENGTHS) ? Arrays.copyOf(whole, whole.length & ~1) : whole;
    }

    private static String changed(ReferenceServer server, String text) {
        String changed = text;
        if (server.has(Fault.STRIPS_MARK_WITHIN)) {
            changed = changed.replace("\uFEFF", "");
        }
        if (server.has(Fault.CR_LF_BECOMES_LF)) {
            changed = changed.replace("\r\n", "\n");
        }
        if (server.has(Fault.LF_BECOMES_CR_LF)) {
            changed = changed.replaceAll("(?<!\r)\n", "\r\n");
        }
        if (server.has(Fault.DROPS_LAST_LINE_END)) {
            changed = changed.replaceFirst("\r?\n\\z", "");
        }
        if (server.has(Fault.TRIMS_TEXT)) {
            changed = changed.strip();
        }
        if (server.has(Fault.COMPOSES_TEXT)) {
            changed = Normalizer.normalize(changed, Normalizer.Form.NFC);
        }
        if (server.has(Fault.DECOMPOSES_TEXT)) {
            changed = Normalizer.normalize(changed, Normalizer.Form.NFD);
        }
        if (server.has(Fault.REPLACES_COMPATIBLE) && text.contains("\uFB01")) {
            changed = Normalizer.normalize(changed, Normalizer.Form.NFKC);
        }
        if (server.has(Fault.TEXT_ENDS_AT_NUL)) {
            changed = changed.replaceFirst("(?s)\0.*", "");
        }
        if (server.has(Fault.DROPS_LAST_NUL)) {
            changed = changed.replaceFirst("\0+\\z", "");
        }
        if (server.has(Fault.DROPS_CONTROLS)) {
            changed = changed.replaceAll("[\\x01-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]", "");
        }
        if (server.has(Fault.SEPARATORS_BECOME_LF)) {
            changed = changed.replaceAll("[\\x{2028}\\x{2029}\\x85]", "\n");
        }
        if (server.has(Fault.SPACES_BECOME_BLANKS)) {
            changed = changed.replaceAll("\\p{Zs}", " ");
        }
        if (server.has(Fault.DROPS_INVISIBLE)) {
            changed = changed.replaceAll("[\\xAD\\x{200B}-\\x{200F}\\x{2060}]", "");
        }
        if (server.has(Fault.ESCAPES_MARKUP)) {
            changed = changed.replace("<", "&lt;");
        }
        return changed;
    }
}
