package handshake;

/**
 * What an endpoint agrees to with a client (§4.2.2).
 *
 * @param subprotocol one that the client offered; null for none
 */
public record Agreement(String subprotocol) {

    /** §4.2.2 /subprotocol/: the one that the endpoint speaks, if the client offers it; else none. */
    public static Agreement on(Opening opening, String subprotocol) {
        return new Agreement(opening.subprotocols().contains(subprotocol) ? subprotocol : null);
    }
}
