package conformance.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** RFC 7692 §7.1: what an offer of permessage-deflate may say, and what a server may answer to it. */
final class DeflateRules {
    private static final Pattern WINDOW_BITS = Pattern.compile("8|9|1[0-5]");
    private static final Set<String> PARAMETERS = Set.of("server_no_context_takeover", "client_no_context_takeover",
            "server_max_window_bits", "client_max_window_bits");

    /** Why an answer does not fit an offer. */
    record Mismatch(String requirement, String rule) {}

    private static final Mismatch NONE = new Mismatch("", "");

    private DeflateRules() {}

    /** RFC 7692 §7: no unknown, no repeated, no invalid parameter. */
    static boolean isValidAnswer(Extension answer) {
        return isValid(answer, false);
    }

    private static boolean isValid(Extension deflate, boolean offered) {
        Set<String> seen = new HashSet<>();
        return deflate.parameters().stream().allMatch(parameter -> PARAMETERS.contains(parameter.name())
                && seen.add(parameter.name()) && isValid(parameter, offered));
    }

    private static boolean isValid(Extension.Parameter parameter, boolean offered) {
        if (parameter.name().endsWith("takeover")) {
            return parameter.value() == null;
        }
        return parameter.value() == null ? offered && parameter.name().equals("client_max_window_bits")
                : WINDOW_BITS.matcher(parameter.value()).matches();
    }

    /**
     * Null if the answer fits one of the offers. If none of them is valid, none should have been taken, but that is
     * for the cases to say.
     */
    static Mismatch mismatch(Extension answer, String offers) {
        List<Extension> all = Extension.parse(offers);
        if (all == null) {
            return null;
        }
        List<Mismatch> mismatches = all.stream()
                .filter(offer -> offer.name().equals(Extension.DEFLATE) && isValid(offer, true))
                .map(offer -> Objects.requireNonNullElse(mismatch(answer, offer), NONE)).toList();
        if (mismatches.isEmpty() || mismatches.contains(NONE)) {
            return null;
        }
        return mismatches.size() == 1 ? mismatches.get(0)
                : new Mismatch("7692-5-8", "the answer fits one of the offers");
    }

    private static Mismatch mismatch(Extension answer, Extension offer) {
        if (offer.has("server_no_context_takeover") && !answer.has("server_no_context_takeover")) {
            return new Mismatch("7692-7.1.1.1-2", "a server that accepts server_no_context_takeover repeats it");
        }
        if (offer.has("server_max_window_bits") && (!answer.has("server_max_window_bits")
                || answer.windowBits("server_max_window_bits") > offer.windowBits("server_max_window_bits"))) {
            return new Mismatch("7692-7.1.2.1-4",
                    "a server that accepts server_max_window_bits answers it with the same or a smaller value");
        }
        return answer.has("client_max_window_bits") && !offer.has("client_max_window_bits")
                ? new Mismatch("7692-7.1.2.2-4", "client_max_window_bits is agreed only if it was offered") : null;
    }
}
