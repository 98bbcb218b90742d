package browser;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import support.ServerProcess;

/**
 * Tests of the page in one browser, with one server that they share. Each test has its own tabs, and its own room or
 * its own server. The browser is Chromium; with {@code -Dbrowser=firefox}, Firefox.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class InBrowser {

    static Browser browser;
    static ServerProcess room;
    private static String blank;

    @BeforeAll
    static void start() throws IOException {
        browser = "firefox".equals(System.getProperty("browser")) ? firefox() : chromium();
        blank = browser.currentTab();
        room = ServerProcess.serving();
    }

    /** Where there is none the test is skipped; in CI it fails. */
    static WebDriver chromium() throws IOException {
        Optional<Path> chromedriver = WebDriver.program("chromedriver");
        Optional<Path> chromium = WebDriver.program("chromium", "chromium-browser", "google-chrome");
        if (chromedriver.isEmpty() || chromium.isEmpty()) {
            String missing = "no Chromium with chromedriver on the PATH: install them to run these tests"
                    + " (Debian, Ubuntu: apt-get install chromium chromium-driver)";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            abort(missing);
        }
        return new WebDriver(chromedriver.get(), chromium.get());
    }

    private static Browser firefox() throws IOException {
        return new Firefox(WebDriver.program("firefox-esr", "firefox").orElseGet(() ->
                fail("no Firefox on the PATH: install it (Debian: apt-get install firefox-esr)")));
    }

    @AfterAll
    static void stop() {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (room != null) {
                room.close();
            }
        }
    }

    @AfterEach
    void closeTabs() {
        for (String tab : browser.tabs()) {
            if (!tab.equals(blank)) {
                browser.switchTo(tab);
                browser.closeTab();
            }
        }
        browser.switchTo(blank);
    }

    /** Opens the page in a new tab. One that comes from a server is awaited until its connection is open. */
    static Tab openTab(URI page) {
        Tab tab = new Tab(browser, browser.newTab());
        browser.open(page);
        if (page.getScheme().startsWith("http")) {
            tab.await("#ready-state", "1");
        }
        return tab;
    }
}
