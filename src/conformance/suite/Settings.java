package conformance.suite;

import conformance.wire.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the cases are run. Each {@code with…} gives another one.
 *
 * @param headers added to every handshake, as {@code Cookie: a=b}
 * @param skipped ids and sections of cases that are left out
 * @param jobs    connections at once
 * @param timeout milliseconds; how long the server may be silent when something is due
 * @param seed    of masking keys and all other random choices
 */
public record Settings(Target target, Set<Flag> flags, List<String> headers, List<String> skipped, int jobs,
        long timeout, long seed) {
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

    public Settings {
        flags = Set.copyOf(flags);
    }

    public static Settings of(Target target) {
        return new Settings(target, EnumSet.of(Flag.ECHO, Flag.REPEATS), List.of(), List.of(), JOBS, TIMEOUT, SEED);
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
        Set<Flag> changed = EnumSet.noneOf(Flag.class);
        changed.addAll(flags);
        if (on) {
            changed.add(flag);
        } else {
            changed.remove(flag);
        }
        return new Settings(target, changed, headers, skipped, jobs, timeout, seed);
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
        return new Settings(target, flags, headers, skipped, jobs, timeout, seed);
    }

    public Settings withSkipped(List<String> skipped) {
        return new Settings(target, flags, headers, skipped, jobs, timeout, seed);
    }

    public Settings withJobs(int jobs) {
        return new Settings(target, flags, headers, skipped, jobs, timeout, seed);
    }

    public Settings withTimeout(long timeout) {
        return new Settings(target, flags, headers, skipped, jobs, timeout, seed);
    }

    public Settings withSeed(long seed) {
        return new Settings(target, flags, headers, skipped, jobs, timeout, seed);
    }
}
