package support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that this one starts, and what it prints. Its output is read to its end, so that it never waits for a
 * reader. It ends with {@link #close}, or with this process.
 */
public final class Child implements AutoCloseable {
    private static final int END_SECONDS = 5;
    private static final int LAST_LINES = 10;

    /** The process did not do what was waited for. The message has the last lines that it printed. */
    public static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Failure(String message) {
            super(message);
        }
    }

    private final String name;
    private final Path errors;
    private final Process process;
    private final Thread reader;
    private final Thread atExit;
    private final List<String> lines = new ArrayList<>();
    private int taken;
    private boolean ended;

    public Child(String name, List<String> command) {
        this(name, new ProcessBuilder(command));
    }

    /** @param name what it is called in a failure's message */
    public Child(String name, ProcessBuilder builder) {
        this.name = name;
        try {
            errors = Files.createTempFile("errors", ".log");
            process = builder.redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("can't start " + name, e);
        }
        atExit = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(atExit);
        reader = new Thread(() -> read(process.inputReader()), "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader in) {
        try (in) {
            for (String line; (line = in.readLine()) != null;) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // it was ended in the middle of a line
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no input" + said(), e);
        }
    }

    /** The next line of its standard output; null if there are no more. */
    public String line(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (lines) {
            while (taken == lines.size() && !ended) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0) {
                    throw new Failure(name + " printed nothing more within " + seconds + " s" + said());
                }
                try {
                    lines.wait(millis);
                } catch (InterruptedException e) {
                    throw interrupted();
                }
            }
            return taken == lines.size() ? null : lines.get(taken++);
        }
    }

    /** Takes lines up to the first in which the pattern is found. */
    public MatchResult await(Pattern wanted, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (String line; (line = line((int) TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime()) + 1)) != null;) {
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
        }
        throw new Failure(name + " ended before it printed \"" + wanted + "\"" + said());
    }

    /** What it has written on standard error. */
    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed last, for the report of a failure; empty if nothing. */
    public String said() {
        List<String> all = new ArrayList<>();
        synchronized (lines) {
            all.addAll(last(lines));
        }
        all.addAll(last(errors().lines().toList()));
        return all.isEmpty() ? "" : "; " + name + " said:\n  " + String.join("\n  ", all);
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends it a signal: {@code TERM}, {@code INT}, {@code STOP}. */
    public void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
            if (status != 0) {
                throw new Failure("kill -" + signal + " of " + name + " returned " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits until it has ended. All that it printed has been read then. */
    public int exitStatus(int seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        throw new Failure(name + " did not end within " + seconds + " s" + said());
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted");
    }

    /** Ends it, if it hasn't ended by itself. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this process is ending too
        }
        end();
    }

    private void end() {
        process.destroyForcibly().onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
