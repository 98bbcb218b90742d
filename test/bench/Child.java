package bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that this one starts. It ends with {@link #close}, or with this one, however that ends. */
final class Child implements AutoCloseable {
    private static final int END_SECONDS = 5;
    private static final int LAST_LINES = 10;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final Thread atExit;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private Child(String name, List<String> command, Consumer<String> lines) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new Fault("can't start " + name + ": " + e.getMessage());
        }
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        reader = new Thread(() -> read(lines), name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * A Java program.
     *
     * @param core  the only processor core it may use, or -1
     * @param lines gets what it prints, line by line, in another thread
     */
    static Child java(String name, int core, List<String> jvmFlags, String classes, List<String> mainAndArguments,
            Consumer<String> lines) {
        List<String> command = new ArrayList<>();
        if (core >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.add(tool("java"));
        command.addAll(jvmFlags);
        command.addAll(List.of("-Dbench.child=true", "-cp", classes));
        command.addAll(mainAndArguments);
        return new Child(name, command, lines);
    }

    /** A program of the JDK that this runs on. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Whether and where processes can be bound to one core each: two cores, or nothing. */
    static List<Integer> twoCores() {
        List<Integer> cores = Proc.cores();
        boolean canPin = cores.size() >= 2 && List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
        return canPin ? cores.subList(0, 2) : List.of();
    }

    /** In the child: ends it when the one who started it is gone, so that nothing is left behind even after a kill -9. */
    static void endWithParent() {
        if (Boolean.getBoolean("bench.child")) {
            Thread watch = new Thread(() -> {
                try {
                    System.in.transferTo(OutputStream.nullOutputStream()); // nobody writes: returns at the end only
                } catch (IOException e) {
                    // the same
                }
                Runtime.getRuntime().halt(1);
            });
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void read(Consumer<String> lines) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = in.readLine()) != null;) {
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > LAST_LINES) {
                        lastLines.remove();
                    }
                }
                lines.accept(line);
            }
        } catch (IOException e) {
            // it was ended in the middle of a line
        }
    }

    /** What it printed last, for the report of a failure; empty if nothing. */
    String said() {
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "" : "; " + name + " said:\n  " + String.join("\n  ", lastLines);
        }
    }

    void whenItEnds(Runnable task) {
        process.onExit().thenRun(task);
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end, and that all it printed was read. */
    int await(int seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Fault(name + " did not end within " + seconds + " s" + said());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this process is ending too
        }
    }
}
