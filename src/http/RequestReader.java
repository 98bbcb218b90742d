package http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads the heads of requests from bytes that may be cut anywhere (RFC 9112 §2.2).
 *
 * <ol>
 * <li>Every byte is looked at as it comes: control characters and lone CR or LF are refused at once.
 * <li>The first line that isn't empty is the request line: method, target, version.
 * <li>Every further line is a field.
 * <li>The empty line ends the head; only now the fields are looked at together, and the request is handed out.
 * </ol>
 *
 * After a {@link Refusal} the bytes that follow mean nothing, so the connection must end: no method of this object may
 * be called again. It keeps the unfinished line, and nothing once a head is complete.
 */
public final class RequestReader {
    /** The longest known method has 7 letters; past this nobody can mean one. */
    private static final int MAX_METHOD = 32;
    private static final Set<String> METHODS_NOT_ALLOWED =
            Set.of("POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private final int maxHead;
    private final int maxTarget;
    private final int maxFields;

    private byte[] line = new byte[0];
    private int length;
    private int firstBlank = -1;
    private int headSize;
    private RequestLine requestLine;
    private Fields fields = new Fields();

    private record RequestLine(String method, String path, Authority authority, int minorVersion) {}

    /**
     * @param maxHead   bytes up to and with the empty line that ends the head
     * @param maxTarget bytes of the request target
     * @param maxFields header lines
     */
    public RequestReader(HeadLimits l) { this(l.maxHead(), l.maxTarget(), l.maxFields()); }
    public RequestReader(int maxHead, int maxTarget, int maxFields) {
        this.maxHead = maxHead;
        this.maxTarget = maxTarget;
        this.maxFields = maxFields;
    }

    /** Whether a request has begun and not ended. */
    public boolean isWithinRequest() {
        return requestLine != null || length > 0;
    }

    /** Whether the request under way is a HEAD: what answers it has no content, be it an error (RFC 9110 §9.3.2). */
    public boolean isHead() {
        return requestLine != null ? requestLine.method.equals("HEAD")
                : new String(line, 0, Math.min(length, 5), ISO_8859_1).equals("HEAD ");
    }

    /** Takes bytes up to the end of a head, and no more. Null while the head isn't complete. */
    public Request read(ByteBuffer in) throws Refusal {
        while (in.hasRemaining()) {
            byte b = in.get();
            count();
            boolean afterCr = length > 0 && line[length - 1] == '\r';
            if (b == '\n') {
                if (!afterCr) {
                    throw bad("2.2", "a line must end in CR LF, not in LF alone");
                }
                length--;
                Request request = endOfLine();
                length = 0;
                if (request != null) {
                    startAgain();
                    return request;
                }
            } else if (afterCr) {
                throw bad("2.2", "CR must be followed by LF");
            } else if (b >= 0 && b < ' ' && b != '\t' && b != '\r' || b == 0x7f) {
                throw bad("2.2", "control character 0x" + String.format("%02x", b) + " in the head");
            } else {
                append(b);
            }
        }
        return null;
    }

    private void count() throws Refusal {
        if (++headSize > maxHead) {
            throw new Refusal(Status.FIELDS_TOO_LARGE, "RFC 6585 §5", "the head is longer than " + maxHead + " bytes");
        }
    }

    /** Adds to the line; a request line may be no longer than its parts may be. */
    private void append(byte b) throws Refusal {
        if (requestLine == null) {
            if (b == ' ' && firstBlank < 0) {
                firstBlank = length;
            } else if (firstBlank < 0 && length == MAX_METHOD) {
                throw new Refusal(Status.NOT_IMPLEMENTED, "RFC 9112 §3", "no method is that long");
            } else if (firstBlank >= 0 && length > firstBlank + maxTarget + " HTTP/1.1\r".length()) {
                throw new Refusal(Status.URI_TOO_LONG, "RFC 9112 §3",
                        "the request target is longer than " + maxTarget + " bytes");
            }
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.max(128, 2 * length));
        }
        line[length++] = b;
    }

    private Request endOfLine() throws Refusal {
        String text = new String(line, 0, length, ISO_8859_1);
        if (requestLine == null) {
            if (!text.isEmpty()) { // §2.2 "SHOULD ignore at least one empty line (CRLF) received prior to the request-line"
                requestLine = requestLine(text);
            }
            return null;
        }
        if (text.isEmpty()) {
            return endOfHead();
        }
        field(text);
        return null;
    }

    private void startAgain() {
        line = new byte[0];
        firstBlank = -1;
        headSize = 0;
        requestLine = null;
        fields = new Fields();
    }

    // The request line

