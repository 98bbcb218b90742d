package handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import http.Fields;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The server's side of the opening handshake (RFC 6455 §4.2.1 what the request must be, §4.2.2 what the answer is).
 */
public final class Handshake {
    /** §1.3: no server that doesn't know WebSocket would append just this to a key. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    /** §4.3: base64 of 16 bytes is 22 characters and "==". */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
    /** §4.3: 0 to 255 without leading zeros. */
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");

    private Handshake() {}

    /** Whether the request means to become a WebSocket, be it well done or not. */
    public static boolean isMeant(Request request) {
        Fields fields = request.fields();
        return fields.has("Sec-WebSocket-Key") || fields.has("Sec-WebSocket-Version")
                || request.minorVersion() >= 1 && fields.listHas("Upgrade", "websocket");
    }

    /** §4.2.1 "the server MUST stop processing the client's handshake and return an HTTP response with an appropriate error code" */
    public static void check(Request request) throws Refusal {
        Fields fields = request.fields();
        if (!request.method().equals("GET")) {
            throw new Refusal(Status.METHOD_NOT_ALLOWED, "RFC 6455 §4.2.1", "a WebSocket begins with GET").with("Allow", "GET");
        }
        if (request.minorVersion() < 1) { // RFC 9110 §7.8 "MUST ignore an Upgrade header field that is received in an HTTP/1.0 request"
            throw bad("4.2.1", "a WebSocket needs HTTP/1.1");
        }
        if (!fields.listHas("Upgrade", "websocket")) {
            throw upgradeRequired("Upgrade doesn't name websocket");
        }
        if (!fields.listHas("Connection", "Upgrade")) {
            throw upgradeRequired("Connection doesn't name Upgrade");
        }
        String key = only(fields, "Sec-WebSocket-Key", "11.3.1");
        if (!KEY.matcher(key).matches()) {
            throw bad("4.2.1", "Sec-WebSocket-Key is not the base64 of 16 bytes");
        }
        String version = only(fields, "Sec-WebSocket-Version", "11.3.5");
        if (!VERSION.matcher(version).matches()) {
            throw bad("4.3", "Sec-WebSocket-Version is not a number from 0 to 255");
        }
        if (!version.equals("13")) {
            throw upgradeRequired("this server speaks WebSocket version 13");
        }
        if (fields.has("Expect")) { // RFC 9110 §7.8 would have a 100 come before the 101, for content that can't be there
            throw new Refusal(Status.EXPECTATION_FAILED, "RFC 9110 §10.1.1", "a handshake has nothing to wait for");
        }
        subprotocols(fields);
        ExtensionOffer.parse(fields);
    }

    /**
     * The answer to a request that passed {@link #check}.
     *
     * @param subprotocol what the server speaks; chosen if the client offers it
     */
    public static Response accept(Request request, String subprotocol) throws Refusal {
        Response response = Response.of(Status.SWITCHING_PROTOCOLS)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Accept", acceptFor(request.fields().lines("Sec-WebSocket-Key").get(0)));
        // §4.2.2 /subprotocol/: one that the client offered, or no field at all
        return subprotocols(request.fields()).contains(subprotocol)
                ? response.with("Sec-WebSocket-Protocol", subprotocol)
                : response;
    }

    /** §4.2.2 item 5.4: SHA-1 of the key as it was sent, not decoded, and the GUID; in base64. */
    static String acceptFor(String key) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** 426, for everyone who knocks at a place where only a WebSocket can come in. */
    public static Refusal upgradeRequired(String sentence) {
        return new Refusal(Status.UPGRADE_REQUIRED, "RFC 6455 §4.2.2", sentence)
                .with("Upgrade", "websocket") // RFC 9110 §15.5.22 "MUST send an Upgrade header field in a 426 response"
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Version", "13"); // §4.4: all versions the server speaks
    }

    /** §11.3.4: several lines are one list; §4.1 item 10: tokens, all distinct. */
    private static List<String> subprotocols(Fields fields) throws Refusal {
        List<String> offered = fields.list("Sec-WebSocket-Protocol");
        if (fields.has("Sec-WebSocket-Protocol") && offered.isEmpty()
                || !offered.stream().allMatch(Fields::isToken)
                || new HashSet<>(offered).size() < offered.size()) {
            throw bad("4.1", "Sec-WebSocket-Protocol must be a list of different tokens");
        }
        return offered;
    }

    /** The value of a field that must stand there once. */
    private static String only(Fields fields, String name, String sectionOfOnce) throws Refusal {
        List<String> lines = fields.lines(name);
        if (lines.isEmpty()) {
            throw bad("4.2.1", name + " is missing");
        }
        if (lines.size() > 1) {
            throw bad(sectionOfOnce, name + " stands there more than once");
        }
        return lines.get(0);
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, "RFC 6455 §" + section, sentence);
    }
}
