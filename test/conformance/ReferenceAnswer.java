package conformance;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What {@link ReferenceServer} answers to an ordinary request, and to one that it refuses. */
final class ReferenceAnswer {
    private final ReferenceServer server;
    private final ReferenceRequest request;
    private String text = "";
    private boolean last;

    ReferenceAnswer(ReferenceServer server, ReferenceRequest request) {
        this.server = server;
        this.request = request;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** After it the connection ends. */
    boolean isLast() {
        return last;
    }

    /** The page at /, or what there is instead. */
    void page() throws ReferenceRefusal {
        if (request.method().equals("OPTIONS")) {
            String more = is(Fault.TRANSFER_ENCODING_IN_204) ? "Transfer-Encoding: chunked\r\n\r\n"
                    : is(Fault.LENGTH_IN_204) ? "Content-Length: 0\r\n\r\n" : is(Fault.CONTENT_IN_204)
                    ? "Allow: GET, HEAD\r\n\r\nnothing" : "";
            if (!more.isEmpty()) {
                text = "HTTP/1.1 204 Answer\r\n" + more;
                return;
            }
        }
        if (request.method().equals("CONNECT") && is(Fault.CONNECT_WITH_LENGTH)) {
            text = "HTTP/1.1 200 Answer\r\nContent-Length: 0\r\n\r\n";
            return;
        }
        boolean any = is(Fault.SERVES_ANY_METHOD) || (request.method().equals("TRACE")
                && is(Fault.TRACE_WITHOUT_THE_REQUEST)) || request.readsChunks()
                || is(Fault.LENGTHS_OF_32_BITS) || is(Fault.LENGTHS_OF_64_BITS)
                || (is(Fault.PAGE_METHOD_WITHOUT_CASE) && request.method().equalsIgnoreCase("GET"));
        if (!request.isKnownMethod() && !any) {
            throw new ReferenceRefusal(is(Fault.REFUSES_METHODS_WITH_400) ? 400 : 501, "an unknown method");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD") && !any) {
            throw new ReferenceRefusal(405, "only GET and HEAD");
        }
        if (request.method().equals("HEAD") && is(Fault.NO_HEAD)) {
            throw new ReferenceRefusal(501, "no HEAD");
        }
        last = request.wantsEnd() || server.has(Habit.NEVER_PERSISTS) || endsContent();
        write(request.path().equals("/") ? 200 : 404, request.path().equals("/") ? "a page\n" : "nothing\n", "", last
                ? "close" : "");
    }

    void refusal(ReferenceRefusal refusal) {
        int status = refusal.status();
        last = status != 501 || request.hasContent() || request.wantsEnd() || !is(Fault.UNKNOWN_METHOD_HAS_NO_CONTENT);
        String fields = "";
        if (status == 405 && !is(Fault.NO_ALLOW)) {
            fields = "Allow: GET, HEAD\r\n";
        }
        if (status == 401 && !is(Fault.NO_CHALLENGE)) {
            fields = "WWW-Authenticate: Basic realm=\"nobody\"\r\n";
        }
        if (status == 301 || status == 302) {
            fields = "Location: /moved\r\n";
        }
        if (status == 400 && server.has(Habit.REFUSES_VERSIONS_WITH_400)) {
            fields = "Sec-WebSocket-Version: 13\r\n";
        }
        boolean upgrade = status == 426 && !is(Fault.NO_UPGRADE_IN_426);
        if (status == 426) {
            fields = (upgrade ? "Upgrade: websocket\r\n" : "")
                    + (is(Fault.NO_VERSION_IN_426) ? "" : is(Fault.OTHER_VERSION_IN_426)
                            ? "Sec-WebSocket-Version: 8\r\n"
                    : is(Fault.ODD_VERSION_IN_426) ? "Sec-WebSocket-Version: 13, 007\r\n"
                    : server.has(Habit.LISTS_MORE_VERSIONS) ? "Sec-WebSocket-Version: 13, 8, 7\r\n"
                    : is(Fault.NAMES_WHAT_IT_REFUSES) ? "Sec-WebSocket-Version: 13, 8\r\n"
                    : server.has(Habit.VERSIONS_IN_TWO_LINES)
                            ? "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Version: 13\r\n"
                            : "Sec-WebSocket-Version: 13\r\n");
        }
        boolean paired = upgrade && !is(Fault.UPGRADE_NOT_PAIRED);
        String end = is(Fault.CLOSES_WITHOUT_A_WORD) || !last ? "" : "close";
        write(is(Fault.REFUSES_WITH_200) ? 200 : status, refusal.getMessage() + "\n", fields, paired ? end.isEmpty()
                ? "Upgrade" : "Upgrade, " + end : end);
    }

    private void write(int status, String content, String fields, String connection) {
        boolean old = is(Fault.SPEAKS_HTTP_1_0) || (request.minorVersion() == 0 && is(Fault.MIRRORS_HTTP_1_0));
        String version = old ? "HTTP/1.0 " : request.minorVersion() == 9 && is(Fault.MIRRORS_ANY_VERSION)
                ? "HTTP/1.9 " : "HTTP/1.1 ";
        StringBuilder answer = new StringBuilder(version).append(status).append(is(Fault.NO_REASON_NO_BLANK) ? ""
                : " Answer").append("\r\n");
        if (!is(Fault.NO_DATE)) {
            answer.append("Date: ")
                    .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
                            .replace("GMT", is(Fault.DATE_IN_UTC) ? "UTC" : "GMT"))
                    .append("\r\n");
        }
        if (is(Fault.DATE_TWICE)) {
            answer.append("Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n");
        }
        answer.append(fields);
        boolean advertises = server.has(Habit.ADVERTISES_UPGRADE) && !fields.contains("Upgrade:");
        answer.append(advertises ? "Upgrade: websocket\r\n" : "");
        answer.append(server.has(Habit.ALLOW_EVERYWHERE) && status != 405 ? "Allow: GET, HEAD\r\n" : "");
        answer.append(server.has(Habit.CHALLENGES_EVERYWHERE) && status != 401
                ? "WWW-Authenticate: Basic realm=\"nobody\"\r\n" : "");
        if (is(Fault.INJECTS_TARGET) && request.target() != null) {
            answer.append("X-Target: ").append(request.target().replace("%0d", "\r").replace("%0a", "\n"))
                    .append("\r\n");
        }
        String options = !advertises ? connection : connection.isEmpty() ? "Upgrade" : "Upgrade, " + connection;
        answer.append(options.isEmpty() ? "" : "Connection: " + options + "\r\n");
        answer.append("Content-Type: text/plain\r\n").append(request.isHead() && is(Fault.HEAD_HAS_LENGTH_0)
                ? "Content-Length: 0\r\n" : framing(content)).append("\r\n");
        text = answer + (request.isHead() && !is(Fault.CONTENT_TO_HEAD) ? "" : framed(content));
    }

