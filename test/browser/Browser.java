package browser;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A browser without a window, with its tabs; one of them is the current one. For one thread. */
interface Browser extends AutoCloseable {

    // ── Tabs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    /** Opens a tab and makes it the current one. */
    String newTab();

    void switchTo(String tab);

    String currentTab();

    List<String> tabs();

    void closeTab();

    // ── The current tab ─────────────────────────────────────────────────────────────────────────────────────────────

    void open(URI page);

    void reload();

    void click(String selector);

    /** Types key by key, as a person does; \uE007 is Enter. */
    void type(String selector, String text);

    /** What the JavaScript returns; it finds the arguments in {@code arguments}. */
    Object run(String script, Object... arguments);

    /** Makes the tab as large as a phone's screen, in CSS pixels. */
    void phone(int width, int height);

    /** What came to the console since the last call, of all tabs: "LEVEL text". */
    List<String> console();

    /** A command of the Chrome DevTools protocol. In another browser, the test that needs it ends here, aborted. */
    Object devTools(String command, Map<String, Object> parameters);

    @Override
    void close();
}
