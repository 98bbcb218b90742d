package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import conformance.sections.NotTested;
import conformance.sections.Sections;
import conformance.suite.Case;
import conformance.suite.Untested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each requirement that binds a server has a case, or a reason why it has none. */
class CoverageTest {
    /** Id, level and sentence, one requirement to a line. */
    private static Map<String, String> requirements() throws IOException {
        return Files.readAllLines(Path.of("test", "conformance", "requirements.txt")).stream().map(line -> line.split("\t"))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (a, b) -> a, LinkedHashMap::new));
    }

    private static Set<String> covered() {
        return Sections.all().cases().stream().map(Case::rows).flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> untested() {
        return NotTested.all().stream().map(Untested::row).toList();
    }

    @Test
    void everyRequirementHasACaseOrAReason() throws IOException {
        Set<String> open = new TreeSet<>(requirements().keySet());
        open.removeAll(covered());
        open.removeAll(untested());
        assertEquals(Set.of(), open);
    }

    @Test
    void everyCaseCoversRequirementsThatExist() throws IOException {
        Set<String> unknown = covered();
        unknown.removeAll(requirements().keySet());
        assertEquals(Set.of(), unknown);
        assertEquals(List.of(), Sections.all().cases().stream().filter(each -> each.rows().isEmpty()).map(Case::id).toList());
    }

    @Test
    void everyReasonIsForARequirementThatExists() throws IOException {
        Set<String> unknown = new TreeSet<>(untested());
        unknown.removeAll(requirements().keySet());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void nothingIsBothTestedAndNot() {
        Set<String> both = covered();
        both.retainAll(untested());
        assertEquals(Set.of(), both);
    }
}
