package connection;

import handshake.OriginPolicy;
import http.HeadLimits;
import http.HostPolicy;
import http.ProxyPolicy;
import http.Refusal;
import http.Request;
import http.Response;
import http.Scheme;
import http.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import message.Deflation;
import message.Inflation;

/**
 * A server as a connection under test sees it. What a connection is made with is made here and in {@link TestEndpoint},
 * and nowhere else.
 *
 * <p>It writes down what it is asked, and what is reported to it: {@code request /path}, {@code REFUSED 400 …}. Of the
 * reasons that begin with a section, only the section.
 */
public final class TestSite implements Site {
    static final SocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);

    /** What is at a path, for those who don't ask for a WebSocket. */
    @FunctionalInterface
    public interface Pages {
        Response respond(Request request) throws Refusal;
    }

    /** Which requests wait for their response. */
    @FunctionalInterface
    interface Waits {
        Parked park(Request request, Connection connection) throws Refusal;
    }

    private final Consumer<String> events;
    private final Inflation inflation = new Inflation();
    private final Deflation deflation = new Deflation();
    private long kept;

    final TestTally tally = new TestTally();

    // What a test may set before it begins

    HeadLimits headLimits = HeadLimits.DEFAULT;
    Patience patience = Patience.DEFAULT;
    HostPolicy hostPolicy = new HostPolicy(Set.of());
    OriginPolicy originPolicy = new OriginPolicy(Set.of(), Scheme.HTTP, ProxyPolicy.NONE);
    ProxyPolicy proxyPolicy = ProxyPolicy.NONE;
    public Pages pages = request -> Response.text(Status.OK, "page");
    Waits waits = (request, connection) -> null;
    Function<String, Endpoint> endpoints;

    boolean isDue;
    /** Two or more connections of one site share it, as those of one loop do. */
    Buffered buffered = new Buffered(1 << 30, more -> kept += more);

    // The last report

    SocketAddress reportedPeer;
    String reportedSentence = "";

    TestSite(Consumer<String> events, Function<String, Endpoint> endpoints) {
        this.events = events;
        this.endpoints = endpoints;
    }

    /** One that writes nothing down: for connections on threads of their own. */
    public TestSite(Function<String, Endpoint> endpoints) {
        this(event -> { }, endpoints);
    }

    /** Limits that a vector of reasonable size exceeds. */
    static HeadLimits narrowLimits() {
        return new HeadLimits(500, 100, 12);
    }

    /** A connection with nothing behind it. Its bytes are those that {@link Connection#toSend} gives. */
    public static Connection connection(Site site, long now) {
        return new Connection(site, 0, PEER, now);
    }

    @Override
    public HeadLimits headLimits() {
        return headLimits;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public HostPolicy hostPolicy() {
        return hostPolicy;
    }

    @Override
    public ProxyPolicy proxyPolicy() {
        return proxyPolicy;
    }

    @Override
    public OriginPolicy originPolicy() {
        return originPolicy;
    }

    @Override
    public Response respond(Request request, SocketAddress client) throws Refusal {
        events.accept("request " + request.path());
        return pages.respond(request);
    }

    @Override
    public Parked park(Request request, Connection connection) throws Refusal {
        return waits.park(request, connection);
    }

    @Override
    public Endpoint endpoint(String path) {
        return endpoints.apply(path);
    }

    @Override
    public Inflation inflation() {
        return inflation;
    }

    @Override
    public Deflation deflation() {
        return deflation;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public boolean isDue() {
        return isDue;
    }

    @Override
    public Buffered buffered() {
        return buffered;
    }

    @Override
    public void report(Incident incident, SocketAddress peer, String sentence) {
        reportedPeer = peer;
        reportedSentence = sentence;
        events.accept(incident + " " + Notation.section(sentence));
    }
}
