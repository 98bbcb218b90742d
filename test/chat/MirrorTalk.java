package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import support.Bytes;
import support.Deflate;
import support.Frame;
import support.Json;
import support.TestClient;

/**
 * All that a raw client sent to /wire, and all that it got, up to the end of TCP.
 *
 * @param response the head of the response, as it came
 * @param messages everything behind it, in order: reports as {@link Map}s, answers as {@link Frame}s
 */
record MirrorTalk(byte[] request, String response, List<Object> messages) {
    /** @param frames what is sent behind the request; the server must end the connection because of it */
    static MirrorTalk with(TestServer server, String request, byte[]... frames) throws IOException {
        try (TestClient client = server.connect()) {
            client.send(request).send(frames);
            return read(request, client);
        }
    }

    /** Reads to the end of TCP. */
    static MirrorTalk read(String request, TestClient client) throws IOException {
        return of(request, client.socket.getInputStream().readAllBytes());
    }

    static MirrorTalk of(String request, byte[] all) throws IOException {
        int end = new String(all, ISO_8859_1).indexOf("\r\n\r\n") + 4;
        String response = new String(all, 0, end, ISO_8859_1);
        boolean deflates = response.contains("permessage-deflate");
        ByteArrayInputStream in = new ByteArrayInputStream(all, end, all.length - end);
        List<Object> messages = new ArrayList<>();
        while (in.available() > 0) {
            Frame frame = Frame.read(in, false, deflates);
            byte[] payload = frame.first() == Frame.COMPRESSED_TEXT
                    ? Deflate.inflate(frame.payload()) : frame.payload();
            String text = frame.opcode() == 1 ? Frame.text(payload) : "";
            messages.add(text.startsWith("{\"kind\":\"") ? Json.read(text) : frame);
        }
        return new MirrorTalk(Bytes.ascii(request), response, messages);
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> reports() {
        return messages.stream().filter(Map.class::isInstance).map(report -> (Map<String, Object>) report).toList();
    }

    List<Frame> answers() {
        return messages.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    }

    /** The only report of this kind. */
    Map<String, Object> only(String kind) {
        List<Map<String, Object>> found = reports().stream().filter(report -> report.get("kind").equals(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + " in " + messages);
        }
        return found.get(0);
    }

    List<Map<String, Object>> frames(String from) {
        return reports().stream().filter(report -> from.equals(report.get("from"))).toList();
    }

    /** The bytes of this sender's frames, as the reports say. */
    byte[] bytesOf(String from) {
        return frames(from).stream().map(frame -> Bytes.hex(frame.get("header") + "" + frame.get("wire")))
                .reduce(new byte[0], (all, more) -> Bytes.concat(all, more));
    }

    /** The bytes of the answers, as they came. */
    byte[] answered() {
        return answers().stream().map(Frame::unmasked).reduce(new byte[0], (all, more) -> Bytes.concat(all, more));
    }

    /** All that came, for searching. */
    String everything() {
        return response + messages.stream().map(message -> message instanceof Frame frame
                ? new String(frame.payload(), UTF_8) : message.toString()).toList();
    }
}
