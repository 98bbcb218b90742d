package browser;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The chat room as a process of its own, as {@code make run} starts it.
 * The system property {@code room.classes} says where it was compiled to; else that is {@code build/main}.
 */
final class RoomProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");
    private static final int DEADLINE = 15;                     // seconds

    private final Process process;
    private final Thread closeAtExit;
    private final URI address;

    private RoomProcess(int port, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("room.classes", "build/main"),
                "chat.Main", "--port", Integer.toString(port)));
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command)
                .directory(new File(System.getProperty("user.dir")))
                .redirectErrorStream(true)
                .start();
        closeAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(closeAtExit);
        try {
            address = URI.create(Output.await(ADDRESS, process, DEADLINE).group());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts on any free port. */
    static RoomProcess start(String... flags) throws IOException {
        return new RoomProcess(0, flags);
    }

    /** Starts on the port that this one had. */
    RoomProcess again(String... flags) throws IOException {
        return new RoomProcess(address.getPort(), flags);
    }

    /** The default room's page. */
    URI page() {
        return address;
    }

    URI page(String path) {
        return address.resolve(path);
    }

    /** The default room's socket, without a path, as the article writes it. */
    String socket() {
        return "ws://127.0.0.1:" + address.getPort();
    }

    /** Asks it to stop (SIGTERM) and returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(DEADLINE, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the room didn't stop within " + DEADLINE + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(closeAtExit);
        process.destroyForcibly().onExit().completeOnTimeout(process, DEADLINE, TimeUnit.SECONDS).join();
    }
}
