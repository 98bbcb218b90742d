package handshake;

import http.Authority;
import http.ProxyPolicy;
import http.Refusal;
import http.Request;
import http.Scheme;
import http.Status;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which sites' pages may open a WebSocket. A browser lets any page connect to any server, so the server must refuse
 * (§10.2). A request without Origin is not from a browser's page and may connect.
 *
 * @param origins other sites, in lower case, as {@code https://example.org}; {@code *} for all
 * @param scheme  of this server's own pages
 * @param proxies what a proxy may say about the scheme
 */
public record OriginPolicy(Set<String> origins, Scheme scheme, ProxyPolicy proxies) {
    /** What can be copied from the log into a shell safely. */
    private static final Pattern SAFE = Pattern.compile("[a-z0-9.:/\\[\\]-]+");

    /** §10.2: servers "SHOULD verify the |Origin| field is an origin they expect". */
    public void check(Request request) throws Refusal {
        List<String> lines = request.fields().lines("Origin");
        if (lines.isEmpty() || origins.contains("*")) {
            return;
        }
        String origin = lines.get(0).toLowerCase(Locale.ROOT); // §4.2.2 /origin/ "converted to lowercase"
        boolean known = isOwn(origin, request) || origins.contains(origin);
        if (lines.size() > 1 || !known) {
            String remedy = "; make run ORIGIN=" + origin + " (or --origin " + origin + ") lets them in";
            throw new Refusal(Status.FORBIDDEN, "RFC 6455 §10.2", "pages from " + String.join(", ", lines)
                    + " may not connect" + (SAFE.matcher(origin).matches() ? remedy : ""));
        }
    }

    /** Whether the page came from the host and port that the request is for. */
    private boolean isOwn(String origin, Request request) {
        Authority self = request.authority();
        Scheme scheme = proxies.scheme(request, this.scheme);
        if (self == null || !origin.startsWith(scheme.prefix())) {
            return false;
        }
        Authority authority = Authority.parse(origin.substring(scheme.prefix().length()));
        int port = scheme.standardPort();
        return authority != null && authority.withPortOr(port).equals(self.withPortOr(port));
    }
}
