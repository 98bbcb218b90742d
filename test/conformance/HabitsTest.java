package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the RFCs allow is never held against a server. */
@Timeout(60)
class HabitsTest {
    /** Of a section that a habit has nothing to do with, this many cases are run. */
    private static final int FIRST = 3;

    static Stream<Arguments> habits() {
        return Stream.of(Habit.values()).flatMap(habit -> Stream.of(Arguments.of(habit, true), Arguments.of(habit, false)));
    }

    @ParameterizedTest
    @MethodSource("habits")
    void isNotBlamed(Habit habit, boolean echo) {
        Map<String, Integer> seen = new HashMap<>();
        Suite suite = new Suite(Sections.all().cases().stream()
                .filter(each -> seen.merge(each.section(), 1, Integer::sum) <= FIRST || habit.showsIn(each.section()) && !each.needs().contains(Need.VOLUME)).toList());
        try (ReferenceServer server = new ReferenceServer(habit)) {
            Run run = new Runner(Settings.of(Target.parse(server.url())).withEcho(echo), suite, (verdict, done, all) -> { }).run();
            assertNull(run.gone());
            assertEquals("", String.join("\n", run.verdicts().stream().filter(verdict -> verdict.isBad() || verdict.isMistake())
                    .map(Verdict::toString).toList()));
        }
    }

    /** Whatever a server's habits, most cases have to say something about it. */
    @Test
    void noCaseIsSkippedForAllHabits() {
        Suite suite = new Suite(Sections.all().cases().stream().filter(each -> each.section().startsWith("7692-")).toList());
        Set<String> skipped = new TreeSet<>();
        suite.cases().forEach(each -> skipped.add(each.id()));
        for (Habit habit : new Habit[] {null, Habit.DECLINES_COMPRESSION, Habit.IGNORES_HINTS}) {
            try (ReferenceServer server = habit == null ? new ReferenceServer() : new ReferenceServer(habit)) {
                Run run = new Runner(Settings.of(Target.parse(server.url())).withSeed(1).withHostile(true),
                        suite, (verdict, done, all) -> { }).run();
                run.verdicts().stream().filter(verdict -> verdict.grade() != Grade.SKIPPED).map(Verdict::of).forEach(each -> skipped.remove(each.id()));
            }
        }
        assertEquals(Set.of(), skipped);
    }
}
