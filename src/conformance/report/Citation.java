package conformance.report;

/** A section of an RFC, written {@code 5.5.2} for RFC 6455 and {@code 7692-7.2.1} for another. */
final class Citation {
    private static final String WEBSOCKET = "6455";

    private Citation() {}

    static String rfc(String section) {
        int dash = section.indexOf('-');
        return dash < 0 ? WEBSOCKET : section.substring(0, dash);
    }

    private static String number(String section) {
        return section.substring(section.indexOf('-') + 1);
    }

    /** {@code §5.5.2}, {@code RFC 7692 §7.2.1}. */
    static String name(String section) {
        String rfc = rfc(section);
        return (rfc.equals(WEBSOCKET) ? "" : "RFC " + rfc + ' ') + '§' + number(section);
    }

    /** Where the text is. */
    static String link(String section) {
        return "https://www.rfc-editor.org/rfc/rfc" + rfc(section) + "#section-" + number(section);
    }
}
