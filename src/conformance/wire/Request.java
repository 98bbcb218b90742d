package conformance.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * An opening handshake to be sent (RFC 6455 §4.1), right as it is made and wrong where it is told to be:
 * {@code handshake().without("Host")}. Immutable: each method that changes something gives a new one.
 */
public final class Request implements Cloneable {
    /** One header line. It is sent as it stands here, so that it may be wrong. */
    private record Line(String name, String text) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    private String requestLine;
    private List<Line> lines = new ArrayList<>();
    private byte[] behind = new byte[0];

    private Request(String requestLine) {
        this.requestLine = requestLine;
    }

    /** A request that every server must accept. */
    public static Request handshake(Target target, Random random) {
        byte[] key = new byte[16];
        random.nextBytes(key);
        return new Request("GET " + target.resource() + " HTTP/1.1")
                .with("Host", target.authority())
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key))
                .with("Sec-WebSocket-Version", "13");
    }

    /** An ordinary request, that asks for no WebSocket. */
    public static Request plain(Target target, String method, String resource) {
        return new Request(method + ' ' + resource + " HTTP/1.1").with("Host", target.authority());
    }

    // What is changed about it

    /** Another first line, as {@code POST / HTTP/1.1}. */
    public Request requestLine(String line) {
        Request changed = copy();
        changed.requestLine = line;
        return changed;
    }

    public Request method(String method) {
        return requestLine(method + requestLine.substring(requestLine.indexOf(' ')));
    }

    public Request resource(String resource) {
        return requestLine(requestLine.substring(0, requestLine.indexOf(' ') + 1) + resource
                + requestLine.substring(requestLine.lastIndexOf(' ')));
    }

    /** As {@code HTTP/1.0}. */
    public Request version(String version) {
        return requestLine(requestLine.substring(0, requestLine.lastIndexOf(' ') + 1) + version);
    }

    /** One more field, behind the others. */
    public Request with(String name, String value) {
        return withLine(name, name + ": " + value);
    }

    /** One more line, behind the others, that need not be a header line. */
    public Request withLine(String text) {
        return withLine(text.contains(":") ? text.substring(0, text.indexOf(':')).strip() : "", text);
    }

    private Request withLine(String name, String text) {
        Request changed = copy();
        changed.lines.add(new Line(name, text));
        return changed;
    }

    /** One more line before all others, that need not be a header line. */
    public Request withFirstLine(String text) {
        Request changed = copy();
        changed.lines.add(0, new Line(text.contains(":") ? text.substring(0, text.indexOf(':')).strip() : "", text));
        return changed;
    }

    /** Another value for a field that is there, at its place. */
    public Request changing(String name, String value) {
        return changingLine(name, name + ": " + value);
    }

    /** Another whole line instead of that field's, at its place. */
    public Request changingLine(String name, String text) {
        if (!has(name)) {
            throw new IllegalStateException("no field " + name + " to change");
        }
        Request changed = copy();
        changed.lines.replaceAll(line -> line.is(name) ? new Line(name, text) : line);
        return changed;
    }

    public Request without(String name) {
        Request changed = copy();
        if (!changed.lines.removeIf(line -> line.is(name))) {
            throw new IllegalStateException("no field " + name + " to leave out");
        }
        return changed;
    }

    /** The fields' names in lower case, or in upper case. */
    public Request namesInCase(boolean upper) {
        Request changed = copy();
        changed.lines.replaceAll(line -> {
            String name = upper ? line.name.toUpperCase(Locale.ROOT) : line.name.toLowerCase(Locale.ROOT);
            return new Line(name, name + line.text.substring(name.length()));
        });
        return changed;
    }

    public Request reversed() {
        Request changed = copy();
        Collections.reverse(changed.lines);
        return changed;
    }

    public Request shuffled(Random random) {
        Request changed = copy();
        Collections.shuffle(changed.lines, random);
        return changed;
    }

    /** Offers extensions: one more field Sec-WebSocket-Extensions. */
    public Request offering(String extensions) {
        return with("Sec-WebSocket-Extensions", extensions);
    }

    /** Offers subprotocols: one more field Sec-WebSocket-Protocol. */
    public Request subprotocols(String tokens) {
        return with("Sec-WebSocket-Protocol", tokens);
    }

    /** Bytes behind the request, in the same write: content, or frames that don't wait for the 101. */
    public Request followedBy(byte[] bytes) {
        Request changed = copy();
        changed.behind = Bytes.concat(behind, bytes);
        return changed;
    }

    private Request copy() {
        try {
            Request copy = (Request) clone();
            copy.lines = new ArrayList<>(lines);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    // What it comes to

    public boolean has(String name) {
        return lines.stream().anyMatch(line -> line.is(name));
    }

    /** The values of all lines of this name, without the blanks around them. */
    public List<String> values(String name) {
        return lines.stream().filter(line -> line.is(name)).map(line -> line.text.substring(line.text.indexOf(':') + 1)
                .strip()).toList();
    }

    /** What stands before the first blank of the request line. */
    public String method() {
        return requestLine.substring(0, Math.max(0, requestLine.indexOf(' ')));
    }

    /** Start line and fields as text, one byte a character. */
    public String head() {
        StringBuilder head = new StringBuilder(requestLine).append("\r\n");
        lines.forEach(line -> head.append(line.text).append("\r\n"));
        return head.append("\r\n").toString();
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Bytes.latin1(head()));
        all.writeBytes(behind);
        return all.toByteArray();
    }

    byte[] behind() {
        return behind;
    }
}
