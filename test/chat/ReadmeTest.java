package chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import support.ServerProcess;

/** What the README says there is, in both languages, is there; and what it says one sees, one sees. */
class ReadmeTest {
    private static final String ENGLISH = "README.md";
    private static final String CHINESE = "src/README.zh.md";
    /** {@code chat/Room.java}, and perhaps a colon and methods of it in backticks. */
    private static final Pattern SOURCE =
            Pattern.compile("`([a-z]+/[A-Z]\\w+\\.java)`(?:[:：] ?((?:`\\w+`(?:, |、)?)+))?");
    private static final Pattern FILE = Pattern.compile("\\b((?:src|test)/[\\w./-]*\\w)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]+)");
    private static final Pattern TARGET = Pattern.compile("\\bmake ([a-z][a-z-]+)");
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

    private static Stream<MatchResult> all(Pattern pattern, String readme) throws IOException {
        return pattern.matcher(Files.readString(Path.of(readme))).results();
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void everySourceAndMethodExists(String readme) throws IOException {
        List<MatchResult> sources = all(SOURCE, readme).toList();
        assertTrue(sources.size() > 10, "it has a tour");
        for (MatchResult source : sources) {
            Path file = Path.of("src", source.group(1));
            assertTrue(Files.exists(file), source.group());
            if (source.group(2) != null) {
                String code = Files.readString(file);
                for (String name : source.group(2).replaceAll("\\W+", " ").strip().split(" ")) {
                    boolean found = Pattern.compile("\\b" + name + "\\(|enum " + name + "\\b").matcher(code).find();
                    assertTrue(found, name + " in " + file);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void everyFileExists(String readme) throws IOException {
        List<String> missing = new ArrayList<>();
        all(FILE, readme).map(match -> Path.of(match.group(1))).filter(Files::notExists).forEach(
                file -> missing.add(file.toString()));
        Path folder = Path.of(readme).toAbsolutePath().getParent();
        all(LINK, readme).map(match -> folder.resolve(match.group(1))).filter(Files::notExists).forEach(
                file -> missing.add(file.toString()));
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void everyFlagAndTargetExists(String readme) throws IOException {
        String manual = Files.readString(Path.of("src/conformance/README.md"));
        var flags = new TreeSet<String>();
        all(FLAG, readme).map(match -> match.group(1))
                .filter(flag -> !Options.flags().contains(flag) && !manual.contains("`" + flag)).forEach(flags::add);
        assertEquals(new TreeSet<>(), flags, "flags that there aren't");
        String makefile = Files.readString(Path.of("Makefile"));
        var targets = new TreeSet<String>();
        all(TARGET, readme).map(match -> match.group(1))
                .filter(target -> !Pattern.compile("(?m)^" + target + ":").matcher(makefile).find())
                .forEach(targets::add);
        assertEquals(new TreeSet<>(), targets, "targets that there aren't");
    }

    @Test
    void englishIsShortEnoughToBeRead() throws IOException {
        assertTrue(Files.readAllLines(Path.of(ENGLISH)).size() <= 200);
    }

    /** Each line after a command begins with "$ " is a part of what it prints, in this order. */
    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    @Timeout(120)
    void whatItShowsOfAConsoleIsWhatOneSees(String readme) throws Exception {
        assumeTrue(System.getenv("CI") != null || Files.isExecutable(Path.of("/usr/bin/curl")), "curl");
        try (var server = ServerProcess.serving()) {
            String here = server.url().toString().replaceFirst("/$", "");
            for (MatchResult block : all(CONSOLE, readme).toList()) {
                for (String step : ("\n" + block.group(1)).split("\n\\$ ")) {
                    if (!step.isBlank()) {
                        List<String> lines = step.lines().toList();
                        check(lines.get(0).replace("http://127.0.0.1:9502", here), lines.subList(1, lines.size()));
                    }
                }
            }
        }
    }

    private static void check(String command, List<String> expected) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        int at = 0;
        for (String line : expected) {
            int found = printed.indexOf(line.strip(), at);
            assertTrue(found >= 0, command + "\ndidn't print: " + line + "\nbut:\n" + printed);
            at = found + line.strip().length();
        }
    }
}
