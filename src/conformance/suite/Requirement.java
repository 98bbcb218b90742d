package conformance.suite;

/**
 * One row of the matrix, {@code requirements.txt}: a requirement, and the sentence that it rests on.
 *
 * @param id        where it is filed, and a number: {@code 5.5.2-1}, {@code 7692-7.1.2.1-4}
 * @param level     how binding it is for a server
 * @param binds     whom the sentence binds
 * @param keyWord   of the sentence, {@code MUST NOT}; empty if it has none
 * @param rfc       the RFC that has the sentence, as a number
 * @param section   of that RFC, {@code 5.5.2}
 * @param keyPhrase some words of the sentence, to the letter; {@code ...} between them leaves words out
 * @param words     the requirement in words of our own
 */
public record Requirement(String id, Level level, Party binds, String keyWord, int rfc, String section, String keyPhrase, String words) {
    private static final int WEBSOCKET = 6455;

    /** {@code §5.5.2} of RFC 6455, {@code RFC 7692 §7.2.1} of another. */
    public String citation() {
        return (rfc == WEBSOCKET ? "" : "RFC " + rfc + " ") + "§" + section;
    }

    /** The section where it is filed, as in a case's: {@code 5.5.2}, {@code 7692-7.2.1}. */
    public String filedIn() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    /** The section that has the sentence, as in a case's: {@code 5.5.2}, {@code 7692-7.2.1}. */
    public String place() {
        return (rfc == WEBSOCKET ? "" : rfc + "-") + section;
    }

    /** Whether a server can break it. The others are a client's, a proxy's, or only described. */
    public boolean bindsServer() {
        return binds.isServer() || level == Level.CORE;
    }
}
