package handshake;

import http.Authority;
import http.Refusal;
import http.Request;
import http.Status;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may come in. A browser lets any page of any site open a WebSocket to any server, so only the server can refuse.
 *
 * @param hosts   names, in lower case, that this server is known by, beside its addresses and localhost
 * @param origins of other sites whose pages may connect, as {@code https://example.org}; {@code *} for all
 */
public record Admission(Set<String> hosts, Set<String> origins) {
    /** Somebody may copy it from the log into a shell. */
    private static final Pattern SAFE = Pattern.compile("[a-z0-9.:/\\[\\]-]+");

    /** A site whose name suddenly leads to this machine (DNS rebinding) still sends its own name in Host. */
    public void checkHost(Request request) throws Refusal {
        Authority authority = request.authority();
        if (authority != null && !authority.isAddress() && !authority.host().equals("localhost") && !hosts.contains(authority.host())) {
            throw new Refusal(Status.MISDIRECTED_REQUEST, "RFC 9110 §7.4", "this server is not known as " + authority.host()
                    + "; if it should be, start it with --allow-host " + authority.host());
        }
    }

    /** RFC 6455 §10.2: the page must come from this server, or from a site that was allowed. No Origin, no browser. */
    public void checkOrigin(Request request) throws Refusal {
        List<String> lines = request.fields().lines("Origin");
        if (lines.isEmpty() || origins.contains("*")) {
            return;
        }
        String origin = lines.get(0).toLowerCase(Locale.ROOT);
        if (lines.size() > 1 || !origins.contains(origin) && !isOwn(origin, request.authority())) {
            throw new Refusal(Status.FORBIDDEN, "RFC 6455 §10.2", "pages from " + String.join(", ", lines) + " may not connect"
                    + (SAFE.matcher(origin).matches() ? "; make run ORIGIN=" + origin + " (or --origin " + origin + ") lets them in" : ""));
        }
    }

    private static boolean isOwn(String origin, Authority self) {
        if (!origin.startsWith("http://") || self == null) {
            return false;
        }
        Authority authority = Authority.parse(origin.substring("http://".length()));
        return authority != null && authority.withPortOr(80).equals(self.withPortOr(80));
    }
}
