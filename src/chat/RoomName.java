package chat;

import http.Refusal;
import http.Status;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** The names of rooms. Names that differ only in their Unicode normalization are the same room. */
final class RoomName {
    /** Letters of any language with their combining marks, digits, "-" and "_". */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}_-][\\p{L}\\p{M}\\p{Nd}_-]{0,63}");
    private static final String RULE =
            " is not a room: a room's name has 1 to 64 letters (of any language), digits, \"-\" or \"_\"";
    private static final String FOLDER = "/rooms/";
    /**
     * What a name may have before it is normalized: at most 4 chars for each that is left (Unicode Standard Annex 15).
     * Time to put combining marks in their canonical order grows with the square of their number.
     */
    private static final int LONGEST = 4 * 2 * 64;
    /** The room at "/". */
    private static final String DEFAULT = "";

    private RoomName() {}

    /** Null if it isn't a room's path. */
    static String ofPath(String path) {
        if (path.equals("/")) {
            return DEFAULT;
        }
        return path.startsWith(FOLDER) ? valid(path.substring(FOLDER.length())) : null;
    }

    /** @param value of the parameter "room"; null or empty for the room at "/" */
    static String ofParameter(String value) throws Refusal {
        if (value == null || value.isEmpty()) {
            return DEFAULT;
        }
        String name = valid(value);
        if (name == null) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1", "\"" + value + "\"" + RULE);
        }
        return name;
    }

    private static String valid(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        return NAME.matcher(name).matches() ? name : null;
    }

    static boolean isMeantAsRoom(String path) {
        return path.equals("/rooms") || path.startsWith(FOLDER);
    }

    static String noRoom(String path) {
        return path + RULE + ", as in /rooms/tea";
    }
}
