package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The HTTP half of {@link ReferenceServer}: ordinary requests are answered until one is a handshake, or the connection
 * has to end.
 */
final class ReferenceHttp {
    private static final int DRAIN_MILLIS = 2_000;
    private static final Pattern NAME = Pattern.compile("(?m)^[^:\\r\\n]+:");

    private final ReferenceServer server;
    private final Socket socket;
    private final InputStream in;
    private ReferenceRequest request;
    private int requests;
    private ReferenceHandshake handshake;
    private String late;

    ReferenceHttp(ReferenceServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What was agreed about compression; null for nothing. */
    ReferenceDeflate deflate() {
        return handshake == null ? null : handshake.deflate();
    }

    /** What comes behind the request. */
    InputStream in() {
        return in;
    }

    private boolean is(Fault fault) {
        return server.has(fault);
    }

    /** Whether the connection is a WebSocket from here on. */
    boolean accept() throws IOException {
        server.awaitIfHanging();
        while (true) {
            request = new ReferenceRequest(server, in, requests == 0 ? null : request);
            handshake = new ReferenceHandshake(server, request);
            ReferenceAnswer answer = new ReferenceAnswer(server, request);
            try {
                if (!request.read()) {
                    return false; // nobody asks for anything any more
                }
                requests++;
                if (handshake.isAsked() && !(requests > 1 && server.has(Habit.FIRST_HANDSHAKE_ONLY))) {
                    if (!checked()) {
                        return false;
                    }
                    send(handshake.answer());
                    if (server.has(Fault.LOSES_EARLY_FRAMES)) {
                        in.skip(in.available());
                    }
                    return !endsBehind101();
                }
                answer.page();
            } catch (ReferenceRefusal refusal) {
                boolean dropped = server.has(Habit.DROPS_BAD_HANDSHAKES) && handshake.isAsked();
                if (dropped || is(Fault.REFUSES_MUTELY) || is(Fault.NO_STATUS_FOR_REFUSAL)) {
                    return false;
                }
                answer.refusal(refusal);
            }
            if (is(Fault.ANSWERS_OUT_OF_ORDER) && !answer.isLast() && in.available() > 0 && late == null) {
                late = answer.toString();
                continue;
            }
            loseRequests(); // before the client can send the rest
            send(answer + (late == null ? "" : late) + (isTwice() ? answer : ""));
            late = null;
            if (server.has(Habit.NEVER_ENDS_CONTENT) && !request.isHead()) {
                while (in.read() >= 0) {
                    continue;
                }
            }
            if (answer.isLast() && !(in.available() > 0 && is(Fault.ANSWERS_BEHIND_CLOSE))) {
                return false;
            }
        }
    }

    private boolean isTwice() {
        return (requests == 2 && is(Fault.SECOND_ANSWER_TWICE)) || (is(Fault.MISSING_PAGE_TWICE)
                && !request.path().equals("/"));
    }

    private boolean endsBehind101() {
        boolean odd = request.target().startsWith("/") && request.target().matches(".*(%|//).*");
        return (odd && server.has(Habit.ENDS_AT_ODD_TARGETS)) || (requests > 1
                && server.has(Habit.ENDS_SECOND_HANDSHAKES));
    }

    private void loseRequests() throws IOException {
        if (in.available() == 0 || (!is(Fault.LOSES_NEXT_REQUEST) && !is(Fault.LOSES_HALF_REQUEST))) {
            return;
        }
        in.mark(in.available());
        String next = new String(in.readNBytes(in.available()), ISO_8859_1);
        if (!is(Fault.LOSES_NEXT_REQUEST) && next.contains("\r\n\r\n")) {
            in.reset();
        }
    }

    /** False if this needs no more words. */
    private boolean checked() throws IOException, ReferenceRefusal {
        try {
            handshake.check();
            return true;
        } catch (ReferenceRefusal refusal) {
            if ((server.has(Habit.DROPS_BAD_HANDSHAKES_WITH_MORE_BEHIND) && in.available() > 0)
                    || (server.has(Habit.DROPS_MALFORMED_EXTENSIONS) && refusal.getMessage().contains("malformed"))) {
                return false;
            }
            throw refusal;
        }
    }

    private void send(String response) throws IOException {
        int end = response.indexOf("\r\n\r\n") + 2;
        String head = dressed(response.substring(0, end));
        socket.getOutputStream().write((interim() + head + response.substring(end)).getBytes(ISO_8859_1));
    }

    private String interim() {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n";
        if (request.minorVersion() < 1) {
            return is(Fault.SENDS_103_TO_HTTP_1_0) ? hints : is(Fault.SENDS_100_TO_HTTP_1_0)
                    && !request.values("expect").isEmpty() ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
        }
        return server.has(Habit.SENDS_103_FIRST) ? hints : server.has(Habit.SENDS_102_TWICE)
                ? "HTTP/1.1 102 Processing\r\n\r\n".repeat(2) : "";
    }

    /** The same head, in other words or in another shape. */
    private String dressed(String head) {
        Habit habit = server.habit();
        if (habit == null) {
            return head;
        }
        int line = head.indexOf("\r\n") + 2;
        String status = head.substring(0, line);
        String fields = head.substring(line);
        return switch (habit) {
            case EMPTY_REASON -> status.substring(0, 13) + "\r\n" + fields;
            case OTHER_REASON -> status.substring(0, 13) + "Web Socket Protocol Handshake\r\n" + fields;
            case LOWER_CASE_NAMES -> status + NAME.matcher(fields).replaceAll(name -> name.group()
                    .toLowerCase(Locale.ROOT));
            case UPPER_CASE_NAMES -> status + NAME.matcher(fields).replaceAll(name -> name.group()
                    .toUpperCase(Locale.ROOT));
            case BLANKS_AROUND_VALUES -> status + fields.replace(": ", ": \t ").replace("\r\n", " \t\r\n");
            case NO_BLANKS_BEFORE_VALUES -> status + fields.replace(": ", ":");
            case UPPER_CASE_UPGRADE -> status + fields.replace("Upgrade: websocket", "Upgrade: WEBSOCKET")
                    .replace("Connection: Upgrade", "Connection: upgrade");
            case DATE_IN_101 -> status.contains(" 101 ") ? status + "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n" + fields
                    : head;
            case CONNECTION_IS_A_LIST -> status + fields.replace("Connection: Upgrade",
                    "Connection: keep-alive, Upgrade");
            case MORE_FIELDS -> status
                    + "Server: reference/1 (\u00e9)\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-Empty:\r\n" + fields;
            default -> head;
        };
    }

    /**
     * TCP ends on our side, and what still comes is read: else a reset could overtake our last words (RFC 6455 §7.1.1).
     */
    void end() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(DRAIN_MILLIS);
        byte[] rest = new byte[16 << 10];
        while (in.read(rest) >= 0) {
            continue;
        }
    }
}
