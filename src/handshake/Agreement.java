package handshake;

/**
 * What an endpoint chooses of a client's offers (§4.2.2).
 *
 * @param subprotocol one that the client offered; null for none
 * @param deflate     how messages are compressed; null if they aren't
 */
public record Agreement(String subprotocol, PerMessageDeflate deflate) {

    /**
     * §4.2.2 /subprotocol/: the endpoint's subprotocol if the client offers it; else none. §4.2.2 /extensions/:
     * permessage-deflate in the same way.
     *
     * @param deflate whether the endpoint supports permessage-deflate
     */
    public static Agreement on(Opening opening, String subprotocol, boolean deflate) {
        return new Agreement(opening.subprotocols().contains(subprotocol) ? subprotocol : null,
                deflate ? PerMessageDeflate.agree(opening.extensions()) : null);
    }
}
