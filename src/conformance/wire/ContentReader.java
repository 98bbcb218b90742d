package conformance.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the content of an HTTP response from an inbox, strictly: RFC 9112 §6 and §7.1 (chunks). */
final class ContentReader {
    private static final int MOST_BODY = 4 << 20;
    /** Of a length without its leading zeros: a number that fits, and is above any limit. */
    private static final int MOST_DIGITS = 7;
    private static final Pattern CHUNK = Pattern.compile("0*([0-9A-Fa-f]*)[\\t ]*(;.*)?");

    private final Inbox inbox;
    private final Transcript transcript;

    ContentReader(Inbox inbox, Transcript transcript) {
        this.inbox = inbox;
        this.transcript = transcript;
    }

    /** Whether it has neither a length nor chunks. */
    static boolean endsWithTheConnection(Answer head) {
        List<String> codings = head.list("Transfer-Encoding");
        return codings.isEmpty() ? head.values("Content-Length").isEmpty()
                : !codings.get(codings.size() - 1).toLowerCase(Locale.ROOT).equals("chunked");
    }

    /** Null if it isn't there as a whole. */
    byte[] read(Answer head) {
        if (endsWithTheConnection(head)) { // RFC 9112 §6.1 "or terminate the message by closing the connection"
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

    /** As much of it as has come. */
    byte[] soFar() {
        return taken(0, inbox.size(), inbox.size());
    }

    private byte[] untilTheEnd() {
        checkSize(inbox.size());
        return inbox.end() == null ? null : soFar();
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
