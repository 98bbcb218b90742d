package bench;

/**
 * What ends a measurement: the server did something wrong, or could not be reached. The message is for the report.
 */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fault(String message) {
        super(message);
    }
}
