package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import conformance.sections.NotTested;
import conformance.sections.Sections;
import conformance.suite.Case;
import conformance.suite.Requirement;
import conformance.suite.Requirements;
import conformance.suite.Untested;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each requirement that binds a server has a case, or a reason why it has none. */
class CoverageTest {
    /** Of those that bind a server. */
    private static Set<String> requirements() {
        return Requirements.all().rows().stream().filter(Requirement::bindsServer).map(Requirement::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all() {
        return Requirements.all().rows().stream().map(Requirement::id).collect(Collectors.toSet());
    }

    private static Set<String> covered() {
        return Sections.all().cases().stream().map(Case::rows).flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> untested() {
        return NotTested.all().stream().map(Untested::row).toList();
    }

    @Test
    void everyRequirementHasACaseOrAReason() {
        Set<String> open = requirements();
        open.removeAll(covered());
        open.removeAll(untested());
        assertEquals(Set.of(), open);
    }

    @Test
    void everyCaseCoversRequirementsThatExist() {
        Set<String> unknown = covered();
        unknown.removeAll(all());
        assertEquals(Set.of(), unknown);
        assertEquals(List.of(),
                Sections.all().cases().stream().filter(each -> each.rows().isEmpty()).map(Case::id).toList());
    }

    @Test
    void everyReasonIsForARequirementThatExists() {
        Set<String> unknown = new TreeSet<>(untested());
        unknown.removeAll(all());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void nothingIsBothTestedAndNot() {
        Set<String> both = covered();
        both.retainAll(untested());
        assertEquals(Set.of(), both);
    }

    /** What a case blames a server for, one of the sentences that it covers forbids just as strongly. */
    @Test
    void noCaseIsMoreBindingThanItsSentences() {
        assertEquals(List.of(), Sections.all().cases().stream()
                .filter(each -> each.requirements().stream().noneMatch(row -> row.level().compareTo(each.level()) <= 0))
                .map(each -> each.level() + " " + each.id() + " covers " + each.rows()).toList());
    }
}
