package conformance.sections;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requirements that no case covers, and why not. */
public final class NotTested {
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        because("it is a choice of deployment that no byte shows",
                "4.2-1", "10.6-2");
        because("it is about what the server makes of a request, which no byte shows",
                "4.2.1-20", "7.1.5-1", "7.1.7-2", "7692-8-1");
        because("only the server's operator can make it close: an idle time, a shutdown, a policy, an error within",
                "7.1.2-1", "7.3-1", "7.3-2", "7.4.1-10", "7.4.1-11", "7.4.1-12");
        because("it is a permission: no case blames a server that uses it",
                "7.1.1-3", "7.1.7-4", "10.7-2");
        because("it takes a server that has a second extension, one that nobody knows of here",
                "7692-5-10");
    }

    private NotTested() {}

    private static void because(String reason, String... rows) {
        for (String row : rows) {
            REASONS.put(row, reason);
        }
    }

    /** Id of a requirement to the reason. */
    public static Map<String, String> reasons() {
        return Collections.unmodifiableMap(REASONS);
    }
}
