package chat;

import http.Refusal;
import http.Status;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** A name that somebody wants to have in a room: the parameter "name" of the opening handshake. */
final class Name {
    private static final int MAX_CHARACTERS = 32;
    /** Before normalization, with room for blanks: see {@link RoomName}. */
    private static final int LONGEST = 4 * 2 * 64;
    private static final Pattern BLANKS_AROUND = Pattern.compile("^\\p{Zs}+|\\p{Zs}+$");
    /** Control characters, those that end lines, those that change the direction of text, and the room's ":". */
    private static final Pattern FORBIDDEN = Pattern.compile("[:\\p{Cc}\\p{Zl}\\p{Zp}"
            + "\\x{061C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");
    private static final Pattern VISIBLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");
    /** Numbers are given by the room. */
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("\\p{Zs}\\p{Nd}+$");

    private Name() {}

    /** The name in NFC, without blanks around it. Null for null: nobody has to have a name. */
    static String parse(String text) throws Refusal {
        if (text == null) {
            return null;
        }
        String bounded = text.length() > LONGEST ? "" : Normalizer.normalize(text, Normalizer.Form.NFC);
        String name = BLANKS_AROUND.matcher(bounded).replaceAll("");
        boolean valid = name.codePointCount(0, name.length()) <= MAX_CHARACTERS && VISIBLE.matcher(name).find()
                && !FORBIDDEN.matcher(name).find() && !NUMBER.matcher(name).matches();
        if (!valid) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1", "a name has 1 to 32 characters, no \":\", no"
                    + " control characters, none that change the direction of text, and is not only digits");
        }
        return name;
    }

    /** Whether it could be taken for a name with a number behind it, which the room gives. */
    static boolean endsInNumber(String name) {
        return ENDS_IN_NUMBER.matcher(name).find();
    }
}