    private RequestLine requestLine(String text) throws Refusal {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) {
            throw bad("3", "a request line is a method, a target and a version, with one space between");
        }
        String method = parts[0];
        if (!Fields.isToken(method)) {
            throw bad("3.1", "the method is not a token");
        }
        if (!parts[2].matches("HTTP/[0-9]\\.[0-9]")) {
            throw bad("2.3", "the request line doesn't end in a version such as HTTP/1.1");
        }
        if (parts[2].charAt(5) != '1') {
            throw new Refusal(Status.VERSION_NOT_SUPPORTED, "RFC 9110 §15.6.6", "this server speaks HTTP/1.1");
        }
        int minorVersion = parts[2].charAt(7) - '0';
        if (METHODS_NOT_ALLOWED.contains(method)) {
            // RFC 9110 §10.2.1 "MUST generate an Allow header field in a 405"
            throw new Refusal(Status.METHOD_NOT_ALLOWED, "RFC 9110 §15.5.6", method + " is not for this server")
                    .with("Allow", "GET, HEAD");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) { // case counts, RFC 9110 §9.1
            throw new Refusal(Status.NOT_IMPLEMENTED, "RFC 9110 §9.1", "unknown method " + method);
        }
        String target = parts[1];
        if (target.startsWith("/")) {
            return new RequestLine(method, path(target), null, minorVersion);
        }
        if (!target.matches("(?i)https?://.*")) {
            throw bad("3.2", "the request target is neither a path nor a full http address");
        }
        String rest = target.substring(target.indexOf("//") + 2);
        int end = (rest + "/").split("[/?#]", 2)[0].length();
        Authority authority = Authority.parse(rest.substring(0, end));
        if (authority == null) {
            throw bad("3.2.2", "the address in the request target names no host");
        }
        String resource = rest.substring(end);
        return new RequestLine(method, path(resource.startsWith("/") ? resource : "/" + resource), authority, minorVersion);
    }

    /** The path of a target, decoded (RFC 3986 §3.3, §3.4): no fragment, no blank, nothing that isn't ASCII. */
    private String path(String target) throws Refusal {
        int end = target.indexOf('?');
        if (end < 0) {
            end = target.length();
        }
        byte[] decoded = new byte[end];
        int size = 0;
        for (int i = 0; i < target.length(); i++) {
            int c = target.charAt(i);
            if (c == '%') {
                int high = hex(target, i + 1);
                int low = hex(target, i + 2);
                if (high < 0 || low < 0) {
                    throw bad("3.2", "% in the request target is not followed by two hexadecimal digits");
                }
                c = high << 4 | low;
                i += 2;
            } else if (!Fields.isLetterOrDigit(c) && "-._~!$&'()*+,;=:@/?".indexOf(c) < 0) {
                throw bad("3.2", "a character that may not stand in a request target: 0x" + String.format("%02x", c));
            }
            if (i < end) {
                decoded[size++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, size)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Status.BAD_REQUEST, "RFC 3986 §2.5", "the path is not UTF-8");
        }
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }

    // The fields

    private void field(String text) throws Refusal {
        if (fields.size() == maxFields) {
            throw new Refusal(Status.FIELDS_TOO_LARGE, "RFC 6585 §5", "more than " + maxFields + " header fields");
        }
        if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
            throw bad("5.2", "a header line may not begin with white space");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw bad("5", "a header line without a colon");
        }
        String name = text.substring(0, colon);
        if (!Fields.isToken(name)) { // §5.1: also "No whitespace is allowed between the field name and colon"
            throw bad("5.1", "the name of a header field must be a token, directly before its colon");
        }
        fields.add(name, Fields.trim(text.substring(colon + 1)));
    }

    private Request endOfHead() throws Refusal {
        Authority authority = authority();
        refuseContent();
        return new Request(requestLine.method, requestLine.path, authority, requestLine.minorVersion, fields);
    }

    private Authority authority() throws Refusal {
        List<String> hosts = fields.lines("Host");
        if (hosts.size() > 1) {
            throw bad("3.2", "more than one Host");
        }
        if (hosts.isEmpty()) {
            if (requestLine.minorVersion >= 1) {
                throw bad("3.2", "Host is missing");
            }
            return requestLine.authority;
        }
        Authority host = Authority.parse(hosts.get(0));
        if (host == null) {
            throw bad("3.2", "Host is not a host with an optional port");
        }
        // §3.2.2: the server "MUST ignore the received Host header field (if any)" beside a full address
        return requestLine.authority != null ? requestLine.authority : host;
    }

    /**
     * §6.3: where the content ends must be beyond doubt. Neither GET nor HEAD has any use for content, so it is
     * refused, and its bytes can be taken neither for a request nor for frames.
     */
    private void refuseContent() throws Refusal {
        List<String> lengths = fields.lines("Content-Length");
        List<String> codings = fields.list("Transfer-Encoding");
        if (fields.has("Transfer-Encoding")) {
            if (!lengths.isEmpty()) {
                throw bad("6.1", "both Content-Length and Transfer-Encoding");
            }
            if (codings.isEmpty() || !codings.get(codings.size() - 1).equalsIgnoreCase("chunked")) {
                throw bad("6.3", "Transfer-Encoding doesn't end in chunked");
            }
            throw bad("6", requestLine.method + " with content");
        }
        if (lengths.size() > 1) {
            throw bad("6.3", "more than one Content-Length");
        }
        if (!lengths.isEmpty()) {
            if (!lengths.get(0).matches("[0-9]{1,18}")) {
                throw bad("6.3", "Content-Length is not a number");
            }
            if (Long.parseLong(lengths.get(0)) > 0) {
                throw bad("6", requestLine.method + " with content");
            }
        }
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, "RFC 9112 §" + section, sentence);
    }
}
