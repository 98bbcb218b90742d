package http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Whether a reverse proxy in front of this server is believed: who the client is, and which scheme it used. Any client
 * can send these fields, so they count only if the server was started behind a proxy that sets them.
 *
 * @param trusted whether every peer is such a proxy
 */
public record ProxyPolicy(boolean trusted) {
    public static final ProxyPolicy NONE = new ProxyPolicy(false);

    /**
     * Where the request comes from: the last address in {@code X-Forwarded-For}, which is what the proxy saw itself.
     * The addresses before it are what the client said. The peer if there is none, or if that is no address.
     *
     * @return with port 0 if the port isn't known
     */
    public SocketAddress client(Request request, SocketAddress peer) {
        InetSocketAddress client = trusted ? address(last(request, "X-Forwarded-For")) : null;
        return client == null ? peer : client;
    }

    /**
     * The scheme of the client's request, of the last entry in {@code X-Forwarded-Proto}: a proxy that ends TLS is
     * itself a client without.
     *
     * @param own what it is without a proxy
     */
    public Scheme scheme(Request request, Scheme own) {
        String forwarded = trusted ? last(request, "X-Forwarded-Proto") : "";
        return switch (forwarded.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> Scheme.HTTPS;
            case "http", "ws" -> Scheme.HTTP;
            default -> own;
        };
    }

    private static String last(Request request, String name) {
        List<String> entries = request.fields().list(name);
        return entries.isEmpty() ? "" : entries.get(entries.size() - 1);
    }

    /** Reads an address of either family, with or without a port; an IPv6 address also without brackets. */
    private static InetSocketAddress address(String text) {
        boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        Authority authority = Authority.parse(bare ? '[' + text + ']' : text);
        if (authority == null || !authority.isAddress()) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(authority.host()), Math.max(0, authority.port()));
        } catch (UnknownHostException e) {
            return null; // no DNS lookup: it is an address
        }
    }
}
