package conformance.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes HTTP responses from an inbox, strictly: RFC 9112 §2.2 (line ends), §4 (status line), §5 (fields), §6 (content).
 */
public final class AnswerReader {
    /** The rule that is broken by what has not even the beginning of a response. */
    public static final String BEGINNING = "a response begins with HTTP/";
    /** More than what a response could repeat of any request of ours. */
    private static final int MOST_HEAD = 256 << 10;
    private static final int MOST_BODY = 4 << 20;
    /** RFC 9112 §4 {@code status-line = HTTP-version SP status-code SP [ reason-phrase ]}. */
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/[0-9]\\.[0-9] ([1-9][0-9]{2}) ([\\t \\x21-\\x7E\\x80-\\xFF]*)");
    /** RFC 9112 §5 {@code field-line = field-name ":" OWS field-value OWS}. */
    private static final Pattern FIELD_LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\\t ]*([\\t \\x21-\\x7E\\x80-\\xFF]*?)[\\t ]*");
    /** Of a length without its leading zeros: a number that fits, and is above any limit. */
    private static final int MOST_DIGITS = 7;
    private static final Pattern CHUNK = Pattern.compile("0*([0-9A-Fa-f]*)[\\t ]*(;.*)?");

    private final Inbox inbox;
    private final Transcript transcript;
    private Answer head;

    public AnswerReader(Inbox inbox, Transcript transcript) {
        this.inbox = inbox;
        this.transcript = transcript;
    }

    /** The next response; null if it isn't there as a whole. Content without a length ends with the connection. */
    public Answer next() {
        return next("GET");
    }

    /** @param method of the request: no content comes to HEAD, nor with a 2xx to CONNECT (RFC 9112 §6.3) */
    public Answer next(String method) {
        try {
            return whole(method);
        } catch (Violation violation) {
            transcript.received(inbox.copy(0, Math.min(inbox.size(), 64)), inbox.size(), "what is at fault is in here");
            throw violation;
        }
    }

    private Answer whole(String method) {
        if (head == null) {
            head = head();
            if (head == null) {
                return null;
            }
        }
        byte[] body = hasContent(method, head.status()) ? body() : new byte[0];
        if (body == null) {
            return null;
        }
        Answer whole = new Answer(head.status(), head.reason(), head.fields(), body, head.head());
        head = null;
        return whole;
    }

    private static boolean hasContent(String method, int status) {
        boolean tunnel = method.equals("CONNECT") && status < 300;
        return !method.equals("HEAD") && !tunnel && status >= 200 && status != 204 && status != 304;
    }

    /**
     * What has come of a response whose content has no length, and whose connection has not ended (RFC 9112 §6.3);
     * null if there is none.
     */
    public Answer withoutEnd() {
        if (head == null || !endsWithTheConnection()) {
            return null;
        }
        Answer begun = new Answer(head.status(), head.reason(), head.fields(),
                taken(0, inbox.size(), inbox.size()), head.head());
        head = null;
        return begun;
    }

    private boolean endsWithTheConnection() {
        List<String> codings = head.list("Transfer-Encoding");
        return codings.isEmpty() ? head.values("Content-Length").isEmpty()
                : !codings.get(codings.size() - 1).toLowerCase(Locale.ROOT).equals("chunked");
    }

    /** Whether a response has begun that isn't complete. */
    public boolean isWithinAnswer() {
        return head != null || inbox.size() > 0;
    }

    /** For a report: what came and is no response yet. */
    public String rest() {
        if (head != null) {
            return "the head of HTTP " + head.status() + ", but not all of its content";
        }
        return inbox.size() == 0 ? "nothing" : Bytes.quoted(inbox.copy(0, inbox.size())) + " and no more";
    }

    private Answer head() {
        int end = endOfHead();
        if (end < 0) {
            return null;
        }
        String text = new String(inbox.copy(0, end), StandardCharsets.ISO_8859_1);
        List<Answer.Field> fields = new ArrayList<>();
        String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        Matcher status = STATUS_LINE.matcher(lines[0]);
        if (!status.matches()) {
            throw new Violation("9110-2.2-1",
                    "a response begins with a status line: version, blank, three digits, blank, reason",
                    Bytes.quoted(lines[0]));
        }
        if (!lines[0].startsWith("HTTP/1.")) {
            // RFC 9110 §6.2 "A server MUST NOT send a version to which it is not conformant."
            throw new Violation("9110-6.2-1",
                    "a response has the version that the server speaks, which is HTTP/1.0 or 1.1",
                    Bytes.quoted(lines[0]));
        }
        for (int i = 1; i < lines.length; i++) {
            fields.add(field(lines[i]));
        }
        transcript.http("←", text);
        inbox.take(end);
        Answer head = new Answer(Integer.parseInt(status.group(1)), status.group(2), List.copyOf(fields), new byte[0],
                text);
        if (head.status() < 200 || head.status() == 204) {
            checkHasNoContent(head);
        }
        if (head.has("Transfer-Encoding") && head.has("Content-Length")) {
            throw new Violation("9112-6.2-1", "a message with Transfer-Encoding has no Content-Length", head
                    + " with both");
        }
        return head;
    }

    private static void checkHasNoContent(Answer head) {
        if (head.has("Content-Length")) {
            throw new Violation("9110-8.6-1", "a 1xx or 204 response has no Content-Length", head
                    + " with Content-Length");
        }
        if (head.has("Transfer-Encoding")) {
            throw new Violation("9112-6.1-1", "a 1xx or 204 response has no Transfer-Encoding", head
                    + " with Transfer-Encoding");
        }
    }

    private static Answer.Field field(String line) {
        if (line.startsWith(" ") || line.startsWith("\t")) {
            throw new Violation("9112-5.2-1", "a server sends no folded lines", Bytes.quoted(line));
        }
        Matcher field = FIELD_LINE.matcher(line);
        if (!field.matches()) {
            throw new Violation("9110-2.2-1",
                    "a header line is a token, a colon and a value without control characters", Bytes.quoted(line));
        }
        return new Answer.Field(field.group(1), field.group(2));
    }

    private int endOfHead() {
        for (int i = 0; i < inbox.size(); i++) {
            if (i < 5 && inbox.at(i) != "HTTP/".charAt(i)) {
                throw new Violation("9110-2.2-1", BEGINNING, Bytes.quoted(inbox.copy(0, Math.min(inbox.size(), 60))));
            }
            if (inbox.at(i) != '\n') {
                continue;
            }
            if (i == 0 || inbox.at(i - 1) != '\r') {
                throw new Violation("9110-2.2-1", "lines end with CR LF", "a line that ends with LF alone");
            }
            if (i >= 3 && inbox.at(i - 2) == '\n') {
                return i + 1;
            }
        }
        if (inbox.size() > MOST_HEAD) {
            throw new TooMuch("the head of a response is longer than the " + (MOST_HEAD >> 10) + " KiB that are read");
        }
        return -1;
    }

    private byte[] body() {
        if (endsWithTheConnection()) { // RFC 9112 §6.1 "or terminate the message by closing the connection"
            return untilTheEnd();
        }
        if (head.has("Transfer-Encoding")) {
            return chunks();
        }
        List<String> lengths = head.values("Content-Length");
        if (lengths.stream().distinct().count() > 1 || !lengths.get(0).matches("[0-9]+")) {
            throw new Violation("9110-2.2-1", "Content-Length is one decimal number", "Content-Length: "
                    + String.join(", ", lengths));
        }
        String digits = lengths.get(0).replaceFirst("^0+(?=.)", "");
        if (digits.length() > MOST_DIGITS) {
            throw tooLong();
        }
        int length = Integer.parseInt(digits);
        checkSize(length);
        return inbox.size() < length ? null : taken(0, length, length);
    }

    private byte[] untilTheEnd() {
        checkSize(inbox.size());
        return inbox.end() == null ? null : taken(0, inbox.size(), inbox.size());
    }

    /** No RFC has a limit here; without one, a server could have us wait for it without end. */
    private static void checkSize(int size) {
        if (size > MOST_BODY) {
            throw tooLong();
        }
    }

    private static TooMuch tooLong() {
        return new TooMuch("the content of a response is longer than the " + (MOST_BODY >> 20) + " MiB that are read");
    }

    private byte[] taken(int from, int length, int all) {
        byte[] body = inbox.copy(from, length);
        inbox.take(all);
        if (length > 0) {
            transcript.received(body, length, "content, " + length + " bytes: " + Bytes.quoted(body));
        }
        return body;
    }

    /** RFC 9112 §7.1. Without the trailer's fields' meaning; nothing is taken before all is there. */
    private byte[] chunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = endOfLine(at);
            if (end < 0) {
                return null;
            }
            String line = line(at, end);
            Matcher chunk = CHUNK.matcher(line);
            if (!chunk.matches() || line.startsWith(";") || line.isBlank()) {
                throw new Violation("9110-2.2-1", "a chunk begins with its size in hex digits", Bytes.quoted(line));
            }
            if (chunk.group(1).length() > MOST_DIGITS) {
                throw tooLong();
            }
            // RFC 9112 §7.1 "chunk-size = 1*HEXDIG"
            int size = chunk.group(1).isEmpty() ? 0 : Integer.parseInt(chunk.group(1), 16);
            at = end + 2;
            checkSize(body.size() + size);
            if (size == 0) {
                break;
            }
            if (inbox.size() < at + size + 2) {
                return null;
            }
            body.writeBytes(inbox.copy(at, size));
            if (inbox.at(at + size) != '\r' || inbox.at(at + size + 1) != '\n') {
                throw new Violation("9110-2.2-1", "a chunk ends with CR LF", "a chunk longer than its size");
            }
            at += size + 2;
        }
        for (int end = endOfLine(at); ; end = endOfLine(at)) { // the trailer, up to its empty line
            if (end < 0) {
                return null;
            }
            boolean last = end == at;
            at = end + 2;
            if (last) {
                break;
            }
        }
        inbox.take(at);
        transcript.received(body.toByteArray(), body.size(), "content in chunks, " + body.size() + " bytes: "
                + Bytes.quoted(body.toByteArray()));
        return body.toByteArray();
    }

    private String line(int from, int end) {
        return new String(inbox.copy(from, end - from), StandardCharsets.ISO_8859_1);
    }

    /** Where the CR LF of this line stands, or -1. */
    private int endOfLine(int from) {
        for (int i = from; i + 1 < inbox.size(); i++) {
            if (inbox.at(i) == '\r' && inbox.at(i + 1) == '\n') {
                return i;
            }
        }
        checkSize(inbox.size() - from);
        return -1;
    }
}
