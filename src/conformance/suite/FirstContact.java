package conformance.suite;

import conformance.wire.Frame;
import java.util.List;
import java.util.Set;

/** Whether there is a server to test at all, before cases are held against it. */
public final class FirstContact {
    /** There is none, or it isn't what the user says it is. The message says so, in one line. */
    public static final class NoServerException extends Exception {
        private static final long serialVersionUID = 1;

        NoServerException(String message) {
            super(message);
        }
    }

    private static final String SECTION = "4";

    private FirstContact() {}

    /** Only what can't be a matter of conformance is refused here: whatever has the look of a WebSocket server is tested. */
    public static void make(Settings settings) throws NoServerException {
        Verdict reached = attempt(settings, c -> {
            c.request(c.handshake());
            int status = c.answer().status();
            c.check(status == 101, "101", "it answers a handshake with HTTP " + status);
            c.saw("a server");
        });
        if (reached.grade() == Grade.FAIL && reached.section().equals(SECTION)) { // another section: it answers, but wrongly
            boolean untrusted = settings.target().tls() && !settings.insecure() && reached.actual().contains("TLS fails");
            throw new NoServerException("no WebSocket server at " + settings.target() + ": " + reached.actual()
                    + (untrusted ? " (--insecure takes any certificate)" : ""));
        }
        if (!settings.echo()) {
            return;
        }
        Verdict echoes = attempt(settings, c -> {
            c.open();
            c.send(Frame.text("Hello"));
            Event event = c.next();
            c.check(!(event instanceof Event.Silence), "an echo", event);
            c.saw("an echo");
        });
        if (echoes.grade() == Grade.SKIPPED) { // nothing could be proved by any case
            throw new NoServerException("the server at " + settings.target() + " can't be tested: " + echoes.note());
        }
        if (echoes.grade() == Grade.FAIL && "an echo".equals(echoes.expected())) {
            throw new NoServerException("the server at " + settings.target() + " doesn't send a text back: use --no-echo, or another path");
        }
    }

    private static Verdict attempt(Settings settings, Body body) {
        return new Attempt(new Case(SECTION, "", 0, "", "", Level.MUST, List.of(), Set.of(), body), settings).run();
    }
}
