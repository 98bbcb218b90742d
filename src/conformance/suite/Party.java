package conformance.suite;

import java.util.Locale;

/** Whom the sentence of a {@link Requirement} binds. */
public enum Party {
    SERVER, CLIENT,
    /** The one that sends the data, which is the client: the sentence says nothing of the server that gets it. */
    SENDER,
    /** The one that gets the data, which is the server. */
    RECEIVER,
    /** Either endpoint. */
    BOTH,
    PROXY,
    /** The sentence describes, or is a note or an example. */
    NOBODY;

    /** Whether a server that does otherwise breaks the sentence. */
    boolean isServer() {
        return this == SERVER || this == RECEIVER || this == BOTH;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
