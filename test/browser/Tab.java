package browser;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A tab. Whatever is asked of it first makes it the current one. */
record Tab(Browser browser, String handle) {
    static final String ENTER = "\uE007";
    static final Duration DEADLINE = Duration.ofSeconds(30);

    void switchTo() {
        browser.switchTo(handle);
    }

    Object run(String script, Object... arguments) {
        switchTo();
        return browser.run(script, arguments);
    }

    /** Types into the field, and Enter. */
    void say(String text) {
        switchTo();
        browser.type("#text", text + ENTER);
    }

    /** Puts text into the field all at once, as pasting does. */
    void write(String text) {
        run("document.querySelector('#text').focus(); document.execCommand('insertText', false, arguments[0])", text);
    }

    /** The messages in the log, in its order: "from7:text". */
    List<String> messages() {
        return ((List<?>) run("return [...document.querySelectorAll('#rows .message')].map(message =>"
                + " message.querySelector('.sender').textContent + ':'"
                + " + message.querySelector('.text').textContent)"))
                .stream().map(String.class::cast).toList();
    }

    /** What was said, of messages as {@link #messages} gives them. */
    static List<String> texts(List<String> messages) {
        return messages.stream().map(message -> message.substring(message.indexOf(':') + 1)).toList();
    }

    List<String> texts() {
        return texts(messages());
    }

    boolean shows(String selector) {
        return (Boolean) run("return document.querySelector(arguments[0]).checkVisibility()", selector);
    }

    /** Waits until this message is there. */
    void await(String text) {
        until("a message \"" + text + "\"", this::texts, texts -> texts.contains(text));
    }

    /** Waits until the element's text contains these words; or, without words, until it has no text. */
    void await(String selector, String words) {
        until(selector + " with \"" + words + "\"",
                () -> (String) run("return document.querySelector(arguments[0])?.textContent ?? 'nothing'",
                        selector),
                text -> words.isEmpty() ? text.isBlank() : text.contains(words));
    }

    /** Waits until the JavaScript expression is true. */
    void until(String expression) {
        until(expression, () -> run("return Boolean(" + expression + ")"), Boolean.TRUE::equals);
    }

    <T> void until(String what, Supplier<T> look, Predicate<T> wanted) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        T seen = look.get();
        while (!wanted.test(seen)) {
            if (System.nanoTime() > deadline) {
                fail("waited " + DEADLINE.toSeconds() + " s for " + what + ", but there is: " + seen);
            }
            seen = look.get();
        }
    }
}
