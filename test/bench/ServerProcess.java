package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java program that is a server, and prints its address when it listens. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(?:ws|http)://([^\\s/]+:\\d+)");
    private static final int START_SECONDS = 20;

    private final String name;
    private final Child child;
    private final CompletableFuture<String> url = new CompletableFuture<>();

    /**
     * Starts it.
     *
     * @param core the only processor core it may use, or -1
     */
    ServerProcess(String name, int core, List<String> jvmFlags, String classes, List<String> mainAndArguments) {
        this.name = name;
        child = Child.java(name, core, jvmFlags, classes, mainAndArguments, line -> {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                url.complete("ws://" + address.group(1) + "/");
            }
        });
        child.whenItEnds(() -> url.completeExceptionally(new Fault("ended")));
    }

    /** The room of this project, on any free port. */
    static ServerProcess room(Settings settings, int core) {
        List<String> command = new ArrayList<>(List.of("chat.Main", "--port", "0"));
        command.addAll(settings.words("server"));
        return new ServerProcess("server", core, settings.words("jvm"), settings.text("classes"), command);
    }

    /** Waits until it listens. If it doesn't, the fault says what the process said. */
    String url() {
        try {
            return url.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Fault(name + " printed no address within " + START_SECONDS + " s" + said());
        } catch (ExecutionException e) {
            throw new Fault(name + " did not start" + said());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return child.pid();
    }

    /** What it printed last, for the report of a failure; empty if nothing. */
    String said() {
        return child.said();
    }

    @Override
    public void close() {
        child.close();
    }
}
