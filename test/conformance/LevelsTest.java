package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import conformance.suite.Case;
import conformance.suite.Level;
import conformance.suite.Requirement;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is held against a server is what its sentence says. */
@Timeout(60)
class LevelsTest {
    private static Level strongest(Case of) {
        return of.requirements().stream().filter(Requirement::bindsServer).map(Requirement::level)
                .min(Comparator.naturalOrder()).orElse(Level.INFO);
    }

    @Test
    void noCaseIsStrongerThanWhatItCovers() {
        assertEquals(List.of(), Sections.all().cases().stream().filter(each -> each.level()
                .compareTo(strongest(each)) < 0)
                .map(each -> each.id() + " is " + each.level() + ", its strongest row " + strongest(each)).toList());
    }

    /** What binds a server rests on a sentence of this strength, or says which other sentence makes it weaker. */
    @Test
    void aCaseRestsOnARowOfItsOwnLevel() {
        assertEquals(List.of(), Sections.all().cases().stream()
                .filter(each -> each.level() != Level.INFO && each.requirements().stream()
                .noneMatch(row -> row.level() == each.level() && row.bindsServer()))
                .filter(each -> each.level() != Level.SHOULD || each.weakenedBy() == null)
                .map(each -> each.id() + " is " + each.level() + ", its rows are " + each.rows()).toList());
    }

    @Test
    void onlyAShouldIsWeakenedAndByASentenceThatBindsNoServer() {
        assertEquals(List.of(), Sections.all().cases().stream().filter(each -> each.weakenedBy() != null
                && (each.level() != Level.SHOULD || each.basis().level() != Level.MUST
                || each.weakening().level() != Level.INFO)).map(Case::id).toList());
    }

    private static Verdict verdict(Fault fault, String id) {
        try (ReferenceServer server = new ReferenceServer(fault)) {
            Run run = new Runner(Settings.of(Target.parse(server.url())), Sections.all().only(List.of(id)),
                    (verdict, done, all) -> { }).run();
            return run.verdicts().stream().filter(each -> each.of().id().equals(id)).findAny().orElseThrow();
        }
    }

    @Test
    void _10_7_toTakeBadInputAsGoodFails() {
        for (Verdict verdict : List.of(verdict(Fault.TAKES_STRAY_CONTINUATION, "5.4/stray-continuation"),
                verdict(Fault.NEW_TEXT_REPLACES_MESSAGE, "5.4/text-within-text"),
                verdict(Fault.ACCEPTS_TOP_BIT, "5.2/length-8000000000000005"),
                verdict(Fault.DELIVERS_UP_TO_ERROR, "7692-7.2.2/block-then-reserved-type"))) {
            assertEquals(Level.CORE, verdict.level(), verdict.toString());
            assertTrue(verdict.isFailure(false), verdict.toString());
        }
    }

    @Test
    void _10_7_toIgnoreItBreaksNoMoreThanAShould() {
        for (Verdict verdict : List.of(verdict(Fault.SKIPS_STRAY_CONTINUATION, "5.4/stray-continuation-then-text"),
                verdict(Fault.ACCEPTS_LONG_PONG, "5.5/pong-126-bytes"), verdict(Fault.SKIPS_BROKEN,
                        "7692-7.2.2/ffffffff"))) {
            assertEquals(Level.SHOULD, verdict.level(), verdict.toString());
            assertTrue(verdict.isBad(), verdict.toString());
            assertFalse(verdict.isFailure(false), verdict.toString());
        }
    }
}
