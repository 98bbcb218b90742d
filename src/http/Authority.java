package http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A host and a port, as in {@code Host}, in the absolute form of a request target, and in {@code Origin}.
 *
 * @param host in lower case; an IPv6 address keeps its brackets
 * @param port -1 if none is given
 */
public record Authority(String host, int port) {
    /** A DNS name has at most 253 characters, an address far fewer. */
    private static final int MAX_HOST = 255;
    private static final int MAX_PORT = 65535;

    /** Reads {@code host[:port]} (RFC 9110 §7.2); null if it is anything else. */
    public static Authority parse(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : 0;
        if (bracket < 0) {
            return null;
        }
        int colon = text.indexOf(':', bracket);
        int end = colon < 0 ? text.length() : colon;
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        if (host.isEmpty() || host.length() > MAX_HOST || !(bracket > 0 ? isIpv6(host) : isName(host))) {
            return null;
        }
        if (end >= text.length() - 1) {
            return new Authority(host, -1); // RFC 3986 §3.2.3: the port may be empty after its colon
        }
        int port = port(text, end + 1);
        return port < 0 ? null : new Authority(host, port);
    }

    /** At most five digits, 0 to 65535; -1 if it is anything else. */
    private static int port(String text, int from) {
        if (text.length() - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            if (!Grammar.isDigit(text.charAt(i))) {
                return -1;
            }
            port = 10 * port + text.charAt(i) - '0';
        }
        return port > MAX_PORT ? -1 : port;
    }

    /** RFC 3986 §3.2.2: letters, digits, some signs, and %XX. An IPv4 address is a name too. */
    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (!Grammar.isUnreservedOrSubDelimiter(host.charAt(i)) && !Grammar.isPercentEncoded(host, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String host) {
        try {
            return host.indexOf(':') > 0 && host.matches("\\[[0-9a-f:.]+]")
                    && InetAddress.getByName(host) != null; // no DNS lookup: a name has no colon
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether the host is an address, not a name that is looked up in the DNS. */
    public boolean isAddress() {
        return host.startsWith("[") || isIpv4();
    }

    /** RFC 3986 §3.2.2: {@code IPv4address}, four numbers from 0 to 255 without leading zeros. */
    private boolean isIpv4() {
        int dots = 0;
        int digits = 0;
        int number = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' && digits > 0) {
                dots++;
                digits = 0;
                number = 0;
            } else if (Grammar.isDigit(c) && (digits == 0 || number > 0)) {
                digits++;
                number = 10 * number + c - '0';
            } else {
                return false;
            }
            if (number > 255) {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }

    /** The same with this port, if it has none. */
    public Authority withPortOr(int standard) {
        return port == -1 ? new Authority(host, standard) : this;
    }

    @Override
    public String toString() {
        return port == -1 ? host : host + ":" + port;
    }
}
