package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import conformance.suite.Grade;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ServerProcess;

/** The suite's verdicts on this server are those that are written down: none appears, and none goes, unseen. */
@Timeout(120)
class ConformanceTest {
    private static final Path EXPECTED = Path.of("test", "chat", "conformance.txt");
    private static final Path ACTUAL = Path.of("build", "conformance.txt");

    @Test
    void theVerdictsAreThoseWrittenDown() throws Exception {
        List<String> actual = new ArrayList<>(verdicts(true, "with an echo, and hostile habits"));
        actual.addAll(verdicts(false, "without an echo"));
        Files.write(ACTUAL, actual);
        List<String> expected = Files.readAllLines(EXPECTED);
        String advice = "if that is meant, " + ACTUAL + " takes the place of " + EXPECTED;
        assertEquals(without(expected, actual), without(actual, expected), advice);
        assertTrue(expected.equals(actual), advice);
    }

    private static String without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).collect(Collectors.joining("\n"));
    }

    private static List<String> verdicts(boolean echo, String title) throws Exception {
        try (ServerProcess server = echo ? ServerProcess.serving("--echo") : ServerProcess.serving()) {
            Target target = Target.parse("ws://127.0.0.1:" + server.address().getPort() + (echo ? "/echo" : "/"));
            Settings settings = Settings.of(target).withEcho(echo).withHostile(echo);
            Run run = new Runner(settings, Sections.all(), (verdict, done, all) -> { }).run();
            assertNull(run.gone());
            assertEquals("", run.verdicts().stream().filter(verdict -> verdict.isFailure(true) || verdict.isMistake())
                    .map(Verdict::toString)
                    .collect(Collectors.joining("\n")), title);
            return lines(title, run.verdicts());
        }
    }

    /** A line for each section, as {@code 7.4.2 pass 1-12 info 13-15}. */
    private static List<String> lines(String title, List<Verdict> verdicts) {
        Map<String, Map<Grade, List<Integer>>> sections = new LinkedHashMap<>();
        verdicts.forEach(verdict -> sections.computeIfAbsent(verdict.of().section(), key -> new EnumMap<>(Grade.class))
                .computeIfAbsent(verdict.grade(), key -> new ArrayList<>()).add(verdict.of().number()));
        List<String> lines = new ArrayList<>(List.of("# " + title));
        sections.forEach((section, grades) -> lines.add(section + grades.entrySet().stream()
                .map(grade -> ' ' + grade.getKey().toString().toLowerCase(Locale.ROOT) + ranges(grade.getValue()))
                .collect(Collectors.joining())));
        return lines;
    }

    /** {@code 1, 2, 3, 5} as {@code  1-3 5}. */
    private static String ranges(List<Integer> numbers) {
        StringBuilder ranges = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            int first = i;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            ranges.append(' ').append(numbers.get(first)).append(first == i ? "" : "-" + numbers.get(i));
        }
        return ranges.toString();
    }
}
