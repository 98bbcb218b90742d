package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import conformance.suite.Case;
import conformance.suite.Grade;
import conformance.suite.Need;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.util.EnumMap;
import java.util.HashSet;
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

/** The suite is tested by servers with a single fault each: it must find it, and say where. */
@Timeout(300)
class FaultsTest {
    /** The reference server answers at once; what it leaves out, it leaves out. */
    private static final long TIMEOUT = 1000;
    /** A TLS handshake takes its time, on a machine with much else to do. */
    private static final long TLS_TIMEOUT = 4000;
    private static final int JOBS = 32;
    /** Most of a run is waiting for what doesn't come, so a few runs go side by side. */
    private static final ExecutorService POOL = Executors.newFixedThreadPool(4);
    private static final Map<Fault, CompletableFuture<Run>> RUNS = new EnumMap<>(Fault.class);
    private static final Set<Fault> ENDS = Set.of(Fault.DIES, Fault.HANGS);
    /** What only large messages show. */
    private static final Set<Fault> LARGE = Set.of(Fault.COMPRESSES_64_KB_ONLY, Fault.BOMB_ENDS_TCP);

    @BeforeAll
    static void run() {
        for (Fault fault : Fault.values()) {
            RUNS.put(fault, CompletableFuture.supplyAsync(() -> run(fault, casesFor(fault), JOBS), POOL));
        }
        POOL.shutdown();
    }

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
    }

    /** What strains a server strains the tests too: each fault is shown to one case that finds it. */
    private static final Map<Fault, String> HOSTILE = Map.of(
            Fault.ALLOCATES_WHAT_IS_ANNOUNCED, "10/announces-1073741824", Fault.KEEPS_EACH_FRAGMENT, "10/endless-fragments-of-1",
            Fault.HAS_NO_MESSAGE_LIMIT, "10/endless-message", Fault.HAS_NO_HEAD_LIMIT, "10/endless-head",
            Fault.SHAKES_HANDS_ONE_BY_ONE, "10/half-requests", Fault.SHAKES_TLS_HANDS_ONE_BY_ONE, "10/half-tls-handshakes",
            Fault.HAS_NO_LIMIT_AFTER_INFLATING, "10/bombs", Fault.SENDS_ONE_BY_ONE, "10/echoes-unread",
            Fault.STALLS_AFTER_RESET, "10/resets", Fault.STALLS_AFTER_END, "10/ends");

    /** The cases of the fault's section, and the first of each other. Volume finds nothing more, but where much is the point. */
    private static Suite casesFor(Fault fault) {
        if (fault.isHostile()) {
            return Sections.all().only(List.of(HOSTILE.get(fault)));
        }
        Set<String> sections = new HashSet<>();
        List<Case> cases = Sections.all().cases().stream()
                .filter(each -> sections.add(each.section()) && !fault.isOfTls() || each.isMeantBy(fault.section()))
                .filter(each -> !each.needs().contains(Need.VOLUME) || fault.section().equals("10.4") || LARGE.contains(fault)).toList();
        return new Suite(cases);
    }

    private static Run run(Fault fault, Suite suite, int jobs) {
        try (ReferenceServer server = new ReferenceServer(fault.isOfTls() ? TestKey.context() : null, fault)) {
            Settings settings = Settings.of(Target.parse(server.url())).withInsecure(true).withJobs(jobs)
                    .withTimeout(fault.isOfTls() ? TLS_TIMEOUT : TIMEOUT).withHostile(fault.isHostile()).withRepeats(false);
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
    void isFoundAtItsSection(Fault fault) {
        Run run = RUNS.get(fault).join();
        List<Verdict> bad = run.verdicts().stream().filter(Verdict::isBad).toList();
        if (ENDS.contains(fault)) {
            assertNotNull(run.gone(), "the server ended unseen");
            return;
        }
        assertNull(run.gone());
        assertTrue(bad.stream().anyMatch(verdict -> verdict.section().equals(fault.section()) || verdict.of().section().equals(fault.section())),
                fault + " was not found at its section, but at " + bad.stream().map(Verdict::section).collect(Collectors.toSet()));
        assertTrue(run.verdicts().stream().noneMatch(Verdict::isMistake),
                () -> run.verdicts().stream().filter(Verdict::isMistake).findAny().orElseThrow().note());
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"DIES", "HANGS"})
    void aServerThatEndsIsToldOnceWithTheCaseThatDidIt(Fault fault) {
        Suite suite = Sections.all().only(List.of("5.2"));
        Run run = run(fault, suite, 1);
        assertEquals("server gone after 5.2/opcode-7-empty", run.gone());
        assertEquals(0, run.verdicts().stream().filter(Verdict::isBad).count(), "no case is held against a server that is gone");
        assertTrue(run.verdicts().size() < suite.cases().size());
    }

    @Test
    void aFaultOfEachConnectionIsNotBlamedOnTheCase() {
        Run run = run(Fault.MASKS, Sections.all().only(List.of("5.5.2")), JOBS);
        assertTrue(run.verdicts().stream().filter(Verdict::isBad).allMatch(verdict -> verdict.section().equals("5.1")));
    }

    @Test
    void aSecondCloseIsToldOnceAndNotByEachCaseThatCloses() {
        Run run = runPatiently(Fault.SENDS_TWO_CLOSES, Sections.all().only(List.of("5.5.1", "7.4.1")));
        assertEquals(List.of("5.5.1/two-closes"), run.verdicts().stream().filter(Verdict::isBad).map(verdict -> verdict.of().id()).toList());
    }

    @Test
    void aMissingCloseIsMuteWhateverTheCaseIsAbout() {
        Run run = runPatiently(Fault.FAILS_MUTELY, Sections.all().only(List.of("7.1")));
        assertEquals(Set.of(Grade.MUTE), run.verdicts().stream().filter(Verdict::isBad).map(Verdict::grade).collect(Collectors.toSet()));
    }
}
