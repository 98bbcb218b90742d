package handshake;
public record Agreement(String subprotocol) {
    public static Agreement on(Opening opening, String subprotocol) { return new Agreement(subprotocol); }
}
