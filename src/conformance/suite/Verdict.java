package conformance.suite;

import conformance.wire.Transcript;
import java.util.List;

/**
 * What came of a case.
 *
 * @param level    of what was broken; the case's own, unless the client found something worse on the way
 * @param section  of what was broken; the case's own, unless the client found something else on the way
 * @param basis    the requirement that was broken, with its sentence; the case's own, unless the client found something
 *                 else on the way. Null if that has no row in the matrix
 * @param expected null unless it failed
 * @param actual   null unless it failed
 * @param note     what was seen, why it was skipped; null if there is nothing to say
 * @param flaky    it failed beside others and passed alone
 */
public record Verdict(Case of, Grade grade, Level level, String section, Requirement basis, String expected,
        String actual, String note, boolean flaky, long millis, List<List<Transcript.Line>> connections) {
    static final String MISTAKE = "a mistake in the suite: ";
    private static final String UNCONFIRMED = "the server was gone before it could be tried again; what came once: ";

    static Verdict skipped(Case of, String why) {
        return new Verdict(of, Grade.SKIPPED, of.level(), of.section(), of.basis(), null, null, why, false, 0,
                List.of());
    }

    /** Whether the case itself is broken. */
    public boolean isMistake() {
        return note != null && note.contains(MISTAKE);
    }

    /** Whether the server did something wrong, whatever the level. */
    public boolean isBad() {
        return grade == Grade.FAIL || grade == Grade.MUTE;
    }

    /** Whether it counts as a failure of the server: always if a MUST or CORE was broken, else only in strict mode. */
    public boolean isFailure(boolean strict) {
        return isBad() && (strict || (grade == Grade.FAIL && level.counts()));
    }

    /** What distinguishes one fault from another; a single fault of a server may fail many cases. */
    public String fault() {
        return section + '|' + expected + '|' + actual;
    }

    /** In one line, without the bytes. */
    @Override
    public String toString() {
        return of + ": " + expected + " / " + actual + " / " + note;
    }

    /** The server was gone before this failure could be tried again alone: it isn't held against it. */
    Verdict asUnconfirmed() {
        return new Verdict(of, Grade.SKIPPED, of.level(), of.section(), of.basis(), null, null, UNCONFIRMED + actual,
                false, millis, connections);
    }

    Verdict asFlaky(Verdict first) {
        return new Verdict(of, grade, level, section, basis, null, null,
                "flaky: beside other connections it came otherwise: " + first.actual, true, millis, first.connections);
    }
}
