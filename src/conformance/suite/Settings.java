package conformance.suite;

import conformance.wire.Target;
import java.util.List;

/**
 * How the cases are run.
 *
 * @param insecure whether any certificate will do
 * @param echo     whether the server sends each message back
 * @param headers  added to every handshake, as {@code Cookie: a=b}
 * @param skipped  ids and sections of cases that are left out
 * @param jobs     connections at once
 * @param timeout  milliseconds; how long the server may be silent when something is due
 * @param seed     of masking keys and all other random choices
 * @param fast     without cases of volume
 * @param hostile  with cases that strain the server
 * @param repeats  whether a case that failed is tried once more, alone, before the server is blamed
 */
public record Settings(Target target, boolean insecure, boolean echo, List<String> headers, List<String> skipped,
        int jobs, long timeout,
        long seed, boolean fast, boolean hostile, boolean repeats) {
    public static final int JOBS = 32;
    public static final long TIMEOUT = 5_000;
    private static final long LEAST_CASE_LIMIT = 20_000;

    public static Settings of(Target target) {
        return new Settings(target, false, true, List.of(), List.of(), JOBS, TIMEOUT, 6455, false, false, true);
    }

    /** Milliseconds for a whole case, however much the server has to say. */
    public long caseLimit() {
        return Math.max(LEAST_CASE_LIMIT, 4 * timeout);
    }

    public Settings withInsecure(boolean insecure) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withHostile(boolean hostile) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withSeed(long seed) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withEcho(boolean echo) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withJobs(int jobs) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withTimeout(long timeout) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }

    public Settings withRepeats(boolean repeats) {
        return new Settings(target, insecure, echo, headers, skipped, jobs, timeout, seed, fast, hostile, repeats);
    }
}
