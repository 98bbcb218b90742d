package conformance.suite;

import conformance.wire.Acceptance;
import conformance.wire.Answer;
import conformance.wire.Extension;
import conformance.wire.Request;

/**
 * What a case speaks with: one connection, and the words for what is sent and what has to come. An {@code expect…} that
 * isn't met ends the case.
 *
 * <p>Whatever a case is about, the client checks each 101 and each frame, answers the server's Pings and Close, and
 * lets unsolicited Pings and Pongs pass. A body must end with a word that leaves nothing open, such as
 * {@link #expectQuiet}, {@link #expectFailure}, {@link #expectCleanClose}, {@link #expectEof}, {@link #expectHttp}:
 * what it forgets to expect would go unseen.
 */
public final class Client extends ClosingWords {
    Client(Attempt attempt) {
        super(attempt);
    }

    // Opening a WebSocket connection

    /** An open connection: a valid handshake and a 101 in which all is right. */
    public Acceptance open() {
        return open(handshake());
    }

    /** Sends this handshake, which the server must accept. */
    public Acceptance open(Request request) {
        request(request);
        return expectAcceptance();
    }

    /** The 101 for the request that was sent. */
    public Acceptance expectAcceptance() {
        return accepted(answer());
    }

    private Acceptance accepted(Answer answer) {
        if (answer.status() != 101) {
            throw Failure.of("HTTP 101", answer);
        }
        return accept(answer);
    }

    /** A response that is the 101 is checked, and frames may follow. */
    public Acceptance accept(Answer answer) {
        Acceptance acceptance = Acceptance.of(asked.last(), answer);
        conversation.upgrade(acceptance);
        settled = false;
        return acceptance;
    }

    /**
     * An open connection with permessage-deflate agreed, or the case doesn't apply. Whether an offer may be refused is
     * for other cases.
     */
    public Extension openWithDeflate(String offer) {
        request(handshake().offering(offer));
        Answer answer = answer();
        if (answer.status() >= 400) {
            throw new NotApplicable("the server refuses " + offer + ": " + answer);
        }
        Acceptance acceptance = accepted(answer);
        if (acceptance.deflate() == null) {
            throw new NotApplicable("the server declines " + offer);
        }
        return acceptance.deflate();
    }

    // What has to come: a 101, or not

    /**
     * A 101 in which all is right, or a complete response with an error status or a redirection.
     *
     * @return whether it was the 101, and the connection is still open
     */
    public boolean expectUpgradeOrRefusal() {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            accept(answer);
            expectQuietOrEnd();
            return conversation.end() == null;
        }
        if (answer.status() < 300) {
            throw Failure.of("HTTP 101, a redirection, or an HTTP error response", answer);
        }
        settled = true;
        return false;
    }

    /** Any complete response; if it is a 101, all is right in it, whether the connection then stays or not. */
    public Answer expectAnyAnswer() {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            accept(answer);
            expectQuietOrEnd();
        }
        settled = true;
        return answer;
    }

    // For the attempt

    /** The body is through: nothing may be left open, and nothing wrong may have come behind. */
    void finish() {
        if (!settled) {
            throw new IllegalStateException("a body must end with a word that leaves nothing open, as expectQuiet()");
        }
        if (conversation != null) {
            conversation.incoming().checkRest();
        }
        if (minor != null) {
            throw minor;
        }
    }
}
