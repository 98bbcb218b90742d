package conformance.suite;

import conformance.wire.Answer;
import conformance.wire.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was asked for on one connection: to which request the next answer belongs (RFC 9112 §9.3.2). */
final class Asked {
    private final Deque<Request> behind = new ArrayDeque<>();
    private Request request;
    private boolean answered;

    /** These are asked for, in this order; what was asked for before is over. */
    void all(Request first, Request... others) {
        request = first;
        answered = false;
        behind.clear();
        behind.addAll(List.of(others));
    }

    /** Goes on to the request to which the next answer belongs, and tells its method; GET if none was asked for. */
    String nextMethod() {
        if (answered && !behind.isEmpty()) {
            request = behind.remove();
        }
        return request == null ? "GET" : request.method();
    }

    /** The request to which the last answer belonged; null if none was asked for. */
    Request last() {
        return request;
    }

    /** An answer has come; null for none. Behind an interim one the final one belongs to the same request. */
    void gets(Answer answer) {
        answered = answer != null && !answer.isInterim();
    }
}
