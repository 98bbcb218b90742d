package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import http.Request;
import http.Response;
import http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chat page, read once. Its own style and script are the only ones that a browser will run in it. */
final class Page {
    private final Response whole;
    private final Response notModified;
    private final String tag;

    private Page(byte[] html) {
        tag = '"' + sha256(html).substring(0, 22) + '"';
        whole = withFields(Response.of(Status.OK, "text/html; charset=utf-8", html), html);
        notModified = withFields(Response.of(Status.NOT_MODIFIED), html);
    }

    static Page read(Path file) throws IOException {
        return new Page(Files.readAllBytes(file));
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

    private Response withFields(Response response, byte[] html) {
        return response.with("ETag", tag)
                .with("Cache-Control", "no-cache") // keep it, but ask each time whether it is still the same
                .with("Content-Security-Policy", "default-src 'none'; script-src " + hashes("script", html)
                        + "; style-src " + hashes("style", html) + "; connect-src 'self'; img-src data:; "
                        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
    }

    /** What a Content-Security-Policy names the text of an element by. */
    private static String hashes(String element, byte[] html) {
        StringBuilder hashes = new StringBuilder();
        Matcher matcher = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(new String(html, ISO_8859_1));
        while (matcher.find()) {
            hashes.append(hashes.isEmpty() ? "" : " ").append("'sha256-").append(sha256(matcher.group(1).getBytes(ISO_8859_1))).append('\'');
        }
        return hashes.isEmpty() ? "'none'" : hashes.toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
