package conformance.suite;

import java.time.Instant;
import java.util.List;

/**
 * All verdicts of a run, in the order of the cases.
 *
 * @param gone        what happened if the server stopped serving in the middle, with the cases that ran then; else null
 * @param interrupted what was left undone if the user stopped the run; else null
 */
public record Run(Settings settings, Instant start, long millis, List<Verdict> verdicts, String gone,
        String interrupted) {}
