package conformance;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One request to {@link ReferenceServer}, read strictly: RFC 9112 §2 to §7. */
final class ReferenceRequest {
    private static final int MOST_HEAD = 32 << 10;
    /** What the server with {@link Fault#HAS_NO_HEAD_LIMIT} has. */
    private static final int MEMORY = 1 << 20;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") (\\S+) HTTP/([0-9])\\.([0-9])");
    private static final Pattern ANY_CASE = Pattern.compile("(" + TOKEN + ") (\\S+) (?i:HTTP)/([0-9])\\.([0-9])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN
            + "):[ \\t]*([\\t \\x21-\\x7E\\x80-\\xFF]*?)[ \\t]*");
    private static final Pattern BLANK_BEFORE_COLON = Pattern.compile("(" + TOKEN
            + ")[ \\t]*:[ \\t]*([\\t \\x21-\\x7E\\x80-\\xFF]*?)[ \\t]*");
    private static final Pattern ANY_FIELD = Pattern.compile("([^:]*):[ \\t]*([^\\n]*?)[ \\t]*", Pattern.DOTALL);
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=%-]*(:[0-9]*)?|\\[[0-9A-Fa-f:.]+](:[0-9]*)?");
    private static final Pattern TARGET =
            Pattern.compile("(/|(?i:https?)://[A-Za-z0-9.:\\[\\]-]+(/|$))[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*");
    /** By itself: an alternative within a repetition costs the JDK a stack as deep as the text is long. */
    private static final Pattern BAD_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE",
            "CONNECT");

    private final ReferenceServer server;
    private final InputStream in;
    private final ReferenceRequest before;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private String method = "";
    private String target;
    private int minorVersion;
    private String last;

    /** @param before the request before it on the same connection; null for none */
    ReferenceRequest(ReferenceServer server, InputStream in, ReferenceRequest before) {
        this.server = server;
        this.in = in;
        this.before = before;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    String method() {
        return method;
    }

    boolean isKnownMethod() {
        return KNOWN.contains(method);
    }

    int minorVersion() {
        return minorVersion;
    }

    String path() {
        String path = target.startsWith("/") ? target : target.replaceFirst("^[A-Za-z]+://[^/]*", "");
        return path.isEmpty() ? "/" : path.replaceFirst("\\?.*", "");
    }

    List<String> values(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** Whether no answer has content, as after a HEAD. */
    boolean isHead() {
        return method.equals("HEAD") || (before != null && before.isHead() && is(Fault.HEAD_STICKS));
    }

    boolean hasContent() {
        return !values("transfer-encoding").isEmpty() || (!values("content-length").isEmpty()
                && !values("content-length").get(0).equals("0"));
    }

    boolean wantsEnd() {
        boolean close = values("connection").stream().flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(item -> item.strip().equalsIgnoreCase("close"));
        return (close && !is(Fault.IGNORES_CLOSE) && !(before != null && is(Fault.CLOSE_IN_FIRST_ONLY)))
                || (minorVersion < 1 && !server.has(Habit.PERSISTS_WITH_HTTP_1_0) && !is(Fault.CHUNKS_IN_HTTP_1_0));
    }

    /** False if there is none. */
    boolean read() throws IOException, ReferenceRefusal {
        String line = line();
        while (line != null && line.isEmpty() && !is(Fault.NO_EMPTY_LINE_FIRST)) {
            line = line(); // RFC 9112 §2.2: an empty line before the request is ignored
        }
        if (line == null) {
            return false;
        }
        requestLine(line);
        int size = line.length();
        for (line = line(); line != null && !line.isEmpty(); line = line()) {
            size += line.length();
            if (size > MOST_HEAD && is(Fault.HAS_NO_HEAD_LIMIT)) {
                stallBeyondMemory(size);
            } else if (size > MOST_HEAD) {
                throw new ReferenceRefusal(is(Fault.LARGE_HEAD_500) ? 500 : 431, "a head of more than " + MOST_HEAD
                        + " bytes");
            }
            if (line.isBlank() && is(Fault.FOLD_OF_BLANKS_ENDS_HEAD)) {
                in.skip(in.available());
                break;
            }
            if (!isFoldedByFault(line)) {
                field(line);
            }
            if (is(Fault.ANSWERS_BEFORE_END_OF_HEAD) && fields.containsKey("sec-websocket-version")
                    && fields.containsKey("sec-websocket-key")
                    && fields.containsKey("upgrade") && fields.containsKey("connection")) {
                in.skip(in.available() > 1 ? 2 : in.available());
                break;
            }
        }
        if (line == null && server.has(Habit.ANSWERS_HALF_REQUESTS)) {
            throw new ReferenceRefusal(408, "half a request");
        }
        if (line == null) {
            return false;
        }
        check();
        return true;
    }

    private void requestLine(String line) throws ReferenceRefusal {
        String repaired = is(Fault.REPAIRS_REQUEST_LINE) ? line.replaceFirst("^(\\S*) (.*) (HTTP/\\S*)$",
                "$1 /repaired $3") : line;
        if (server.has(Habit.SPLITS_ON_BLANKS)) {
            repaired = line.strip().replaceAll("[ \\t]+", " ");
        }
        var parts = (is(Fault.HTTP_WITHOUT_CASE) ? ANY_CASE : REQUEST_LINE).matcher(repaired);
        if (!parts.matches()) {
            throw new ReferenceRefusal(400, "no request line");
        }
        method = parts.group(1);
        target = parts.group(2);
        minorVersion = Integer.parseInt(parts.group(4));
        if (!parts.group(3).equals("1") && !(parts.group(3).equals("0") && is(Fault.ACCEPTS_HTTP_1_0))) {
            throw new ReferenceRefusal(505, "another version of HTTP");
        }
        if (minorVersion > 1 && (is(Fault.NO_HTTP_1_2) || is(Fault.MIRRORS_ANY_VERSION))) {
            throw new ReferenceRefusal(505, "HTTP/1.2");
        }
        if (parts.group(3).equals("1") && minorVersion > 1 && is(Fault.PAGE_FOR_HTTP_1_2)) {
            throw new ReferenceRefusal(200, "HTTP/1.2");
        }
    }

    private void field(String line) throws ReferenceRefusal {
        boolean folded = line.startsWith(" ") || line.startsWith("\t");
        if ((folded && last == null && is(Fault.BLANK_BEFORE_FIRST_FIELD)) || (folded && last != null
                && is(Fault.FOLDED_LINES_ARE_FIELDS))) {
            line = line.strip();
        } else if (line.indexOf('\r') >= 0 && is(Fault.CR_ENDS_LINES)) {
            field(line.substring(0, line.indexOf('\r')));
            line = line.substring(line.indexOf('\r') + 1);
        }
        var field = (is(Fault.ANY_FIELD_LINE) ? ANY_FIELD : is(Fault.BLANK_BEFORE_COLON) ? BLANK_BEFORE_COLON : FIELD)
                .matcher(is(Fault.NUL_DROPPED) ? line.replace("\0", "") : line);
        if (!field.matches() || (is(Fault.REFUSES_OBS_TEXT) && line.matches(".*[\\x80-\\xFF].*"))) {
            throw new ReferenceRefusal(400, "no header line");
        }
        last = is(Fault.NAMES_WITH_CASE) && !field.group(1).matches("([A-Z][a-z]+-?)+|Sec-WebSocket-.*")
                ? field.group(1) : field.group(1).toLowerCase(Locale.ROOT);
        fields.computeIfAbsent(last, key -> new ArrayList<>()).add(is(Fault.KEEPS_BLANKS)
                ? line.substring(Math.min(line.length(), line.indexOf(':') + 2)) : field.group(2));
    }

    /** True if a fault has read this line as it has it. */
    private boolean isFoldedByFault(String line) throws IOException, ReferenceRefusal {
        if (last == null || (!line.startsWith(" ") && !line.startsWith("\t"))) {
            return false;
        }
        if (is(Fault.FOLD_WAITS)) {
            awaitEnd();
        }
        if (is(Fault.FOLD_IS_AN_ERROR)) {
            throw new ReferenceRefusal(500, "a folded line");
        }
        List<String> values = fields.get(last);
        String value = values.get(values.size() - 1);
        String folded = is(Fault.DROPS_FOLDS) ? value : is(Fault.FOLDS_JOIN_WORDS) ? value + line.strip()
                : is(Fault.FOLD_REPLACES_VALUE) ? line.strip() : is(Fault.FOLD_IS_AN_ELEMENT) ? value + ", "
                        + line.strip() : null;
        if (folded != null) {
            values.set(values.size() - 1, folded);
        }
        return folded != null;
    }

    private void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            continue;
        }
        throw new EOFException("what was awaited");
    }

    /** What a fault makes of the fields that say how long the content is. */
    private void misreadFraming() throws IOException {
        List<String> lengths = values("content-length");
        List<String> codings = values("transfer-encoding");
        boolean list = !lengths.isEmpty() && lengths.get(0).contains(",");
        if (lengths.contains("") && is(Fault.EMPTY_LENGTH_IS_0)) {
            fields.remove("content-length");
        }
        if (misreadsLengths() && lengths.get(0).matches("[0-9]{10,}")) {
            in.skip(new BigInteger(lengths.get(0)).intValue());
            fields.remove("content-length");
        }
        if ((lengths.size() > 1 && is(Fault.TWO_LENGTHS_ARE_NONE)) || (list && is(Fault.LIST_OF_LENGTHS_IS_NONE))
                || (!isKnownMethod() && is(Fault.UNKNOWN_METHOD_HAS_NO_CONTENT))) {
            fields.remove("content-length");
        } else if (lengths.size() > 1 && (is(Fault.FIRST_LENGTH_COUNTS) || is(Fault.LAST_LENGTH_COUNTS))) {
            fields.put("content-length", List.of(lengths.get(is(Fault.FIRST_LENGTH_COUNTS) ? 0 : lengths.size() - 1)));
        }
        if (!codings.isEmpty() && ((!lengths.isEmpty() && is(Fault.LENGTH_HIDES_CODING))
                || (!codings.get(0).equals(codings.get(0).toLowerCase(Locale.ROOT)) && is(Fault.CODING_WITH_CASE)))) {
            fields.remove("transfer-encoding");
        } else if (codings.size() > 1 && is(Fault.FIRST_CODING_LINE_COUNTS)) {
            fields.put("transfer-encoding", codings.subList(0, 1));
        }
    }

    /** For {@link Fault#KEEPS_FIELDS} and {@link Fault#KEEPS_SUBPROTOCOL}. */
    private void keep(ReferenceRequest before) {
        before.fields.forEach((name, values) -> {
            if (is(Fault.KEEPS_FIELDS) || (name.equals("sec-websocket-protocol") && is(Fault.KEEPS_SUBPROTOCOL))) {
                fields.putIfAbsent(name, values);
            }
        });
    }

    private boolean isMute() {
        boolean odd = !method.matches("[A-Za-z]*") && is(Fault.ODD_METHOD_MUTE);
        return odd || (!isKnownMethod() && is(Fault.UNKNOWN_METHOD_MUTE))
                || (target.contains("%") && is(Fault.PERCENT_MUTE))
                || (target.contains("%00") && is(Fault.NUL_IN_TARGET_MUTE)) || (target.contains("%2500")
                        && is(Fault.DECODES_TARGET_TWICE))
                || (target.indexOf('?') != target.lastIndexOf('?') && is(Fault.QUERY_MUTE))
                        || (target.endsWith("?") && is(Fault.EMPTY_QUERY_MUTE));
    }

    /** Null before it is read. */
    String target() {
        return target;
    }

    private void check() throws IOException, ReferenceRefusal {
        misreadFraming();
        if (isMute()) {
            throw new EOFException("no answer");
        }
        if (!isKnownMethod() && is(Fault.UNKNOWN_METHOD_WAITS)) {
            awaitEnd();
        }
        if (before != null) {
            keep(before);
        }
        if (is(Fault.CONNECT_WITH_LENGTH) && method.equals("CONNECT")) {
            return;
        }
        if (target.matches("[^/]*//[^/]*") && is(Fault.EMPTY_PATH_IS_A_FAULT)) {
            throw new ReferenceRefusal(400, "a target without a path");
        }
        boolean absolute = !target.startsWith("/");
        List<String> hosts = values("host");
        if (!(hosts.isEmpty() && is(Fault.NEEDS_NO_HOST)) && !(hosts.size() > 1 && is(Fault.ACCEPTS_TWO_HOSTS))
                && (hosts.size() != 1 || (!isHost(hosts.get(0)) && !is(Fault.ACCEPTS_ANY_HOST)))) {
            throw new ReferenceRefusal(is(Fault.NO_HOST_404) ? 404 : 400, "not one valid Host");
        }
        if ((target.matches("[^/]*//[^/]*") && is(Fault.EMPTY_PATH_MUTE))
                || (values("connection").stream().anyMatch(value -> value.split(",", -1).length > 1_000)
                        && is(Fault.LONG_LIST_MUTE))) {
            throw new EOFException("no answer");
        }
        if ((absolute && (is(Fault.NO_ABSOLUTE_FORM) || (wantsHostOfTarget() && !target.contains("://"
                + hosts.get(0)))))
                || (!isTarget() && !is(Fault.ACCEPTS_ANY_TARGET))) {
            throw new ReferenceRefusal(server.has(Habit.REDIRECTS_BAD_TARGETS) ? 301 : 400, "no resource");
        }
        if (fields.size() > 40 && server.has(Habit.FIELDS_40)) {
            throw new ReferenceRefusal(431, "more than forty fields");
        }
        if (!values("transfer-encoding").isEmpty() && server.has(Habit.NEEDS_LENGTHS)) {
            throw new ReferenceRefusal(411, "content without a length");
        }
        if (!values("transfer-encoding").isEmpty() && server.has(Habit.PREFERS_CODING)) {
            fields.remove("content-length");
        }
        List<String> codings = values("transfer-encoding");
        List<String> lengths = values("content-length");
        if (server.has(Habit.TAKES_EQUAL_LENGTHS)) {
            lengths = lengths.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip).distinct()
                    .toList();
        }
        if (!lengths.isEmpty() && !codings.isEmpty() && !is(Fault.LENGTH_AND_CODING)) {
            throw new ReferenceRefusal(400, "Content-Length and Transfer-Encoding");
        }
        if (codings.contains("CHUNKED") && is(Fault.CODING_OF_POST_WITH_CASE)) {
            throw new ReferenceRefusal(501, "an unknown transfer coding");
        }
        if (!codings.isEmpty() && !codings.get(codings.size() - 1).equalsIgnoreCase("chunked")
                && !is(Fault.IGNORES_CODINGS) && !is(Fault.TAKES_UNKNOWN_CODING)) {
            throw new ReferenceRefusal(codings.get(0).contains("chunked,") ? 400 : 501, "an unknown transfer coding");
        }
        if (server.has(Habit.AWAITS_HUGE_CONTENT) && lengths.size() == 1 && lengths.get(0).matches("[0-9]{10,}")) {
            awaitEnd();
        }
        if ((lengths.size() > 1 || (!lengths.isEmpty() && !lengths.get(0).matches("[0-9]{1,9}")))
                && !is(Fault.IGNORES_BAD_LENGTHS)) {
            throw new ReferenceRefusal(400, "no Content-Length");
        }
        if (!values("expect").isEmpty() && hasContent() && (is(Fault.NO_100) || (is(Fault.EXPECT_WITH_CASE)
                && !values("expect").get(0).equals("100-continue")))) {
            awaitEnd();
        }
        if (readsChunks()) {
            new ReferenceChunks(server, in).read();
        } else if (!is(Fault.TAKES_BODY_FOR_FRAMES)) {
            if (!values("expect").isEmpty() && !is(Fault.UPGRADES_BEFORE_100)) {
                throw new ReferenceRefusal(417, "no expectations");
            }
            if (hasContent() && !is(Fault.TAKES_BODY_FOR_REQUEST) && !is(Fault.LENGTH_AND_CODING)
                    && !is(Fault.IGNORES_CODINGS) && !is(Fault.IGNORES_BAD_LENGTHS)
                    && !is(Fault.UPGRADES_BEFORE_100)) {
                boolean page = server.has(Habit.IGNORES_UPGRADE_WITH_CONTENT) && !values("upgrade").isEmpty();
                throw new ReferenceRefusal(page ? 200 : 413, "no content is taken");
            }
        }
    }

    private boolean wantsHostOfTarget() {
        return is(Fault.FOREIGN_HOST_IS_A_FAULT) || (server.has(Habit.HOST_BEATS_TARGET)
                && !values("upgrade").isEmpty());
    }

    private boolean misreadsLengths() {
        return !values("content-length").isEmpty() && (is(Fault.LENGTHS_OF_32_BITS) || (is(Fault.LENGTHS_OF_64_BITS)
                && values("content-length").get(0).length() > 19));
    }

    /** Whether it has content that the server reads, before it answers. */
    boolean readsChunks() {
        return !values("transfer-encoding").isEmpty() && ReferenceChunks.areRead(server);
    }

    private boolean isTarget() {
        if (is(Fault.FRAGMENT_BEHIND_QUERY) && target.indexOf('?') > 0) {
            return true;
        }
        return TARGET.matcher(target).matches() && !BAD_ENCODING.matcher(target).find();
    }

    private static boolean isHost(String host) {
        return HOST.matcher(host).matches() && !BAD_ENCODING.matcher(host).find();
    }

    private void stallBeyondMemory(int size) {
        if (size > MEMORY) {
            server.stall();
        }
    }

    /** Without its CR LF; null at the end of TCP. */
    private String line() throws IOException, ReferenceRefusal {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                boolean crLf = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
                if (!crLf && server.has(Habit.TAKES_LONE_LF)) {
                    return line.toString();
                }
                if (!crLf) {
                    throw new ReferenceRefusal(400, "a line that ends with LF alone");
                }
                line.setLength(line.length() - 1);
                return line.toString();
            }
            if (line.length() >= 4_000 && line.indexOf(":") < 0 && is(Fault.LINES_OF_4000)) {
                throw new ReferenceRefusal(414, "a line of more than 4000 bytes");
            }
            if (line.length() >= MOST_HEAD && is(Fault.HAS_NO_HEAD_LIMIT)) {
                stallBeyondMemory(line.length());
            } else if (line.length() >= MOST_HEAD) {
                if (is(Fault.LONG_TARGET_MUTE) && line.indexOf(":") < 0) {
                    return null;
                }
                throw new ReferenceRefusal(line.indexOf(":") > 0 ? is(Fault.LARGE_HEAD_500) ? 500 : 431 : 414,
                        "a line of more than " + MOST_HEAD + " bytes");
            }
            line.append((char) b);
            if (is(Fault.LOSES_CUT_LINES) && in.available() == 0 && b != '\r') {
                line.setLength(0);
            }
        }
        return null;
    }
}
