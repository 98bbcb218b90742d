package http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host and port that a request is meant for: what stands in {@code Host}, in a full address, and in {@code Origin}.
 *
 * @param host in lower case; an IPv6 address keeps its brackets
 * @param port -1 where none is given
 */
public record Authority(String host, int port) {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]*:[0-9a-f:.]*]");
    private static final Pattern NAME = Pattern.compile("([a-z0-9\\-._~!$&'()*+,;=]|%[0-9a-f]{2})+");

    /** Reads {@code host[:port]} (RFC 9112 §3.2); null if it is anything else. */
    public static Authority parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        String host = (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
        String rest = end < 0 ? "" : text.substring(end);
        if (!NAME.matcher(host).matches() && !isIpv6(host)) {
            return null;
        }
        if (rest.isEmpty() || rest.equals(":")) {
            return new Authority(host, -1);
        }
        if (!rest.matches(":[0-9]{1,5}") || Integer.parseInt(rest.substring(1)) > 65535) {
            return null;
        }
        return new Authority(host, Integer.parseInt(rest.substring(1)));
    }

    private static boolean isIpv6(String host) {
        try {
            return IPV6.matcher(host).matches() && InetAddress.getByName(host) != null; // looks nothing up: it has a colon
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether the host is an address rather than a name that some DNS server answered for. */
    public boolean isAddress() {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    /** The same place, with the port spelled out. */
    public Authority withPortOr(int standard) {
        return port == -1 ? new Authority(host, standard) : this;
    }

    @Override
    public String toString() {
        return port == -1 ? host : host + ":" + port;
    }
}
