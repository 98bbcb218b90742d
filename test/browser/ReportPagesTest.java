package browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.report.Comparison;
import conformance.report.Html;
import conformance.report.Report;
import conformance.sections.NotTested;
import conformance.sections.Sections;
import conformance.suite.FirstContact;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.wire.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import support.Child;

/** The suite's pages in a real browser: of a server with one fault, and of that one beside a right one. */
@Timeout(120)
class ReportPagesTest {
    private static final String PASSED = "5.4/text-in-2";
    private static final Pattern URL = Pattern.compile("(ws://\\S+)");

    @TempDir
    private static Path folder;
    private static WebDriver browser;
    private static URI page;
    private static URI sideBySide;
    private static String failed;

    @BeforeAll
    static void start() throws Exception {
        browser = InBrowser.chromium();
        Report wrong = report("TAKES_STRAY_CONTINUATION");
        Report right = report();
        page = Files.writeString(folder.resolve("page.html"), Html.write(wrong, NotTested.all())).toUri();
        String both = Comparison.of(List.of(wrong, right), List.of("wrong.json", "right.json")).page();
        sideBySide = Files.writeString(folder.resolve("both.html"), both).toUri();
        browser.open(page);
        failed = (String) browser.run("return document.querySelector('.case.failed').id");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Report report(String... faults) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp",
                System.getProperty("java.class.path"), "conformance.ReferenceServer"));
        command.addAll(List.of(faults));
        try (Child server = new Child("reference server", command)) {
            Target target = Target.parse(server.await(URL, 20).group(1));
            Suite suite = Sections.all().only(List.of("5.4"));
            Settings settings = Settings.of(target);
            FirstContact contact = FirstContact.make(settings);
            Runner runner = new Runner(settings, suite, (verdict, done, all) -> { });
            return Report.of(runner.run(), contact, null, null, false);
        }
    }

    private static void open(URI place, int width, String scheme) {
        browser.open(URI.create("about:blank"));
        browser.devTools("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", width < 500));
        browser.devTools("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        browser.open(place);
    }

    private static boolean is(String expression) {
        return (Boolean) browser.run("return Boolean(" + expression + ")");
    }

    private static void await(String expression) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!is(expression)) {
            assertTrue(System.nanoTime() < end, "in vain: " + expression);
            Thread.onSpinWait();
        }
    }

    @Test
    void aPhoneNeedsNoSidewaysScrolling() {
        for (URI place : List.of(page, URI.create(page + "#" + failed),
                sideBySide, URI.create(sideBySide + "#" + failed + "@0"))) {
            open(place, 390, "light");
            assertEquals(390.0, browser.run("return document.documentElement.scrollWidth"), place.toString());
        }
    }

    @Test
    void failuresAreOnTheFirstScreen() {
        open(page, 1100, "light");
        assertTrue(is("document.querySelector('.kinds li').getBoundingClientRect().bottom < innerHeight"));
        String link = (String) browser.run("return document.querySelector('.kinds a').href");
        assertTrue(link.startsWith("https://www.rfc-editor.org/rfc/rfc6455#section-"), link);
    }

    @Test
    void theFilterBeginsWithWhatFailed() {
        open(page, 1100, "light");
        String shown = "[...document.querySelectorAll('.case')].filter((c) => c.offsetParent !== null).length";
        String failures = "document.querySelectorAll('.case.failed').length";
        assertTrue(is(shown + " === " + failures));
        browser.run("document.getElementById('all').click()");
        assertTrue(is(shown + " === document.querySelectorAll('.case').length"));
    }

    @Test
    void aLinkToACaseOpensIt() throws InterruptedException {
        open(URI.create(page + "#" + failed), 1100, "light");
        await("document.getElementById('" + failed + "').open");
        assertTrue(is("document.getElementById('failures').checked"));
    }

    @Test
    void aLinkToACaseThatPassedShowsItToo() throws InterruptedException {
        open(URI.create(page + "#" + PASSED), 1100, "light");
        await("document.getElementById('" + PASSED + "').open");
        assertTrue(is("document.getElementById('" + PASSED + "').offsetParent"));
    }

    @Test
    void itIsLightOrDark() {
        String background = "return getComputedStyle(document.body).backgroundColor";
        open(page, 1100, "light");
        assertEquals("rgb(255, 255, 255)", browser.run(background));
        open(page, 1100, "dark");
        assertEquals("rgb(21, 23, 26)", browser.run(background));
    }

    @Test
    void aCellOpensThatServersBytes() throws Exception {
        open(sideBySide, 1100, "light");
        browser.run("document.querySelector('.side tbody:not(.right) input').click()");
        browser.run("document.getElementById('" + failed + "').cells[1].querySelector('button').click()");
        await("document.querySelector('#cell[open] h3')?.textContent === 'wrong, " + failed + "'");
        assertTrue(is("document.querySelector('#cell pre').textContent.includes('→ ')"));
        assertTrue(is("document.querySelector('#cell dt').textContent.match(/MUST|CORE/)"));
        browser.run("document.getElementById('" + failed + "').cells[2].querySelector('button').click()");
        await("document.querySelector('#cell[open] h3')?.textContent === 'right, " + failed + "'");
        assertTrue(is("document.querySelector('#cell .passed')"));
    }

    @Test
    void aLinkToACellOpensIt() throws Exception {
        open(URI.create(sideBySide + "#" + PASSED + "@1"), 1100, "light");
        await("document.querySelector('#cell[open] h3')?.textContent === 'right, " + PASSED + "'");
    }

    @Test
    void nothingIsReportedOnTheConsole() throws Exception {
        browser.console();
        open(page, 1100, "light");
        open(URI.create(sideBySide + "#" + PASSED + "@1"), 1100, "light");
        await("document.querySelector('#cell[open] pre')");
        assertEquals(List.of(), browser.console());
    }
}
