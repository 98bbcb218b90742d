package conformance.suite;

/** What came of a case. */
public enum Grade {
    PASS,
    /** The connection ended, as it must, but without the Close frame that should have come. */
    MUTE,
    FAIL,
    SKIPPED,
    /** The RFC leaves it open; what was seen is in the note. */
    INFO
}
