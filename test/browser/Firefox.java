package browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import support.Child;
import support.Json;

/**
 * One headless Firefox, spoken to through a WebSocket of the JDK: WebDriver BiDi,
 * https://www.w3.org/TR/webdriver-bidi/. Its profile is in a temporary folder, which {@link #close} removes.
 */
final class Firefox implements Browser {
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");
    /** It shall speak with nobody but the tests. */
    private static final Map<String, Object> PREFERENCES = Map.of(
            "intl.accept_languages", "en-US",
            "app.update.enabled", false,
            "browser.safebrowsing.malware.enabled", false,
            "browser.safebrowsing.phishing.enabled", false,
            "datareporting.policy.dataSubmissionEnabled", false,
            "network.captive-portal-service.enabled", false,
            "network.connectivity-service.enabled", false,
            "services.settings.server", "data:,",
            "toolkit.telemetry.enabled", false);

    private final Path folder;
    private final Child firefox;
    private final WebSocket socket;
    private final Map<Long, CompletableFuture<Map<?, ?>>> asked = new ConcurrentHashMap<>();
    private final List<String> console = new ArrayList<>();
    private long lastId;
    private String current;

    Firefox(Path program) throws IOException {
        folder = Files.createTempDirectory("browser-test");
        Files.writeString(folder.resolve("user.js"), PREFERENCES.entrySet().stream()
                .map(each -> "user_pref(\"" + each.getKey() + "\", " + Json.write(each.getValue()) + ");\n")
                .collect(Collectors.joining()));
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--headless", "--no-remote",
                "--profile", folder.toString(), "--remote-debugging-port", "0", "--width", "1100", "--height", "800");
        builder.environment().putAll(Map.of("HOME", folder.toString(), "TMPDIR", folder.toString()));
        firefox = new Child("firefox", builder.redirectErrorStream(true)); // it prints the address there
        String address = firefox.await(LISTENING, (int) DEADLINE.toSeconds()).group(1);
        socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create(address + "/session"), new Listener()).join();
        ask("session.new", Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
        ask("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        current = tabs().get(0);
    }

    // ── The wire ────────────────────────────────────────────────────────────────────────────────────────────────────

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                took((Map<?, ?>) Json.read(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void took(Map<?, ?> message) {
        if (message.get("id") instanceof Double id) {
            asked.remove(id.longValue()).complete(message);
        } else if ("log.entryAdded".equals(message.get("method"))) {
            Map<?, ?> entry = (Map<?, ?>) message.get("params");
            synchronized (console) {
                console.add(entry.get("level") + " " + entry.get("text"));
            }
        }
    }

    private Map<?, ?> ask(String method, Map<String, ?> parameters) {
        long id = ++lastId;
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(Json.write(Map.of("id", id, "method", method, "params", parameters)), true).join();
        try {
            Map<?, ?> message = answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if ("error".equals(message.get("type"))) {
                throw new IllegalStateException(method + ": " + message.get("message"));
            }
            return (Map<?, ?>) message.get("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " " + parameters, e);
        }
    }

    // ── Tabs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public String newTab() {
        String tab = (String) ask("browsingContext.create", Map.of("type", "tab")).get("context");
        switchTo(tab);
        return tab;
    }

    @Override
    public void switchTo(String tab) {
        if (!tab.equals(current)) {
            current = tab;
            ask("browsingContext.activate", Map.of("context", tab));
        }
    }

    @Override
    public String currentTab() {
        return current;
    }

    @Override
    public List<String> tabs() {
        return ((List<?>) ask("browsingContext.getTree", Map.of("maxDepth", 0)).get("contexts")).stream()
                .map(context -> (String) ((Map<?, ?>) context).get("context")).toList();
    }

    @Override
    public void closeTab() {
        ask("browsingContext.close", Map.of("context", current));
        current = null;
    }

    // ── The current tab ─────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public void open(URI page) {
        ask("browsingContext.navigate", Map.of("context", current, "url", page.toString(), "wait", "complete"));
    }

    @Override
    public void reload() {
        ask("browsingContext.reload", Map.of("context", current, "wait", "complete"));
    }

    @Override
    public void click(String selector) {
        Map<?, ?> element = call("selector => { const found = document.querySelector(selector);"
                + " found.scrollIntoView({ block: 'nearest' }); return found; }", selector);
        Map<String, ?> origin = Map.of("type", "element", "element", Map.of("sharedId", element.get("sharedId")));
        act("pointer", List.of(Map.of("type", "pointerMove", "x", 0, "y", 0, "origin", origin),
                Map.of("type", "pointerDown", "button", 0), Map.of("type", "pointerUp", "button", 0)));
    }

    @Override
    public void type(String selector, String text) {
        call("selector => { const found = document.querySelector(selector); found.focus();"
                + " found.setSelectionRange?.(found.value.length, found.value.length); return null; }", selector);
        act("key", text.codePoints().mapToObj(Character::toString)
                .flatMap(key -> Stream.of(Map.of("type", "keyDown", "value", key),
                        Map.of("type", "keyUp", "value", key))).toList());
    }

    private void act(String device, List<? extends Map<String, ?>> actions) {
        ask("input.performActions", Map.of("context", current, "actions",
                List.of(Map.of("type", device, "id", device, "actions", actions))));
    }

    @Override
    public Object run(String script, Object... arguments) {
        Map<?, ?> result = call("json => { const script = function () { " + script + "\n };"
                + " return JSON.stringify(script.apply(window, JSON.parse(json))) ?? 'null'; }",
                Json.write(List.of(arguments)));
        return Json.read((String) result.get("value"));
    }

    /** The function's result, as BiDi describes it. */
    private Map<?, ?> call(String function, String argument) {
        Map<?, ?> answer = ask("script.callFunction", Map.of("functionDeclaration", function, "awaitPromise", false,
                "target", Map.of("context", current), "userActivation", true,
                "arguments", List.of(Map.of("type", "string", "value", argument))));
        if ("exception".equals(answer.get("type"))) {
            throw new IllegalStateException(((Map<?, ?>) answer.get("exceptionDetails")).get("text").toString());
        }
        return (Map<?, ?>) answer.get("result");
    }

    @Override
    public void phone(int width, int height) {
        ask("browsingContext.setViewport",
                Map.of("context", current, "viewport", Map.of("width", width, "height", height)));
    }

    @Override
    public List<String> console() {
        synchronized (console) {
            List<String> all = List.copyOf(console);
            console.clear();
            return all;
        }
    }

    @Override
    public Object devTools(String command, Map<String, Object> parameters) {
        return abort("only Chromium has " + command);
    }

    // ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public void close() {
        List<ProcessHandle> processes = firefox.handle().descendants().toList();
        firefox.close();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join());
        try {
            WebDriver.remove(folder);
        } catch (UncheckedIOException e) {
            // a file of the profile appeared while it was removed; the folder is a temporary one
        }
    }
}
