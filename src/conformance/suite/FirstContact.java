package conformance.suite;

import conformance.wire.Answer;
import conformance.wire.Bytes;
import conformance.wire.CloseCode;
import conformance.wire.Frame;
import conformance.wire.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether there is a server to test at all, what it calls itself, and whether it echoes: found out before any case is
 * run.
 *
 * @param software the server's own Server field (RFC 9110 §10.2.4); null if it doesn't name itself
 * @param answer   what came instead of an echo, in one line; null if the echo came, or was not asked for
 * @param greetings how many messages of its own come on each connection before the echo
 */
public record FirstContact(String software, String answer, int greetings) {
    /** There is no server, or none that can be tested. The message says why, in one line. */
    public static final class NoServerException extends Exception {
        private static final long serialVersionUID = 1;

        NoServerException(String message) {
            super(message);
        }
    }

    private static final String SECTION = "4";
    private static final String TEXT = "Hello";
    private static final String ECHO = "an echo";
    private static final int SHOWN = 100;
    /** Who says more of its own doesn't echo. */
    private static final int MOST_GREETINGS = 10;
    /** Milliseconds for what may not come: no verdict depends on it. */
    private static final long SHORT = 1000;

    public boolean echoes() {
        return answer == null;
    }

    /** Only what can't be a matter of conformance is refused here: whatever looks like a WebSocket server is tested. */
    public static FirstContact make(Settings settings) throws NoServerException {
        Answer first = handshake(settings);
        String software = name(first);
        String answer = settings.echo() ? insteadOfEcho(settings) : null;
        int greetings = answer == null ? 0 : greetings(settings);
        return new FirstContact(software == null ? name(page(settings)) : software, greetings > 0 ? null : answer,
                greetings);
    }

    /** For a server that has to echo: if it doesn't, the cases will tell. */
    public static FirstContact insisting(Settings settings) throws NoServerException {
        FirstContact contact = make(settings.withEcho(false));
        return new FirstContact(contact.software, null, greetings(settings));
    }

    /** The response to a handshake; null if it is none that can be read. */
    private static Answer handshake(Settings settings) throws NoServerException {
        AtomicReference<Answer> came = new AtomicReference<>();
        Verdict reached = attempt(settings, c -> {
            c.request(c.handshake());
            Answer answer = c.answer();
            came.set(answer);
            c.check(answer.status() == 101, "101",
                    "it answers a handshake with HTTP " + answer.status() + advice(answer));
            c.saw("a server");
        });
        if (reached.grade() == Grade.FAIL && reached.section().equals(SECTION)) { // else it answers, but wrongly
            boolean untrusted = settings.target().tls() && !settings.insecure()
                    && reached.actual().contains("TLS fails");
            throw new NoServerException("no WebSocket server at " + settings.target() + ": " + reached.actual()
                    + (untrusted ? " (--insecure takes any certificate)" : ""));
        }
        return came.get();
    }

    private static String advice(Answer answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> answer.values("Location").stream().findFirst()
                    .map(place -> ", which points to " + place).orElse("");
            case 401, 407 -> " (credentials are given by --header \"Authorization: …\")";
            case 403 -> " (--header \"Origin: …\" names a page that it may want)";
            case 404 -> " (another path?)";
            default -> "";
        };
    }

    /** The response to an ordinary request: servers that are silent in a 101 may name themselves there. */
    private static Answer page(Settings settings) {
        AtomicReference<Answer> came = new AtomicReference<>();
        attempt(settings.withTimeout(Math.min(SHORT, settings.timeout())), c -> {
            c.request(c.plain("GET", settings.target().resource()));
            came.set(c.answer());
            c.saw("a response");
        });
        return came.get();
    }

    private static String name(Answer answer) {
        if (answer == null || answer.values("Server").isEmpty()) {
            return null;
        }
        String name = Bytes.visible(answer.values("Server").get(0)).strip();
        return name.isEmpty() ? null : name.substring(0, Math.min(SHOWN, name.length()));
    }

    /** Null for an echo, and for whatever is the business of the cases. */
    private static String insteadOfEcho(Settings settings) throws NoServerException {
        AtomicBoolean closed = new AtomicBoolean();
        Verdict echoes = attempt(settings, c -> {
            c.open();
            c.send(Frame.text(TEXT));
            Event event = c.nextAsItIs();
            closed.set(event instanceof Event.Close);
            checkEcho(c, event);
        });
        if (closed.get()) {
            echoes = unlessItClosesByItself(settings, echoes);
        }
        if (echoes.grade() == Grade.SKIPPED) { // nothing could be proved by any case
            throw new NoServerException("the server at " + settings.target() + " can't be tested: " + echoes.note());
        }
        return echoes.grade() == Grade.FAIL && ECHO.equals(echoes.expected())
                ? "the server doesn't echo: after Text " + Bytes.quoted(TEXT) + " came " + echoes.actual() : null;
    }

    private static void checkEcho(Client c, Event event) {
        c.check(event instanceof Event.Message message && message.opcode() == Opcode.TEXT
                && Arrays.equals(message.payload(), Bytes.utf8(TEXT)), ECHO, readable(event));
        c.saw(ECHO);
    }

    /** The messages that come unasked on a new connection, if an echo comes behind them; else 0. */
    private static int greetings(Settings settings) {
        AtomicInteger count = new AtomicInteger();
        attempt(settings, c -> {
            c.open();
            c.send(Frame.ping(TEXT));
            while (count.get() <= MOST_GREETINGS && c.nextAsItIs(SHORT) instanceof Event.Message) {
                count.incrementAndGet();
            }
            c.saw("greetings");
        });
        if (count.get() == 0 || count.get() > MOST_GREETINGS) {
            return 0;
        }
        Verdict echoes = attempt(settings.withGreetings(count.get()), c -> {
            c.open();
            c.send(Frame.text(TEXT));
            checkEcho(c, c.nextAsItIs(SHORT));
        });
        return echoes.grade() == Grade.PASS ? count.get() : 0;
    }

    /** "Servers MAY close the WebSocket connection whenever desired" (§7.3): there is nothing to be tested then. */
    private static Verdict unlessItClosesByItself(Settings settings, Verdict echoes) {
        Verdict silent = attempt(settings, c -> {
            c.open();
            Event event = c.nextAsItIs(SHORT);
            if (event instanceof Event.Close close && CloseCode.blamesNobody(close.code())) {
                c.skip("it closes a connection on which nothing was said: " + event);
            }
            c.saw("it waits");
        });
        return silent.grade() == Grade.SKIPPED ? silent : echoes;
    }

    /** A chat's answer is often text with a line feed in it, which elsewhere is shown as hex. */
    private static String readable(Event event) {
        String text = event instanceof Event.Message message && message.payload().length <= SHOWN
                ? Bytes.text(message.payload()) : null;
        return text == null ? event.toString() : Opcode.name(((Event.Message) event).opcode()) + " \"" + text + '"';
    }

    private static Verdict attempt(Settings settings, Body body) {
        return new Attempt(new Case(SECTION, "", "first-contact", "", "", Level.MUST, List.of(), null, Set.of(), body),
                settings).run();
    }
}
