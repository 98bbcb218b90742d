package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import conformance.sections.Sections;
import conformance.suite.Grade;
import conformance.suite.Need;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Suite;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server is told depends on what it does, and not on the link to it: near, far, or through TLS. */
@Timeout(180)
class LinksTest {
    private static final long FAR_MILLIS = 250;
    private static final int NEAR_JOBS = 32;
    /** A handshake takes a processor its time. */
    private static final int TLS_JOBS = 8;
    /** Nearly all of the time is waiting. */
    private static final int JOBS = 100;
    /** Of each section; of those on frames and messages all. */
    private static final int MOST = 6;

    private static Suite suite() {
        Map<String, Integer> seen = new HashMap<>();
        return new Suite(Sections.all().cases().stream().filter(each -> !each.needs().contains(Need.VOLUME)
                && !each.needs().contains(Need.TLS)
                && (seen.merge(each.section(), 1, Integer::sum) <= MOST || each.section().equals("5.4"))).toList());
    }

    /** @return what each case came to; what a case only sees may be a matter of time, and whether it does is none */
    private static Map<String, String> verdicts(String url, int jobs) {
        Run run = new Runner(Settings.of(Target.parse(url)).withInsecure(true).withJobs(jobs), suite(),
                (verdict, done, all) -> { })
                .run();
        assertNull(run.gone());
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            assertFalse(verdict.isMistake(), verdict.toString());
            verdicts.put(verdict.of().id(), verdict.grade() + (verdict.isBad() ? " " + verdict.level() : "")
                    + (verdict.grade() == Grade.SKIPPED ? " " + verdict.note() : ""));
        }
        return verdicts;
    }

    private static String far(ReferenceServer server, SlowLink link) {
        return server.url().replace(":" + Target.parse(server.url()).port() + "/", ":" + link.port() + "/");
    }

    private static void assertSame(Map<String, String> near, Map<String, String> other) {
        Map<String, String> different = new LinkedHashMap<>();
        near.forEach((id, verdict) -> {
            if (!verdict.equals(other.get(id))) {
                different.put(id, verdict + ", but there " + other.get(id));
            }
        });
        assertEquals(Map.of(), different);
    }

    @Test
    void aServerFarAwayGetsTheSameVerdicts() {
        try (ReferenceServer server = new ReferenceServer();
                SlowLink link = new SlowLink(Target.parse(server.url()).port(), FAR_MILLIS)) {
            assertSame(verdicts(server.url(), NEAR_JOBS), verdicts(far(server, link), JOBS));
        }
    }

    @Test
    void aServerFarAwayThatPingsAndStreamsGetsTheSameVerdicts() {
        for (Habit habit : new Habit[] {Habit.PINGS_BEFORE_EACH_MESSAGE, Habit.STREAMS}) {
            try (ReferenceServer server = new ReferenceServer(habit);
                    SlowLink link = new SlowLink(Target.parse(server.url()).port(), FAR_MILLIS)) {
                assertSame(verdicts(server.url(), NEAR_JOBS), verdicts(far(server, link), JOBS));
            }
        }
    }

    @Test
    void aFaultyServerFarAwayGetsTheSameVerdicts() {
        try (ReferenceServer server = new ReferenceServer(Fault.ACCEPTS_LONG_PONG);
                SlowLink link = new SlowLink(Target.parse(server.url()).port(), FAR_MILLIS)) {
            assertSame(verdicts(server.url(), NEAR_JOBS), verdicts(far(server, link), JOBS));
        }
    }

    @Test
    void throughTlsTheVerdictsAreTheSame() {
        try (ReferenceServer plain = new ReferenceServer();
                ReferenceServer tls = new ReferenceServer(TestKey.context())) {
            assertSame(verdicts(plain.url(), NEAR_JOBS), verdicts(tls.url(), TLS_JOBS));
        }
    }
}
