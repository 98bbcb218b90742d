package http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A request that is not served, and why. It is thrown where the fault is found, and becomes the response in one place,
 * in {@code connection}.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** For people who follow a link: what happened, and where to go. Its text may be a peer's, so it is escaped. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <h1>%1$s</h1>
            <p>%2$s</p>
            """;
    private static final String WAY_OUT = "<p><a href=\"/\">The chat room is here. 聊天室在这里。</a></p>\n";

    private final transient Response response;
    private final String explanation;

    /**
     * @param section  the rule that the request breaks, with its RFC, as "RFC 9112 §3.2"
     * @param sentence what is wrong, for the person who reads the response
     */
    public Refusal(Status status, String section, String sentence) {
        this(sentence + " (" + section + ")",
                Response.text(status, status + "\n\n" + sentence + " (" + section + ")"));
    }

    private Refusal(String explanation, Response response) {
        // no stack trace: it is slow, and a peer can cause many
        super(response.status() + ": " + explanation, null, false, false);
        this.explanation = explanation;
        this.response = response;
    }

    /** The same refusal with one more field in its response. */
    public Refusal with(String name, String value) {
        return new Refusal(explanation, response.with(name, value));
    }

    /** The response to this request: a small page if a browser asks for one, else plain text. */
    public Response response(Request request) {
        if (request.fields().lines("Accept").stream().noneMatch(types -> types.contains("text/html"))) {
            return response;
        }
        Status status = response.status();
        String page = PAGE.formatted(status, explanation.replace("&", "&amp;").replace("<", "&lt;"))
                + (status == Status.NOT_FOUND ? WAY_OUT : "");
        Response shown = Response.of(status, "text/html; charset=utf-8", page.getBytes(UTF_8));
        List<Fields.Field> fields = response.fields();
        for (Fields.Field field : fields.subList(1, fields.size())) { // the first one is Content-Type
            shown = shown.with(field.name(), field.value());
        }
        return shown.with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .with("X-Content-Type-Options", "nosniff");
    }

    public Response response() {
        return response;
    }
}
