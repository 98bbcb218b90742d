package handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compression of messages, as it was agreed on (RFC 7692 §7.1). Every response has both {@code no_context_takeover}
 * parameters: neither side refers to earlier messages, so no connection needs a window of its own.
 *
 * @param serverWindowBits the base-2 logarithm of the largest window that the client can read, 8 to 15
 * @param limited          whether the client asked for that limit: then the response must contain it
 */
public record PerMessageDeflate(int serverWindowBits, boolean limited) {
    private static final String NAME = "permessage-deflate";
    private static final int LEAST_BITS = 8;
    private static final int MOST_BITS = 15;

    /** What the server agrees to: the first offer that it supports. Null if there is none. */
    public static PerMessageDeflate agree(List<ExtensionOffer> offers) {
        for (ExtensionOffer offer : offers) {
            if (offer.name().equals(NAME)) {
                PerMessageDeflate agreed = agree(offer);
                if (agreed != null) {
                    return agreed;
                }
            }
        }
        return null;
    }

    /**
     * Null if RFC 7692 §7 says "A server MUST decline an extension negotiation offer": it lists four conditions.
     */
    private static PerMessageDeflate agree(ExtensionOffer offer) {
        int serverWindowBits = MOST_BITS;
        Set<String> names = new HashSet<>();
        for (ExtensionOffer.Parameter parameter : offer.parameters()) {
            boolean valid = switch (parameter.name()) {
                case "server_no_context_takeover", "client_no_context_takeover" -> parameter.value() == null;
                case "server_max_window_bits" -> parameter.value() != null && isBits(parameter.value());
                case "client_max_window_bits" -> parameter.value() == null || isBits(parameter.value());
                default -> false;
            };
            if (!valid || !names.add(parameter.name())) {
                return null;
            }
            if (parameter.name().equals("server_max_window_bits")) {
                serverWindowBits = Integer.parseInt(parameter.value());
            }
        }
        return new PerMessageDeflate(serverWindowBits, names.contains("server_max_window_bits"));
    }

    /** RFC 7692 §7.1.2.1 "a decimal integer value without leading zeroes between 8 to 15, inclusive". */
    private static boolean isBits(String value) {
        return value.matches("[89]|1[0-5]");
    }

    /** Bytes of the largest window that the client can read. */
    public int serverWindow() {
        return 1 << serverWindowBits;
    }

    /** Whether the client can read windows of any size. */
    public boolean readsAnyWindow() {
        return serverWindowBits == MOST_BITS;
    }

    /**
     * The element of {@code Sec-WebSocket-Extensions} in the response. {@code client_max_window_bits} isn't in it: the
     * server reads windows of any size.
     */
    String response() {
        return NAME + "; server_no_context_takeover; client_no_context_takeover"
                + (limited ? "; server_max_window_bits=" + serverWindowBits : "");
    }
}
