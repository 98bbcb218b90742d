package http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the heads of requests from bytes that may be cut anywhere (RFC 9112 §2.2).
 *
 * <ol>
 * <li>Every byte is checked as it comes: control characters and a CR or LF alone are refused at once.
 * <li>The first line that isn't empty is the request line: method, target, version.
 * <li>Every further line is a field.
 * <li>The empty line ends the head. Then the rules that need all fields are checked, and the request is returned.
 * </ol>
 *
 * After a {@link Refusal} it is unknown where the next request begins, so the connection must end: no method of this
 * object may be called again, except {@link #isHead}. Within a head, the reader keeps its lines, the fields and the
 * unfinished line; between requests it keeps nothing.
 */
public final class RequestReader {
    /** The longest known method has 7 letters. A word longer than this can't be a method. */
    private static final int MAX_METHOD = 32;
    private static final byte[] NOTHING = {};

    private final HeadLimits limits;

    private byte[] line = NOTHING;
    private int length;
    private int headSize;
    /** The lines that are complete, as they arrived. */
    private StringBuilder head;
    /** Where the method ends in the request line; -1 until then. */
    private int methodEnd = -1;
    private RequestLine requestLine;
    private Fields fields;

    public RequestReader(HeadLimits limits) {
        this.limits = limits;
    }

    /** Whether a request has begun and is not complete. */
    public boolean isWithinRequest() {
        return requestLine != null || length > 0;
    }

    /** Whether the unfinished request is a HEAD: even an error has no content then (RFC 9110 §9.3.2). */
    public boolean isHead() {
        return requestLine != null ? requestLine.isHead()
                : new String(line, 0, Math.min(length, 5), ISO_8859_1).equals("HEAD ");
    }

    /** Bytes of memory that the unfinished request takes, about. */
    public int kept() {
        return line.length + (fields == null ? 0 : headSize + fields.size() * Fields.MEMORY);
    }

    /** Reads to the end of a head, and no further. Returns null if the head isn't complete yet. */
    public Request read(ByteBuffer in) throws Refusal {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (++headSize > limits.maxHead()) {
                throw tooLarge("the head is longer than " + limits.maxHead() + " bytes");
            }
            check(b);
            if (b != '\n') {
                append(b);
                continue;
            }
            String text = new String(line, 0, length - "\r".length(), ISO_8859_1);
            head = (head == null ? new StringBuilder() : head).append(text).append("\r\n");
            if (requestLine == null) {
                firstLine(text);
            } else if (!text.isEmpty()) {
                field(text);
            } else {
                Request request = endOfHead();
                startAgain();
                return request;
            }
            length = 0; // only now: a refused request line is still needed by isHead
        }
        return null;
    }

    private void check(byte b) throws Refusal {
        boolean afterCr = length > 0 && line[length - 1] == '\r';
        if (b == '\n' && !afterCr) { // RFC 9112 §2.2: a recipient "MAY recognize a single LF"; this one doesn't
            throw bad("RFC 9112 §2.2", "a line must end in CR LF, not in LF alone");
        }
        if (afterCr && b != '\n') { // RFC 9112 §2.2 "a bare CR MUST consider that element to be invalid"
            throw bad("RFC 9112 §2.2", "CR must be followed by LF");
        }
        boolean control = (b >= 0 && b < ' ') || b == 0x7f;
        if (control && b != '\t' && b != '\r' && b != '\n') {
            throw bad("RFC 9112 §2.2", String.format("control character 0x%02x in the head", b));
        }
    }

    private void append(byte b) throws Refusal {
        if (requestLine == null) {
            checkRequestLine(b);
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.max(256, 2 * length));
        }
        line[length++] = b;
    }

    /** The request line is refused as soon as one of its parts is too long. */
    private void checkRequestLine(byte b) throws Refusal {
        if (methodEnd < 0) {
            if (b == ' ') {
                methodEnd = length;
            } else if (length == MAX_METHOD) { // "longer than any that it implements SHOULD respond with a 501"
                throw new Refusal(Status.NOT_IMPLEMENTED, "RFC 9112 §3", "no method is that long");
            }
        } else if (length > methodEnd + limits.maxTarget() + " HTTP/1.1\r".length()) {
            // "longer than any URI it wishes to parse MUST respond with a 414 (URI Too Long)"
            throw new Refusal(Status.URI_TOO_LONG, "RFC 9112 §3",
                    "the request target is longer than " + limits.maxTarget() + " bytes");
        }
    }

    private void firstLine(String text) throws Refusal {
        if (text.isEmpty()) {
            return; // RFC 9112 §2.2 "SHOULD ignore at least one empty line (CRLF) received prior to the request-line"
        }
        requestLine = RequestLine.parse(text);
        fields = new Fields();
    }

    private void startAgain() {
        line = NOTHING;
        length = 0;
        headSize = 0;
        head = null;
        methodEnd = -1;
        requestLine = null;
        fields = null;
    }

    // The fields

    private void field(String text) throws Refusal {
        if (fields.size() == limits.maxFields()) {
            throw tooLarge("more than " + limits.maxFields() + " header fields");
        }
        if (Grammar.isBlank(text.charAt(0))) {
            // RFC 9112 §2.2 "whitespace between the start-line and the first header field",
            // RFC 9112 §5.2 "obs-fold"
            throw bad(fields.size() == 0 ? "RFC 9112 §2.2" : "RFC 9112 §5.2",
                    "a field line may not begin with white space");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw bad("RFC 9112 §5", "a field line without a colon");
        }
        String name = text.substring(0, colon);
        if (!Grammar.isToken(name)) { // RFC 9112 §5.1 "No whitespace is allowed between the field name and colon."
            throw bad("RFC 9112 §5.1", "the name of a field must be a token, directly before its colon");
        }
        fields.add(name, Grammar.trim(text, colon + 1, text.length()));
    }

    private Request endOfHead() throws Refusal {
        Authority authority = authority();
        refuseContent();
        Target target = requestLine.target();
        return new Request(requestLine.method(), target.path(), target.query(), authority, requestLine.minorVersion(),
                fields, head.toString());
    }

    /** RFC 9112 §3.2: a 400 for a request that lacks Host, has more than one, or one "with an invalid field value". */
    private Authority authority() throws Refusal {
        Authority ofTarget = requestLine.target().authority();
        List<String> hosts = fields.lines("Host");
        if (hosts.size() > 1) {
            throw bad("RFC 9112 §3.2", "more than one Host");
        }
        if (hosts.isEmpty()) {
            if (requestLine.minorVersion() >= 1) {
                throw bad("RFC 9112 §3.2", "Host is missing");
            }
            return ofTarget;
        }
        Authority host = Authority.parse(hosts.get(0));
        if (host == null) {
            throw bad("RFC 9112 §3.2", "Host is not a host with an optional port");
        }
        // RFC 9112 §3.2.2 "MUST ignore the received Host header field (if any)" if the target is in absolute form
        return ofTarget != null ? ofTarget : host;
    }

    /**
     * RFC 9112 §6.3: both sides must agree where the content ends. GET and HEAD need no content, so it is refused: then
     * its bytes can't be mistaken for a request or for frames.
     */
    private void refuseContent() throws Refusal {
        List<String> lengths = fields.lines("Content-Length");
        if (fields.has("Transfer-Encoding")) {
            List<String> codings = fields.list("Transfer-Encoding");
            if (!lengths.isEmpty()) { // RFC 9112 §6.1 "A server MAY reject a request that contains both"
                throw bad("RFC 9112 §6.1", "both Content-Length and Transfer-Encoding");
            }
            if (codings.isEmpty() || !codings.get(codings.size() - 1).equalsIgnoreCase("chunked")) {
                throw bad("RFC 9112 §6.3", "Transfer-Encoding doesn't end in chunked");
            }
            throw bad("RFC 9112 §6", requestLine.method() + " with content");
        }
        if (lengths.size() > 1) {
            throw bad("RFC 9112 §6.3", "more than one Content-Length");
        }
        if (!lengths.isEmpty()) {
            refuseLength(lengths.get(0));
        }
    }

    /**
     * RFC 9110 §8.6 "Content-Length = 1*DIGIT", with "no predefined limit": the digits are checked, no number is
     * computed.
     */
    private void refuseLength(String length) throws Refusal {
        boolean zero = true;
        for (int i = 0; i < length.length(); i++) {
            if (!Grammar.isDigit(length.charAt(i))) {
                throw bad("RFC 9112 §6.3", "Content-Length is not a number");
            }
            zero = zero && length.charAt(i) == '0';
        }
        if (length.isEmpty()) {
            throw bad("RFC 9112 §6.3", "Content-Length is empty");
        }
        if (!zero) {
            throw bad("RFC 9112 §6", requestLine.method() + " with content");
        }
    }

    private static Refusal tooLarge(String sentence) {
        return new Refusal(Status.FIELDS_TOO_LARGE, "RFC 6585 §5", sentence);
    }

    private static Refusal bad(String section, String sentence) {
        return new Refusal(Status.BAD_REQUEST, section, sentence);
    }
}
