package connection;

import handshake.Agreement;
import handshake.Opening;
import http.Refusal;
import http.Request;
import http.RequestReader;
import http.Response;
import http.Status;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A connection before its 101: requests come in, responses go out, one after the other, until a request opens a
 * WebSocket or a response is the last one.
 */
final class HttpExchange {
    /** The result of reading some bytes. */
    enum Progress {
        /** The request isn't complete. */
        INCOMPLETE,
        /** The request waits for its response. */
        PARKED,
        /** There was a response, and another request may follow. */
        RESPONDED,
        /** There was a response, and no other request is read. */
        ENDED,
        /** There was a 101: {@link #endpoint}, {@link #opening} and {@link #agreement} say for what. */
        UPGRADED
    }

    private final Site site;
    private final SocketAddress peer;
    private final Output output;
    private final RequestReader requests;
    /** The peer, or who is behind it if it is a proxy. */
    private SocketAddress client;
    private final Connection connection;
    /** Not null while a request waits for its response. */
    private Parked parked;
    private long parkedUntil;
    private boolean parkedIsLast;
    private Opening opening;
    private Endpoint endpoint;
    private Agreement agreement;

    /** @param connection that this belongs to */
    HttpExchange(Connection connection, Site site, SocketAddress peer, Output output) {
        this.connection = connection;
        this.site = site;
        this.peer = peer;
        this.client = peer;
        this.output = output;
        this.requests = new RequestReader(site.headLimits());
    }

    /** Who sent the last request, as far as it is known. */
    SocketAddress client() {
        return client;
    }

    Opening opening() {
        return opening;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Agreement agreement() {
        return agreement;
    }

    /** Whether a request has begun and is not complete. */
    boolean isWithinRequest() {
        return requests.isWithinRequest();
    }

    /**
     * Reads one request, or as much of it as there is. This is the only place where a {@link Refusal} becomes a
     * response.
     *
     * @param tap null for none
     */
    Progress read(ByteBuffer in, Tap tap, long now) {
        Request request = null;
        client = peer;
        try {
            request = read(in, tap);
            if (request == null) {
                return Progress.INCOMPLETE;
            }
            client = site.proxyPolicy().client(request, peer);
            site.hostPolicy().check(request);
            if (Opening.isAskedFor(request)) {
                upgrade(request, now);
                return Progress.UPGRADED;
            }
            parked = request.isHead() ? null : site.park(request, connection);
            if (parked != null) {
                parkedUntil = now + 1000L * parked.seconds();
                parkedIsLast = !request.keepsAlive();
                return Progress.PARKED;
            }
            return respond(site.respond(request, client), request.isHead(), !request.keepsAlive(), now);
        } catch (Refusal refusal) {
            if (request == null) { // its head isn't complete, so it is unknown where another begins
                return refuse(refusal, requests.isHead(), true, now);
            }
            report(refusal);
            return respond(refusal.response(request), request.isHead(), !request.keepsAlive(), now);
        }
    }

    private Request read(ByteBuffer in, Tap tap) throws Refusal {
        int from = in.position();
        try {
            return requests.read(in);
        } finally {
            if (tap != null) {
                tap.received(in.slice(from, in.position() - from));
            }
        }
    }

    private void upgrade(Request request, long now) throws Refusal {
        opening = Opening.parse(request);
        site.originPolicy().check(request);
        endpoint = site.endpoint(request.path());
        if (endpoint == null) {
            throw new Refusal(Status.NOT_FOUND, "RFC 6455 §4.2.2", "no WebSocket is served at " + request.path());
        }
        agreement = endpoint.agree(opening);
        Response response = opening.accept(agreement);
        site.tally().responded(response.status());
        output.add(response.head(now, false));
    }

    /** Bytes of memory that an unfinished request takes. */
    int kept() {
        return requests.kept();
    }

    /** The server needs the memory of the unfinished request. */
    void endForMemory(long now) {
        Refusal refusal = new Refusal(Status.SERVICE_UNAVAILABLE, "RFC 9110 §15.6.4",
                "the server is short of memory, and the request is not complete");
        refuse(refusal, requests.isHead(), true, now);
    }

    boolean isParked() {
        return parked != null;
    }

    /** Whether the time of the parked request has passed. */
    boolean isParkedLongEnough(long now) {
        return now >= parkedUntil;
    }

    /** The parked request gets its response. */
    Progress answer(Response response, long now) {
        parked = null;
        return respond(response, false, parkedIsLast, now);
    }

    /** The parked request gets the response that it has when its wait ends. */
    Progress endWait(long now) {
        return answer(parked.end(), now);
    }

    /** The same, and no other request is read. */
    void endWaitAndAll(long now) {
        parkedIsLast = true;
        endWait(now);
    }

    /** TCP is broken. */
    void leave() {
        if (parked != null) {
            parked.end();
            parked = null;
        }
    }

    /** The request was not complete in time. */
    void timeOut(long now) {
        Refusal refusal = new Refusal(Status.REQUEST_TIMEOUT, "RFC 9110 §15.5.9", "the request took too long");
        refuse(refusal, requests.isHead(), true, now);
    }

    /** The request isn't encrypted, and has to be. */
    void refusePlainText(long now) {
        Refusal refusal = new Refusal(Status.BAD_REQUEST, "RFC 9110 §15.5.1",
                "this port speaks TLS: the address begins with https:// or wss://");
        refuse(refusal, false, true, now);
    }

    private void report(Refusal refusal) {
        site.report(Incident.REFUSED, client, refusal.getMessage());
    }

    private Progress refuse(Refusal refusal, boolean headOnly, boolean last, long now) {
        report(refusal);
        return respond(refusal.response(), headOnly, last, now);
    }

    private Progress respond(Response response, boolean headOnly, boolean last, long now) {
        site.tally().responded(response.status());
        output.add(response.head(now, last));
        if (!headOnly && response.body().length > 0) {
            output.add(ByteBuffer.wrap(response.body()));
        }
        return last ? Progress.ENDED : Progress.RESPONDED;
    }
}
