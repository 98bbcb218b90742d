package conformance.suite;

import conformance.wire.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How the cases are run. Each {@code with…} gives another one.
 *
 * @param headers      added to every handshake, as {@code Cookie: a=b}
 * @param subprotocols names of those that the server speaks; empty if none is known
 * @param skipped      ids and sections of cases that are left out
 * @param jobs         connections at once
 * @param greetings    messages that the server sends of its own on each connection, before anything is said: they are
 *                     passed over
 * @param timeout      milliseconds; how long the server may be silent when something is due
 * @param seed         of masking keys and all other random choices
 */
public record Settings(Target target, Set<Flag> flags, List<String> headers, List<String> subprotocols,
        List<String> skipped, int greetings, int jobs, long timeout, long seed) {
    /** What is so or isn't. */
    public enum Flag {
        /** Any certificate will do. */
        INSECURE,
        /** The server sends each message back. */
        ECHO,
        /** Without cases of volume. */
        FAST,
        /** With cases that strain the server. */
        HOSTILE,
        /** A case that failed is tried once more, alone, before the server is blamed. */
        REPEATS
    }

    public static final int JOBS = 32;
    public static final long TIMEOUT = 5_000;
    public static final long SEED = 6455;
    private static final long LEAST_CASE_LIMIT = 20_000;

    /** The settings to be, while they are changed. */
    private static final class Builder {
        private final Target target;
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private List<String> headers = List.of();
        private List<String> subprotocols = List.of();
        private List<String> skipped = List.of();
        private int greetings;
        private int jobs = JOBS;
        private long timeout = TIMEOUT;
        private long seed = SEED;

        private Builder(Target target) {
            this.target = target;
        }

        private Settings build() {
            return new Settings(target, flags, headers, subprotocols, skipped, greetings, jobs, timeout, seed);
        }
    }

    public Settings {
        flags = Set.copyOf(flags);
    }

    public static Settings of(Target target) {
        Builder builder = new Builder(target);
        builder.flags.addAll(EnumSet.of(Flag.ECHO, Flag.REPEATS));
        return builder.build();
    }

    private Settings changed(Consumer<Builder> change) {
        Builder builder = new Builder(target);
        builder.flags.addAll(flags);
        builder.headers = headers;
        builder.subprotocols = subprotocols;
        builder.skipped = skipped;
        builder.greetings = greetings;
        builder.jobs = jobs;
        builder.timeout = timeout;
        builder.seed = seed;
        change.accept(builder);
        return builder.build();
    }

    public boolean insecure() {
        return flags.contains(Flag.INSECURE);
    }

    public boolean echo() {
        return flags.contains(Flag.ECHO);
    }

    public boolean fast() {
        return flags.contains(Flag.FAST);
    }

    public boolean hostile() {
        return flags.contains(Flag.HOSTILE);
    }

    public boolean repeats() {
        return flags.contains(Flag.REPEATS);
    }

    /** Milliseconds for a whole case, however much the server has to say. */
    public long caseLimit() {
        return Math.max(LEAST_CASE_LIMIT, 4 * timeout);
    }

    public Settings with(Flag flag, boolean on) {
        return changed(builder -> {
            if (on) {
                builder.flags.add(flag);
            } else {
                builder.flags.remove(flag);
            }
        });
    }

    public Settings withInsecure(boolean insecure) {
        return with(Flag.INSECURE, insecure);
    }

    public Settings withEcho(boolean echo) {
        return with(Flag.ECHO, echo);
    }

    public Settings withHostile(boolean hostile) {
        return with(Flag.HOSTILE, hostile);
    }

    public Settings withRepeats(boolean repeats) {
        return with(Flag.REPEATS, repeats);
    }

    public Settings withHeaders(List<String> headers) {
        return changed(builder -> builder.headers = headers);
    }

    public Settings withSubprotocols(List<String> subprotocols) {
        return changed(builder -> builder.subprotocols = subprotocols);
    }

    public Settings withSkipped(List<String> skipped) {
        return changed(builder -> builder.skipped = skipped);
    }

    public Settings withGreetings(int greetings) {
        return changed(builder -> builder.greetings = greetings);
    }

    public Settings withJobs(int jobs) {
        return changed(builder -> builder.jobs = jobs);
    }

    public Settings withTimeout(long timeout) {
        return changed(builder -> builder.timeout = timeout);
    }

    public Settings withSeed(long seed) {
        return changed(builder -> builder.seed = seed);
    }
}
