package conformance.suite;

import conformance.wire.Bytes;
import conformance.wire.Raw;
import conformance.wire.Target;
import conformance.wire.TooMuch;
import conformance.wire.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** One try of one case, on connections of its own. */
final class Attempt {
    private final Case of;
    private final Settings settings;
    private final Random random;
    private final long start = System.nanoTime();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final List<Raw> raws = new CopyOnWriteArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Beat beat = new Beat(this);
    private boolean sawEnd;
    private boolean sawSilence;
    private volatile boolean overdue;

    Attempt(Case of, Settings settings) {
        this.of = of;
        this.settings = settings;
        random = new Random(settings.seed() ^ of.id().hashCode() * 0x9E3779B97F4A7C15L);
    }

    Verdict run() {
        Failure failure;
        try {
            of.body().run(client());
            clients.forEach(Client::finish);
            return verdict(of.level() == Level.INFO ? Grade.INFO : Grade.PASS, null, null);
        } catch (NotApplicable e) {
            return verdict(Grade.SKIPPED, e.getMessage(), null);
        } catch (TooMuch e) {
            return verdict(Grade.SKIPPED, e.getMessage(), null);
        } catch (Violation e) {
            failure = Failure.of(e.rule(), e.getMessage()).of(e.requirement());
        } catch (Failure e) {
            failure = e;
        } catch (RuntimeException e) {
            return verdict(Grade.SKIPPED, Verdict.MISTAKE + e, null); // never the server's fault
        } catch (OutOfMemoryError e) {
            return verdict(Grade.SKIPPED, "it takes more memory than there is: give java more, by -Xmx", null);
        } finally {
            clients.forEach(Client::leave);
            raws.forEach(Raw::close);
            beat.close();
        }
        if (overdue) { // no sentence says how fast a server has to be; one that is silent is found before
            return verdict(Grade.SKIPPED, "not done after " + settings.caseLimit() / 1000
                    + " s: a longer --timeout gives more", null);
        }
        if (of.level() == Level.INFO && failure.level() == null) {
            return verdict(Grade.INFO, failure.getMessage(), null); // nothing was promised
        }
        return verdict(failure.grade(), null, failure);
    }

    private Requirement basis(Failure failure) {
        if (failure == null || failure.level() == null) {
            return of.basis();
        }
        return failure.broken() != null ? failure.broken() : of.basis(failure.level());
    }

    private Verdict verdict(Grade grade, String note, Failure failure) {
        if (note != null) {
            notes.add(note);
        }
        return new Verdict(of, grade,
                failure == null || failure.level() == null ? of.level() : failure.level(),
                failure == null || failure.section() == null ? of.section() : failure.section(),
                basis(failure),
                failure == null ? null : failure.expected(),
                failure == null ? null : Bytes.visible(failure.getMessage()),
                notes.isEmpty() ? null : Bytes.visible(String.join("; ", notes)), false, millis(),
                clients.stream().map(client -> client.transcript().lines()).toList());
    }

    /** From another thread: it has had its time. What blocks fails. */
    void abort() {
        overdue = true;
        clients.forEach(Client::abort);
        raws.forEach(Raw::close);
        beat.close();
    }

    Client client() {
        Client client = new Client(this);
        clients.add(client);
        return client;
    }

    Raw raw(Target target) throws IOException {
        Raw raw = Raw.connect(target, settings.insecure(), (int) patience());
        raws.add(raw);
        return raw;
    }

    Case of() {
        return of;
    }

    Settings settings() {
        return settings;
    }

    Target target() {
        return settings.target();
    }

    boolean isEchoing() {
        return settings.echo();
    }

    Random random() {
        return random;
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** Lets the server read what it was sent so far. */
    void beat() {
        beat.next();
    }

    /** As {@link #beat}, and what it sent meanwhile has come back. */
    void roundTrip() {
        beat.roundTrip();
    }

    /** A connection ended. Whether the server still serves is worth a look. */
    void sawEnd() {
        sawEnd = true;
    }

    boolean hasSeenEnd() {
        return sawEnd;
    }

    /** All the time that the server had went by. */
    void sawSilence() {
        sawSilence = true;
    }

    boolean hasSeenSilence() {
        return sawSilence;
    }

    /** Milliseconds that the server may be silent when something is due. */
    long patience() {
        return Math.min(settings.timeout(), timeLeft());
    }

    long timeLeft() {
        return Math.max(1, settings.caseLimit() - millis());
    }

    private long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public String toString() {
        return of.id();
    }
}
