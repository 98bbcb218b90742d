package conformance.sections;

import static conformance.wire.Frame.RSV1;
import static conformance.wire.Frame.text;

import conformance.suite.Client;
import conformance.suite.Failure;
import conformance.suite.Group;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Deflation;
import conformance.wire.Extension;

/**
 * Sections on offers of permessage-deflate: how a case goes on when the server accepts its offer, and when it declines.
 * The client judges each answer by its offer.
 */
abstract class OfferGroup extends Group {
    static final String PLAIN = Extension.DEFLATE;
    static final String DECLINED =
            "an offer with an unknown, invalid or repeated parameter is declined, and the connection goes on "
                    + "without compression";

    // Accepted

    /** Three compressed messages and their echoes. If it was agreed, the later ones refer to the first. */
    static void useIt(Client c, Extension agreed) {
        Deflation deflation = new Deflation(agreed);
        for (int i = 0; i < 3; i++) {
            String text = "a message that comes again and again, number " + i;
            c.send(text(deflation.message(text.getBytes())).rsv(RSV1));
            c.expectTextIfEchoing(text);
        }
        c.expectQuiet();
    }

    static Extension openFor(Client c, String offer) {
        Extension agreed = agreed(c, offer);
        useIt(c, agreed);
        return agreed;
    }

    static Extension agreed(Client c, String offer) {
        Acceptance acceptance = openOffering(c, offer);
        if (acceptance.deflate() == null) {
            c.skip("the server declines " + offer);
        }
        return acceptance.deflate();
    }

    static void accepted(Client c, String offer) {
        Acceptance acceptance = c.open(c.handshake().offering(offer));
        c.check(acceptance.deflate() != null, PLAIN + " in the answer", "none");
        useIt(c, acceptance.deflate());
    }

    /**
     * An open connection, whatever was agreed. RFC 7692 §5 has a way to decline an offer and go on without, but no
     * sentence says that a handshake has to be accepted.
     */
    static Acceptance openOffering(Client c, String offer) {
        c.request(c.handshake().offering(offer));
        Answer answer = c.answer();
        if (answer.status() >= 400) {
            c.skip("the server refuses " + offer + ": " + answer);
        }
        c.check(answer.status() == 101, "HTTP 101", answer);
        return c.accept(answer);
    }

    // Declined

    final void declining(String parameters, String row) {
        must(Slug.ofParameters(parameters), "the offer permessage-deflate; " + parameters, DECLINED)
                .covers(row, "7692-5-11")
                .run(c -> declined(c, PLAIN + "; " + parameters));
    }

    static void declined(Client c, String offer) {
        if (isOpenWithout(c, offer)) {
            c.send(text("plain"), text("plain"));
            c.expectTextIfEchoing("plain");
            c.expectTextIfEchoing("plain");
            c.expectQuiet();
        }
    }

    /**
     * Whether a connection is open now, without compression. That a request is refused for its offer is nowhere
     * forbidden; "the server SHOULD return an appropriate HTTP [RFC2616] status code" then (§10.7), of those that blame
     * the client.
     */
    static boolean isOpenWithout(Client c, String offer) {
        c.request(c.handshake().offering(offer));
        Answer answer = c.answerUnlessEnd();
        if (answer == null || answer.status() >= 500) {
            throw Failure.of("HTTP 101 without " + PLAIN + ", or a refusal with 4xx", answer == null ? "TCP ended"
                    : answer).of("10.7-4");
        }
        if (answer.status() != 101) {
            c.check(answer.status() >= 400, "HTTP 101 without " + PLAIN + ", or a refusal with 4xx", answer);
            c.saw("the request was refused: " + answer);
            return false;
        }
        Acceptance acceptance = c.accept(answer);
        c.check(acceptance.deflate() == null, "no " + PLAIN + " in the answer", "Sec-WebSocket-Extensions: "
                + String.join(", ", answer.values("Sec-WebSocket-Extensions")));
        return true;
    }
}
