package conformance.wire;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of the server under test (RFC 6455 §3).
 *
 * @param resource path and query
 */
public record Target(boolean tls, String host, int port, String resource) {
    /** @throws IllegalArgumentException with a sentence for the user */
    public static Target parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + " is no URL: " + e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(java.util.Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException(url + " doesn't begin with ws:// or wss://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(url + " has no host name that can be used");
        }
        if (uri.getFragment() != null) {
            throw new IllegalArgumentException(url + " has a fragment part, which RFC 6455 §3 forbids");
        }
        boolean tls = scheme.equals("wss");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(tls, uri.getHost(), uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort(),
                uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
    }

    /** The same port, without TLS: for what must not be answered there. */
    public Target inPlain() {
        return new Target(false, host, port, resource);
    }

    /** What stands in the Host field: the port only if it isn't the scheme's own (§4.1). */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ':' + port;
    }

    /** The host as a socket wants it: an IPv6 address without its brackets. */
    String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (tls ? "wss://" : "ws://") + authority() + resource;
    }

    /** {@code http://host:port}, or {@code https://} for {@code wss://}: how an absolute target begins (§3). */
    public String httpUri() {
        return (tls() ? "https://" : "http://") + authority();
    }
}
