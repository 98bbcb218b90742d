package conformance.wire;

import java.util.List;

/**
 * What is offered in a TLS handshake.
 *
 * @param versions   as {@code TLSv1.3}; empty for what the JDK offers
 * @param protocols  of ALPN (RFC 7301), empty for none
 * @param serverName of SNI (RFC 6066 §3), null for the host's own
 */
public record Tls(List<String> versions, List<String> protocols, String serverName) {
    public static final Tls USUAL = new Tls(List.of(), List.of(), null);

    public static Tls version(String version) {
        return new Tls(List.of(version), List.of(), null);
    }

    public static Tls protocols(String... protocols) {
        return new Tls(List.of(), List.of(protocols), null);
    }

    public static Tls serverName(String name) {
        return new Tls(List.of(), List.of(), name);
    }
}
