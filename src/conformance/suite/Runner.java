package conformance.suite;

import conformance.wire.Extension;
import conformance.wire.Inbox;
import conformance.wire.Request;
import conformance.wire.Transport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs cases side by side and decides whom to believe. After a case that ended a connection, or failed, a fresh
 * connection shows whether the server still serves; if not, that is told once, and no other case is held against it.
 * What failed is tried once more, alone: a server that was only busy is not blamed.
 */
public final class Runner {
    /** With more of them at once the machine would be the limit, not the server. */
    private static final int VOLUME_JOBS = 4;
    /** Milliseconds, before a server is told to be gone. */
    private static final long SECOND_CHANCE = 4_000;
    /** The same after a hostile case: the server may still be at work on it. */
    private static final long RECOVERY = 60_000;
    /** A fault that this many cases have confirmed alone is believed of the rest. */
    private static final int CONFIRMATIONS = 3;
    private static final long REPEAT_MILLIS = 20_000;
    /**
     * After this many cases without an answer the server gets less time for the next; they are tried again alone.
     */
    private static final int SILENCES = 32;
    private static final int LESS_TIME = 5;
    /** Faults that are confirmed side by side, if confirming them is only waiting. */
    private static final int WAITERS = 8;

    private static final String INTERRUPTED = "interrupted";

    /** Is told each verdict as it comes, from any thread, one at a time. */
    @FunctionalInterface
    public interface Progress {
        void done(Verdict verdict, int done, int all);
    }

