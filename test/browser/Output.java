package browser;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process writes. It is read to its end, so that the process never waits for a reader. */
final class Output {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<MatchResult> found = new CompletableFuture<>();
    private final Pattern wanted;

    private Output(Pattern wanted) {
        this.wanted = wanted;
    }

    /** Waits until the process has written a line in which the pattern is found. */
    static MatchResult await(Pattern wanted, Process process, int seconds) {
        Output output = new Output(wanted);
        Thread reader = new Thread(() -> output.read(process.inputReader()), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            return output.found.orTimeout(seconds, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new IllegalStateException("no \"" + wanted + "\" in: " + output.lines, e);
        }
    }

    private void read(BufferedReader reader) {
        try {
            reader.lines().forEach(this::look);
        } catch (UncheckedIOException e) {
            // Ending a process from here closes its output under the reader.
        }
        found.completeExceptionally(new IllegalStateException("the process ended"));
    }

    private void look(String line) {
        if (found.isDone()) {
            return;
        }
        lines.add(line);
        Matcher matcher = wanted.matcher(line);
        if (matcher.find()) {
            found.complete(matcher.toMatchResult());
        }
    }
}
