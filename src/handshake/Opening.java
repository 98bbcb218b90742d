package handshake;
import http.*;
public record Opening(Request request) {
    public static boolean isAskedFor(Request r) { return Handshake.isMeant(r); }
    public static Opening parse(Request r) throws Refusal { Handshake.check(r); return new Opening(r); }
    public Response accept(Agreement a) throws Refusal { return Handshake.accept(request, a.subprotocol()); }
}
