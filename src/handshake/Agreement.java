package handshake;

/**
 * What an endpoint chooses of a client's offers (§4.2.2).
 *
 * @param subprotocol one that the client offered; null for none
 * @param deflate     how messages are compressed; null for not at all
 */
public record Agreement(String subprotocol, PerMessageDeflate deflate) {

    /**
     * §4.2.2 /subprotocol/: the one that the endpoint speaks, if the client offers it; else none.
     *
     * @param deflate whether messages may be compressed, if the client offers it
     */
    public static Agreement on(Opening opening, String subprotocol, boolean deflate) {
        return new Agreement(opening.subprotocols().contains(subprotocol) ? subprotocol : null,
                deflate ? PerMessageDeflate.agree(opening.extensions()) : null);
    }
}
