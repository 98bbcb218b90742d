package bench;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import support.Child;
import support.Proc;
import support.ServerProcess;

/** The programs that take part in a measurement, each a process, and each on a core of its own if that can be. */
final class Programs {
    private Programs() {}

    /** The room of this project, on any free port; with TLS if the settings say how. */
    static ServerProcess room(Settings settings, int core, String... flags) {
        return room(settings, true, core, flags);
    }

    static ServerProcess room(Settings settings, boolean tls, int core, String... flags) {
        List<String> command = new ArrayList<>(List.of("chat.Main", "--port", "0"));
        command.addAll(settings.words("server"));
        command.addAll(tls ? settings.words("tls") : List.of());
        command.addAll(List.of(flags));
        return new ServerProcess(java("server", core, settings.words("jvm"), settings.text("classes"), command));
    }

    /** One of the programs of this package. */
    static Child own(String name, int core, List<String> jvmFlags, List<String> mainAndArguments) {
        return java(name, core, jvmFlags, System.getProperty("java.class.path"), mainAndArguments);
    }

    /** @param core the only processor core it may use, or -1 */
    private static Child java(String name, int core, List<String> jvmFlags, String classes,
            List<String> mainAndArguments) {
        List<String> command = new ArrayList<>();
        if (core >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-Dbench.child=true");
        command.addAll(ServerProcess.java(flags, classes, mainAndArguments));
        return new Child(name, command);
    }

    /**
     * In one of the programs: ends it when the process that started it is gone, so that nothing is left even after a
     * kill -9.
     */
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

    /** Whether and where processes can be bound to one core each: two cores, or nothing. */
    static List<Integer> twoCores() {
        List<Integer> cores = Proc.cores();
        String[] path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        boolean hasTaskset = Stream.of(path).anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
        return cores.size() >= 2 && hasTaskset ? cores.subList(0, 2) : List.of();
    }
}
