package conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The HTTP half of {@link ReferenceServer}: one request, a 101 or a refusal with everything that belongs to it. */
final class ReferenceHandshake {
    private static final int MOST_HEAD = 32 << 10;
    private static final int DRAIN_MILLIS = 2_000;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") (\\S+) HTTP/([0-9])\\.([0-9])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*([\\t \\x21-\\x7E\\x80-\\xFF]*?)[ \\t]*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    /** A request that isn't accepted. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refusal(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    private final ReferenceServer server;
    private final Socket socket;
    private final InputStream in;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private String method;
    private String resource;
    private int minorVersion;

    ReferenceHandshake(ReferenceServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What comes behind the request. */
    InputStream in() {
        return in;
    }

    /** Whether the connection is a WebSocket from here on. */
    boolean accept() throws IOException {
        server.awaitIfHanging();
        try {
            if (!readRequest()) {
                return false; // nobody asked for anything
            }
            check();
            send(accepted());
            if (server.has(Fault.LOSES_EARLY_FRAMES)) {
                in.skip(in.available());
            }
            return true;
        } catch (Refusal refusal) {
            send(refused(refusal));
            return false;
        }
    }

    private boolean readRequest() throws IOException, Refusal {
        String line = line();
        if (line != null && line.isEmpty()) {
            line = line(); // RFC 9112 §2.2: an empty line before the request is ignored
        }
        if (line == null) {
            return false;
        }
        var requestLine = REQUEST_LINE.matcher(line);
        if (!requestLine.matches()) {
            throw new Refusal(400, "no request line");
        }
        method = requestLine.group(1);
        resource = requestLine.group(2);
        if (!requestLine.group(3).equals("1")) {
            throw new Refusal(505, "another version of HTTP");
        }
        minorVersion = Integer.parseInt(requestLine.group(4));
        int size = line.length();
        for (line = line(); line != null && !line.isEmpty(); line = line()) {
            size += line.length();
            var field = FIELD.matcher(line);
            if (!field.matches()) {
                throw new Refusal(400, "no header line");
            }
            if (size > MOST_HEAD) {
                throw new Refusal(431, "a head of more than " + MOST_HEAD + " bytes");
            }
            fields.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(field.group(2));
        }
        return line != null;
    }

    /** Without its CR LF; null at the end of TCP. */
    private String line() throws IOException, Refusal {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
                    throw new Refusal(400, "a line that ends with LF alone");
                }
                line.setLength(line.length() - 1);
                return line.toString();
            }
            if (line.length() >= MOST_HEAD) {
                throw new Refusal(431, "a line of more than " + MOST_HEAD + " bytes");
            }
            line.append((char) b);
        }
        return null;
    }

    private void check() throws Refusal {
        if (values("host").size() != 1 || !values("host").get(0).matches("[A-Za-z0-9.\\[\\]:_~%-]+")) {
            throw new Refusal(400, "not one valid Host");
        }
        if (!resource.matches("(/|https?://)[!-~&&[^#]]*")) {
            throw new Refusal(400, "no resource");
        }
        if (!method.equals("GET")) {
            throw new Refusal(405, "a WebSocket begins with GET");
        }
        if (minorVersion < 1) {
            throw new Refusal(400, "a WebSocket needs HTTP/1.1");
        }
        if (!list("upgrade").contains("websocket") || !list("connection").contains("upgrade")) {
            throw new Refusal(426, "no Upgrade to websocket");
        }
        if (values("sec-websocket-key").size() != 1 || !KEY.matcher(values("sec-websocket-key").get(0)).matches()) {
            throw new Refusal(400, "not one valid Sec-WebSocket-Key");
        }
        if (values("sec-websocket-version").size() != 1) {
            throw new Refusal(400, "not one Sec-WebSocket-Version");
        }
        if (!values("sec-websocket-version").get(0).equals("13")) {
            throw new Refusal(426, "another version of WebSocket");
        }
    }

    private List<String> values(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** In lower case: for tokens that are compared without case. */
    private List<String> list(String name) {
        return values(name).stream().flatMap(value -> Arrays.stream(value.split(","))).map(item -> item.strip().toLowerCase(Locale.ROOT)).toList();
    }

    private String accepted() {
        return "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptFor(values("sec-websocket-key").get(0)) + "\r\n"
                + "\r\n";
    }

    private static String acceptFor(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String refused(Refusal refusal) {
        String content = refusal.getMessage() + "\n";
        StringBuilder response = new StringBuilder("HTTP/1.1 ").append(refusal.status).append(" Refused\r\n");
        response.append("Date: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))).append("\r\n");
        if (refusal.status == 405) {
            response.append("Allow: GET\r\n");
        }
        if (refusal.status == 426) {
            response.append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        }
        response.append("Connection: ").append(refusal.status == 426 ? "Upgrade, close" : "close").append("\r\n");
        response.append("Content-Type: text/plain\r\nContent-Length: ").append(content.length()).append("\r\n\r\n");
        return response + ("HEAD".equals(method) ? "" : content);
    }

    private void send(String response) throws IOException {
        socket.getOutputStream().write(response.getBytes(ISO_8859_1));
    }

    /** TCP ends on our side, and what still comes is read: else a reset could overtake our last words (RFC 6455 §7.1.1). */
    void end() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(DRAIN_MILLIS);
        byte[] rest = new byte[16 << 10];
        while (in.read(rest) >= 0) {
            continue;
        }
    }
}
