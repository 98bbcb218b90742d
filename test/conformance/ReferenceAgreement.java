package conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link ReferenceServer} agrees to about compression (RFC 7692 §7.1): it takes every valid offer with all its
 * parameters.
 */
final class ReferenceAgreement {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** A token once quotes and escapes are gone. */
    private static final String VALUE = "(?:" + TOKEN + "|\"(?:\\\\?[!#$%&'*+.^_`|~0-9A-Za-z-])+\")";
    private static final Pattern OFFER = Pattern.compile("\\s*(" + TOKEN + ")\\s*((?:;\\s*" + TOKEN + "\\s*(?:=\\s*"
            + VALUE + "\\s*)?)*)");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*(" + TOKEN + ")\\s*(?:=\\s*(" + VALUE + ")\\s*)?");
    private static final String NAME = "permessage-deflate";
    static final String SERVER_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_BITS = "server_max_window_bits";
    static final String CLIENT_BITS = "client_max_window_bits";

    private final ReferenceServer server;
    private final Map<String, String> offer;
    private final Map<String, String> agreed = new LinkedHashMap<>();

    private ReferenceAgreement(ReferenceServer server, Map<String, String> offer) {
        this.server = server;
        this.offer = offer;
        answerServer();
        answerClient();
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** @param fields of Sec-WebSocket-Extensions; @return all that is agreed to */
    static List<ReferenceAgreement> negotiate(ReferenceServer server, List<String> fields) {
        List<ReferenceAgreement> accepted = new ArrayList<>();
        if (server.has(Habit.DECLINES_COMPRESSION)) {
            return accepted;
        }
        if (server.has(Fault.AGREES_UNASKED) && fields.isEmpty()) {
            accepted.add(new ReferenceAgreement(server, Map.of()));
        }
        int looked = 0;
        String declinedBits = null;
        for (String element : String.join(",", fields).split(",")) {
            Matcher matcher = OFFER.matcher(element);
            if (!matcher.matches() || !(matcher.group(1).equals(NAME)
                    || (matcher.group(1).startsWith(NAME) && server.has(Fault.NAME_OF_EXTENSION_BY_PREFIX)))
                    || (looked++ > 0 && server.has(Habit.LOOKS_AT_FIRST_OFFER_ONLY))) {
                continue;
            }
            Map<String, String> offer = parameters(server, matcher.group(2));
            if (offer == null || !isValid(server, offer)) {
                declinedBits = offer == null ? declinedBits : offer.get(SERVER_BITS);
                continue;
            }
            if (server.has(Habit.TAKES_LAST_OFFER)) {
                accepted.clear();
            }
            if (accepted.isEmpty() || server.has(Fault.AGREES_TWICE)) {
                accepted.add(new ReferenceAgreement(server, offer));
            }
            if (declinedBits != null && server.has(Fault.LEAKS_DECLINED_BITS)) {
                accepted.get(0).agreed.put(CLIENT_BITS, declinedBits);
            }
        }
        return accepted;
    }

    private static Map<String, String> parameters(ReferenceServer server, String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(2) == null ? null : parameter.group(2).replaceAll("[\"\\\\]", "");
            boolean again = parameters.containsKey(parameter.group(1));
            boolean same = again && Objects.equals(parameters.get(parameter.group(1)), value);
            if (again && !server.has(Fault.ACCEPTS_DUPLICATE) && !(same && server.has(Fault.ACCEPTS_EQUAL_DUPLICATE))) {
                return null;
            }
            parameters.put(parameter.group(1), value);
        }
        return parameters;
    }

