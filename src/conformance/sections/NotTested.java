package conformance.sections;

import conformance.suite.Untested;
import java.util.ArrayList;
import java.util.List;

/** Requirements that bind a server and that no case covers, and why not. */
public final class NotTested {
    private static final String DEPLOYMENT = "it is a choice of deployment that no byte shows";
    private static final String WITHIN = "it is about what happens within the server, which no byte shows";
    private static final String OPERATOR =
            "only the server's operator can make it close: an idle time, a shutdown, a policy, "
            + "an error within";
    private static final String PERMISSION = "it is a permission: no case blames a server that uses it";

    private static final List<Untested> ALL = new ArrayList<>();

    static {
        because(DEPLOYMENT, "4.2-1", "10.6-2");
        because(WITHIN, "4.2.1-20", "7.1.5-1", "7.1.7-2", "7692-8-1");
        because(OPERATOR, "7.1.2-1", "7.3-1", "7.3-2", "7.4.1-10", "7.4.1-11", "7.4.1-12");
        because(PERMISSION, "7.1.1-3", "7.1.7-4", "10.7-2");
        because("it takes a server that has a second extension", "7692-5-10");
    }

    private NotTested() {}

    private static void because(String reason, String... rows) {
        for (String row : rows) {
            ALL.add(new Untested(row, reason));
        }
    }

    public static List<Untested> all() {
        return List.copyOf(ALL);
    }
}
