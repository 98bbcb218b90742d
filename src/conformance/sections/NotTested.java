package conformance.sections;

import conformance.suite.Untested;
import java.util.ArrayList;
import java.util.List;

/** Requirements that bind a server and that no case covers, and why not. */
public final class NotTested {
    private static final String DEPLOYMENT = "it is a choice of deployment that no byte shows";
    private static final String WITHIN = "it is about what happens within the server, which no byte shows";
    private static final String OPERATOR = "only the server's operator can make it close: an idle time, a shutdown, a policy, an error within";
    private static final String PERMISSION = "it is a permission: no case blames a server that uses it";

    private static final List<Untested> ALL = new ArrayList<>();

    static {
        because(DEPLOYMENT, "4.2-1", "a server may leave connections to a front end");
        because(DEPLOYMENT, "10.6-2", "TLS should be used");
        because(WITHIN, "4.2.1-20", "a request without Origin should not be taken for a browser's");
        because(WITHIN, "7.1.5-1", "a Close without a code is 1005 to the application, a lost connection 1006");
        because(WITHIN, "7.1.7-2", "the cause of a failure should be logged");
        because(WITHIN, "7692-8-1", "secrets should be compressed with care");
        because(OPERATOR, "7.1.2-1", "who starts the closing handshake sends a Close with its code and reason");
        because(OPERATOR, "7.3-1", "a server may close whenever it likes");
        because(OPERATOR, "7.3-2", "a normal closure is a closing handshake");
        because(OPERATOR, "7.4.1-10", "1008 is for a policy");
        because(OPERATOR, "7.4.1-11", "1011 is for an error within the server");
        because(OPERATOR, "7.4.1-12", "1001 is for a server that goes away");
        because(PERMISSION, "7.1.1-3", "TCP may be closed by any means when that is needed");
        because(PERMISSION, "7.1.7-4", "the Close may be left out if the peer could not take it");
        because(PERMISSION, "10.7-2", "TCP may be dropped on invalid data");
        because("it takes a server that has a second extension, one that nobody knows of here",
                "7692-5-10", "no compression is agreed to over an extension that needs the borders of frames");
    }

    private NotTested() {}

    private static void because(String reason, String row, String requirement) {
        ALL.add(new Untested(row, requirement, reason));
    }

    public static List<Untested> all() {
        return List.copyOf(ALL);
    }
}
