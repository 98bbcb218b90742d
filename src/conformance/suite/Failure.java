package conformance.suite;

/** The server didn't do what the case expects. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Grade grade;
    private final Level level;
    private final String section;
    private final transient Requirement broken;
    private final String expected;

    private Failure(Grade grade, Level level, String section, Requirement broken, String expected, String actual) {
        super(actual);
        this.grade = grade;
        this.level = level;
        this.section = section;
        this.broken = broken;
        this.expected = expected;
    }

    public static Failure of(String expected, Object actual) {
        return new Failure(Grade.FAIL, null, null, null, expected, actual.toString());
    }

    /** The connection ended as it must, but the Close frame is missing. */
    public static Failure mute(String expected, Object actual) {
        return new Failure(Grade.MUTE, null, null, null, expected, actual.toString());
    }

    /** What is broken is this requirement, not the case's own: level and section are those of its row in the matrix. */
    public Failure of(String row) {
        Requirement broken = Requirements.all().get(row);
        return new Failure(grade, broken.level(), broken.filedIn(), broken, expected, getMessage());
    }

    Grade grade() {
        return grade;
    }

    /** Null for the case's own. */
    Level level() {
        return level;
    }

    /** Null for the case's own. */
    String section() {
        return section;
    }

    /** Null for the case's own. */
    Requirement broken() {
        return broken;
    }

    String expected() {
        return expected;
    }
}
