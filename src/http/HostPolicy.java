package http;

import java.util.Set;

/**
 * Which hosts this server serves: addresses, localhost, and these names. Any other name is refused, even if it resolves
 * to this machine. So a foreign page can't reach this server under its own name (DNS rebinding): the browser sends that
 * name in Host.
 *
 * @param names in lower case
 */
public record HostPolicy(Set<String> names) {

    /** RFC 9110 §7.4: "whether the server has been configured to process requests for that target URI". */
    public void check(Request request) throws Refusal {
        Authority authority = request.authority();
        if (authority == null || authority.isAddress()) {
            return;
        }
        String host = authority.host();
        if (!host.equals("localhost") && !names.contains(host)) {
            throw new Refusal(Status.MISDIRECTED_REQUEST, "RFC 9110 §7.4", "this server is not known as " + host
                    + "; if it should be, start it with --allow-host " + host);
        }
    }
}
