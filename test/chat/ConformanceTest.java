package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import conformance.sections.Sections;
import conformance.suite.Run;
import conformance.suite.Runner;
import conformance.suite.Settings;
import conformance.suite.Verdict;
import conformance.wire.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import support.ServerProcess;

/** The suite's verdicts on this server are those that are written down: none appears, and none goes, unseen. */
@Timeout(120)
class ConformanceTest {
    private static final Path EXPECTED = Path.of("test", "chat", "conformance.txt");
    private static final Path ACTUAL = Path.of("build", "conformance.txt");
    /**
     * Several messages of up to 16 MiB are echoed at the same time. --max-buffered is half of the heap, and one of 128
     * MiB isn't always enough. This variable goes before the -Xmx of the command line.
     */
    private static final List<String> LARGE = List.of("env", "_JAVA_OPTIONS=-Xmx512m");

    @Test
    void theVerdictsAreThoseWrittenDown() throws Exception {
        Map<String, String> echoing = grades(true);
        Map<String, String> silent = grades(false);
        List<String> actual = new ArrayList<>();
        actual.add(line("# case", "with an echo, and hostile habits", "without an echo"));
        echoing.forEach((id, grade) -> actual.add(line(id, grade, silent.get(id))));
        Files.write(ACTUAL, actual);
        List<String> expected = Files.readAllLines(EXPECTED);
        String advice = "if that is meant, " + ACTUAL + " takes the place of " + EXPECTED;
        assertEquals(without(expected, actual), without(actual, expected), advice);
        assertTrue(expected.equals(actual), advice);
    }

    private static String line(String id, String echoing, String silent) {
        return String.format("%-64s %-8s %s", id, echoing, silent);
    }

    private static String without(List<String> lines, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return lines.stream().filter(line -> !known.contains(line)).collect(Collectors.joining("\n"));
    }

    /** The grade of each case, by its id, in their order. */
    private static Map<String, String> grades(boolean echo) throws Exception {
        try (ServerProcess server = echo ? ServerProcess.serving(LARGE, "--echo") : ServerProcess.serving()) {
            Target target = Target.parse("ws://127.0.0.1:" + server.address().getPort() + (echo ? "/echo" : "/"));
            Settings settings = Settings.of(target).withSubprotocols(List.of("chat")).withEcho(echo).withHostile(echo);
            Run run = new Runner(settings, Sections.all(), (verdict, done, all) -> { }).run();
            assertNull(run.gone());
            assertEquals("", run.verdicts().stream().filter(verdict -> verdict.isFailure(true) || verdict.isMistake())
                    .map(Verdict::toString)
                    .collect(Collectors.joining("\n")), echo ? "with an echo" : "without an echo");
            Map<String, String> grades = new LinkedHashMap<>();
            run.verdicts().forEach(verdict -> grades.put(verdict.of().id(),
                    verdict.grade().toString().toLowerCase(Locale.ROOT)));
            return grades;
        }
    }
}
