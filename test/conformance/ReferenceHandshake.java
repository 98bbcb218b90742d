package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request that may be a handshake (§4.2): whether it is one, whether {@link ReferenceServer} accepts it, and the 101.
 */
final class ReferenceHandshake {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");
    private static final Pattern VERSIONS = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final ReferenceServer server;
    private final ReferenceRequest request;
    private String subprotocol;
    private List<ReferenceAgreement> agreed = List.of();

    ReferenceHandshake(ReferenceServer server, ReferenceRequest request) {
        this.server = server;
        this.request = request;
    }

    /** What was agreed about compression; null for nothing. */
    ReferenceDeflate deflate() {
        return agreed.isEmpty() ? null : new ReferenceDeflate(server, agreed.get(0));
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** Whether the request asks for a WebSocket at all; what doesn't is an ordinary one. */
    boolean isAsked() {
        return !values("sec-websocket-key").isEmpty() || !values("sec-websocket-version").isEmpty()
                || isUpgradeToWebSocket();
    }

    private boolean isUpgradeToWebSocket() {
        if (is(Fault.UPGRADE_WITH_CASE)) {
            return values("upgrade").contains("websocket");
        }
        return is(Fault.UPGRADE_BY_PREFIX) ? list("upgrade").stream().anyMatch(item -> item.startsWith("websocket"))
                : list("upgrade").contains("websocket") || (is(Fault.ACCEPTS_ANY_UPGRADE) && !values("upgrade")
                        .isEmpty())
                || (is(Fault.NEEDS_NO_UPGRADE) && values("upgrade").isEmpty());
    }

    private boolean hasConnectionUpgrade() {
        if (is(Fault.CONNECTION_NOT_A_LIST)) {
            return values("connection").stream().anyMatch("upgrade"::equalsIgnoreCase);
        }
        if (is(Fault.CONNECTION_BY_SUBSTRING)) {
            return values("connection").toString().toLowerCase(Locale.ROOT).contains("upgrade");
        }
        if (is(Fault.CONNECTION_WITH_CASE)) {
            return values("connection").toString().contains("Upgrade") || values("connection").toString()
                    .contains("upgrade");
        }
        if (is(Fault.CONNECTION_FIRST_LINE_ONLY)) {
            return values("connection").get(0).toLowerCase(Locale.ROOT).contains("upgrade");
        }
        return list("connection").contains("upgrade") || is(Fault.NEEDS_NO_CONNECTION);
    }

    void check() throws ReferenceRefusal {
        boolean any = is(Fault.ACCEPTS_ANY_METHOD) || (is(Fault.METHOD_WITHOUT_CASE) && request.method()
                .equalsIgnoreCase("GET"))
                || (is(Fault.UNKNOWN_METHOD_IS_GET) && !request.isKnownMethod()) || (is(Fault.METHOD_BY_PREFIX)
                        && request.method().startsWith("GET"));
        if (!request.method().equals("GET") && !any) {
            throw new ReferenceRefusal(request.isKnownMethod() ? 405 : 501, "a WebSocket begins with GET");
        }
        if (request.minorVersion() < 1 && !is(Fault.ACCEPTS_HTTP_1_0)) {
            throw new ReferenceRefusal(400, "a WebSocket needs HTTP/1.1");
        }
        if (!isUpgradeToWebSocket() || !hasConnectionUpgrade()) {
            throw new ReferenceRefusal(426, "no Upgrade to websocket");
        }
        if (request.hasContent() && !is(Fault.TAKES_BODY_FOR_FRAMES) && !is(Fault.UPGRADES_BEFORE_100)) {
            throw new ReferenceRefusal(400, "a handshake has no content");
        }
        if (!request.path().equals("/echo") && (server.has(Habit.SERVES_ONE_PATH)
                || server.has(Habit.REDIRECTS_OTHER_PATHS))) {
            throw new ReferenceRefusal(server.has(Habit.SERVES_ONE_PATH) ? 404 : 302, "only /echo");
        }
        checkKey();
        checkVersion();
        if (!values("authorization").isEmpty()) {
            throw new ReferenceRefusal(401, "nobody has credentials here");
        }
        if (values("origin").size() > 1) {
            throw new ReferenceRefusal(400, "more than one Origin");
        }
        if (!isOrigin()) {
            boolean hides = is(Fault.REFUSES_ORIGIN_WITH_404) || server.has(Habit.HIDES_FROM_ORIGINS);
            throw new ReferenceRefusal(hides ? 404 : 403, "a foreign origin");
        }
        checkExtensions();
        subprotocol = subprotocol();
        negotiateDeflate();
    }

    private void checkKey() throws ReferenceRefusal {
        List<String> keys = values("sec-websocket-key");
        if (keys.isEmpty() && is(Fault.NEEDS_NO_KEY)) {
            return;
        }
        boolean good = keys.size() == 1 || (!keys.isEmpty() && is(Fault.ACCEPTS_TWO_KEYS));
        String key = good ? keys.get(0) : "";
        if (is(Fault.KEY_OF_ANY_LENGTH)) {
            good &= key.matches("[A-Za-z0-9+/]+=*");
        } else if (is(Fault.KEY_DECODED_LENIENTLY)) {
            good &= key.replaceAll("[^A-Za-z0-9+/]", "").length() == 22;
        } else if (!is(Fault.ACCEPTS_ANY_KEY)) {
            good &= KEY.matcher(key).matches();
        }
        if (!good) {
            throw new ReferenceRefusal(400, "not one valid Sec-WebSocket-Key");
        }
    }

    private void checkVersion() throws ReferenceRefusal {
        List<String> versions = values("sec-websocket-version");
        if ((versions.isEmpty() && is(Fault.NEEDS_NO_VERSION)) || is(Fault.ACCEPTS_ANY_VERSION)) {
            return;
        }
        if (versions.isEmpty() || (versions.size() > 1 && !is(Fault.ACCEPTS_TWO_VERSIONS))) {
            throw new ReferenceRefusal(400, "not one Sec-WebSocket-Version");
        }
        String version = versions.get(0);
        if (is(Fault.VERSION_AS_A_NUMBER)) {
            version = version.replaceAll("^[+0]+|\\..*$", "");
        }
        version = misread(version);
        if (is(Fault.VERSION_AS_A_LIST)) {
            version = version.contains("13") ? "13" : version;
        }
        boolean drafts = server.has(Habit.SPEAKS_DRAFTS) || server.has(Habit.LISTS_MORE_VERSIONS)
                || server.has(Habit.VERSIONS_IN_TWO_LINES);
        if (drafts && version.matches("[0-8]")) {
            return;
        }
        if (!version.equals("13") && server.has(Habit.REFUSES_VERSIONS_WITH_400)) {
            throw new ReferenceRefusal(400, "another version of WebSocket");
        }
        if (!version.equals("13")) {
            throw new ReferenceRefusal(426, VERSIONS.matcher(version).matches() ? "another version of WebSocket"
                    : "no version of WebSocket");
        }
    }

    private String misread(String version) {
        String first = is(Fault.VERSION_UP_TO_A_BLANK) ? version.split(" ", 2)[0] : version;
        if (!first.matches("[0-9]{1,9}")) {
            return first;
        }
        int number = Integer.parseInt(first);
        boolean taken = (is(Fault.VERSION_AS_A_BYTE) && (number & 0xFF) == 13) || (is(Fault.VERSION_BY_LOW_BITS)
                && (number & 0xF) == 13)
                || (is(Fault.VERSION_15_TOO) && number == 15) || (is(Fault.VERSION_BY_LAST_DIGITS)
                        && number % 100 == 13);
        return taken ? "13" : first;
    }

    /** The strictest policy that lets its own origin pass. */
    private boolean isOrigin() {
        if (values("origin").isEmpty() || server.has(Habit.TAKES_ANY_ORIGIN)) {
            return true;
        }
        String own = (server.url().startsWith("wss") ? "https://" : "http://") + server.url().split("/")[2];
        String origin = values("origin").get(0);
        return is(Fault.ORIGIN_BY_PREFIX) ? origin.startsWith(own) : is(Fault.ORIGIN_BY_SUFFIX)
                ? origin.endsWith(own.split("/")[2]) : origin.equals(own);
    }

    private void checkExtensions() throws ReferenceRefusal {
        if (!is(Fault.ACCEPTS_MALFORMED_EXTENSIONS) && !server.has(Habit.NEGOTIATES_NO_EXTENSION)
                && !ReferenceGrammar.isExtensions(is(Fault.LAST_EXTENSIONS_LINE_COUNTS)
                        ? lastOf(values("sec-websocket-extensions")) : values("sec-websocket-extensions"))) {
            throw new ReferenceRefusal(400, "a malformed Sec-WebSocket-Extensions");
        }
        if (server.has(Habit.REFUSES_UNKNOWN_EXTENSIONS) && values("sec-websocket-extensions").toString()
                .contains("x-")) {
            throw new ReferenceRefusal(400, "an unknown extension");
        }
    }

    private static List<String> lastOf(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 1), lines.size());
    }

    private void negotiateDeflate() throws ReferenceRefusal {
        List<String> offers = values("sec-websocket-extensions");
        boolean answersOtherwise = is(Fault.EXTENSION_UNASKED) || is(Fault.EMPTY_EXTENSIONS)
                || is(Fault.ECHOES_EXTENSIONS);
        if (answersOtherwise || (is(Fault.UNKNOWN_EXTENSION_HIDES_DEFLATE) && String.join(",", offers)
                .contains("x-unknown"))) {
            return;
        }
        boolean quoted = offers.toString().contains("\"");
        if (quoted && server.has(Habit.REFUSES_QUOTES)) {
            throw new ReferenceRefusal(400, "a quoted value");
        }
        if (server.has(Habit.NEGOTIATES_NO_EXTENSION) || (quoted && server.has(Habit.DECLINES_QUOTES))) {
            return;
        }
        agreed = ReferenceAgreement.negotiate(server, offers);
        if (agreed.isEmpty() && !offers.isEmpty() && server.has(Habit.REFUSES_BAD_OFFERS)) {
            throw new ReferenceRefusal(400, "no offer that could be accepted");
        }
    }

    private String extensions() {
        String extensions = String.join(", ", agreed.stream().map(ReferenceAgreement::answer).toList());
        boolean bzip2 = is(Fault.AGREES_TO_BZIP2) && list("sec-websocket-extensions").contains("permessage-bzip2");
        return extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extensions + (bzip2 ? ", permessage-bzip2"
                : "") + "\r\n";
    }

    /** The first that was offered: an echo suits every protocol. */
    private String subprotocol() throws ReferenceRefusal {
        List<String> lines = values("sec-websocket-protocol");
        if (lines.isEmpty()) {
            return is(Fault.SUBPROTOCOL_UNASKED) ? "chat" : null;
        }
        if (is(Fault.ECHOES_SUBPROTOCOLS)) {
            return lines.get(0);
        }
        if (is(Fault.EMPTY_SUBPROTOCOL)) {
            return "";
        }
        String chat = misreadAsChat(String.join(",", lines));
        if (chat != null) {
            return chat;
        }
        List<String> offered = lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .filter(item -> !item.isEmpty()).toList();
        if (offered.isEmpty() || offered.stream().distinct().count() < offered.size() || !offered.stream()
                .allMatch(ReferenceGrammar::isToken)) {
            throw new ReferenceRefusal(400, "no list of subprotocols");
        }
        if (server.has(Habit.REFUSES_SUBPROTOCOLS)) {
            throw new ReferenceRefusal(400, "no subprotocol that is known");
        }
        if (server.has(Habit.KNOWS_ONE_SUBPROTOCOL)) {
            return offered.contains("chat") ? "chat" : null;
        }
        if (server.has(Habit.CHOOSES_NO_SUBPROTOCOL) || server.has(Habit.CHOOSES_LAST_SUBPROTOCOL)) {
            return server.has(Habit.CHOOSES_NO_SUBPROTOCOL) ? null : offered.get(offered.size() - 1);
        }
        return is(Fault.SUBPROTOCOL_IN_LOWER_CASE) ? offered.get(0).toLowerCase(Locale.ROOT) : offered.get(0);
    }

    /** For the faults that find the server's own subprotocol, chat, where it isn't offered; else null. */
    private String misreadAsChat(String offer) {
        boolean found = (is(Fault.SUBPROTOCOL_WITHOUT_CASE) && offer.equalsIgnoreCase("chat"))
                || (is(Fault.SUBPROTOCOL_BY_PREFIX) && offer.startsWith("chat"))
                || (is(Fault.SUBPROTOCOL_BY_SUBSTRING) && offer.contains("chat"))
                || (is(Fault.SUBPROTOCOL_CUT_SHORT) && "chat".startsWith(offer))
                || (is(Fault.SUBPROTOCOL_OF_QUOTES) && offer.equals("\"chat\""));
        return found ? "chat" : null;
    }

    private List<String> values(String name) {
        return request.values(name);
    }

    /** In lower case: for tokens that are compared without case. */
    private List<String> list(String name) {
        return values(name).stream().flatMap(value -> Arrays.stream(value.split(",")))
                .map(item -> item.strip().toLowerCase(Locale.ROOT)).toList();
    }

    /** The 101. */
    String answer() {
        StringBuilder answer = new StringBuilder(is(Fault.ANSWERS_IN_HTTP_1_0) ? "HTTP/1.0" : "HTTP/1.1")
                .append(" 101 Switching Protocols\r\n");
        answer.append("Upgrade: ").append(is(Fault.WRONG_UPGRADE) ? "WebSocket/13" : "websocket").append("\r\n");
        if (is(Fault.FOLDS_LINES)) {
            answer.append("Server: reference\r\n server\r\n");
        }
        answer.append(is(Fault.NO_CONNECTION) ? "" : "Connection: Upgrade\r\n");
        String key = values("sec-websocket-key").isEmpty() ? "" : values("sec-websocket-key").get(0);
        String accept = "Sec-WebSocket-Accept: " + acceptFor(is(Fault.ACCEPT_OF_TRIMMED_PADDING) ? key.replace("=", "")
                : key) + "\r\n";
        answer.append(is(Fault.NO_ACCEPT) ? "" : is(Fault.TWO_ACCEPTS) ? accept + accept : accept);
        if (subprotocol != null) {
            answer.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
            answer.append(is(Fault.TWO_SUBPROTOCOLS) ? "Sec-WebSocket-Protocol: " + subprotocol + "\r\n" : "");
        }
        answer.append(extensions());
        List<String> offers = values("sec-websocket-extensions");
        answer.append(is(Fault.EXTENSION_UNASKED) ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
        answer.append(is(Fault.EMPTY_EXTENSIONS) && !offers.isEmpty() ? "Sec-WebSocket-Extensions: \r\n" : "");
        if (is(Fault.ECHOES_EXTENSIONS)) {
            offers.forEach(offer -> answer.append("Sec-WebSocket-Extensions: ").append(offer).append("\r\n"));
        }
        answer.append(is(Fault.CONTENT_LENGTH_IN_101) ? "Content-Length: 0\r\n" : "");
        answer.append(is(Fault.TRANSFER_ENCODING_IN_101) ? "Transfer-Encoding: chunked\r\n" : "");
        if (is(Fault.INJECTS_TARGET)) {
            answer.append("X-Target: ").append(request.target().replace("%0d", "\r").replace("%0a", "\n"))
                    .append("\r\n");
        }
        return answer + "\r\n";
    }

    private String acceptFor(String key) {
        try {
            String guid = is(Fault.WRONG_GUID) ? "258EAFA5-E914-47DA-95CA-C5AB0DC85B12"
                    : "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + guid).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