    private static boolean isValid(ReferenceServer server, Map<String, String> offer) {
        for (Map.Entry<String, String> parameter : offer.entrySet()) {
            String value = parameter.getValue();
            boolean valid = switch (parameter.getKey()) {
                case SERVER_TAKEOVER -> !server.has(Fault.NO_SERVER_TAKEOVER_PARAMETER)
                        && (value == null || server.has(Fault.ACCEPTS_TAKEOVER_VALUE));
                case CLIENT_TAKEOVER -> value == null || server.has(Fault.ACCEPTS_TAKEOVER_VALUE);
                case SERVER_BITS -> value == null ? server.has(Fault.ACCEPTS_BARE_SERVER_BITS)
                        : isWindow(server, value) && !(value.equals("8") && server.has(Habit.DECLINES_WINDOW_8));
                case CLIENT_BITS -> value == null || isWindow(server, value)
                        || server.has(Fault.IGNORES_CLIENT_BITS_VALUE);
                default -> server.has(Fault.ACCEPTS_UNKNOWN_PARAMETER);
            };
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWindow(ReferenceServer server, String value) {
        return value.matches("[89]|1[0-5]")
                || (value.matches("[0-7]") && server.has(Fault.ACCEPTS_SMALL_WINDOW))
                || (value.matches("1[6-9]|[2-9][0-9]+|1[0-9]{2,}") && server.has(Fault.ACCEPTS_LARGE_WINDOW))
                || (value.matches("0[89]|01[0-5]") && server.has(Fault.ACCEPTS_LEADING_ZERO))
                || (!value.matches("[0-9]+") && server.has(Fault.ACCEPTS_NO_NUMBER));
    }

    /** Of a value that only a fault lets through, too. */
    private static int window(String value) {
        return value != null && value.matches("0?[89]|0?1[0-5]") ? Integer.parseInt(value) : 15;
    }

    private void answerServer() {
        boolean unasked = server.has(Habit.ANSWERS_UNASKED);
        if ((unasked || offer.containsKey(SERVER_TAKEOVER)) && !is(Fault.FORGETS_SERVER_TAKEOVER)) {
            agreed.put(SERVER_TAKEOVER, is(Fault.ANSWERS_TAKEOVER_VALUE) ? "true" : null);
        }
        if (offer.containsKey(SERVER_BITS) && !is(Fault.FORGETS_SERVER_BITS)) {
            int bits = window(offer.get(SERVER_BITS));
            agreed.put(SERVER_BITS, Integer.toString(is(Fault.ANSWERS_LARGER_WINDOW) ? Math.min(15, bits + 1) : unasked
                    ? Math.max(8, bits - 1) : bits));
        } else if (unasked) {
            agreed.put(SERVER_BITS, "12");
        }
        if (is(Fault.ANSWERS_UNKNOWN_PARAMETER)) {
            agreed.put("level", "6");
        }
    }

    private void answerClient() {
        boolean ignores = server.has(Habit.IGNORES_HINTS);
        if ((server.has(Habit.ANSWERS_UNASKED) || offer.containsKey(CLIENT_TAKEOVER)) && !ignores
                && !is(Fault.DROPS_WINDOW_FOR_HINT)) {
            agreed.put(CLIENT_TAKEOVER, null);
        }
        if (is(Fault.ANSWERS_CLIENT_BITS_UNASKED)) {
            agreed.put(CLIENT_BITS, "15");
        }
        if (offer.containsKey(CLIENT_BITS) && !ignores) {
            String value = offer.get(CLIENT_BITS);
            if (value == null ? is(Fault.ECHOES_BARE_CLIENT_BITS) : is(Fault.ANSWERS_CLIENT_BITS_WITH_ZERO)) {
                agreed.put(CLIENT_BITS, value == null ? null : "0" + value);
            } else if (value != null && !is(Fault.WINDOW_SHRINKS_FOR_HINT)) {
                agreed.put(CLIENT_BITS, Integer.toString(window(value)));
            } else if (is(Fault.ASKS_SMALL_WINDOW)) {
                agreed.put(CLIENT_BITS, "9");
            }
        }
    }

    String answer() {
        StringBuilder answer = new StringBuilder(NAME);
        agreed.forEach((name, value) -> answer.append("; ").append(name).append(value == null ? "" : "=" + value));
        return answer.toString();
    }

    /** Whether this parameter was offered, with or without a value. */
    boolean wasOffered(String parameter) {
        return offer.containsKey(parameter);
    }

    /** The window that was offered by this parameter, in bits; the largest if it has no value. */
    int offeredWindow(String parameter) {
        return window(offer.get(parameter));
    }

    /** Whether this parameter was agreed. */
    boolean has(String parameter) {
        return agreed.containsKey(parameter);
    }

    /** The window that was agreed by this parameter, in bits; the largest if it was not. */
    int agreedWindow(String parameter) {
        return window(agreed.get(parameter));
    }
}
