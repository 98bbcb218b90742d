package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import http.Request;
import http.Response;
import http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page, read once. Browsers run its own scripts in it and no others: see {@link PagePolicy}. */
final class Page {
    private static final String OURS = "client.html";
    /** If a page has this attribute, the limit of a message in bytes is written into it. */
    private static final String MAX_MESSAGE = "data-max-message=\"\"";

    private final String policy;
    private final String tag;
    private final Response whole;
    private final Response notModified;
    private final List<String> blocked;

    private Page(byte[] file, int maxMessage, String connect, String images) throws IOException {
        String html = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString()
                .replace(MAX_MESSAGE, MAX_MESSAGE.replace("\"\"", "\"" + maxMessage + "\""));
        PagePolicy rules = new PagePolicy(html);
        byte[] served = html.getBytes(UTF_8);
        policy = rules.header(connect, images);
        blocked = rules.blocked();
        tag = '"' + PagePolicy.sha256(served).substring(0, 22) + '"';
        whole = withFields(Response.of(Status.OK, "text/html; charset=utf-8", served));
        notModified = withFields(Response.of(Status.NOT_MODIFIED));
    }

    /** The page that comes with the classes. */
    static Page ours(int maxMessage) throws IOException {
        try (InputStream page = Page.class.getResourceAsStream(OURS)) {
            if (page == null) {
                throw new IllegalStateException("no " + OURS + " next to the classes: make puts it there");
            }
            return new Page(page.readAllBytes(), maxMessage, "'self'", "data:");
        }
    }

    /**
     * Another page. It may connect anywhere: the address of the WebSocket that it contains may be any.
     *
     * @throws IOException if it can't be read, or isn't UTF-8
     */
    static Page read(Path file, int maxMessage) throws IOException {
        return new Page(Files.readAllBytes(file), maxMessage, "'self' ws: wss:", "'self' data:");
    }

    /** The parts of the page that browsers will refuse to load or run, as they are written in it. */
    List<String> blocked() {
        return blocked;
    }

    /** RFC 9110 §13.1.2: only what the browser doesn't have yet. */
    Response respond(Request request) {
        for (String known : request.fields().list("If-None-Match")) {
            if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) {
                return notModified;
            }
        }
        return whole;
    }

    private Response withFields(Response response) {
        return response.with("ETag", tag)
                .with("Cache-Control", "no-cache") // store it, but ask each time whether it has changed
                .with("Content-Security-Policy", policy)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
    }
}
