package conformance.suite;

import java.time.Instant;
import java.util.List;

/**
 * All verdicts of a run, in the order of the cases.
 *
 * @param gone what happened if the server stopped serving in the middle, with the cases that ran then; else null
 */
public record Run(Settings settings, Instant start, long millis, List<Verdict> verdicts, String gone) {
    public long count(Grade grade) {
        return verdicts.stream().filter(verdict -> verdict.grade() == grade).count();
    }

    public long failures(boolean strict) {
        return verdicts.stream().filter(verdict -> verdict.isFailure(strict)).count();
    }
}
