package conformance.suite;

import conformance.wire.Answer;
import conformance.wire.AnswerReader;
import conformance.wire.Transport;
import conformance.wire.Violation;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The words of a case for HTTP responses: what has to come for what {@link HttpWords} asked for. */
abstract class AnswerWords extends HttpWords {
    AnswerWords(Attempt attempt) {
        super(attempt);
    }

    /** A complete and well-formed HTTP response, whatever it says. */
    public Answer answer() {
        return whole(nextAnswer());
    }

    /**
     * As {@link #answer}; null if TCP is reset before one has come: a server that doesn't read all of a long request
     * may lose its answer so.
     */
    public Answer answerUnlessReset() {
        Answer answer = nextAnswer();
        return answer == null && conversation.end() == Transport.End.RESET ? null : thatShouldCome(answer);
    }

    /** As {@link #answer}; null if TCP ends, in whatever way, before any of it has come. */
    public Answer answerUnlessEnd() {
        return answerUnlessEnd(null);
    }

    /**
     * As {@link #answerUnlessEnd()}.
     *
     * @param ifSilent the requirement that a server breaks which neither answers nor ends TCP; null: the case's own
     */
    public Answer answerUnlessEnd(String ifSilent) {
        return orEnd(nextAnswer(), ifSilent);
    }

    private Answer orEnd(Answer answer, String ifSilent) {
        if (answer == null && (conversation.end() == null || conversation.isWithinAnswer())) {
            Failure failure = Failure.of("an HTTP response, or the end of TCP", conversation.whyNoAnswer());
            throw ifSilent == null || conversation.isWithinAnswer() ? failure : failure.of(ifSilent);
        }
        return answer;
    }

    /** As {@link #answerUnlessEnd()}; it may be an interim response, which all other words pass over. */
    public Answer answerOrInterim() {
        return orEnd(nextOrInterim(), null);
    }

    private Answer whole(Answer answer) {
        if (answer == null) {
            throw Failure.of("an HTTP response", conversation.whyNoAnswer());
        }
        return answer;
    }

    /** Not an interim one: RFC 9110 §15.2 "MUST be able to parse one or more 1xx responses". */
    private Answer nextAnswer() {
        Answer answer = nextOrInterim();
        while (answer != null && answer.isInterim()) {
            answer = nextOrInterim();
        }
        return answer;
    }

    private Answer nextOrInterim() {
        settled = false;
        if (conversation().hasAnswerWithoutEnd()) {
            throw minor; // there is no place for another response on this connection
        }
        Answer answer = conversation().answer(asked.nextMethod());
        if (answer == null && conversation.end() != null) {
            attempt.sawEnd();
            settled = true;
        }
        if (conversation.hasAnswerWithoutEnd()) {
            // RFC 9112 §6.3 lets such content end with the connection, but no MUST says when that has to be
            minor = Failure.of("content with a length or in chunks, or the end of TCP behind it", answer
                    + " with content that has no length, and TCP stays open").of("9112-6.3-4");
        }
        asked.gets(answer);
        return answer;
    }

    /** Waits for bytes from the server, which need not be HTTP. False if TCP ends first, or the time is up. */
    public boolean awaitBytes() {
        boolean any = conversation().awaitBytes();
        if (conversation.end() != null) {
            attempt.sawEnd();
        }
        settled = true;
        return any;
    }

    /** A complete response with one of these statuses. */
    public Answer expectHttp(int... statuses) {
        Answer answer = answer();
        checkStatus(answer, statuses);
        return answer;
    }

    private void checkStatus(Answer answer, int... statuses) {
        if (Arrays.stream(statuses).noneMatch(status -> status == answer.status())) {
            throw Failure.of("HTTP " + Arrays.stream(statuses).mapToObj(Integer::toString)
                    .collect(Collectors.joining(" or ")), answer);
        }
        settled = true;
    }

    /**
     * As {@link #expectHttp}, in a handshake: there "the endpoint MAY drop the TCP connection" (§10.7), and that a
     * response comes is a SHOULD.
     */
    public Answer expectHttpInHandshake(int... statuses) {
        Answer answer = answerThatShouldCome();
        checkStatus(answer, statuses);
        return answer;
    }

    /**
     * A response, where the server may end TCP instead: for what it doesn't expect, §10.7 "the endpoint MAY drop the
     * TCP connection" and "SHOULD return an appropriate HTTP [RFC2616] status code". HTTP lets it end a connection at
     * any time (RFC 9112 §9.5).
     */
    public final Answer answerThatShouldCome() {
        return thatShouldCome(nextAnswer());
    }

    private Answer thatShouldCome(Answer answer) {
        if (answer == null && conversation.end() != null && !conversation.isWithinAnswer()) {
            throw Failure.of("an HTTP response", conversation.whyNoAnswer()).of("10.7-4");
        }
        return whole(answer);
    }

    /** A complete response with an error status, 4xx or 5xx. */
    public Answer expectRefused() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 400) {
            throw Failure.of("an HTTP error response", answer);
        }
        settled = true;
        return answer;
    }

    /** Any complete response but a 101: an error, a redirection, an ordinary page. */
    public Answer expectNoUpgrade() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 200) {
            throw Failure.of("an HTTP response, but no upgrade", answer);
        }
        settled = true;
        return answer;
    }

    /** As {@link #expectNoUpgrade()}, in a case about something else. @param row the requirement that a 101 breaks */
    public Answer expectNoUpgrade(String row) {
        Answer answer = answerThatShouldCome();
        if (answer.status() == 101) {
            throw Failure.of("an HTTP response, but no upgrade", answer).of(row);
        }
        settled = true;
        return answer;
    }

    /** As {@link #expectRefused}, where a redirection to what was meant will do too (RFC 9112 §3.2). */
    public Answer expectRefusedOrRedirected() {
        Answer answer = answerThatShouldCome();
        if (answer.status() < 300) {
            throw Failure.of("an HTTP error response, or a redirection", answer);
        }
        settled = true;
        return answer;
    }

    /**
     * A complete response with an error status or a redirection, or the end of TCP: for what has not even the look of
     * HTTP. A server may take it for HTTP/0.9, whose responses have no head: that is graded
     * as the case is.
     */
    public void expectRefusedOrEnd() {
        String expected = "an HTTP error response, a redirection, or the end of TCP";
        Answer answer;
        try {
            answer = answerUnlessEnd();
        } catch (Violation violation) {
            if (!violation.rule().equals(AnswerReader.BEGINNING)) {
                throw violation;
            }
            throw Failure.of(expected, "what is no HTTP response: " + violation.getMessage());
        }
        if (answer != null && answer.status() < 300) {
            throw Failure.of(expected, answer);
        }
        settled = true;
    }
}
