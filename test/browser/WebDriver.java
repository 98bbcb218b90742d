package browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import support.Child;
import support.Json;

/**
 * One headless Chromium, spoken to through chromedriver: W3C WebDriver, https://www.w3.org/TR/webdriver2/.
 * Everything that either of them writes is in one temporary folder, which {@link #close} removes. For one thread.
 */
final class WebDriver implements Browser {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final Child driver;
    private final Thread closeAtExit = new Thread(this::end);
    private URI session;

    /** The path of the first of these programs that is on the PATH. */
    static Optional<Path> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    WebDriver(Path chromedriver, Path chromium) throws IOException {
        folder = Files.createTempDirectory("browser-test");
        ProcessBuilder builder = new ProcessBuilder(chromedriver.toString(), "--port=0");
        builder.environment().putAll(Map.of("TMPDIR", folder.toString(), "HOME", folder.toString()));
        driver = new Child("chromedriver", builder);
        Runtime.getRuntime().addShutdownHook(closeAtExit);
        try {
            String port = driver.await(STARTED, (int) DEADLINE.toSeconds()).group(1);
            session = URI.create("http://127.0.0.1:" + port + "/session");
            session = URI.create(session + "/" + newSession(chromium));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Object newSession(Path chromium) {
        List<String> arguments = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--ignore-certificate-errors", "--accept-lang=en-US", "--window-size=1100,800",
                "--user-data-dir=" + folder.resolve("profile"));
        Map<String, Object> capabilities = Map.of(
                "browserName", "chrome",
                "timeouts", Map.of("pageLoad", DEADLINE.toMillis(), "script", DEADLINE.toMillis()),
                "goog:chromeOptions", Map.of("binary", chromium.toString(), "args", arguments),
                "goog:loggingPrefs", Map.of("browser", "ALL"));
        Object made = send("POST", "", Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        return ((Map<?, ?>) made).get("sessionId");
    }

    // ── Tabs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public String newTab() {
        String tab = (String) ((Map<?, ?>) post("/window/new", Map.of("type", "tab"))).get("handle");
        switchTo(tab);
        return tab;
    }

    @Override
    public void switchTo(String tab) {
        post("/window", Map.of("handle", tab));
    }

    @Override
    public String currentTab() {
        return (String) send("GET", "/window", null);
    }

    @Override
    public List<String> tabs() {
        return ((List<?>) send("GET", "/window/handles", null)).stream().map(String.class::cast).toList();
    }

    @Override
    public void closeTab() {
        send("DELETE", "/window", null);
    }

    // ── The current tab ─────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public void open(URI page) {
        post("/url", Map.of("url", page.toString()));
    }

    @Override
    public void reload() {
        post("/refresh", Map.of());
    }

    @Override
    public void click(String selector) {
        post("/element/" + find(selector) + "/click", Map.of());
    }

    @Override
    public void type(String selector, String text) {
        post("/element/" + find(selector) + "/value", Map.of("text", text));
    }

    private Object find(String selector) {
        Map<?, ?> element = (Map<?, ?>) post("/element", Map.of("using", "css selector", "value", selector));
        return element.values().iterator().next();
    }

    @Override
    public Object run(String script, Object... arguments) {
        return post("/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    @Override
    public Object devTools(String command, Map<String, Object> parameters) {
        return post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    @Override
    public void phone(int width, int height) {
        devTools("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
    }

    /** A picture of the tab, as PNG. */
    byte[] screenshot() {
        return Base64.getDecoder().decode((String) send("GET", "/screenshot", null));
    }

    @Override
    public List<String> console() {
        return ((List<?>) post("/se/log", Map.of("type", "browser"))).stream()
                .map(entry -> ((Map<?, ?>) entry).get("level") + " " + ((Map<?, ?>) entry).get("message"))
                .toList();
    }

    // ── The wire ────────────────────────────────────────────────────────────────────────────────────────────────────

    private Object post(String command, Map<String, ?> body) {
        return send("POST", command, body);
    }

    private Object send(String method, String command, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(session + command))
                .timeout(DEADLINE.multipliedBy(2))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)))
                .build();
        try {
            Object answer = ((Map<?, ?>) Json.read(http.send(request, BodyHandlers.ofString()).body())).get("value");
            if (answer instanceof Map<?, ?> fault && fault.containsKey("error")) {
                throw new IllegalStateException(method + " " + command + ": " + fault.get("message"));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(closeAtExit);
        try {
            send("DELETE", "", null);                // lets Chromium end by itself
        } catch (RuntimeException e) {
            // It had no session, or its driver is gone: what is left of them ends below.
        }
        end();
    }

    private void end() {
        List<ProcessHandle> processes = driver.handle().descendants().toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join());
        driver.close();
        remove(folder);
    }

    /** With all that is in it. */
    static void remove(Path place) {
        try {
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> inside = Files.list(place)) {
                    inside.toList().forEach(WebDriver::remove);
                }
            }
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