    private final Settings settings;
    private final Settings hurried;
    private final List<Case> cases;
    private final Progress progress;
    private final Map<Case, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Set<Case> running = ConcurrentHashMap.newKeySet();
    /** Failed again alone, or as others did that failed again alone. */
    private final Set<Case> confirmed = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> gone = new AtomicReference<>();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "watch"));
    private final AtomicInteger silences = new AtomicInteger();
    private Boolean deflate;
    private final Instant start = Instant.now();
    private final long begin = System.nanoTime();

    public Runner(Settings settings, Suite suite, Progress progress) {
        this.settings = settings;
        hurried = settings.withTimeout(Math.max(1, settings.timeout() / LESS_TIME));
        this.cases = suite.cases();
        this.progress = progress;
    }

    public Run run() {
        try {
            Map<Integer, List<Case>> phases = new TreeMap<>();
            for (Case each : cases) {
                String why = whySkipped(each);
                if (why != null) {
                    done(Verdict.skipped(each, why));
                } else {
                    phases.computeIfAbsent(phase(each), key -> new ArrayList<>()).add(each);
                }
            }
            phases.forEach((phase, list) ->
                    sideBySide(list, phase == 0 ? settings.jobs() : phase == 1 ? Math.min(VOLUME_JOBS, settings.jobs())
                    : 1, this::first));
            repeat();
        } finally {
            watch.shutdownNow();
        }
        if (settings.repeats() && gone.get() != null && !INTERRUPTED.equals(gone.get())) {
            verdicts.replaceAll((each, verdict) ->
                    verdict.isBad() && !confirmed.contains(each) ? verdict.asUnconfirmed() : verdict);
        }
        return over(known(), INTERRUPTED.equals(gone.get()) ? INTERRUPTED : null);
    }

    /**
     * From another thread: no more cases are begun. What is known of those that are done; their failures need not have
     * been confirmed.
     */
    public Run interrupt() {
        gone.compareAndSet(null, INTERRUPTED);
        List<Verdict> known = known();
        int left = cases.size() - known.size();
        return over(known, INTERRUPTED + (left == 0 ? "" : ": " + left + " of " + cases.size() + " cases were not run")
                + "; failures were not all tried again alone");
    }

    private List<Verdict> known() {
        return cases.stream().map(verdicts::get).filter(Objects::nonNull).toList();
    }

    private Run over(List<Verdict> known, String interrupted) {
        String end = INTERRUPTED.equals(gone.get()) ? null : gone.get();
        return new Run(settings, start, (System.nanoTime() - begin) / 1_000_000, known, end, interrupted);
    }

    /** What strains the server comes last, and one by one. */
    private static int phase(Case each) {
        return each.needs().contains(Need.HOSTILE) ? 2 : each.needs().contains(Need.VOLUME) ? 1 : 0;
    }

    private String whySkipped(Case each) {
        if (settings.skipped().stream().anyMatch(each::isMeantBy)) {
            return "left out by --skip";
        }
        for (Need need : Need.values()) {
            boolean met = !each.needs().contains(need) || switch (need) {
                case ECHO -> settings.echo();
                case DEFLATE -> agreesToDeflate();
                case SUBPROTOCOL -> !settings.subprotocols().isEmpty();
                case TLS -> settings.target().tls();
                case VOLUME -> !settings.fast();
                case HOSTILE -> settings.hostile();
            };
            if (!met) {
                return need.reason();
            }
        }
        return null;
    }

    private <T> void sideBySide(Collection<T> all, int jobs, Consumer<T> work) {
        Queue<T> queue = new ConcurrentLinkedQueue<>(all);
        Runnable worker = () -> {
            for (T each = queue.poll(); each != null && gone.get() == null; each = queue.poll()) {
                work.accept(each);
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(jobs, all.size()); i++) {
            Thread thread = daemon(worker, "case");
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            gone.compareAndSet(null, INTERRUPTED);
            Thread.currentThread().interrupt();
        }
    }

    private void first(Case each) {
        Verdict verdict = judge(each, silences.get() < SILENCES ? settings : hurried);
        if (verdict != null) {
            done(verdict);
        }
    }

    private synchronized void done(Verdict verdict) {
        verdicts.put(verdict.of(), verdict);
        progress.done(verdict, verdicts.size(), cases.size());
    }

    /** Null if the server is gone: then nothing can be said about the case. */
    private Verdict judge(Case each, Settings patience) {
        Attempt attempt = new Attempt(each, patience);
        ScheduledFuture<?> limit = watch.schedule(attempt::abort, patience.caseLimit(), TimeUnit.MILLISECONDS);
        running.add(each);
        Verdict verdict = attempt.run();
        limit.cancel(false);
        if (attempt.hasSeenSilence()) {
            silences.incrementAndGet();
        }
        if ((verdict.isBad() || attempt.hasSeenEnd())
                && !serves(each.needs().contains(Need.HOSTILE) ? RECOVERY : SECOND_CHANCE)) {
            String beside = running.stream().filter(other -> other != each).map(Case::id).sorted()
                    .collect(Collectors.joining(" "));
            gone.compareAndSet(null, "server gone after " + each.id()
                    + (beside.isEmpty() ? "" : "; beside it ran " + beside));
        }
        running.remove(each);
        return gone.get() != null && verdict.isBad() ? null : verdict;
    }

    /**
     * Whether a fresh connection is still answered, with whatever. A backlog may have been full, a server busy: it gets
     * a second chance.
     */
    private boolean serves(long secondChance) {
        return answersWithin(settings.timeout()) || answersWithin(Math.max(settings.timeout(), secondChance));
    }

    private boolean answersWithin(long millis) {
        try (Transport transport = Transport.connect(settings.target(), settings.insecure(), (int) millis)) {
            byte[] request = Request.handshake(settings.target(), new Random()).bytes();
            transport.write(request, 0, request.length);
            return new Inbox(transport).fill(millis);
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized boolean agreesToDeflate() {
        if (deflate == null) {
            Body offer = c -> {
                c.request(c.handshake().offering(Extension.DEFLATE));
                boolean agrees = c.answer().values("Sec-WebSocket-Extensions").stream()
                        .anyMatch(value -> value.contains(Extension.DEFLATE));
                c.check(agrees, Extension.DEFLATE, "no " + Extension.DEFLATE);
                c.saw("agreed");
            };
            Case probe = new Case("7692-7", "", "agrees", "", "", Level.MUST, List.of(), null, Set.of(), offer);
            // tried twice: if the server was busy once, all these cases would be skipped
            deflate = new Attempt(probe, settings).run().grade() == Grade.PASS || new Attempt(probe, settings).run()
                    .grade() == Grade.PASS;
        }
        return deflate;
    }

    private void repeat() {
        if (!settings.repeats()) {
            return;
        }
        long end = System.nanoTime() + REPEAT_MILLIS * 1_000_000;
        // cases that only wait for a time-out don't disturb each other; all others are tried alone
        Map<Boolean, Map<String, List<Case>>> faults = cases.stream()
                .filter(each -> verdicts.containsKey(each) && verdicts.get(each).isBad())
                .collect(Collectors.partitioningBy(each -> phase(each) == 0 && verdicts.get(each)
                .millis() >= hurried.timeout(),
                        Collectors.groupingBy(each -> verdicts.get(each).fault(), LinkedHashMap::new,
                                Collectors.toList())));
        faults.forEach((waits, groups) ->
                sideBySide(groups.values(), waits ? Math.min(WAITERS, settings.jobs()) : 1,
                group -> repeat(group, end)));
    }

    /** @param same cases with the same fault */
    private void repeat(List<Case> same, long end) {
        int equal = 0;
        for (Case each : same) {
            if (equal == CONFIRMATIONS) {
                confirmed.addAll(same);
                return;
            }
            if (gone.get() != null || System.nanoTime() > end) {
                return;
            }
            Verdict first = verdicts.get(each);
            Verdict second = judge(each, settings);
            if (second == null) {
                return;
            }
            if (second.fault().equals(first.fault())) {
                equal++;
            }
            confirmed.add(each);
            verdicts.put(each, second.isBad() ? second : second.asFlaky(first));
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
