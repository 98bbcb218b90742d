package quotes;

import java.util.List;

/**
 * Words that are said to be in sections of an RFC.
 *
 * @param place file and line
 */
record Quotation(String place, int rfc, List<String> sections, String words) {
    @Override
    public String toString() {
        String citation = (rfc == Citation.WEBSOCKET ? "" : "RFC " + rfc + " ") + "§" + String.join(", §", sections);
        return place + ": " + citation + " \"" + words + '"';
    }
}
