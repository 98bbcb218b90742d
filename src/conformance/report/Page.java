package conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What both pages have in common: one file that loads nothing else, light or dark as the reader has it, and fits a
 * phone.
 */
final class Page {
    /** The four levels, for readers of a page. */
    static final String LEVELS = """
            <b>MUST</b>: a sentence with this key word binds the server. \
            <b>CORE</b>: the text binds only the sender, or has no key word, but to take such input as good breaks \
            RFC 6455 §10.7 \
            <q>Incoming data MUST always be validated</q>. \
            <b>SHOULD</b>: the text recommends it. <b>INFO</b>: the text leaves it open.""";

    private Page() {}

    /** @param script the name of the page's script */
    static String of(String title, String script, String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" "
                + "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>"
                + Markup.escape(title) + "</title>\n<style>\n" + resource("page.css") + "</style>\n" + body
                + "<script>\n" + resource(script + ".js") + "</script>\n</html>\n";
    }

    static String mark(Mark mark) {
        return "<span class=\"" + mark.css() + "\">" + mark + "</span>";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
