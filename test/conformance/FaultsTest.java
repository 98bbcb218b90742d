package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import conformance.suite.Grade;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite is tested by servers with a single fault each: it must find it, by the case that is about it. */
@Timeout(300)
class FaultsTest {
    /** The reference server answers at once; what it leaves out, it leaves out. */
    private static final long TIMEOUT = 1000;
    /** A TLS handshake takes its time, on a machine with much else to do. */
    private static final long TLS_TIMEOUT = 4000;
    private static final int JOBS = 32;
    private static final int MORE_TRIES = 3;
    private static final Suite ALL = Sections.all();
    /** Most of a run is waiting for what doesn't come, so many runs go side by side. */
    private static final ExecutorService POOL = Executors.newFixedThreadPool(16);
    private static final Map<Fault, CompletableFuture<Run>> RUNS = new EnumMap<>(Fault.class);
    private static final Set<Fault> ENDS = Set.of(Fault.DIES, Fault.HANGS);

    @BeforeAll
    static void run() {
        for (Fault fault : Fault.values()) {
            RUNS.put(fault, CompletableFuture.supplyAsync(() -> run(fault, caseOf(fault), JOBS), POOL));
        }
        POOL.shutdown();
    }

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
        RUNS.clear(); // they have the bytes of all connections
    }

    private static Suite caseOf(Fault fault) {
        return new Suite(ALL.cases().stream().filter(each -> each.id().equals(fault.foundBy())).toList());
    }

    private static Run run(Fault fault, Suite suite, int jobs) {
        try (ReferenceServer server = new ReferenceServer(fault.isOfTls() ? TestKey.context() : null, fault)) {
            Settings settings = Settings.of(Target.parse(server.url())).withSubprotocols(List.of("chat"))
                    .withInsecure(true).withJobs(jobs)
                    .withTimeout(fault.isOfTls() ? TLS_TIMEOUT : TIMEOUT).withHostile(fault.isHostile())
                            .withRepeats(false);
            return new Runner(settings, suite, (verdict, done, all) -> { }).run();
        }
    }

    /** For what must not be found: nothing may fail only because there is so much else to do. */
    private static Run runPatiently(Fault fault, Suite suite) {
        try (ReferenceServer server = new ReferenceServer(fault)) {
            return new Runner(Settings.of(Target.parse(server.url())), suite, (verdict, done, all) -> { }).run();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isFoundByTheCaseThatIsAboutIt(Fault fault) {
        Run run = RUNS.get(fault).join();
        // what shows only if two writes are read one by one: a busy server may read them together
        for (int i = 0; i < MORE_TRIES && run.gone() == null && !run.verdicts().get(0).isBad(); i++) {
            run = run(fault, caseOf(fault), JOBS);
        }
        if (ENDS.contains(fault)) {
            assertNotNull(run.gone(), "the server ended unseen");
            return;
        }
        assertNull(run.gone());
        Verdict verdict = run.verdicts().get(0);
        assertFalse(verdict.isMistake(), verdict.toString());
        assertTrue(verdict.isBad(), fault + " was not found: " + verdict);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"DIES", "HANGS"})
    void aServerThatEndsIsToldOnceWithTheCaseThatDidIt(Fault fault) {
        Suite suite = ALL.only(List.of("5.2"));
        Run run = run(fault, suite, 1);
        assertEquals("server gone after 5.2/opcode-7-empty", run.gone());
        assertEquals(0, run.verdicts().stream().filter(Verdict::isBad).count(),
                "no case is held against a server that is gone");
        assertTrue(run.verdicts().size() < suite.cases().size());
    }

    @Test
    void aFailureThatCouldNotBeTriedAgainAsTheServerWasGoneIsNoFailure() {
        Suite suite = ALL.only(List.of("5.2/rsv1-text", "5.2/opcode-7-empty"));
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_RSV1, Fault.DIES)) {
            Settings settings = Settings.of(Target.parse(server.url())).withJobs(1).withTimeout(TIMEOUT);
            Run run = new Runner(settings, suite, (verdict, done, all) -> { }).run();
            assertEquals("server gone after 5.2/opcode-7-empty", run.gone());
            Verdict verdict = run.verdicts().get(0);
            assertEquals(Grade.SKIPPED, verdict.grade(), verdict.toString());
            assertTrue(verdict.note().startsWith("the server was gone before"), verdict.toString());
        }
    }

    @Test
    void aFaultOfEachConnectionIsNotBlamedOnTheCase() {
        Run run = run(Fault.MASKS, ALL.only(List.of("5.5.2")), JOBS);
        assertTrue(run.verdicts().stream().filter(Verdict::isBad).allMatch(verdict -> verdict.section().equals("5.1")));
    }

    @Test
    void aMissingCloseIsMuteWhateverTheCaseIsAbout() {
        Run run = runPatiently(Fault.FAILS_MUTELY, ALL.only(List.of("7.1")));
        assertEquals(Set.of(Grade.MUTE), run.verdicts().stream().filter(Verdict::isBad).map(Verdict::grade)
                .collect(Collectors.toSet()));
    }
}
