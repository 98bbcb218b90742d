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
        if (!request.isKnownMethod() && !is(Fault.SERVES_ANY_METHOD)) {
            throw new ReferenceRefusal(501, "an unknown method");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD") && !is(Fault.SERVES_ANY_METHOD)) {
            throw new ReferenceRefusal(405, "only GET and HEAD");
        }
        if (request.method().equals("HEAD") && is(Fault.NO_HEAD)) {
            throw new ReferenceRefusal(501, "no HEAD");
        }
        last = request.wantsEnd();
        write(request.path().equals("/") ? 200 : 404, request.path().equals("/") ? "a page\n" : "nothing\n", "", last ? "close" : "");
    }

    void refusal(ReferenceRefusal refusal) {
        last = true;
        int status = refusal.status();
        String fields = "";
        if (status == 405 && !is(Fault.NO_ALLOW)) {
            fields = "Allow: GET, HEAD\r\n";
        }
        if (status == 401 && !is(Fault.NO_CHALLENGE)) {
            fields = "WWW-Authenticate: Basic realm=\"nobody\"\r\n";
        }
        if (status == 301) {
            fields = "Location: /moved\r\n";
        }
        boolean upgrade = status == 426 && !is(Fault.NO_UPGRADE_IN_426);
        if (status == 426) {
            fields = (upgrade ? "Upgrade: websocket\r\n" : "")
                    + (is(Fault.NO_VERSION_IN_426) ? "" : is(Fault.OTHER_VERSION_IN_426) ? "Sec-WebSocket-Version: 8\r\n"
                    : is(Fault.ODD_VERSION_IN_426) ? "Sec-WebSocket-Version: 13, 007\r\n" : "Sec-WebSocket-Version: 13\r\n");
        }
        boolean paired = upgrade && !is(Fault.UPGRADE_NOT_PAIRED);
        String end = is(Fault.CLOSES_WITHOUT_A_WORD) ? "" : "close";
        write(is(Fault.REFUSES_WITH_200) ? 200 : status, refusal.getMessage() + "\n", fields, paired ? end.isEmpty() ? "Upgrade" : "Upgrade, " + end : end);
    }

    private void write(int status, String content, String fields, String connection) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 ").append(status).append(is(Fault.NO_REASON_NO_BLANK) ? "" : " Answer").append("\r\n");
        if (!is(Fault.NO_DATE)) {
            answer.append("Date: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))).append("\r\n");
        }
        answer.append(fields);
        answer.append(connection.isEmpty() ? "" : "Connection: " + connection + "\r\n");
        answer.append("Content-Type: text/plain\r\nContent-Length: ").append(content.length()).append("\r\n\r\n");
        text = answer + ("HEAD".equals(request.method()) && !is(Fault.CONTENT_TO_HEAD) ? "" : content);
    }

    @Override
    public String toString() {
        return text;
    }
}
