package conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual and the program say the same. */
class ManualTest {
    private static final Path MANUAL = Path.of("src/conformance/README.md");

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itsTableHasEachOptionAndNoOther() throws IOException {
        String rows = Files.readAllLines(MANUAL).stream().filter(line -> line.startsWith("| `--"))
                .map(line -> line.substring(0, line.indexOf('|', 1))).collect(Collectors.joining("\n"));
        assertEquals(new TreeSet<>(Options.names()), found("--[a-z-]+", rows));
    }

    @Test
    void allOptionsThatItNamesExist() throws IOException {
        Set<String> named = found("(?<= |`)--[a-z][a-z-]*", Files.readString(MANUAL));
        assertTrue(Options.names().containsAll(named), named.toString());
    }

    @Test
    void helpHasEachOption() {
        assertEquals(new TreeSet<>(Options.names()), found("(?<=^  )--[a-z-]+", Options.help()));
    }

    @Test
    void helpFitsATerminalOf120Columns() {
        assertTrue(Options.help().lines().allMatch(line -> line.length() <= 120), Options.help());
    }

    @Test
    void theCasesThatItNamesExist() throws IOException {
        Set<String> ids = Sections.all().cases().stream().map(each -> each.id()).collect(Collectors.toSet());
        Set<String> named = found("\\b\\d+(\\.\\d+)+/[a-z0-9-]+", Files.readString(MANUAL));
        assertTrue(!named.isEmpty() && ids.containsAll(named), named.toString());
    }
}
