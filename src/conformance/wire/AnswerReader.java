package conformance.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes HTTP responses from an inbox, strictly: RFC 9112 §2.2 (line ends), §4 (status line), §5 (fields); their content
 * by a {@link ContentReader}.
 */
public final class AnswerReader {
    /** The rule that is broken by what has not even the beginning of a response. */
    public static final String BEGINNING = "a response begins with HTTP/";
    /** More than what a response could repeat of any request of ours. */
    private static final int MOST_HEAD = 256 << 10;
    /** RFC 9112 §4 {@code status-line = HTTP-version SP status-code SP [ reason-phrase ]}. */
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/[0-9]\\.[0-9] ([1-9][0-9]{2}) ([\\t \\x21-\\x7E\\x80-\\xFF]*)");
    /** RFC 9112 §5 {@code field-line = field-name ":" OWS field-value OWS}. */
    private static final Pattern FIELD_LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\\t ]*([\\t \\x21-\\x7E\\x80-\\xFF]*?)[\\t ]*");
    private final Inbox inbox;
    private final Transcript transcript;
    private final ContentReader content;
    private Answer head;

    public AnswerReader(Inbox inbox, Transcript transcript) {
        this.inbox = inbox;
        this.transcript = transcript;
        content = new ContentReader(inbox, transcript);
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
        byte[] body = hasContent(method, head.status()) ? content.read(head) : new byte[0];
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
        if (head == null || !ContentReader.endsWithTheConnection(head)) {
            return null;
        }
        Answer begun = new Answer(head.status(), head.reason(), head.fields(), content.soFar(),
                head.head());
        head = null;
        return begun;
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
        if (!lines[0].startsWith("HTTP/1.0") && !lines[0].startsWith("HTTP/1.1")) {
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
}
