package handshake;

import http.Fields;
import http.Grammar;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A client's opening handshake: a request that was found to be valid (§4.2.1), and the response that accepts it
 * (§4.2.2).
 */
public final class Opening {
    /** §4.3: the base64 of 16 bytes is 22 characters and "==". */
    private static final int KEY_LENGTH = 24;
    /** §4.4: the only version that this server supports. */
    private static final String VERSION = "13";
    /** §4.3 "Limited to 0-255 range, with no leading zeros". */
    private static final Pattern ANY_VERSION = Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");

    private final Request request;
    private final String key;
    private final List<String> subprotocols;
    private final List<ExtensionOffer> extensions;

    private Opening(Request request) throws Refusal {
        this.request = request;
        checkUpgrade(request);
        key = key(request.fields());
        checkVersion(request.fields());
        checkExpect(request.fields());
        subprotocols = subprotocols(request.fields());
        extensions = ExtensionOffer.parse(request.fields());
    }

    /** Whether the request asks for a WebSocket, valid or not. */
    public static boolean isAskedFor(Request request) {
        Fields fields = request.fields();
        return fields.has("Sec-WebSocket-Key") || fields.has("Sec-WebSocket-Version")
                || (request.minorVersion() >= 1 && fields.listHas("Upgrade", "websocket"));
    }

    /**
     * Reads and checks a request. §4.2.1: for any violation, the server "MUST stop processing the client's handshake
     * and return an HTTP response with an appropriate error code".
     */
    public static Opening parse(Request request) throws Refusal {
        return new Opening(request);
    }

    /** The whole request: an endpoint may need its path, its query and its fields. */
    public Request request() {
        return request;
    }

    /** What the client offers, in its order of preference, without duplicates. */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /** What the client offers, in its order of preference. */
    public List<ExtensionOffer> extensions() {
        return extensions;
    }

    // §4.2.1: the request

    /** §4.2.1 items 1, 3 and 4. */
    private static void checkUpgrade(Request request) throws Refusal {
        if (!request.method().equals("GET")) {
            throw new Refusal(Status.METHOD_NOT_ALLOWED, "RFC 6455 §4.2.1", "a WebSocket begins with GET")
                    .with("Allow", "GET");
        }
        if (request.minorVersion() < 1) { // RFC 9110 §7.8: in HTTP/1.0, a server "MUST ignore that Upgrade field"
            throw bad("RFC 6455 §4.2.1", "a WebSocket needs HTTP/1.1");
        }
        if (!request.fields().listHas("Upgrade", "websocket")) {
            throw upgradeRequired("Upgrade doesn't name websocket");
        }
        if (!request.fields().listHas("Connection", "Upgrade")) {
            throw upgradeRequired("Connection doesn't name Upgrade");
        }
    }

    /** §4.2.1 item 5: "when decoded, is 16 bytes in length". */
    private static String key(Fields fields) throws Refusal {
        String key = only(fields, "Sec-WebSocket-Key", "RFC 6455 §11.3.1");
        boolean valid = key.length() == KEY_LENGTH && key.endsWith("==");
        for (int i = 0; valid && i < KEY_LENGTH - 2; i++) {
            valid = isBase64(key.charAt(i));
        }
        if (!valid) {
            throw bad("RFC 6455 §4.2.1", "Sec-WebSocket-Key is not the base64 of 16 bytes");
        }
        return key;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    /** §4.2.1 item 6. */
    private static void checkVersion(Fields fields) throws Refusal {
        String version = only(fields, "Sec-WebSocket-Version", "RFC 6455 §11.3.5");
        if (version.equals(VERSION)) {
            return;
        }
        if (!ANY_VERSION.matcher(version).matches()) {
            throw bad("RFC 6455 §4.3", "Sec-WebSocket-Version is not a number from 0 to 255");
        }
        throw upgradeRequired("this server speaks WebSocket version " + VERSION);
    }

    /** RFC 9110 §7.8: a 100 has to come "before sending a 101", but a handshake has no content to wait for. */
    private static void checkExpect(Fields fields) throws Refusal {
        if (fields.has("Expect")) {
            throw new Refusal(Status.EXPECTATION_FAILED, "RFC 9110 §10.1.1", "a handshake must not have Expect");
        }
    }

    /** §11.3.4: several lines are one list. §4.1 item 10: tokens, which "MUST all be unique strings". */
    private static List<String> subprotocols(Fields fields) throws Refusal {
        List<String> offered = fields.list("Sec-WebSocket-Protocol");
        boolean valid = !offered.isEmpty() || !fields.has("Sec-WebSocket-Protocol");
        for (String subprotocol : offered) {
            valid = valid && Grammar.isToken(subprotocol);
        }
        if (!valid || (offered.size() > 1 && new HashSet<>(offered).size() < offered.size())) {
            throw bad("RFC 6455 §4.1", "Sec-WebSocket-Protocol must be a list of different tokens");
        }
        return offered;
    }

    /** The value of a field that must come exactly once. */
    private static String only(Fields fields, String name, String sectionOfOnce) throws Refusal {
        List<String> lines = fields.lines(name);
        if (lines.isEmpty()) {
            throw bad("RFC 6455 §4.2.1", name + " is missing");
        }
        if (lines.size() > 1) { // "MUST NOT appear more than once in an HTTP request"
            throw bad(sectionOfOnce, "more than one " + name);
        }
        return lines.get(0);
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, section, sentence);
    }

    // §4.2.2: the response

    /** The 101. */
    public Response accept(Agreement agreement) {
        Response response = Response.of(Status.SWITCHING_PROTOCOLS,
                new Fields.Field("Upgrade", "websocket"),
                new Fields.Field("Connection", "Upgrade"),
                new Fields.Field("Sec-WebSocket-Accept", new Accept(key).value()));
        if (agreement.deflate() != null) { // §4.2.2 item 5.6 "a |Sec-WebSocket-Extensions| header field"
            response = response.with("Sec-WebSocket-Extensions", agreement.deflate().response());
        }
        String subprotocol = agreement.subprotocol();
        if (subprotocol == null) {
            return response; // "MUST NOT send back a |Sec-WebSocket-Protocol| header field in its response"
        }
        if (!subprotocols.contains(subprotocol)) { // "by selecting one of the values"
            throw new IllegalStateException("the client didn't offer the subprotocol " + subprotocol);
        }
        return response.with("Sec-WebSocket-Protocol", subprotocol);
    }

    /** 426 Upgrade Required: only a WebSocket of this server's version is served here. */
    public static Refusal upgradeRequired(String sentence) {
        return new Refusal(Status.UPGRADE_REQUIRED, "RFC 6455 §4.2.2", sentence)
                .with("Upgrade", "websocket") // RFC 9110 §15.5.22 "MUST send an Upgrade header field in a 426 response"
                .with("Connection", "Upgrade") // RFC 9110 §7.8 "MUST also send an "Upgrade" connection option"
                .with("Sec-WebSocket-Version", VERSION); // §4.2.2 "the version(s) the server is capable of"
    }
}
