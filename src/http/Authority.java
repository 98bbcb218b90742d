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
    /** A DNS name has at most 253 characters, an address far fewer. */
    private static final int MAX_HOST = 255;
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    /** Reads {@code host[:port]} (RFC 9112 §3.2); null if it is anything else. */
    public static Authority parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : (text + ":").indexOf(':');
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = text.substring(end);
        if (host.isEmpty() || host.length() > MAX_HOST || !(host.startsWith("[") ? isIpv6(host) : isName(host))) {
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

    /** RFC 3986 §3.2.2: letters, digits, some signs, and %XX. An IPv4 address is a name too. */
    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '%') {
                if (i + 2 >= host.length()
                        || Character.digit(host.charAt(i + 1), 16) < 0 || Character.digit(host.charAt(i + 2), 16) < 0) {
                    return false;
                }
                i += 2;
            } else if (!Fields.isLetterOrDigit(c) && "-._~!$&'()*+,;=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String host) {
        try {
            return host.indexOf(':') > 0 && host.matches("\\[[0-9a-f:.]+]")
                    && InetAddress.getByName(host) != null; // looks nothing up: no name has a colon
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