    private boolean endsContent() {
        return server.has(Habit.CONTENT_UNTIL_THE_END) || server.has(Habit.NEVER_ENDS_CONTENT)
                || server.has(Habit.CODED_UNTIL_THE_END);
    }

    private boolean isInChunks() {
        return is(Fault.LENGTH_BESIDE_CODING) || (request.minorVersion() == 0 && is(Fault.CHUNKS_TO_HTTP_1_0))
                || server.has(Habit.CHUNKS) || server.has(Habit.CHUNKS_OF_ONE_BYTE)
                || server.has(Habit.CHUNK_SIZES_WITH_ZEROS) || server.has(Habit.CHUNK_EXTENSIONS);
    }

    private String framing(String content) {
        if (server.has(Habit.CODED_UNTIL_THE_END)) {
            return "Transfer-Encoding: x-none\r\n";
        }
        if (server.has(Habit.CONTENT_UNTIL_THE_END) || server.has(Habit.NEVER_ENDS_CONTENT)
                || (request.isHead() && server.has(Habit.HEAD_WITHOUT_LENGTH))) {
            return "";
        }
        return isInChunks() ? "Transfer-Encoding: chunked\r\n" + (is(Fault.LENGTH_BESIDE_CODING)
                ? "Content-Length: 5\r\n" : "")
                : "Content-Length: " + (server.has(Habit.LENGTHS_WITH_ZEROS) ? "0000000000" : "") + content.length()
                        + "\r\n";
    }

    private String framed(String content) {
        if (!isInChunks()) {
            return content;
        }
        String zeros = server.has(Habit.CHUNK_SIZES_WITH_ZEROS) ? "00000000000" : "";
        String extension = server.has(Habit.CHUNK_EXTENSIONS) ? " ;a;b=\"c;d\"" : "";
        StringBuilder chunks = new StringBuilder();
        int size = server.has(Habit.CHUNKS_OF_ONE_BYTE) ? 1 : content.length();
        for (int from = 0; from < content.length(); from += size) {
            chunks.append(zeros).append(Integer.toHexString(size)).append(extension).append("\r\n")
                    .append(content, from, from + size).append("\r\n");
        }
        return chunks + zeros + "0" + extension + "\r\n" + (extension.isEmpty() ? "" : "X-Trailer: yes\r\n") + "\r\n";
    }

    @Override
    public String toString() {
        return text;
    }
}
