package conformance.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a 101 must be (§4.2.2, as the client's duties in §4.1 demand it), checked on every connection of every case.
 *
 * @param subprotocol what was agreed, or null
 * @param deflate     the agreed permessage-deflate, or null
 */
public record Acceptance(Answer answer, String subprotocol, Extension deflate) {
    /** §1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    public static Acceptance of(Request request, Answer answer) {
        if (!answer.list("Upgrade").stream().map(String::toLowerCase).toList().equals(List.of("websocket"))) {
            throw wrong("4.2.2-20", "a 101 has Upgrade: websocket", answer, "Upgrade");
        }
        if (!answer.listHas("Connection", "Upgrade")) {
            throw wrong("4.2.2-21", "a 101 has Connection: Upgrade", answer, "Connection");
        }
        checkAccept(request, answer);
        return new Acceptance(answer, subprotocol(request, answer), extensions(request, answer));
    }

    /** §4.2.2 item 5.4: SHA-1 of the key as it was sent and the GUID, in base64. */
    public static String acceptFor(String key) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(Bytes.latin1(key + GUID));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static void checkAccept(Request request, Answer answer) {
        List<String> accepts = answer.values("Sec-WebSocket-Accept");
        if (accepts.size() > 1) {
            throw wrong("11.3.3-1", "Sec-WebSocket-Accept is in a response once at most", answer,
                    "Sec-WebSocket-Accept");
        }
        List<String> keys = request.values("Sec-WebSocket-Key");
        if (!keys.isEmpty()
                && (accepts.isEmpty() || keys.stream().map(Acceptance::acceptFor).noneMatch(accepts.get(0)::equals))) {
            throw wrong("4.2.2-22", "Sec-WebSocket-Accept is " + acceptFor(keys.get(0)) + ", from the key and the GUID",
                    answer,
                    "Sec-WebSocket-Accept");
        }
    }

    private static String subprotocol(Request request, Answer answer) {
        List<String> chosen = answer.values("Sec-WebSocket-Protocol");
        if (chosen.isEmpty()) {
            return null;
        }
        if (chosen.size() > 1) {
            throw wrong("11.3.4-2", "Sec-WebSocket-Protocol is in a response once at most", answer,
                    "Sec-WebSocket-Protocol");
        }
        List<String> offered = request.values("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> Stream.of(value.split(","))).map(String::strip).toList();
        if (!TOKEN.matcher(chosen.get(0)).matches() || !offered.contains(chosen.get(0))) {
            throw wrong(offered.isEmpty() ? "4.2.2-13" : "4.2.2-11",
                    "Sec-WebSocket-Protocol is one token of those that the "
                    + "client offered" + (offered.isEmpty() ? ", and it offered none" : ""), answer,
                            "Sec-WebSocket-Protocol");
        }
        return chosen.get(0);
    }

    private static Extension extensions(Request request, Answer answer) {
        List<String> lines = answer.values("Sec-WebSocket-Extensions");
        if (lines.isEmpty()) {
            return null;
        }
        // §11.3.2 forbids several lines, but by §4.2.2 they may be "split between multiple instances" of the field
        List<Extension> agreed = Extension.parse(String.join(",", lines));
        if (agreed == null) {
            throw wrong("4.2.2-16", "Sec-WebSocket-Extensions is a list of one or more extensions", answer,
                    "Sec-WebSocket-Extensions");
        }
        String offers = String.join(",", request.values("Sec-WebSocket-Extensions"));
        for (Extension extension : agreed) {
            if (!isOffered(extension.name(), offers)) {
                throw wrong("4.2.2-17", "only extensions are agreed that were offered", answer,
                        "Sec-WebSocket-Extensions");
            }
            if (!extension.name().equals(Extension.DEFLATE)) {
                throw wrong("9.1-3", "only registered extensions are agreed", answer, "Sec-WebSocket-Extensions");
            }
        }
        if (agreed.size() > 1) {
            throw wrong("7692-5-9", "permessage-deflate is agreed once at most", answer, "Sec-WebSocket-Extensions");
        }
        checkDeflate(agreed.get(0), offers, answer);
        return agreed.get(0);
    }

    /** In a malformed list it is enough that the name stands somewhere. */
    private static boolean isOffered(String name, String offers) {
        List<Extension> offered = Extension.parse(offers);
        return offered == null ? offers.contains(name) : offered.stream().anyMatch(each -> each.name().equals(name));
    }

    private static void checkDeflate(Extension deflate, String offers, Answer answer) {
        if (!DeflateRules.isValidAnswer(deflate)) {
            throw wrong("9-3", "the agreed parameters are known, single and valid", answer, "Sec-WebSocket-Extensions");
        }
        if (deflate.has("client_max_window_bits") && !offers.contains("client_max_window_bits")) {
            throw wrong("7692-7.1.2.2-4", "client_max_window_bits is agreed only if it was offered", answer,
                    "Sec-WebSocket-Extensions");
        }
        DeflateRules.Mismatch mismatch = DeflateRules.mismatch(deflate, offers);
        if (mismatch != null) {
            throw wrong(mismatch.requirement(), mismatch.rule(), answer, "Sec-WebSocket-Extensions");
        }
    }

    private static Violation wrong(String requirement, String rule, Answer answer, String field) {
        List<String> values = answer.values(field);
        return new Violation(requirement, rule,
                values.isEmpty() ? "no " + field : field + ": " + String.join(", and again ", values));
    }
}
