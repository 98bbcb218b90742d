package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import conformance.sections.Sections;
import conformance.suite.Grade;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Verdict;
import conformance.wire.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does everything right passes everything. */
@Timeout(300)
class ReferenceServerTest {
    private static Run run(ReferenceServer server, boolean echo, boolean hostile) {
        Target target = Target.parse(server.url());
        Settings settings = Settings.of(target).withInsecure(true).withEcho(echo).withSeed(1).withHostile(hostile);
        return new Runner(settings, Sections.all(), (verdict, done, all) -> { }).run();
    }

    private static void assertAllPassed(Run run) {
        assertNull(run.gone());
        assertEquals("", String.join("\n", run.verdicts().stream().filter(verdict -> verdict.isBad()
                || verdict.isMistake() || verdict.flaky())
                .map(Verdict::toString).toList()));
        assertEquals(Sections.all().cases().size(), run.verdicts().size());
    }

    @Test
    void passesEverythingStrictly() {
        try (ReferenceServer server = new ReferenceServer()) {
            assertAllPassed(run(server, true, true));
        }
    }

    @Test
    void passesEverythingThatNeedsNoEcho() {
        try (ReferenceServer server = new ReferenceServer()) {
            assertAllPassed(run(server, false, false));
        }
    }

    @Test
    void passesEverythingOverTls() {
        try (ReferenceServer server = new ReferenceServer(TestKey.context())) {
            Run run = run(server, true, false);
            assertAllPassed(run);
            assertEquals(0, run.verdicts().stream().filter(verdict -> verdict.grade() == Grade.SKIPPED)
                    .map(Verdict::note)
                    .filter(note -> note.contains("wss")).count());
        }
    }
}
