package conformance.sections;

import conformance.suite.Client;
import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Extension;

/**
 * What another handshake gets, on a connection of its own: for comparison with what a case is about. What has to come
 * differs: see each of them.
 */
final class OtherHandshake {
    private OtherHandshake() {}

    private static Client asking(Client c, String offer) {
        Client other = c.another();
        other.request(other.handshake().offering(offer));
        return other;
    }

    /** The answer to this offer, whatever it is; that one comes is a SHOULD. A 101 is not looked into. */
    static Answer answer(Client c, String offer) {
        Client other = asking(c, offer);
        Answer answer = other.answerThatShouldCome();
        other.saw(offer + " gets " + answer);
        return answer;
    }

    /** The 101 for this offer: there must be one. */
    static Acceptance open(Client c, String offer) {
        Client other = c.another();
        Acceptance acceptance = other.open(other.handshake().offering(offer));
        other.expectQuiet();
        return acceptance;
    }

    /** What was agreed, or null. An answer must come; it may be a refusal. */
    static Extension agreed(Client c, String offer) {
        Client other = asking(c, offer);
        Answer answer = other.answer();
        if (answer.status() != 101) {
            other.saw("the request was refused: " + answer);
            return null;
        }
        Acceptance acceptance = other.accept(answer);
        other.expectQuiet();
        return acceptance.deflate();
    }

    /** What was agreed, or the refusal, in words. That an answer comes is a SHOULD. */
    static String outcome(Client c, String offer) {
        Client other = asking(c, offer);
        Answer answer = other.answerThatShouldCome();
        if (answer.status() != 101) {
            other.saw(answer.toString());
            return answer.toString();
        }
        Acceptance acceptance = other.accept(answer);
        other.expectQuiet();
        return agreement(acceptance);
    }

    /** Whether the server agrees to permessage-deflate, the only extension that the suite knows. */
    static boolean negotiates(Client c) {
        Client other = asking(c, Extension.DEFLATE);
        Answer answer = other.answerThatShouldCome();
        boolean agreed = answer.status() == 101 && other.accept(answer).deflate() != null;
        other.saw(Extension.DEFLATE + " gets " + answer);
        return agreed;
    }

    static String agreement(Acceptance acceptance) {
        Extension deflate = acceptance.deflate();
        return deflate == null ? "declined" : deflate.toString();
    }
}
