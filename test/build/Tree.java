package build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of what is built, in a folder of its own, where a test may break it. */
final class Tree {
    private static final List<String> PARTS =
            List.of("Makefile", "client.html", "src", "test/style.awk", ".ci", ".editorconfig");
    private static final long PATIENCE = 300;                   // seconds for one make

    private final Path root;

    Tree(Path root) throws IOException {
        this.root = root;
        for (String part : PARTS) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = root.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** What a command has printed, on both streams, and its exit status. */
    record Outcome(int status, String output) {}

    /** Runs make with the JDK that runs the tests. */
    Outcome make(String... arguments) throws IOException, InterruptedException {
        return make(Map.of(), arguments);
    }

    /** The same in an environment that has these variables too. */
    Outcome make(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(root, "make", ".log");
        ProcessBuilder make = new ProcessBuilder(Stream.concat(Stream.of("make"), Stream.of(arguments)).toList())
                .directory(root.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        make.environment().keySet().removeAll(List.of("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"));
        make.environment().put("JAVA_HOME", System.getProperty("java.home"));
        make.environment().putAll(environment);
        Process process = make.start();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("make hangs: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output, UTF_8));
    }

    Path path(String file) {
        return root.resolve(file);
    }
}
