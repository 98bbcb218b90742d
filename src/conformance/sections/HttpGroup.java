package conformance.sections;

import conformance.suite.Client;
import conformance.suite.Event;
import conformance.suite.Group;
import conformance.wire.Answer;
import conformance.wire.CloseCode;
import conformance.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** What cases on several requests of one connection have in common. */
abstract class HttpGroup extends Group {
    static final String NO_SUCCESSOR =
            "the GET isn't found behind the 5 bytes: an answer to POST, an error, or the end of the connection";

    /**
     * Nothing is read behind: the next thing is the end. So it is without an answer, as a server may end a connection
     * at any time (RFC 9112 §9.5).
     */
    static void ended(Client c, Answer answer) {
        if (answer == null) {
            c.saw("no answer, but the end of TCP");
            return;
        }
        if (answer.status() == 101) {
            c.accept(answer);
            Event end = c.next();
            boolean blames = end instanceof Event.Close close && close.code() == CloseCode.PROTOCOL_ERROR;
            c.check(end instanceof Event.End || (end instanceof Event.Close && !blames),
                    "the end of the connection, and content that isn't read as frames", end);
            c.saw("accepted, then " + end);
            return;
        }
        c.request(c.plain("GET", "/")); // a server that goes on answers it, so silence needs no time-out
        Answer next = c.answerUnlessEnd();
        c.check(next == null, "the end of TCP behind " + answer, "another answer: " + next);
    }

    static Answer get(Client c, String resource) {
        c.request(c.plain("GET", resource));
        return c.expectNoUpgrade();
    }

    /** The request's content is longer than the 5 bytes that come, or has no length: a GET behind them is none. */
    static void expectNoSuccessor(Client c, Request request) {
        c.pipeline(request, c.plain("GET", "/"));
        c.endOutput();
        Answer first = c.answerUnlessEnd();
        Answer second = first == null ? null : c.answerUnlessEnd();
        c.check(second == null || second.status() >= 400, "an error, or the end of TCP, behind " + first, second);
        c.saw(first == null ? "the end of TCP" : "answered with " + first);
    }

    /** So many answers, or fewer and the end; no 101 among them. */
    static List<Answer> atMost(Client c, int most) {
        return atMost(c, most, null);
    }

    /** @param ifSilent what a server breaks that neither answers nor ends; null for what the case is about */
    static List<Answer> atMost(Client c, int most, String ifSilent) {
        List<Answer> answers = new ArrayList<>();
        for (Answer answer = c.answerUnlessEnd(ifSilent); answer != null; answer = c.answerUnlessEnd(ifSilent)) {
            c.check(answer.status() != 101, "no upgrade", answer);
            if (answer.status() >= 200) {
                answers.add(answer);
            }
            c.check(answers.size() <= most, most + " answers at most", answers);
        }
        c.saw(answers.toString());
        return answers;
    }
}
