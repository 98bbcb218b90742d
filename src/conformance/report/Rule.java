package conformance.report;

import conformance.suite.Grade;
import conformance.suite.Level;
import conformance.suite.Requirement;
import conformance.suite.Requirements;
import conformance.suite.Verdict;

/**
 * What was broken: a requirement, and the sentence that it rests on.
 *
 * @param section     that has the sentence, as in a case's id
 * @param requirement in words of our own
 * @param keyPhrase   some words of the sentence, to the letter; empty if none is known
 */
record Rule(Level level, String section, String requirement, String keyPhrase) {
    /** "the endpoint SHOULD send a Close frame": all that a mute server breaks. */
    private static final String CLOSE_FRAME = "7.1.7-3";

    static Rule of(Verdict verdict) {
        if (verdict.grade() == Grade.MUTE) {
            Requirement missing = Requirements.all().get(CLOSE_FRAME);
            return of(missing, missing.level(), null);
        }
        Requirement basis = verdict.basis();
        if (basis != null) {
            return of(basis, verdict.level(), verdict.of().weakening());
        }
        boolean own = verdict.section().equals(verdict.of().section());
        return new Rule(verdict.level(), verdict.section(), own ? verdict.of().requirement() : verdict.expected(), "");
    }

    /** @param weakening the requirement because of which a MUST is a SHOULD here; null if there is none */
    private static Rule of(Requirement row, Level level, Requirement weakening) {
        return new Rule(level, row.place(), row.words() + (weakening == null || row.level() == level ? ""
                : ", a SHOULD here because of " + weakening.citation() + " \"" + weakening.keyPhrase() + '"'),
                row.keyPhrase());
    }

    /** Whether a server that breaks it has failed, and not only in strict mode. */
    boolean isBinding() {
        return level == Level.MUST || level == Level.CORE;
    }

    /** {@code RFC 7692 §7.2.1 MUST}. */
    String citation() {
        return Citation.name(section) + ' ' + level;
    }

    /** The key phrase in quotation marks, with a blank before it; empty without one. */
    String quotation() {
        return keyPhrase.isEmpty() ? "" : " \"" + keyPhrase + '"';
    }

    /** In one line: level, section, requirement, key phrase. */
    @Override
    public String toString() {
        return citation() + ": " + requirement + quotation();
    }
}
